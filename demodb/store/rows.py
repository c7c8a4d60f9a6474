"""Section documents to table rows and back, without loss: what columns cannot say is kept in `extra`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Column, Float, Table
from sqlmodel import SQLModel

from demodb.model.canonical import canonical, number
from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.rows import beside_lists, row_lists
from demodb.store import tables as t

Rows = dict[str, list[dict[str, Any]]]
"""Rows to insert, by table name."""


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table of a SQLModel class."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


@dataclass(frozen=True)
class StringList:
    """A list of strings under `json_key` of an item, kept as rows of `table` that point back with `owner`."""

    json_key: str
    table: Table
    owner: str
    kind: str | None = None
    required: bool = False
    after: str = "id"


@dataclass(frozen=True)
class ItemList:
    """A list of items of a section.

    `columns` pairs each column with its JSON key; `path` is the list's key, "" where the document is the list.
    """

    path: str
    table: Table
    columns: tuple[tuple[str, str], ...]
    lists: tuple[StringList, ...] = ()

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The JSON keys in the order of the contract."""
        keys = [key for _, key in self.columns]
        for part in self.lists:
            keys.insert(keys.index(part.after) + 1, part.json_key)
        return tuple(keys)

    @cached_property
    def fields(self) -> tuple[Column[Any], ...]:
        """What a row is read as: the account's key, `extra`, and then the columns, of which the first is the id."""
        return tuple(self.table.c[name] for name in ("account_key", "extra", *(name for name, _ in self.columns)))

    @cached_property
    def pieces(self) -> tuple[tuple[tuple[str, ...], slice, StringList | None], ...]:
        """A row's columns in runs: the keys of a run, where it stands among the fields, and the list that follows it."""
        keys, at, runs = [key for _, key in self.columns], 0, []
        for part in self.lists:
            end = max(at, keys.index(part.after) + 1 if part.after in keys else at)
            runs.append((tuple(keys[at:end]), slice(at + _AHEAD, end + _AHEAD), part))
            at = end
        return (*runs, (tuple(keys[at:]), slice(at + _AHEAD, None), None))

    @cached_property
    def reals(self) -> tuple[str, ...]:
        """The JSON keys of the number columns."""
        return tuple(key for name, key in self.columns if isinstance(self.table.c[name].type, Float))

    @cached_property
    def known(self) -> frozenset[str]:
        """The JSON keys of the contract."""
        return frozenset(self.order)


_OWN = ("account_key", "section", "position", "extra")
_AHEAD = 2
"""How many fields stand ahead of a row's columns."""


def _columns(model: type[SQLModel]) -> tuple[tuple[str, str], ...]:
    names = [column.name for column in table_of(model).columns if column.name not in _OWN]
    return tuple((name, _camel(name)) for name in names)


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.title() for word in others)


_INTEREST = StringList("interests", table_of(t.Interest), "stakeholder_id", after="tenure")
_STRENGTH = StringList("strengths", table_of(t.CompetitorTrait), "competitor_id", "strength", required=True, after="description")
_WEAKNESS = StringList("weaknesses", table_of(t.CompetitorTrait), "competitor_id", "weakness", required=True, after="strengths")

SHAPES: dict[Section, tuple[ItemList, ...]] = {
    "stakeholders": (ItemList("", table_of(t.Stakeholder), _columns(t.Stakeholder), (_INTEREST,)),),
    "strategy": (
        ItemList("painPoints", table_of(t.PainPoint), _columns(t.PainPoint)),
        ItemList("opportunities", table_of(t.Opportunity), _columns(t.Opportunity)),
    ),
    "competitors": (ItemList("", table_of(t.Competitor), _columns(t.Competitor), (_STRENGTH, _WEAKNESS)),),
    "actions": (ItemList("", table_of(t.ActionItem), _columns(t.ActionItem)),),
}
"""How each section lies in the tables: the one place where both sides' names meet."""

SECTION_TABLES: tuple[str, ...] = tuple(
    dict.fromkeys(
        table.name
        for section in SECTIONS
        for shape in SHAPES[section]
        for table in (shape.table, *(part.table for part in shape.lists))
    )
)
"""The tables of the sections' rows, parents first."""


def section_extra(section: Section, document: Document) -> str | None:
    """The unknown keys beside a section's lists, as canonical JSON; only an object can have any."""
    rest = beside_lists(section, document)
    return canonical(rest) if rest else None


def add_rows(rows: Rows, account_key: str, section: Section, document: Document) -> None:
    """Append the rows of a valid document to `rows`."""
    lists = row_lists(section, document)
    for shape in SHAPES[section]:
        target = rows[shape.table.name]
        for position, item in enumerate(lists[shape.path]):
            row = {column: item.get(key) for column, key in shape.columns}
            row["account_key"], row["section"], row["position"] = account_key, section, position
            row["extra"] = _item_extra(shape, item)
            target.append(row)
            for part in shape.lists:
                _add_strings(rows, account_key, item, part)


def _item_extra(shape: ItemList, item: Mapping[str, Any]) -> str | None:
    known = shape.known
    rest = {key: value for key, value in item.items() if value is None or key not in known}
    for part in shape.lists:
        if not part.required and item.get(part.json_key) == []:
            rest[part.json_key] = []
    return canonical(rest) if rest else None


def _add_strings(rows: Rows, account_key: str, item: Mapping[str, Any], part: StringList) -> None:
    target = rows[part.table.name]
    for position, string in enumerate(item.get(part.json_key) or ()):
        row = {"account_key": account_key, part.owner: item["id"], "position": position, "text": string}
        if part.kind:
            row["kind"] = part.kind
        target.append(row)


def new_rows() -> Rows:
    """An empty collection of rows."""
    return defaultdict(list)


Strings = Mapping[tuple[str, str, str | None], Sequence[str]]
"""The strings of one table by account, owner and kind."""


def documents_from(
    section: Section, heads: Mapping[str, str | None], rows: Mapping[str, Iterable[Any]], strings: Mapping[str, Strings]
) -> dict[str, Document]:
    """Documents by account key.

    `heads` holds the section's extra by account; `rows` the rows (their `fields`, in order) and `strings` the strings by
    table name.
    """
    documents = {key: _empty(section, extra) for key, extra in heads.items()}
    for shape in SHAPES[section]:
        lists = {key: row_lists(section, document)[shape.path] for key, document in documents.items()}
        for row in rows[shape.table.name]:
            items = lists.get(row[0])
            if items is not None:
                item = _item(shape, row, strings)
                items.append(_in_order(shape, item, json.loads(row[1])) if row[1] else item)
    return documents


def _empty(section: Section, extra: str | None) -> Document:
    shapes = SHAPES[section]
    if not shapes[0].path:
        return []
    return {shape.path: [] for shape in shapes} | (json.loads(extra) if extra else {})


def _item(shape: ItemList, row: Any, strings: Mapping[str, Strings]) -> dict[str, Any]:
    item: dict[str, Any] = {}
    for keys, place, part in shape.pieces:
        item |= {key: value for key, value in zip(keys, row[place], strict=True) if value is not None}
        if part is not None:
            texts = strings[part.table.name].get((row[0], row[_AHEAD], part.kind))
            if texts or part.required:
                item[part.json_key] = texts or []
    for key in shape.reals:
        if key in item:
            item[key] = number(item[key])
    return item


def _in_order(shape: ItemList, item: dict[str, Any], extra: dict[str, Any]) -> dict[str, Any]:
    known = {key: item[key] if key in item else extra[key] for key in shape.order if key in item or key in extra}
    return known | {key: value for key, value in extra.items() if key not in known}
