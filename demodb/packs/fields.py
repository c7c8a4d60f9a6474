"""The kinds of values in a pack's files: dates as offsets, texts with placeholders, ranges."""

from __future__ import annotations

import re
from collections.abc import Callable
from string import Formatter
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from demodb.model.countries import COUNTRIES
from demodb.model.country_names import COUNTRY_OF_NAME
from demodb.model.names import match_key

_CODES = frozenset(COUNTRY_OF_NAME.values())

PLACEHOLDERS = ("account", "product", "competitor")
SPOKEN = ("account", "short", "product", "competitor", "renewal")
"""The placeholders of texts in packs of the second version of the facts."""

_MOST = 20
"""Rows that a section may have of one kind."""

_FARTHEST = {True: 5_000, False: 35_000}
"""The weeks and days that a date may lie away: farther ones could leave the calendar."""


class Part(BaseModel):
    """What every part of a pack obeys: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True, allow_inf_nan=False, hide_input_in_errors=True)


class Checked(NamedTuple):
    """What a value of a revision's file has to be, as a function that gives it back or raises ValueError.

    JSON is not asked: it is a ready form, made of what was found to be right.
    """

    check: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, kind: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of the type that is annotated with it, for JSON without the check."""
        schema = handler(kind)
        return core_schema.json_or_python_schema(schema, core_schema.no_info_after_validator_function(self.check, schema))


class Offset(NamedTuple):
    """How far a date lies from the as-of date, from `low` to `high`: in days, or on a working day so many `weeks` away."""

    low: int
    high: int
    weeks: bool


def no_items() -> list[Any]:
    """An empty list, as the default of a field: what a built-in function takes, Pydantic is long in finding out."""
    return []


def _offset(value: Any) -> Offset:
    weeks = isinstance(value, dict) and list(value) == ["weeks"]
    pair = value["weeks"] if weeks else value
    if not isinstance(pair, list) or [type(bound) for bound in pair] != [int, int]:
        raise ValueError("expected days as [from, to], or { weeks = [from, to] }")
    least, most = int(weeks), _FARTHEST[weeks]
    if not least <= pair[0] <= pair[1] <= most:
        raise ValueError(f"expected [from, to] with from no greater than to, both from {least} to {most}")
    return Offset(pair[0], pair[1], weeks)


def _weeks_about(value: Any) -> Offset:
    pair = value["weeks"] if isinstance(value, dict) and list(value) == ["weeks"] else None
    if not isinstance(pair, list) or [type(bound) for bound in pair] != [int, int]:
        raise ValueError("expected { weeks = [from, to] }, negative for before the as-of date")
    if not -_FARTHEST[True] <= pair[0] <= pair[1] <= _FARTHEST[True]:
        raise ValueError(f"expected [from, to] with from no greater than to, both at most {_FARTHEST[True]} weeks away")
    return Offset(pair[0], pair[1], weeks=True)


def _placeholders(text: str, known: tuple[str, ...] = PLACEHOLDERS) -> str:
    listed = ", ".join(f"{{{name}}}" for name in known[:-1]) + f" and {{{known[-1]}}}"
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        raise ValueError(f"expected text with {listed}: {error}") from error
    unknown = sorted(str(name) for _, name, form, conversion in parts if name not in known or form or conversion)
    if unknown:
        raise ValueError(f"expected no placeholder but {listed}, found {unknown}")
    return text


def _spoken(text: str) -> str:
    return _placeholders(text, SPOKEN) if "{" in text or "}" in text else text


def _counted(counts: Any) -> Any:
    if not isinstance(counts, dict):
        return counts
    unfit = [key for key in counts if not re.fullmatch("[0-9]{1,2}", str(key)) or int(key) > _MOST]
    if unfit:
        raise ValueError(f"expected numbers from 0 to {_MOST} and their weights, found {unfit}")
    return {int(key): weight for key, weight in counts.items()}


def _range(pair: list[Any]) -> list[Any]:
    if pair[0] > pair[1]:
        raise ValueError("expected [from, to] with from no greater than to")
    return pair


def _band(pair: list[float]) -> list[float]:
    if not pair[0] < pair[1]:
        raise ValueError("expected [from, to] with from less than to")
    return pair


def _plain(text: str) -> str:
    if "{" in text or "}" in text:
        raise ValueError("expected no curly braces, as nothing is filled in here")
    return text


def _nameable(name: str) -> str:
    if not match_key(name):
        raise ValueError("expected a company's name")
    return name


def _any_country(code: str) -> str:
    if code not in COUNTRIES and code not in _CODES:
        raise ValueError("expected the two letters of a country, such as DE")
    return code


def _country(code: str) -> str:
    if code not in COUNTRIES:
        raise ValueError("expected the two letters of a country that a name can tell, such as DE")
    return code


def _title(title: dict[str, str]) -> dict[str, str]:
    lacking = {"key", "en"} - title.keys()
    if lacking:
        raise ValueError(f"expected a title with `key` and `en`, without {', '.join(sorted(lacking))}")
    return title


_PAIR = Field(min_length=2, max_length=2)
Words = Annotated[str, Field(min_length=1)]
Plain = Annotated[Words, Checked(_plain)]
FilledText = Annotated[Words, Checked(_placeholders)]
Company = Annotated[Plain, Checked(_nameable)]
AnyCountry = Annotated[str, Checked(_any_country)]
Country = Annotated[str, Checked(_country)]
Title = Annotated[dict[str, Plain], Checked(_title)]
DateOffset = Annotated[Any, AfterValidator(_offset)]
Years = Annotated[list[Annotated[int, Field(ge=0, le=100)]], _PAIR, Checked(_range)]
Shares = Annotated[list[Annotated[float, Field(ge=0, le=100)]], _PAIR, Checked(_range)]
Percents = Annotated[list[Annotated[int, Field(ge=0, le=100)]], _PAIR, Checked(_range)]
Band = Annotated[list[Annotated[float, Field(ge=0, allow_inf_nan=True)]], _PAIR, Checked(_band)]
Products = dict[str, Annotated[list[Plain], Field(min_length=1)]]
SpokenText = Annotated[Words, Checked(_spoken)]
DueOffset = Annotated[Any, AfterValidator(_weeks_about)]
Weight = Annotated[float, Field(gt=0)]
Counts = Annotated[dict[int, Weight], Field(min_length=1), BeforeValidator(_counted)]
Fraction = Annotated[list[Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]], _PAIR, Checked(_band)]
Amounts = Annotated[list[Annotated[float, Field(ge=0, le=10**12)]], _PAIR, Checked(_range)]
Numbers = Annotated[list[Annotated[int, Field(ge=0, le=10_000)]], _PAIR, Checked(_range)]
Quarters = Annotated[list[Annotated[int, Field(ge=-400, le=400)]], _PAIR, Checked(_range)]
