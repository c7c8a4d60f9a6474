"""What a program may ask in the query of an address: each parameter with its type, its schema, and how it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from starlette.datastructures import QueryParams

from demodb.errors import TypedTimeError, did_you_mean
from demodb.model.typed_times import typed_moment
from demodb.studio.api.errors import RequestError

Read = Callable[[str, datetime], Any]
"""Reads a parameter's text at the present moment. Raises ValueError, or TypedTimeError, with what is wrong with it."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a query: its name, what it means, its JSON Schema, how its text is read, what it is by default."""

    name: str
    about: str
    schema: Mapping[str, Any]
    read: Read
    default: Any = None
    required: bool = False


def text(name: str, about: str, *, required: bool = False) -> Parameter:
    """A text; "" as one that is not given."""
    return Parameter(name, about, {"type": "string"}, lambda given, _: given or None, required=required)


def choice(name: str, about: str, choices: Sequence[str], default: str | None = None) -> Parameter:
    """One of several words."""

    def read(given: str, _: datetime) -> str:
        if given not in choices:
            hint = did_you_mean(get_close_matches(given, choices, n=1, cutoff=0.5))
            raise ValueError(f"expected one of {', '.join(choices)}" + (f": {hint}" if hint else ""))
        return given

    schema = {"type": "string", "enum": list(choices)}
    return Parameter(name, about, schema if default is None else {**schema, "default": default}, read, default)


def flag(name: str, about: str) -> Parameter:
    """Yes or no, by default no."""

    def read(given: str, _: datetime) -> bool:
        if given not in ("true", "false"):
            raise ValueError("expected true or false")
        return given == "true"

    return Parameter(name, about, {"type": "boolean", "default": False}, read, default=False)


def whole(name: str, about: str, least: int, most: int, default: int | None = None) -> Parameter:
    """A whole number between two ends."""

    def read(given: str, _: datetime) -> int:
        if not (given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS and least <= int(given) <= most):
            raise ValueError(f"expected a whole number from {least} to {most}")
        return int(given)

    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Parameter(name, about, schema if default is None else {**schema, "default": default}, read, default)


def moment(name: str, about: str) -> Parameter:
    """A moment as people type it."""
    what = f"{about}: a time today such as 15:30, or an ISO date-time"
    return Parameter(name, what, {"type": "string"}, typed_moment)


_MOST_DIGITS = 12


def read_query(given: QueryParams, known: Sequence[Parameter], now: datetime) -> dict[str, Any]:
    """The values of all parameters. Raises RequestError with everything that is wrong."""
    by_name = {parameter.name: parameter for parameter in known}
    values, faults = {parameter.name: parameter.default for parameter in known}, list[tuple[str, str]]()
    for name, times in Counter(name for name, _ in given.multi_items()).items():
        try:
            values[name] = _read(by_name, name, times, given[name], now)
        except (ValueError, TypedTimeError) as error:
            faults.append((name, str(error)))
    faults += [
        (one.name, "has to be given") for one in known if one.required and not values[one.name] and one.name not in dict(faults)
    ]
    if faults:
        raise RequestError(faults)
    return values


def _read(known: Mapping[str, Parameter], name: str, times: int, given: str, now: datetime) -> Any:
    if name not in known:
        names = ", ".join(known) or "none"
        raise ValueError(f"there is no such parameter here: {did_you_mean(get_close_matches(name, known, n=1)) or names}")
    if times > 1:
        raise ValueError(f"stands {times} times: give it once")
    return known[name].read(given, now)
