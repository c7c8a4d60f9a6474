"""A page of the portfolio: accounts with the state of each section, filtered, searched, sorted, a keyset of rows at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, cast, exists, func, literal, or_, select, tuple_, union_all

from demodb.model.documents import SECTIONS, Section
from demodb.model.names import match_key, unit_key
from demodb.model.rows import Place
from demodb.store.bulk import is_key
from demodb.store.portfolio import ACCOUNT, ALIAS, PRESENT, RECORD, UNIT
from demodb.store.rows import SHAPES, table_of
from demodb.store.states import Findings, SectionState, StateCounts, in_state, states_of
from demodb.store.tables import PlanSection

_SECTION = table_of(PlanSection)

Sort = Literal["name", "revenue", "unit", "missing"]
"""By what a page is sorted: the match key of the name; most revenue first; the first business unit; most missing first."""


@dataclass(frozen=True)
class PortfolioQuery:
    """Which accounts: those whose name or alias has `search` in it, of a business unit, heroes, with a section in a state.

    `section` None means any section. `departed` asks for the departed accounts in the place of those that are present.
    `after` is what a page gave as its `next` or `previous`; one that no page gave means the beginning.
    """

    search: str = ""
    unit: str | None = None
    heroes: bool = False
    state: SectionState | None = None
    section: Section | None = None
    departed: bool = False
    sort: Sort = "name"
    after: str | None = None
    limit: int = 50


class SectionCell(NamedTuple):
    """A section of an account: its state, and how many rows it has; pain points and opportunities together."""

    state: SectionState
    rows: int


@dataclass(frozen=True)
class PortfolioRow:
    """An account as a line of the portfolio; `units` are names, the revenue is in USD a year."""

    key: str
    name: str
    slug: str
    hero: bool
    departed: bool
    units: tuple[str, ...]
    revenue: float
    sections: dict[Section, SectionCell]


class Cursor(NamedTuple):
    """Where a page begins: at which side of the row that has this value, by which the page is sorted, and this key."""

    sort: Sort
    side: Literal["behind", "before"]
    value: str | int
    key: str

    def text(self) -> str:
        """What a page gives out."""
        return json.dumps(self)


def _cursor_of(query: PortfolioQuery) -> Cursor | None:
    """What a page sorted like this gave out, read again; None for anything else."""
    try:
        sort, side, value, key = json.loads(query.after or "")
    except (ValueError, TypeError, RecursionError):
        return None
    fits = is_key(value, int if query.sort in _NUMBERS else str) and is_key(key, str)
    return Cursor(sort, side, value, key) if fits and sort == query.sort and side in ("behind", "before") else None


@dataclass(frozen=True)
class PageOfKeys:
    """The keys of a page's accounts in their order, and the cursors of the pages beside it."""

    keys: list[str] = field(default_factory=list)
    next: str | None = None
    previous: str | None = None


def page_of_keys(connection: Connection, query: PortfolioQuery, fresh: Findings, counts: StateCounts) -> PageOfKeys:
    """Find a page's accounts, by one statement; `fresh` and `counts` as for `in_state`."""
    cursor = _cursor_of(query)
    backwards = cursor is not None and cursor.side == "before"
    rows = connection.execute(_page(query, cursor, _conditions(query, fresh, {} if query.departed else counts)))
    found = [(value, key) for key, value in rows]
    more, found = len(found) > query.limit, found[: query.limit][:: -1 if backwards else 1]
    if not found:
        return PageOfKeys()
    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    return PageOfKeys(
        [key for _, key in found],
        Cursor(query.sort, "behind", *found[-1]).text() if has_next else None,
        Cursor(query.sort, "before", *found[0]).text() if has_previous else None,
    )


def _page(query: PortfolioQuery, cursor: Cursor | None, wanted: Iterable[ColumnElement[bool]]) -> Select[Any]:
    chosen = select(ACCOUNT.c.key, _SORTS[query.sort].label("value")).where(*wanted).subquery()
    columns = (chosen.c.value, chosen.c.key)[query.sort == "name" :]
    page = select(chosen.c.key, chosen.c.value).limit(query.limit + 1)
    if cursor is None:
        return page.order_by(*columns)
    place, at = tuple_(*columns), tuple_(cursor.value, cursor.key) if len(columns) > 1 else tuple_(cursor.key)
    if cursor.side == "before":
        return page.where(place < at).order_by(*(column.desc() for column in columns))
    return page.where(place > at).order_by(*columns)


_OWN_RECORDS = RECORD.c.account_key == ACCOUNT.c.key
_CENTS = cast(func.round(func.coalesce(func.sum(RECORD.c.rr + RECORD.c.nrr), 0) * -100), BigInteger)
_SORTS: dict[Sort, ColumnElement[Any]] = {
    "name": ACCOUNT.c.key,
    "revenue": select(_CENTS).where(_OWN_RECORDS).scalar_subquery(),
    "unit": select(func.coalesce(func.min(RECORD.c.business_unit_key), "")).where(_OWN_RECORDS).scalar_subquery(),
    "missing": select(func.count() - len(SECTIONS)).where(_SECTION.c.account_key == ACCOUNT.c.key).scalar_subquery(),
}
"""By what a page is sorted, the least first."""
_NUMBERS = ("revenue", "missing")


def _conditions(query: PortfolioQuery, fresh: Findings, counts: StateCounts) -> Iterable[ColumnElement[bool]]:
    yield ~PRESENT if query.departed else PRESENT
    if term := match_key(query.search):
        by_alias = select(ALIAS.c.account_key).where(ALIAS.c.key.contains(term, autoescape=True))
        yield ACCOUNT.c.key.contains(term, autoescape=True) | ACCOUNT.c.key.in_(by_alias)
    if query.unit is not None:
        yield exists(select(RECORD.c.name).where(_OWN_RECORDS, RECORD.c.business_unit_key == unit_key(query.unit)))
    if query.heroes:
        yield ACCOUNT.c.hero == 1
    if query.state is not None:
        sections = (query.section,) if query.section else SECTIONS
        yield or_(*(in_state(section, query.state, fresh, counts) for section in sections))


def page_rows(connection: Connection, keys: Sequence[str]) -> list[PortfolioRow]:
    """The lines of a page's accounts in the order of the keys, by as many statements whatever their number."""
    units, cents = _figures(connection, keys)
    states, rows = states_of(connection, keys), _row_counts(connection, keys)
    accounts = {row.key: row for row in connection.execute(select(ACCOUNT).where(ACCOUNT.c.key.in_(keys)))}
    return [
        PortfolioRow(
            key,
            row.name,
            row.slug,
            bool(row.hero),
            row.departed_at is not None,
            tuple(units[key]),
            cents[key] / 100,
            {section: SectionCell(states.get((key, section), "missing"), rows.get((key, section), 0)) for section in SECTIONS},
        )
        for key, row in ((key, accounts[key]) for key in keys)
    ]


def _figures(connection: Connection, keys: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, int]]:
    """By account the names of the business units, in order, and the revenue in cents."""
    units, cents = defaultdict[str, list[str]](list), defaultdict[str, int](int)
    joined = RECORD.join(UNIT, UNIT.c.key == RECORD.c.business_unit_key)
    places = (RECORD.c.account_key, UNIT.c.key, UNIT.c.name)
    summed = select(*places, func.sum(RECORD.c.rr + RECORD.c.nrr)).select_from(joined).where(RECORD.c.account_key.in_(keys))
    for account_key, _, name, total in connection.execute(summed.group_by(*places).order_by(*places)):
        units[account_key].append(name)
        cents[account_key] += round(total * 100)
    return units, cents


def _row_counts(connection: Connection, keys: Sequence[str]) -> dict[Place, int]:
    counts = defaultdict[Place, int](int)
    for account_key, section, count in connection.execute(union_all(*_counting(keys))):
        counts[account_key, section] += count
    return counts


def _counting(keys: Sequence[str]) -> Iterable[Select[Any]]:
    for section in SECTIONS:
        for key in (shape.table.c.account_key for shape in SHAPES[section]):
            yield select(key, literal(section), func.count()).where(key.in_(keys)).group_by(key)
