"""Reads for seeding: which accounts are in scope, what they lack or have outdated, and what a template may know of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, true

from demodb.model.account import AccountFacts
from demodb.model.countries import country_code
from demodb.model.documents import Section
from demodb.model.renewals import renewal_at_risk
from demodb.store.portfolio import ACCOUNT, PRESENT, RECORD, SUBSCRIPTION, SUBSCRIPTIONS
from demodb.store.rows import table_of
from demodb.store.tables import PlanSection

_SECTION = table_of(PlanSection)

Heads = Mapping[tuple[str, Section], str]
"""The newest revision of a pack for a section."""


@dataclass(frozen=True)
class Scope:
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


def account_facts(connection: Connection, keys: Sequence[str]) -> Iterator[AccountFacts]:
    """What a template may know of these accounts, in the order of their keys."""
    total = func.sum(RECORD.c.rr + RECORD.c.nrr).label("total")
    grouped = select(RECORD.c.account_key, RECORD.c.business_unit_key, total).where(RECORD.c.account_key.in_(keys))
    by_account: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for account_key, unit, amount in connection.execute(grouped.group_by(RECORD.c.account_key, RECORD.c.business_unit_key)):
        by_account[account_key].append((-amount, unit))
    risky, told = _with_renewals_at_risk(connection, keys), _told_countries(connection, keys)
    for row in connection.execute(select(ACCOUNT.c.key, ACCOUNT.c.name).where(ACCOUNT.c.key.in_(keys)).order_by(ACCOUNT.c.key)):
        largest_first = sorted(by_account[row.key])
        unit = largest_first[0][1] if largest_first else ""
        revenue = -sum(amount for amount, _ in largest_first)
        yield AccountFacts(row.key, row.name, unit, revenue, row.key in risky, told.get(row.key))


def _told_countries(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """The country of each account of which records tell one: of several the one with the greatest revenue."""
    total = func.sum(RECORD.c.rr + RECORD.c.nrr).label("total")
    named = select(RECORD.c.account_key, RECORD.c.country, total)
    wanted = named.where(RECORD.c.account_key.in_(keys), RECORD.c.country.is_not(None))
    told: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for key, country, amount in connection.execute(wanted.group_by(RECORD.c.account_key, RECORD.c.country)):
        told[key][country_code(country) or country] += amount
    return {key: min(amounts, key=lambda country: (-amounts[country], country)) for key, amounts in told.items()}


def _with_renewals_at_risk(connection: Connection, keys: Sequence[str]) -> set[str]:
    subscriptions = select(RECORD.c.account_key, SUBSCRIPTION.c.will_renew, SUBSCRIPTION.c.arr).select_from(SUBSCRIPTIONS)
    wanted = subscriptions.where(RECORD.c.account_key.in_(keys), SUBSCRIPTION.c.will_renew.is_not(None))
    return {key for key, will_renew, arr in connection.execute(wanted) if renewal_at_risk({"will_renew": will_renew, "arr": arr})}
