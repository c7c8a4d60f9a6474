"""The states of sections: where each is from, or what comparing it found; of some accounts, as a condition, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, case, exists, false, func, or_, select

from demodb.model.documents import Section
from demodb.model.rows import Place
from demodb.store.bulk import chunked
from demodb.store.comparing import findings, fresh_findings
from demodb.store.marks import MARK, NOTHING_FOUND, Found
from demodb.store.portfolio import ACCOUNT, PRESENT
from demodb.store.readiness import figures
from demodb.store.rows import table_of
from demodb.store.tables import PlanSection

_SECTION = table_of(PlanSection)
_SAME = (MARK.c.account_key == _SECTION.c.account_key) & (MARK.c.section == _SECTION.c.section)
_KEPT = (MARK.c.due == 0) & ((MARK.c.edited == 1) | (MARK.c.conflicts > 0))

SectionState = Literal["imported", "template", "generated", "edited", "conflict", "missing"]
"""How a section stands: where it is from, or that somebody edited it since, or that something in it waits for a decision."""

Findings = Mapping[Place, Found]
"""What comparing found in sections; where that is nothing, they are left out."""


StateCounts = dict[Section, dict[SectionState, int]]
"""By section how many are in each state; a state that none is in is left out."""


def state_of(origin: SectionState, found: Found) -> SectionState:
    """The state of a section of this origin in which this was found."""
    return "conflict" if found.conflicts else "edited" if found.edited else origin


def states_of(connection: Connection, keys: Sequence[str]) -> dict[Place, SectionState]:
    """The states of the sections that at most a chunk of accounts have."""
    found = findings(connection, keys)
    origins = select(_SECTION.c.account_key, _SECTION.c.section, _SECTION.c.origin).where(_SECTION.c.account_key.in_(keys))
    return {
        (key, section): state_of(origin, found.get((key, section), NOTHING_FOUND))
        for key, section, origin in connection.execute(origins)
    }


def in_state(section: Section, state: SectionState, fresh: Findings, counts: StateCounts) -> ColumnElement[bool]:
    """The condition that an account has a section in a state; `fresh` is what was found and could not be kept.

    A state that most are in, by the counts of the accounts that are meant, is that none of the other ones is it.
    """
    there = counts.get(section)
    if there and state not in there:
        return false()
    if not there or there.get(state, 0) * 2 <= sum(there.values()):
        return _has(section, state, fresh)
    return ~or_(false(), *(_has(section, other, fresh) for other in there if other != state))


def _has(section: Section, state: SectionState, fresh: Findings) -> ColumnElement[bool]:
    key, its = ACCOUNT.c.key, _SECTION.c.section == section
    if state == "missing":
        return ~exists(select(_SECTION.c.section).where(_SECTION.c.account_key == key, its))
    kept = select(MARK.c.account_key).where(MARK.c.section == section, _KEPT)
    if state not in ("edited", "conflict"):
        of_origin = select(_SECTION.c.account_key).where(its, _SECTION.c.origin == state)
        return key.in_(of_origin) & key.not_in(kept) & key.not_in(_keys(fresh, section))
    waiting = MARK.c.conflicts > 0 if state == "conflict" else MARK.c.conflicts == 0
    return key.in_(kept.where(waiting)) | key.in_(_keys(fresh, section, state))


def _keys(fresh: Findings, section: Section, state: SectionState | None = None) -> list[str]:
    return [key for (key, its), found in fresh.items() if its == section and state in (None, state_of("imported", found))]


def portfolio_figures(connection: Connection) -> tuple[int, int, StateCounts]:
    """How many accounts are present and how many departed, and the states of the sections of those that are present."""
    counted = figures(connection)
    counts: dict[Section, Counter[Any]] = {}
    for section, by_origin in counted.sections.items():
        counts[section] = Counter(by_origin | {"missing": counted.accounts - sum(by_origin.values())})
    for section, origin, state, count in (*_kept_states(connection), *_fresh_states(connection)):
        counts[section] += Counter({state: count})
        counts[section] -= Counter({origin: count})
    return counted.accounts, counted.departed, {section: dict(+counter) for section, counter in counts.items()}


_Moved = tuple[Section, SectionState, SectionState, int]
"""A section, the state that its origin would be, the one that it is, and in how many accounts."""


def _kept_states(connection: Connection) -> Iterable[_Moved]:
    state = case((MARK.c.conflicts > 0, "conflict"), else_="edited")
    joined = MARK.join(_SECTION, _SAME).join(ACCOUNT, ACCOUNT.c.key == MARK.c.account_key)
    places = (MARK.c.section, _SECTION.c.origin, state)
    rows = connection.execute(select(*places, func.count()).select_from(joined).where(PRESENT, _KEPT).group_by(*places))
    return [(section, origin, its, count) for section, origin, its, count in rows]


def _fresh_states(connection: Connection) -> Iterable[_Moved]:
    fresh = fresh_findings(connection)
    joined = _SECTION.join(ACCOUNT, ACCOUNT.c.key == _SECTION.c.account_key)
    origins = select(_SECTION.c.account_key, _SECTION.c.section, _SECTION.c.origin).select_from(joined).where(PRESENT)
    for keys in chunked(sorted({key for key, _ in fresh})):
        for key, section, origin in connection.execute(origins.where(_SECTION.c.account_key.in_(keys))):
            if found := fresh.get((key, section)):
                yield section, origin, state_of(origin, found), 1
