"""The kinds of values in a pack's files: dates as offsets, texts with placeholders, ranges."""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, Field

from demodb.model.countries import COUNTRIES
from demodb.model.names import match_key

PLACEHOLDERS = ("account", "product", "competitor")
_LISTED = "{account}, {product} and {competitor}"
_FARTHEST = {True: 5_000, False: 35_000}
"""The weeks and days that a date may lie away: farther ones could leave the calendar."""


class Offset(NamedTuple):
    """How far a date lies from the as-of date, from `low` to `high`: in days, or on a working day so many `weeks` away."""

    low: int
    high: int
    weeks: bool


def _offset(value: Any) -> Offset:
    weeks = isinstance(value, dict) and list(value) == ["weeks"]
    pair = value["weeks"] if weeks else value
    if not isinstance(pair, list) or [type(bound) for bound in pair] != [int, int]:
        raise ValueError("expected days as [from, to], or { weeks = [from, to] }")
    least, most = int(weeks), _FARTHEST[weeks]
    if not least <= pair[0] <= pair[1] <= most:
        raise ValueError(f"expected [from, to] with from no greater than to, both from {least} to {most}")
    return Offset(pair[0], pair[1], weeks)


def _placeholders(text: str) -> str:
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        raise ValueError(f"expected text with {_LISTED}: {error}") from error
    unknown = sorted(str(name) for _, name, form, conversion in parts if name not in PLACEHOLDERS or form or conversion)
    if unknown:
        raise ValueError(f"expected no placeholder but {_LISTED}, found {unknown}")
    return text


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
Plain = Annotated[Words, AfterValidator(_plain)]
FilledText = Annotated[Words, AfterValidator(_placeholders)]
Company = Annotated[Plain, AfterValidator(_nameable)]
Country = Annotated[str, AfterValidator(_country)]
Title = Annotated[dict[str, Plain], AfterValidator(_title)]
DateOffset = Annotated[Any, AfterValidator(_offset)]
Years = Annotated[list[Annotated[int, Field(ge=0, le=100)]], _PAIR, AfterValidator(_range)]
Shares = Annotated[list[Annotated[float, Field(ge=0, le=100)]], _PAIR, AfterValidator(_range)]
Percents = Annotated[list[Annotated[int, Field(ge=0, le=100)]], _PAIR, AfterValidator(_range)]
Band = Annotated[list[Annotated[float, Field(ge=0, allow_inf_nan=True)]], _PAIR, AfterValidator(_band)]
Products = dict[str, Annotated[list[Plain], Field(min_length=1)]]
