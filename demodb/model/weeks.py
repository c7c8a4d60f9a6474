"""Dates of a plan moved by whole weeks, all of a section's by the same, so that they can be moved back exactly. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from demodb.model.canonical import same
from demodb.model.changes import Change
from demodb.model.contract import contract_fields
from demodb.model.dates import day_of, moved_by_weeks
from demodb.model.documents import Document, Section
from demodb.model.rows import Row, row_lists, rows_by_id, with_lists


def by_weeks(section: Section, document: Document, weeks: int) -> Document:
    """A valid document with each of its dates moved; times behind them stay, and so do unknown keys."""
    if not weeks:
        return document
    lists = row_lists(section, document)
    return with_lists(
        document, {name: [_row_by_weeks(section, name, row, weeks) for row in rows] for name, rows in lists.items()}
    )


def value_by_weeks(section: Section, list_name: str, field: str, value: Any, weeks: int) -> Any:
    """The value of a field, or with field "" a whole row, with its dates moved; what is none stays."""
    if not weeks:
        return value
    if not field:
        return _row_by_weeks(section, list_name, value, weeks) if isinstance(value, dict) else value
    return _value_by_weeks(section, list_name, field, value, weeks)


def changes_by_weeks(section: Section, made: Iterable[Change], weeks: int) -> list[Change]:
    """Changes with the dates in them moved."""
    return [
        replace(
            change,
            was=value_by_weeks(section, change.list, change.field, change.was, weeks),
            now=value_by_weeks(section, change.list, change.field, change.now, weeks),
        )
        for change in made
    ]


def dates_of(section: Section, document: Document) -> Iterator[tuple[str, str, str, str]]:
    """Every date of a document: list, row, field, and the text."""
    for name, rows in row_lists(section, document).items():
        keys = _date_keys(section, name)
        for row in rows:
            yield from ((name, row["id"], key, row[key]) for key in keys if isinstance(row.get(key), str))


def newest_past(section: Section, document: Document, today: date) -> date | None:
    """The newest date up to today on which something happened: all but those on which something is due."""
    days = (day_of(value) for _, _, key, value in dates_of(section, document) if key != _DUE)
    return max((day for day in days if day is not None and day <= today), default=None)


RECENT_DAYS = 7
"""How many days ago the newest date of a hand-written plan may be, if nobody says."""


def weeks_until(newest: date, today: date, recent: int) -> int:
    """How many weeks a date up to today has to move to be at most `recent` days ago, and not later than today."""
    age = (today - newest).days
    return max(0, min(-((recent - age) // 7), age // 7))


def spoken_weeks(section: Section, said: Document, stands: Document, weeks: Iterable[int]) -> int:
    """By which of some weeks a document's dates have to move for most of them to be those that stand; the first of several."""
    there = {name: rows_by_id(rows) for name, rows in row_lists(section, stands).items()}

    def fitting(number: int) -> int:
        moved = dates_of(section, by_weeks(section, said, number))
        return sum(same(value, there[name].get(row_id, {}).get(key)) for name, row_id, key, value in moved)

    return max(weeks, key=fitting)


_DUE = "dueDate"


def _date_keys(section: Section, list_name: str) -> list[str]:
    return [key for key, known in contract_fields(section, list_name).items() if known.is_date]


def _row_by_weeks(section: Section, list_name: str, row: Row, weeks: int) -> Row:
    return {key: _value_by_weeks(section, list_name, key, value, weeks) for key, value in row.items()}


def _value_by_weeks(section: Section, list_name: str, key: str, value: Any, weeks: int) -> Any:
    known = contract_fields(section, list_name).get(key)
    return moved_by_weeks(value, weeks) if known and known.is_date and isinstance(value, str) else value
