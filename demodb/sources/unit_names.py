"""The business unit that a row of a table names: as it is typed first, or one that is known, as a word of a text. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from demodb.model.faults import shown
from demodb.model.names import unit_fault, unit_key, units_within

NO_UNIT = "expected a business unit, found none: fill it in, or give one for all with --bu NAME"


@dataclass
class TypedUnits:
    """The units that are known, by their key: those of a file's tables, each as it is typed first, and those from elsewhere.

    `in_text`: a text names one that is known as a word of it; where none is, a text of a single word is one.
    """

    known: dict[str, str]
    in_text: bool = False

    def __post_init__(self) -> None:
        self._knew_none = not self.known

    def named(self, text: str) -> tuple[str, str | None]:
        """The unit that a text names, and what is wrong with it."""
        key = unit_key(text)
        if key in self.known:
            return self.known[key], None
        if self.in_text and not (self._knew_none and re.fullmatch(r"\w+", text) and not unit_fault(text)):
            return self._within(text)
        fault = (unit_fault(text) and f"{unit_fault(text)}, found {shown(text)}") if text else NO_UNIT
        return text if fault else self.known.setdefault(key, text), fault

    def _within(self, text: str) -> tuple[str, str | None]:
        inside = units_within(text, self.known.values())
        if len(inside) == 1:
            return inside[0], None
        known = f"one of the business units {', '.join(self.known.values())}" if self.known else "a business unit that is known"
        return "", f"expected {known} in the class, found {shown(text)}: the settings may name others under [units]"
