"""Reads and writes of account plans, set by set: sections with their origin and base, and their rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, delete, literal, select, update
from sqlmodel import SQLModel

from demodb.model.account import Account, AccountFacts
from demodb.model.canonical import canonical
from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.kept_facts import with_kept
from demodb.model.origin import NOTHING_KEPT, MadeFrom, TemplateOrigin, is_by_hand, is_edited, missing_rows, origin_kind
from demodb.model.rows import Place, RowPlace
from demodb.model.weeks import by_weeks
from demodb.store.bulk import CHUNK, Keys, among, bulk_insert, insert_values
from demodb.store.files import keep_agreed
from demodb.store.marks import Found, hold_marks, keep_findings, note_rewritten
from demodb.store.portfolio import ACCOUNT, PRESENT, account_of
from demodb.store.rows import (
    SECTION_TABLES,
    SHAPES,
    VALUE_NAMES,
    ItemList,
    Rows,
    Strings,
    add_rows,
    documents_from,
    new_rows,
    section_extra,
    table_of,
)
from demodb.store.tables import PlanSection
from demodb.store.triggers import quietly

_SECTION = table_of(PlanSection)


class StoredSection(NamedTuple):
    """A section as it stands: `origin` None means imported, or `generated` by other scripts; its texts are canonical JSON.

    `made` are the facts that a template made it from: the account may have others since. `weeks`: by how many its dates were
    moved; those of the document and of `base` are.
    """

    account_key: str
    section: Section
    document: Document
    base: str
    origin: TemplateOrigin | None
    subjects: str | None = None
    seen: str | None = None
    generated: bool = False
    made: MadeFrom = NOTHING_KEPT
    weeks: int = 0

    @property
    def edited(self) -> bool:
        """Whether somebody changed it since it came in."""
        return is_edited(self.base, self.document)

    @property
    def base_document(self) -> Document:
        """The document as it last came in."""
        document: Document = json.loads(self.base)
        return document

    @property
    def missing(self) -> list[RowPlace]:
        """The rows that somebody deleted since it came in."""
        return missing_rows(self.section, self.base, self.document)

    @property
    def by_hand(self) -> bool:
        """Whether a person wrote it, or changed what a template made."""
        return is_by_hand(self.origin, self.base, self.document, generated=self.generated)

    def made_from(self, facts: AccountFacts) -> AccountFacts:
        """The facts of its account, as far as they are kept those that a template made it from."""
        return with_kept(facts.made_with(self.made.name, self.made.country), self.made.facts)

    def rewritten(self, document: Document) -> NewSection:
        """The section with another document, and all else as it is."""
        about = (self.subjects, self.generated, self.made, self.weeks)
        return NewSection(self.account_key, self.section, document, self.origin, self.base, *about)


class NewSection(NamedTuple):
    """A section to be written; its document becomes its base, unless a base is given. The rest as in `StoredSection`."""

    account_key: str
    section: Section
    document: Document
    origin: TemplateOrigin | None = None
    base: str | None = None
    subjects: str | None = None
    generated: bool = False
    made: MadeFrom = NOTHING_KEPT
    weeks: int = 0


def read_sections(
    connection: Connection, keys: Keys, sections: Sequence[Section] = SECTIONS
) -> dict[tuple[str, Section], StoredSection]:
    """The sections that are there, of at most `CHUNK` accounts, by account key and section."""
    # Sections are chosen here and not in the query, which would tempt SQLite to go by the index of sections.
    of_accounts = connection.execute(select(*_HEAD).where(among(_SECTION.c.account_key, keys))).all()
    heads = [head for head in of_accounts if head[1] in sections]
    extras: dict[Section, dict[str, str | None]] = {section: {} for section in sections}
    for key, section, extra, *_ in heads:
        extras[section][key] = extra
    documents = {
        section: _documents(connection, section, by_account, keys) for section, by_account in extras.items() if by_account
    }
    stored = {}
    for key, section, _, base, subjects, seen, name, country, facts, weeks, kind, *made_from in heads:
        origin = _made_from(*made_from) if kind == "template" else None
        document, generated = documents[section][key], kind == "generated"
        about = (origin, subjects, seen, generated, MadeFrom(name, country, facts), weeks or 0)
        stored[key, section] = StoredSection(key, section, document, _base_by_weeks(section, base, weeks or 0), *about)
    return stored


def _base_by_weeks(section: Section, base: str, weeks: int) -> str:
    """A base as it is kept is not moved, so that it still is what a file says; as it is read, it is moved as the rows are."""
    return canonical(by_weeks(section, json.loads(base), weeks)) if weeks else base


_made_from = lru_cache(TemplateOrigin)
"""One object for all sections that were made alike: a store has few of them."""

_ORIGIN = ("origin", "pack", "revision", "seed", "as_of")
_MADE = ("base", "subjects", "seen", "made_for", "made_in", "facts", "weeks")
_HEAD = [_SECTION.c[name] for name in ("account_key", "section", "extra", *_MADE, *_ORIGIN)]


def _documents(connection: Connection, section: Section, heads: dict[str, str | None], keys: Keys) -> dict[str, Document]:
    rows: dict[str, Iterable[Any]] = {}
    strings: dict[str, Strings] = {}
    for shape in SHAPES[section]:
        rows[shape.table.name] = _of_accounts(connection, shape, keys)
        for part in shape.lists:
            if part.table.name not in strings:
                strings[part.table.name] = _strings(connection, part.table, part.owner, keys)
    return documents_from(section, heads, rows, strings)


def _of_accounts(connection: Connection, shape: ItemList, keys: Keys) -> Iterable[Any]:
    columns = shape.table.c
    wanted = select(*shape.fields).where(among(columns.account_key, keys))
    return connection.execute(wanted.order_by(columns.account_key, columns.position)).all()


def _strings(connection: Connection, table: Table, owner: str, keys: Keys) -> Strings:
    kind = table.c.kind if "kind" in table.c else literal(None).label("kind")
    wanted = select(table.c.account_key, table.c[owner], kind, table.c.text).where(among(table.c.account_key, keys))
    strings: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
    # In the order of the primary key, so that nothing has to be sorted.
    for account_key, owner_id, its_kind, string in connection.execute(wanted.order_by(*table.primary_key.columns)).all():
        strings[account_key, owner_id, its_kind].append(string)
    return strings


def insert_sections(connection: Connection, sections: Iterable[NewSection]) -> None:
    """Write sections that are not there yet: one statement a table."""
    new_sections = list(sections)
    if new_sections:
        heads, rows = [_head(new) for new in new_sections], _rows(new_sections)
        with quietly(connection):
            bulk_insert(connection, _SECTION, heads)
            _insert_rows(connection, rows)
        keep_findings(connection, {place: Found(edited=True) for place, edited in _edited(heads).items() if edited})


def _edited(heads: Iterable[Mapping[str, Any]]) -> dict[Place, bool]:
    """Whether what is written differs from its base, as comparing the two told when the heads were made."""
    return {(head["account_key"], head["section"]): head["seen"] is not None for head in heads}


def _rows(sections: Iterable[NewSection]) -> Rows:
    rows = new_rows()
    for new in sections:
        add_rows(rows, new.account_key, new.section, new.document)
    return rows


def _insert_rows(connection: Connection, rows: Rows) -> None:
    for name in SECTION_TABLES:
        if rows.get(name):
            insert_values(connection, SQLModel.metadata.tables[name], VALUE_NAMES[name], rows[name])


def _head(new: NewSection) -> dict[str, Any]:
    origin = new.origin
    return {
        "account_key": new.account_key,
        "section": new.section,
        "origin": origin_kind(origin, generated=new.generated),
        "pack": origin.pack if origin else None,
        "revision": origin.revision if origin else None,
        "seed": origin.seed if origin else None,
        "as_of": origin.as_of if origin else None,
        "base": _base_by_weeks(new.section, canonical(new.document) if new.base is None else new.base, -new.weeks),
        "extra": section_extra(new.section, new.document),
        "subjects": new.subjects,
        "made_for": new.made.name if origin else None,
        "made_in": new.made.country if origin else None,
        "facts": new.made.facts if origin else None,
        "weeks": new.weeks or None,
        "seen": canonical(new.document) if new.base is not None and is_edited(new.base, new.document) else None,
    }


def replace_sections(connection: Connection, sections: Sequence[NewSection]) -> None:
    """Write sections in the place of those that are there; the rows of the old ones go with them."""
    delete_sections(connection, ((new.account_key, new.section) for new in sections))
    insert_sections(connection, sections)


def rewrite_sections(connection: Connection, sections: Sequence[NewSection]) -> None:
    """Give sections that are there other rows, origin and base; what else hangs on them, such as open conflicts, stays."""
    if not sections:
        return
    keep_agreed(connection, sorted({new.account_key for new in sections}))
    heads, rows = [_head(new) for new in sections], _rows(sections)
    edited = _edited(heads)
    hold_marks(connection, edited)
    with quietly(connection):
        _delete_rows(connection, edited)
        at = (_SECTION.c.account_key == bindparam("b_account")) & (_SECTION.c.section == bindparam("b_section"))
        named = [head | {"b_account": head.pop("account_key"), "b_section": head.pop("section")} for head in heads]
        connection.execute(update(_SECTION).where(at), named)
        _insert_rows(connection, rows)
    note_rewritten(connection, edited)


def _delete_rows(connection: Connection, places: Iterable[Place]) -> None:
    for section, keys in _by_section(places).items():
        for shape in SHAPES[section]:
            for table in (*{part.table.name: part.table for part in shape.lists}.values(), shape.table):
                connection.execute(delete(table).where(table.c.account_key.in_(keys)))


def _by_section(places: Iterable[Place]) -> dict[Section, list[str]]:
    by_section: dict[Section, list[str]] = defaultdict(list)
    for key, section in places:
        by_section[section].append(key)
    return by_section


def delete_sections(connection: Connection, places: Iterable[Place]) -> None:
    """Remove sections with all that hangs on them; what files agreed on with them is kept for when they are there again."""
    by_section = _by_section(places)
    keep_agreed(connection, sorted({key for keys in by_section.values() for key in keys}))
    with quietly(connection):
        for section, keys in by_section.items():
            connection.execute(delete(_SECTION).where(_SECTION.c.section == section, _SECTION.c.account_key.in_(keys)))


def account_chunks(connection: Connection, size: int = CHUNK) -> Iterator[list[Account]]:
    """All accounts that are present in the order of their keys, `size` at a time."""
    last = ""
    while True:
        wanted = select(ACCOUNT).where(PRESENT, ACCOUNT.c.key > last).order_by(ACCOUNT.c.key).limit(size)
        chunk = [account_of(row) for row in connection.execute(wanted)]
        if not chunk:
            return
        yield chunk
        last = chunk[-1].key
