"""What a person did to plans, remembered apart from the store: the simple model that the seeding is held against."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from demodb.model.documents import Section
from demodb.model.rows import row_lists
from demodb.store.plans import StoredSection

Place = tuple[str, Section]
"""Account key and section."""
Row = tuple[str, Any, str, str]
"""Account key, section, list and id."""
Sections = Mapping[Place, StoredSection]

GONE = object()
"""Stands for a key that is not there."""


def about(row: Mapping[str, Any]) -> str:
    """What a row of a test's pack is about, as it says itself: a name, or the entry that its title names."""
    return str(row["name"]) if "name" in row else str(row["title"]).partition(" with ")[0]


def rows_of(stored: StoredSection) -> dict[Row, dict[str, Any]]:
    """The rows of a section."""
    lists = row_lists(stored.section, stored.document)
    return {(stored.account_key, stored.section, name, row["id"]): row for name, rows in lists.items() for row in rows}


@dataclass
class Deeds:
    """Everything that a person did to sections from templates, and the sections that files brought, whole."""

    fields: dict[Row, dict[str, Any]] = field(default_factory=dict)
    """Fields that a person set in a template's rows."""
    added: dict[Row, dict[str, Any]] = field(default_factory=dict)
    """Rows that a person added, whole."""
    deleted: set[Row] = field(default_factory=set)
    orphaned: set[Row] = field(default_factory=set)
    """People who had to report to somebody else, or to nobody, as the one above was deleted."""
    imported: dict[Place, Any] = field(default_factory=dict)

    def forget(self, place: Place) -> None:
        """An import took the place of all that was done before."""
        for rows in (self.fields, self.added):
            for own in [own for own in rows if own[:2] == place]:
                del rows[own]
        for marks in (self.deleted, self.orphaned):
            marks -= {own for own in marks if own[:2] == place}
        self.imported.pop(place, None)

    def set_field(self, own: Row, key: str, value: Any) -> None:
        """A person gave a field a value."""
        if own in self.added:
            self.added[own] = {**self.added[own], key: value}
        else:
            self.fields.setdefault(own, {})[key] = value

    def unset_field(self, own: Row, key: str) -> None:
        """A person took the template's value."""
        self.fields.get(own, {}).pop(key, None)
        if not self.fields.get(own):
            self.fields.pop(own, None)

    def delete(self, own: Row) -> None:
        """A person deleted a row."""
        self.fields.pop(own, None)
        self.orphaned.discard(own)
        if self.added.pop(own, None) is None:
            self.deleted.add(own)

    def as_it_stands(self, own: Row, stored: StoredSection) -> None:
        """Somebody decided about a row, or typed it into a file: what differs from the base is a person's from here on."""
        self.fields.pop(own, None)
        self.added.pop(own, None)
        self.deleted.discard(own)
        row, base = rows_of(stored).get(own), rows_of(stored._replace(document=json.loads(stored.base))).get(own)
        if row is None:
            self.deleted |= {own} if base is not None else set()
        elif base is None:
            self.added[own] = row
        else:
            values = {key: row.get(key, GONE) for key in row | base}
            edits = {key: value for key, value in values.items() if key not in base or value != base[key]}
            if edits:
                self.fields[own] = edits

    def touched(self, own: Row) -> bool:
        """Whether a person did something to a row that is there."""
        return own in self.fields or own in self.added

    def breaches(self, sections: Sections) -> list[str]:
        """What is not as a person left it."""
        rows = {own: row for stored in sections.values() for own, row in rows_of(stored).items()}
        found = [f"{own} came back" for own in self.deleted if own in rows]
        found += [f"{own}: {rows.get(own)} is not {row}" for own, row in self.added.items() if rows.get(own) != row]
        for own, values in self.fields.items():
            now = rows.get(own)
            if now is None:
                found.append(f"{own} is gone with {values}")
            else:
                found += [
                    f"{own} {key}: {now.get(key)!r} is not {value!r}"
                    for key, value in values.items()
                    if now.get(key, GONE) != value
                ]
        found += [
            f"{(*place, *row)} is missing"
            for place, stored in sections.items()
            if stored.origin is not None
            for row in stored.missing
            if (*place, *row) not in self.deleted
        ]
        found += [
            f"{place} is not as the file has it"
            for place, document in self.imported.items()
            if place not in sections or sections[place].origin is not None or sections[place].document != document
        ]
        return found
