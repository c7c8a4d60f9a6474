"""When a subscription renews, as people write it, in the app's form: a date or a quarter becomes "Q1'26". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from demodb.sources.titles import folded

_WORD = "(?:quarter|quartal|trimestre|kwartaal|qtr)"
_NTH = rf"(?P<d>[1-4])\W?(?:st|nd|rd|th|er|e|o|a)?\s*{_WORD}"
_MARK = rf"(?:[qt]\s*(?P<a>[1-4])|(?P<b>[1-4])\s*[qt]|{_WORD}\s*(?P<c>[1-4])|{_NTH})"
_YEAR = r"(?:(?:fy|cy|gj|ej)\s*)?['\u2019]?(?P<year>(?:19|20)?[0-9]{2})"
_GAP = r"[\s/'\u2019.,_-]*(?:of\s+|de\s+|di\s+)?"
_HALF = r"(?:[hs]\s*(?P<a>[12])|(?P<b>[12])\s*[hs])"
_FORMS = tuple(
    (re.compile(form), quarters)
    for mark, quarters in ((_MARK, 1), (_HALF, 2))
    for form in (rf"{mark}{_GAP}{_YEAR}", rf"{_YEAR}{_GAP}{mark}")
)
"""The forms in which a part of a year is written, and how many quarters it has."""
_DATE = re.compile(r"(?P<first>\d{1,2})(?P<by>[./-])(?P<second>\d{1,2})(?P=by)(?P<year>\d{4}|\d{2})")
_MONTH = re.compile(r"(?P<year>(?:19|20)\d{2})[-/.](?P<month>\d{1,2})|(?P<month_>\d{1,2})[-/.](?P<year_>(?:19|20)\d{2})")
_APP_WORDS = frozenset({"next yr"})


class Renewal(NamedTuple):
    """When a subscription renews: the app's form, or what was typed; its day where that is known; whether it was understood."""

    quarter: str | None
    day: str | None = None
    understood: bool = True


@lru_cache(maxsize=4096, typed=True)
def renewal(value: Any, *, day_first: bool | None = None) -> Renewal:
    """When a subscription renews; `day_first` says how a date such as 3/4/2026 is meant, None: it is not known."""
    if isinstance(value, datetime | date):
        return Renewal(_quarter(value.year, value.month), date(value.year, value.month, value.day).isoformat())
    typed = " ".join(str(value).split()) if value is not None else ""
    if not typed:
        return Renewal(None)
    if day := _iso_day(typed) or _typed_day(typed, day_first):
        return Renewal(_quarter(day.year, day.month), day.isoformat())
    said = _said_quarter(folded(typed))
    return Renewal(said or typed, None, bool(said) or typed.casefold() in _APP_WORDS)


def days_told(values: Iterable[Any]) -> set[bool]:
    """Whether the dates among some values have the day first, as each tells that can be read in one way only."""
    return {told for value in set(values) if isinstance(value, str) and (told := _tells_day_first(value)) is not None}


@lru_cache(maxsize=4096)
def _tells_day_first(text: str) -> bool | None:
    found = _DATE.fullmatch(text.strip())
    return _is_day_first(found) if found else None


def _said_quarter(text: str) -> str | None:
    for form, length in _FORMS:
        if found := form.fullmatch(text):
            part = int(next(value for name, value in found.groupdict().items() if name != "year" and value))
            return f"Q{length * (part - 1) + 1}'{found['year'][-2:]}"
    found = _MONTH.fullmatch(text)
    month = int(found["month"] or found["month_"]) if found else 0
    return _quarter(int(found["year"] or found["year_"]), month) if found and 1 <= month <= _MONTHS else None


_MONTHS = 12


def _quarter(year: int, month: int) -> str:
    return f"Q{(month + 2) // 3}'{year % 100:02}"


def _iso_day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date() if re.match(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def _typed_day(text: str, day_first: bool | None) -> date | None:  # noqa: FBT001 - what renewal() was told
    found = _DATE.fullmatch(text)
    if not found:
        return None
    told = _is_day_first(found)
    is_first = day_first if told is None else told
    if is_first is None:
        return None
    day, month = (found["first"], found["second"]) if is_first else (found["second"], found["first"])
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)  # noqa: PLR2004 - two digits
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _is_day_first(found: re.Match[str]) -> bool | None:
    """Whether a date has its day first: one with points does; else one of the two must be more than a month can be."""
    if found["by"] == ".":
        return True
    first, second = int(found["first"]), int(found["second"])
    if (first > _MONTHS) == (second > _MONTHS):
        return None
    return first > _MONTHS
