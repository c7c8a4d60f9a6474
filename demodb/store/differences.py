"""What differs between the living store and one that is held: accounts, sections field by field, values of the cache, rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select, text

from demodb.model.changes import Change, changes
from demodb.model.documents import SECTIONS, Section
from demodb.store.bulk import chunked
from demodb.store.cache import ENTRY
from demodb.store.engine import Store
from demodb.store.held import Beside, Held, held_store, only_in
from demodb.store.marks import MARK
from demodb.store.plans import read_sections
from demodb.store.portfolio import ACCOUNT
from demodb.store.rows import CARRIED, SECTION_TABLES, SHAPES, table_of
from demodb.store.tables import PlanSection

_SECTION = table_of(PlanSection)
_PLAN = ("account_key", "section", "extra")
"""What a section's document is made from, beside its rows."""


@dataclass(frozen=True)
class SectionDifference:
    """A section that differs: `came` or `gone` since it was held, else what changed in it."""

    account: str
    section: Section
    came: bool
    gone: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Differences:
    """What the living store has otherwise than the held one: names of accounts that came and went, sections, and counts.

    `entries` counts the values of the cache that differ, whatever their end; `rows` what else differs, by table.
    """

    came: list[str]
    gone: list[str]
    sections: list[SectionDifference]
    entries: int
    rows: dict[str, int]

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.came or self.gone or self.sections or self.entries or self.rows)

    @property
    def fields(self) -> int:
        """How many fields and rows of sections differ."""
        return sum(len(section.changes) for section in self.sections)


def differences(store: Store, held: Held, both: Beside) -> Differences:
    """Compare the living store with one that is held, in a transaction that sees both."""
    with held_store(store, held) as opened, opened.read() as connection:
        return _differences(both, connection)


def _differences(both: Beside, held: Connection) -> Differences:
    """`held` reads the store that is held as if it were the living one."""
    here, there = both.here, both.there
    others = (table for table in CARRIED if table not in (ENTRY, MARK) and table.name not in SECTION_TABLES)
    rows = {table.name: _count(both, _keys_of(both, table)) for table in others}
    sections = list(_sections(both, held))
    rows[_SECTION.name] -= sum(section.came or section.gone for section in sections)
    return Differences(
        _names_only_in(both, here, there),
        _names_only_in(both, there, here),
        sections,
        _count(both, _keys_of(both, ENTRY, ("key", "value"))),
        {name: count for name, count in rows.items() if count},
    )


def _names_only_in(both: Beside, one: str, other: str) -> list[str]:
    wanted = f"SELECT name FROM {one}.account WHERE key NOT IN (SELECT key FROM {other}.account) ORDER BY key"  # noqa: S608 - our own names
    return list(both.connection.execute(text(wanted)).scalars())


def _keys_of(both: Beside, table: Table, columns: Sequence[str] = (), keys: Sequence[str] = ()) -> str:
    """The SELECT of the keys of rows that differ in some columns, or at all, or that only one store has."""
    wanted = ", ".join(keys or (column.name for column in table.primary_key))
    sides = (
        f"SELECT {wanted} FROM ({only_in(one, other, table, columns)}) AS rows_{name}"  # noqa: S608 - our own names
        for name, (one, other) in enumerate(((both.here, both.there), (both.there, both.here)))
    )
    return " UNION ".join(sides)


def _count(both: Beside, wanted: str) -> int:
    return int(both.connection.execute(text(f"SELECT count(*) FROM ({wanted}) AS differing")).scalar_one())  # noqa: S608 - the same


def _sections(both: Beside, held: Connection) -> Iterator[SectionDifference]:
    """The sections that differ, in the order of accounts and sections."""
    of_accounts = dict[str, set[Section]]()
    for section in SECTIONS:
        for key in _accounts(both, section):
            of_accounts.setdefault(key, set()).add(section)
    for keys in chunked(sorted(of_accounts)):
        now, then = read_sections(both.connection, keys), read_sections(held, keys)
        names = _account_names(held, keys) | _account_names(both.connection, keys)
        for key in keys:
            for section in (section for section in SECTIONS if section in of_accounts[key]):
                sides = [side[key, section].document if (key, section) in side else None for side in (then, now)]
                made = tuple(changes(section, *sides))
                if made or sides.count(None) == 1:
                    yield SectionDifference(names[key], section, sides[0] is None, sides[1] is None, made)


def _accounts(both: Beside, section: Section) -> set[str]:
    """The keys of accounts of which rows of a section, or the section itself, may differ."""
    tables = {table for shape in SHAPES[section] for table in (shape.table, *(part.table for part in shape.lists))}
    wanted = [_keys_of(both, table, keys=("account_key",)) for table in sorted(tables, key=str)]
    wanted.append(_keys_of(both, _SECTION, _PLAN, ("account_key",)))
    return {key for some in wanted for key in both.connection.execute(text(some)).scalars()}


def _account_names(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    wanted = select(ACCOUNT.c.key, ACCOUNT.c.name).where(ACCOUNT.c.key.in_(keys))
    return {row.key: row.name for row in connection.execute(wanted)}
