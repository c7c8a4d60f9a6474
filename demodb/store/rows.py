"""Section documents to table rows and back, without loss: what columns cannot say is kept in `extra`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Float, Table, null
from sqlmodel import SQLModel

from demodb.model.canonical import canonical, number
from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.rows import beside_lists, row_lists
from demodb.store import tables as t
from demodb.store.bulk import Values

Rows = dict[str, list[Values]]
"""Rows to insert, by table name, their values in the order of `VALUE_NAMES`."""


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table of a SQLModel class."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


TABLES: tuple[Table, ...] = tuple(
    table for table in SQLModel.metadata.sorted_tables if table.name in {getattr(t, name).__tablename__ for name in t.__all__}
)
"""Every table of a store, parents first."""

CARRIED: tuple[Table, ...] = tuple(table for table in TABLES if table is not table_of(t.ChangeCounter))
"""The tables whose rows go along when a store is copied into another one, which counts its own changes."""


class StringList(NamedTuple):
    """A list of strings under `json_key` of an item, kept as rows of `table` that point back with `owner`."""

    json_key: str
    table: Table
    owner: str
    kind: str | None = None
    required: bool = False
    after: str = "id"

    @property
    def beside(self) -> tuple[str, ...]:
        """What stands in a row beside the string and its place."""
        return (self.kind,) if self.kind else ()

    @property
    def value_names(self) -> tuple[str, ...]:
        """The columns of a row's values."""
        return ("account_key", self.owner, "position", "text", *(["kind"] if self.kind else []))


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
    def fields(self) -> tuple[ColumnElement[Any], ...]:
        """What a row is read as: `order`, of which the first is the id and a list is NULL, then the account's key and `extra`."""
        names = {key: name for name, key in self.columns}
        columns = self.table.c
        item = (columns[names[key]] if key in names else null().label(key) for key in self.order)
        return (*item, columns.account_key, columns.extra)

    @cached_property
    def reals(self) -> tuple[int, ...]:
        """Where the number columns stand among the fields."""
        return tuple(self.order.index(key) for name, key in self.columns if isinstance(self.table.c[name].type, Float))

    @cached_property
    def known(self) -> frozenset[str]:
        """The JSON keys of the contract."""
        return frozenset(self.order)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The JSON keys that have columns."""
        return tuple(key for _, key in self.columns)

    @cached_property
    def optional_lists(self) -> tuple[str, ...]:
        """The JSON keys of the lists that need not be there."""
        return tuple(part.json_key for part in self.lists if not part.required)

    @property
    def value_names(self) -> tuple[str, ...]:
        """The columns of a row's values."""
        return (*_OWN, *(name for name, _ in self.columns))


_OWN = ("account_key", "section", "position", "extra")


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


def _parts(shape: ItemList) -> tuple[ItemList | StringList, ...]:
    return shape, *shape.lists


VALUE_NAMES: dict[str, tuple[str, ...]] = {
    part.table.name: part.value_names for section in SECTIONS for shape in SHAPES[section] for part in _parts(shape)
}
"""The columns of the values that `add_rows` gives, by table name."""

SECTION_TABLES = tuple(VALUE_NAMES)
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
            target.append((account_key, section, position, _item_extra(shape, item), *map(item.get, shape.keys)))
            for part in shape.lists:
                _add_strings(rows, account_key, item, part)


def _item_extra(shape: ItemList, item: Mapping[str, Any]) -> str | None:
    known, rest = shape.known, dict[str, Any]()
    if not known.issuperset(item) or None in item.values():
        rest = {key: value for key, value in item.items() if value is None or key not in known}
    for key in shape.optional_lists:
        if item.get(key) == []:
            rest[key] = []
    return canonical(rest) if rest else None


def _add_strings(rows: Rows, account_key: str, item: Mapping[str, Any], part: StringList) -> None:
    owner, beside = item["id"], part.beside
    strings = enumerate(item.get(part.json_key) or ())
    rows[part.table.name] += [(account_key, owner, position, string, *beside) for position, string in strings]


def new_rows() -> Rows:
    """An empty collection of rows."""
    return defaultdict(list)


Strings = Mapping[tuple[str, str, str | None], Sequence[str]]
"""The strings of one table by account, owner and kind."""


def documents_from(
    section: Section, heads: Mapping[str, str | None], rows: Mapping[str, Iterable[Any]], strings: Mapping[str, Strings]
) -> dict[str, Document]:
    """Documents by account key.

    `heads` holds the section's extra by account; `rows` the rows (the `fields` of their list, in order) and `strings` the
    strings by table name.
    """
    lists = {
        shape.path: _lists(shape, heads, rows[shape.table.name], [strings[part.table.name] for part in shape.lists])
        for shape in SHAPES[section]
    }
    if "" in lists:
        return dict(lists[""])
    return {
        key: {path: items[key] for path, items in lists.items()} | (json.loads(extra) if extra else {})
        for key, extra in heads.items()
    }


def _lists(
    shape: ItemList, accounts: Iterable[str], rows: Iterable[Any], strings: Sequence[Strings]
) -> dict[str, list[dict[str, Any]]]:
    """The list of a section's items, by account key; `strings` as the shape's lists."""
    lists: dict[str, list[dict[str, Any]]] = {key: [] for key in accounts}
    order, reals = shape.order, shape.reals
    parts = [(order.index(part.json_key), part, texts) for part, texts in zip(shape.lists, strings, strict=True)]
    for row in rows:
        *values, account_key, extra = row
        items = lists.get(account_key)
        if items is None:
            continue
        for at, part, texts in parts:
            values[at] = texts.get((account_key, values[0], part.kind)) or ([] if part.required else None)
        for at in reals:
            if values[at] is not None:
                values[at] = number(values[at])
        items.append(_item(order, values, extra))
    return lists


def _item(order: Sequence[str], values: Iterable[Any], extra: str | None) -> dict[str, Any]:
    """What the columns say and then, at its place in the order or last, what only `extra` does, be it null."""
    item = {key: value for key, value in zip(order, values, strict=True) if value is not None}
    if not extra:
        return item
    whole: dict[str, Any] = json.loads(extra) | item
    return {key: whole[key] for key in order if key in whole} | whole
