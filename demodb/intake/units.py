"""Business units as sources name them: which spellings mean one, and how it is spelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from demodb.intake.report import ImportReport
from demodb.model.names import folded_unit, unit_key
from demodb.model.toml import toml_line


@dataclass
class UnitNames:
    """The business units that are known: those that the settings `declared`, of the store, of the files so far, by key.

    A name that differs from a known one by spaces and punctuation only means that one, and the report says so, unless the
    settings say what it means.
    """

    declared: Mapping[str, str]
    report: ImportReport
    known: dict[str, str] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for name in self.declared.values():
            self.known[unit_key(name)] = name
        self._meant = {unit_key(typed): name for typed, name in self.declared.items()}
        self._folded = {folded_unit(name): name for name in self.known.values()}

    @property
    def typed(self) -> list[str]:
        """Every name by which a source may mean a unit that is known."""
        return list(dict.fromkeys((*self.known.values(), *self.declared)))

    def add(self, name: str) -> None:
        """Take note of a unit; how one that is known is spelled stays."""
        self.known.setdefault(unit_key(name), name)
        self._folded.setdefault(folded_unit(name), name)

    def meant(self, typed: Iterable[str], path: str) -> dict[str, str]:
        """By name, as the lines of a file at `path` have it, the unit that is meant: of new ones alike that of most lines."""
        counted = Counter(typed)
        for name in sorted(counted, key=lambda name: (-counted[name], name)):
            if unit_key(name) not in self._meant and folded_unit(name) not in self._folded:
                self.add(name)
        return {name: self._of(name, path) for name in counted}

    def _of(self, typed: str, path: str) -> str:
        key = unit_key(typed)
        name = self._meant.get(key) or (typed if key in self.known else None)
        if name is None:
            name = self._folded[folded_unit(typed)]
            if key not in self._told:
                self._told.add(key)
                self.report.warnings.append(_alike(typed, name, path))
        return name


def _alike(typed: str, name: str, path: str) -> str:
    return (
        f"{path}: the business unit {typed!r} is taken as {name!r}: to settle it, put {toml_line(typed, name)}"
        f" under [units] in demodb.toml, or {toml_line(typed, typed)} if it is a unit of its own"
    )
