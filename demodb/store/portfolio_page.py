"""A page of the portfolio: accounts with the state of each section, filtered, searched, sorted, a keyset of rows at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, and_, cast, exists, func, literal, or_, select, union_all

from demodb.model.documents import SECTIONS, Section
from demodb.model.names import match_key, unit_key
from demodb.model.rows import Place
from demodb.store.bulk import is_key
from demodb.store.conflicts import open_in
from demodb.store.plans import read_sections, section_counts
from demodb.store.portfolio import ACCOUNT, ALIAS, PRESENT, RECORD, UNIT
from demodb.store.rows import SHAPES, table_of
from demodb.store.tables import PlanSection

_SECTION = table_of(PlanSection)

SectionState = Literal["imported", "template", "generated", "edited", "conflict", "missing"]
"""How a section stands: where it is from, or that somebody edited it since, or that something in it waits for a decision."""
Sort = Literal["name", "revenue", "unit", "missing"]
"""By what a page is sorted: the match key of the name; the most revenue first; the first business unit; the most missing first."""


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
    fits = is_key(value, int if _SORTS[query.sort][1] else str) and is_key(key, str)
    return Cursor(sort, side, value, key) if fits and sort == query.sort and side in ("behind", "before") else None


@dataclass(frozen=True)
class PageOfKeys:
    """The keys of a page's accounts in their order, and the cursors of the pages beside it."""

    keys: list[str] = field(default_factory=list)
    next: str | None = None
    previous: str | None = None


def page_of_keys(connection: Connection, query: PortfolioQuery) -> PageOfKeys:
    """Find a page's accounts, by one statement."""
    cursor = _cursor_of(query)
    backwards = cursor is not None and cursor.side == "before"
    found = [tuple(row) for row in connection.execute(_page(query, cursor))]
    more, found = len(found) > query.limit, found[: query.limit]
    if backwards:
        found.reverse()
    if not found:
        return PageOfKeys()
    (first, last) = ((found[0][1], found[0][0]), (found[-1][1], found[-1][0]))
    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    return PageOfKeys(
        [key for key, _ in found],
        Cursor(query.sort, "behind", *last).text() if has_next else None,
        Cursor(query.sort, "before", *first).text() if has_previous else None,
    )


def _page(query: PortfolioQuery, cursor: Cursor | None) -> Select[Any]:
    value, falling = _SORTS[query.sort]
    backwards = cursor is not None and cursor.side == "before"
    chosen = select(ACCOUNT.c.key, value.label("value")).where(*_conditions(query)).subquery()
    by, key = chosen.c.value, chosen.c.key
    page = select(key, by).limit(query.limit + 1)
    if cursor is not None:
        beyond = by < cursor.value if falling != backwards else by > cursor.value
        page = page.where(or_(beyond, and_(by == cursor.value, key < cursor.key if backwards else key > cursor.key)))
    orders = (by.desc() if falling != backwards else by.asc(), key.desc() if backwards else key.asc())
    return page.order_by(*orders[query.sort == "name" :])


_OWN_RECORDS = RECORD.c.account_key == ACCOUNT.c.key
_CENTS = select(cast(func.round(func.coalesce(func.sum(RECORD.c.rr + RECORD.c.nrr), 0) * 100), BigInteger)).where(_OWN_RECORDS)
_UNIT = select(func.coalesce(func.min(RECORD.c.business_unit_key), "")).where(_OWN_RECORDS)
_LACKS = select(len(SECTIONS) - func.count()).select_from(_SECTION).where(_SECTION.c.account_key == ACCOUNT.c.key)
_SORTS: dict[Sort, tuple[ColumnElement[Any], bool]] = {
    "name": (ACCOUNT.c.key, False),
    "revenue": (_CENTS.scalar_subquery(), True),
    "unit": (_UNIT.scalar_subquery(), False),
    "missing": (_LACKS.scalar_subquery(), True),
}
"""By what a page is sorted, and whether the greatest comes first."""


def _conditions(query: PortfolioQuery) -> Iterable[ColumnElement[bool]]:
    yield ~PRESENT if query.departed else PRESENT
    if term := match_key(query.search):
        by_alias = select(ALIAS.c.account_key).where(ALIAS.c.key.contains(term, autoescape=True))
        yield ACCOUNT.c.key.contains(term, autoescape=True) | ACCOUNT.c.key.in_(by_alias)
    if query.unit is not None:
        yield exists(select(RECORD.c.name).where(_OWN_RECORDS, RECORD.c.business_unit_key == unit_key(query.unit)))
    if query.heroes:
        yield ACCOUNT.c.hero == 1
    if query.state is not None:
        wanted = (query.section,) if query.section else SECTIONS
        yield or_(*(_in_state(section, query.state) for section in wanted))


def _in_state(section: Section, state: SectionState) -> ColumnElement[bool]:
    its = select(_SECTION.c.account_key).where(_SECTION.c.section == section)
    if state == "missing":
        return ACCOUNT.c.key.not_in(its)
    return ACCOUNT.c.key.in_(its.where(_SECTION.c.origin == state))


def page_rows(connection: Connection, keys: Sequence[str]) -> list[PortfolioRow]:
    """The lines of a page's accounts in the order of the keys, by as many statements whatever their number."""
    units, cents = _figures(connection, keys)
    states, rows = _states(connection, keys), _row_counts(connection, keys)
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


def _states(connection: Connection, keys: Sequence[str]) -> dict[Place, SectionState]:
    sections = read_sections(connection, keys)
    waiting = {stored.at for stored in open_in(connection, sections)}
    states: dict[Place, SectionState] = {}
    for place, stored in sections.items():
        origin: SectionState = "template" if stored.origin else "generated" if stored.generated else "imported"
        states[place] = "conflict" if place in waiting else "edited" if stored.edited else origin
    return states


def state_counts(connection: Connection) -> tuple[int, int, dict[Section, dict[SectionState, int]]]:
    """How many accounts are present, how many departed, and of the present ones' sections how many are in each state."""
    accounts = connection.execute(select(func.count()).select_from(ACCOUNT).where(PRESENT)).scalar_one()
    departed = connection.execute(select(func.count()).select_from(ACCOUNT).where(~PRESENT)).scalar_one()
    counts: dict[Section, dict[SectionState, int]] = {}
    for section, by_origin in section_counts(connection).items():
        missing = accounts - sum(by_origin.values())
        counts[section] = {**{state: by_origin[state] for state in by_origin}, "missing": missing}  # type: ignore[misc]
    return accounts, departed, counts
