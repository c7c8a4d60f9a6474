"""Reads for seeding: which accounts are in scope, what they lack or have outdated, and what a template may know of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, true

from demodb.model.account import AccountFacts
from demodb.model.countries import country_code
from demodb.model.documents import Section
from demodb.model.kept_facts import facts_from
from demodb.model.renewals import renewal_of
from demodb.store.portfolio import ACCOUNT, PRESENT, RECORD, SUBSCRIPTION, SUBSCRIPTIONS
from demodb.store.rows import table_of
from demodb.store.tables import PlanSection

_SECTION = table_of(PlanSection)

Heads = Mapping[tuple[str, Section], str]
"""The newest revision of a pack for a section."""


class Scope(NamedTuple):
    """Which accounts, of those present: those of the keys, with a record in a business unit (its key), and heroes alone."""

    keys: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    heroes: bool = False

    def clause(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """The condition on a column of account keys."""
        wanted: ColumnElement[bool] = true()
        if self.keys:
            wanted &= column.in_(self.keys)
        if self.units:
            wanted &= column.in_(select(RECORD.c.account_key).where(RECORD.c.business_unit_key.in_(self.units)))
        if self.heroes:
            wanted &= column.in_(select(ACCOUNT.c.key).where(ACCOUNT.c.hero == 1))
        return wanted


class SectionCount(NamedTuple):
    """How many sections came from one place; pack and revision are None for imported and generated ones."""

    section: Section
    origin: str
    pack: str | None
    revision: str | None
    number: int


def scope_counts(connection: Connection, scope: Scope) -> tuple[int, list[SectionCount]]:
    """How many accounts are in scope, and their sections by where they came from."""
    wanted = PRESENT & scope.clause(ACCOUNT.c.key)
    accounts = connection.execute(select(func.count()).select_from(ACCOUNT).where(wanted)).scalar_one()
    of_accounts = _SECTION.join(ACCOUNT, ACCOUNT.c.key == _SECTION.c.account_key)
    places = (_SECTION.c.section, _SECTION.c.origin, _SECTION.c.pack, _SECTION.c.revision)
    counted = select(*places, func.count()).select_from(of_accounts).where(wanted).group_by(*places)
    return accounts, [SectionCount(*row) for row in connection.execute(counted)]


def drawn_otherwise(connection: Connection, scope: Scope, seed: str) -> int:
    """How many sections from templates, of the accounts in scope, were drawn with another seed."""
    of_accounts = _SECTION.join(ACCOUNT, ACCOUNT.c.key == _SECTION.c.account_key)
    drawn = (_SECTION.c.origin == "template") & (_SECTION.c.seed != seed)
    counted = select(func.count()).select_from(of_accounts).where(PRESENT, scope.clause(ACCOUNT.c.key), drawn)
    return int(connection.execute(counted).scalar_one())


def accounts_in(connection: Connection, scope: Scope, size: int) -> Iterator[list[str]]:
    """The keys of all accounts in scope, `size` at a time, in their order."""
    yield from _key_chunks(connection, scope.clause(ACCOUNT.c.key), size)


def accounts_with_work(
    connection: Connection, scope: Scope, sections: Sequence[Section], heads: Heads, size: int
) -> Iterator[list[str]]:
    """The keys of the accounts that lack a section, or have one from a template at no pack's head, or from other scripts."""
    at_head = or_(
        _SECTION.c.origin == "imported",
        *(
            and_(_SECTION.c.pack == pack, _SECTION.c.section == section, _SECTION.c.revision == revision)
            for (pack, section), revision in heads.items()
        ),
    )
    of_account = (_SECTION.c.account_key == ACCOUNT.c.key) & _SECTION.c.section.in_(sections)
    settled = select(func.count()).where(of_account, at_head).correlate(ACCOUNT).scalar_subquery()
    yield from _key_chunks(connection, scope.clause(ACCOUNT.c.key) & (settled < len(sections)), size)


def accounts_from_templates(connection: Connection, scope: Scope, size: int) -> Iterator[list[str]]:
    """The keys of the accounts with a section from a template."""
    of_account = select(_SECTION.c.section).where(_SECTION.c.account_key == ACCOUNT.c.key, _SECTION.c.origin == "template")
    yield from _key_chunks(connection, scope.clause(ACCOUNT.c.key) & exists(of_account.correlate(ACCOUNT)), size)


def accounts_with_imported(connection: Connection, scope: Scope, size: int) -> Iterator[list[str]]:
    """The keys of the accounts with a section that was imported."""
    of_account = select(_SECTION.c.section).where(_SECTION.c.account_key == ACCOUNT.c.key, _SECTION.c.origin == "imported")
    yield from _key_chunks(connection, scope.clause(ACCOUNT.c.key) & exists(of_account.correlate(ACCOUNT)), size)


def _key_chunks(connection: Connection, wanted: ColumnElement[bool], size: int) -> Iterator[list[str]]:
    last = ""
    while keys := list(
        connection.execute(
            select(ACCOUNT.c.key).where(PRESENT, wanted, ACCOUNT.c.key > last).order_by(ACCOUNT.c.key).limit(size)
        ).scalars()
    ):
        yield keys
        last = keys[-1]


@dataclass(frozen=True)
class PortfolioFacts:
    """What a template may know of an account beside what its own records say.

    `revenues` are those of business units in USD a year, by their keys, `industries` what settings tell, by account key, and
    `team` the names of people on our side, by their roles.
    """

    revenues: Mapping[str, float] = field(default_factory=dict)
    industries: Mapping[str, str] = field(default_factory=dict)
    team: Mapping[str, str] = field(default_factory=dict)


NO_PORTFOLIO = PortfolioFacts()


def kept_situations(connection: Connection, keys: Sequence[str]) -> dict[tuple[str, str], str]:
    """The situations of accounts as they are kept with sections from templates, by account key and pack."""
    of_accounts = _SECTION.c.account_key.in_(keys) & _SECTION.c.facts.is_not(None)
    wanted = select(_SECTION.c.account_key, _SECTION.c.pack, _SECTION.c.facts).where(of_accounts)
    kept = connection.execute(wanted.order_by(_SECTION.c.account_key, _SECTION.c.section))
    told = {(key, pack): facts_from(text) for key, pack, text in kept}
    return {place: facts.situation for place, facts in told.items() if facts}


def unit_revenues(connection: Connection) -> dict[str, float]:
    """The revenue of each business unit in USD a year, by its key, over the accounts that are present."""
    total = func.sum(RECORD.c.rr + RECORD.c.nrr)
    of_accounts = RECORD.join(ACCOUNT, ACCOUNT.c.key == RECORD.c.account_key)
    by_unit = select(RECORD.c.business_unit_key, total).select_from(of_accounts).where(PRESENT)
    totals = connection.execute(by_unit.group_by(RECORD.c.business_unit_key))
    return {row[0]: row[1] for row in totals}


def account_facts(connection: Connection, keys: Sequence[str], around: PortfolioFacts = NO_PORTFOLIO) -> Iterator[AccountFacts]:
    """What a template may know of these accounts, in the order of their keys."""
    revenues, told = _revenues(connection, keys), _told_countries(connection, keys)
    subscriptions = _subscriptions(connection, keys)
    named = select(ACCOUNT.c.key, ACCOUNT.c.name).where(ACCOUNT.c.key.in_(keys)).order_by(ACCOUNT.c.key)
    for key, name in connection.execute(named):
        revenue = revenues.get(key, _NO_REVENUE)
        renewals = tuple(map(renewal_of, subscriptions.get(key, ())))
        whole = around.revenues.get(revenue.unit, 0)
        yield AccountFacts(
            key,
            name,
            revenue.unit,
            revenue.amount,
            any(renewal.outcome in ("no", "undecided") for renewal in renewals),
            told.get(key),
            recurring=revenue.recurring,
            share=revenue.of_unit / whole if whole > 0 else 0.0,
            renewals=renewals,
            industry=around.industries.get(key),
            team=around.team,
        )


class _Revenue(NamedTuple):
    """An account's main business unit (its key), and in USD a year: all revenue, the recurring part, that in the unit."""

    unit: str
    amount: float
    recurring: float
    of_unit: float


_NO_REVENUE = _Revenue("", 0, 0, 0)


def _revenues(connection: Connection, keys: Sequence[str]) -> dict[str, _Revenue]:
    """By account key; the main unit is the one with the greatest revenue."""
    total, recurring = func.sum(RECORD.c.rr + RECORD.c.nrr).label("total"), func.sum(RECORD.c.rr).label("recurring")
    by_unit = select(RECORD.c.account_key, RECORD.c.business_unit_key, total, recurring).where(RECORD.c.account_key.in_(keys))
    amounts: dict[str, list[tuple[float, str, float]]] = defaultdict(list)
    for key, unit, amount, comes_again in connection.execute(by_unit.group_by(RECORD.c.account_key, RECORD.c.business_unit_key)):
        amounts[key].append((-amount, unit, comes_again))
    revenues = {}
    for key, listed in amounts.items():
        largest_first = sorted(listed)
        less, unit, _ = largest_first[0]
        recurring_sum = sum(comes_again for *_, comes_again in largest_first)
        revenues[key] = _Revenue(unit, sum(-amount for amount, *_ in largest_first), recurring_sum, -less)
    return revenues


def _told_countries(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """The country of each account of which records tell one: of several the one with the greatest revenue."""
    total = func.sum(RECORD.c.rr + RECORD.c.nrr).label("total")
    named = select(RECORD.c.account_key, RECORD.c.country, total)
    wanted = named.where(RECORD.c.account_key.in_(keys), RECORD.c.country.is_not(None))
    told: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for key, country, amount in connection.execute(wanted.group_by(RECORD.c.account_key, RECORD.c.country)):
        told[key][country_code(country) or country] += amount
    return {key: min(amounts, key=lambda country: (-amounts[country], country)) for key, amounts in told.items()}


def _subscriptions(connection: Connection, keys: Sequence[str]) -> dict[str, list[Mapping[str, Any]]]:
    """What is said of the renewals of each account's subscriptions, by account key and in an order of their own."""
    said = [SUBSCRIPTION.c[name] for name in ("will_renew", "renewal_qtr", "arr")]
    places = [SUBSCRIPTION.c[name] for name in ("business_unit_key", "record_name", "position")]
    wanted = select(RECORD.c.account_key, *said).select_from(SUBSCRIPTIONS).where(RECORD.c.account_key.in_(keys))
    by_account: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(wanted.order_by(*places)).mappings():
        by_account[row["account_key"]].append(dict(row))
    return by_account
