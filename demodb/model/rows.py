"""A document's rows: the lists that it is made of and what stands beside them, rows by id, and a place as text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from demodb.model.documents import Document, Section

Row = dict[str, Any]
RowsById = dict[str, Row]
"""A list of rows by their ids, in its order."""

Place = tuple[str, Section]
"""Where a section is: the key of its account, and which of the four it is."""

RowPlace = tuple[str, str]
"""Where a row is in a section: the name of its list, and its id."""

ROW_LISTS: dict[Section, tuple[str, ...]] = {
    "stakeholders": ("",),
    "strategy": ("painPoints", "opportunities"),
    "competitors": ("",),
    "actions": ("",),
}
"""The lists of rows that a section holds, by their keys; "" is the document itself."""


def empty_document(section: Section) -> Document:
    """A section without any rows."""
    return [] if "" in ROW_LISTS[section] else {name: [] for name in ROW_LISTS[section]}


def row_lists(section: Section, document: Any) -> dict[str, list[Any]]:
    """A document's lists of rows under their names in `ROW_LISTS`; what is no list is left out."""
    lists = {name: document.get(name) if isinstance(document, dict) else None for name in ROW_LISTS[section]}
    if "" in lists:
        lists[""] = document
    return {name: rows for name, rows in lists.items() if isinstance(rows, list)}


def beside_lists(section: Section, document: Document) -> dict[str, Any]:
    """The fields of a section's object beside its lists; {} where the document is a list."""
    if not isinstance(document, dict):
        return {}
    return {key: value for key, value in document.items() if key not in ROW_LISTS[section]}


def with_lists(document: Document, lists: Mapping[str, list[Any]]) -> Document:
    """The document with other lists in the place of its own: what `row_lists` gives, changed or not, made whole again."""
    if "" in lists:
        return lists[""]
    return {**document, **lists} if isinstance(document, dict) else document


def rows_by_id(rows: Iterable[Row]) -> RowsById:
    """The rows of a valid list by their ids."""
    return {row["id"]: row for row in rows}


def row_places(section: Section, document: Document) -> list[RowPlace]:
    """The places of a valid document's rows."""
    return [(name, row["id"]) for name, rows in row_lists(section, document).items() for row in rows]


def with_rows_at(section: Section, document: Document, places: Collection[RowPlace]) -> Document:
    """A valid document with just the rows at these places; what stands beside its lists stays."""
    lists = row_lists(section, document)
    return with_lists(document, {name: [row for row in rows if (name, row["id"]) in places] for name, rows in lists.items()})


def without_rows_at(section: Section, document: Document, places: Collection[RowPlace]) -> Document:
    """A valid document with all rows but those at these places; what stands beside its lists stays."""
    return with_rows_at(section, document, [place for place in row_places(section, document) if place not in places])


def place_text(section: Section, list_name: str = "", row_id: str = "", field: str = "") -> str:
    """A place for people, such as "strategy/painPoints/pp-001/title"; "" is left out."""
    return "/".join(part for part in (section, list_name, row_id, field) if part)
