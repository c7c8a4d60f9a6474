"""Reads for the status: counts and lists over the whole store, set by set.

Counts of what accounts have are made over all of them, by an index alone, and without those that departed, which are few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, exists, func, select

from demodb.model.documents import SECTIONS, Section
from demodb.store.portfolio import ACCOUNT, PRESENT, RECORD
from demodb.store.rows import table_of
from demodb.store.tables import PlanSection

_SECTION = table_of(PlanSection)
_OF_DEPARTED = _SECTION.c.account_key.in_(select(ACCOUNT.c.key).where(~PRESENT))


class MissingSection(NamedTuple):
    """An account, and a section that it lacks."""

    account: str
    section: Section


class Figures(NamedTuple):
    """What is counted over the whole store; where nothing is said of it, of the accounts that are present.

    `sections` by section and origin; `as_of` counts the sections of templates by their as-of dates. `complete` are the accounts
    that have all sections, `shifted` those of which imported dates were moved.
    """

    records: int
    accounts: int
    departed: int
    complete: int
    shifted: int
    sections: dict[Section, dict[str, int]]
    as_of: dict[str, int]


def figures(connection: Connection) -> Figures:
    """Count what stands in the store."""
    departed = _count(connection, select(func.count()).select_from(ACCOUNT).where(~PRESENT))
    tallies = _tallies(connection)
    return Figures(
        records=_count(connection, select(func.count()).select_from(RECORD)),
        accounts=_count(connection, select(func.count()).select_from(ACCOUNT)) - departed,
        departed=departed,
        complete=complete_accounts(connection),
        shifted=shifted_accounts(connection),
        sections=_by_section(tallies),
        as_of=_by_date(tallies),
    )


def _count(connection: Connection, counted: Select[int]) -> int:
    return int(connection.execute(counted).scalar_one())


def complete_accounts(connection: Connection) -> int:
    """How many accounts that are present have all sections."""
    whole = select(_SECTION.c.account_key).group_by(_SECTION.c.account_key).having(func.count() == len(SECTIONS))
    every, of_departed = (select(func.count()).select_from(some.subquery()) for some in (whole, whole.where(_OF_DEPARTED)))
    return _count(connection, every) - _count(connection, of_departed)


def shifted_accounts(connection: Connection) -> int:
    """How many accounts that are present have imported sections whose dates were moved."""
    of_accounts = _SECTION.join(ACCOUNT, ACCOUNT.c.key == _SECTION.c.account_key)
    counted = select(func.count(_SECTION.c.account_key.distinct())).select_from(of_accounts)
    return _count(connection, counted.where(PRESENT, _SECTION.c.weeks.is_not(None)))


def section_counts(connection: Connection) -> dict[Section, dict[str, int]]:
    """How many sections the accounts that are present have, by section and origin."""
    return _by_section(_tallies(connection))


def as_of_dates(connection: Connection) -> list[tuple[str, int]]:
    """The as-of dates of template sections of accounts that are present, and how many sections count from each."""
    return sorted(_by_date(_tallies(connection)).items())


_Tallies = Counter[tuple[Section, str, str | None]]
"""How many sections there are, by section, origin and as-of date."""


def _tallies(connection: Connection) -> _Tallies:
    # In the order of an index, so that nothing has to be sorted.
    places = [_SECTION.c[name] for name in ("section", "origin", "pack", "revision", "as_of")]
    counted: Select[Any] = select(*places, func.count()).group_by(*places)
    tallies: _Tallies = Counter()
    for sign, wanted in ((1, counted), (-1, counted.where(_OF_DEPARTED))):
        for section, origin, _, _, as_of, count in connection.execute(wanted):
            tallies[section, origin, as_of] += sign * count
    return +tallies


def _by_section(tallies: _Tallies) -> dict[Section, dict[str, int]]:
    counts: dict[Section, dict[str, int]] = {section: {} for section in SECTIONS}
    for (section, origin, _), count in sorted(tallies.items(), key=repr):
        counts[section][origin] = counts[section].get(origin, 0) + count
    return counts


def _by_date(tallies: _Tallies) -> dict[str, int]:
    dates = Counter[str]()
    for (_, origin, as_of), count in tallies.items():
        if origin == "template" and as_of is not None:
            dates[as_of] += count
    return dict(dates)


def missing_sections(connection: Connection, counted: Figures, most: int) -> Iterator[MissingSection]:
    """The first sections that are missing, by section and then by account; nothing is looked for where all are there."""
    for section in (one for one in SECTIONS if sum(counted.sections[one].values()) < counted.accounts):
        has = select(_SECTION.c.account_key).where(_SECTION.c.section == section)
        lacking = select(ACCOUNT.c.name).where(PRESENT, ACCOUNT.c.key.not_in(has)).order_by(ACCOUNT.c.key).limit(most)
        for name in connection.execute(lacking).scalars():
            yield MissingSection(name, section)


def heroes_by_template(connection: Connection) -> list[str]:
    """Heroes of whose plan nothing was written by hand."""
    imported = exists(select(_SECTION.c.section).where(_SECTION.c.account_key == ACCOUNT.c.key, _SECTION.c.origin == "imported"))
    wanted = select(ACCOUNT.c.name).where(PRESENT, ACCOUNT.c.hero == 1, ~imported).order_by(ACCOUNT.c.key)
    return list(connection.execute(wanted).scalars())
