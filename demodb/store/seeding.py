"""Reads for seeding: which accounts are in scope, what they lack, and what a template may know of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select, true

from demodb.model.documents import Section
from demodb.store.portfolio import ACCOUNT, RECORD
from demodb.store.rows import table_of
from demodb.store.tables import PlanSection

_SECTION = table_of(PlanSection)


@dataclass(frozen=True)
class Scope:
    """Which accounts: those of the keys, those with a record in a business unit (its key), or both; all by default."""

    keys: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def clause(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """The condition on a column of account keys."""
        wanted: ColumnElement[bool] = true()
        if self.keys:
            wanted &= column.in_(self.keys)
        if self.units:
            wanted &= column.in_(select(RECORD.c.account_key).where(RECORD.c.business_unit_key.in_(self.units)))
        return wanted


@dataclass(frozen=True)
class FactsRow:
    """An account with its main business unit (the one with the greatest revenue) and its revenue in USD a year."""

    key: str
    name: str
    unit: str
    revenue: float


def scope_counts(connection: Connection, scope: Scope) -> tuple[int, dict[Section, int]]:
    """How many accounts are in scope, and how many of them have each section."""
    accounts = connection.execute(select(func.count()).select_from(ACCOUNT).where(scope.clause(ACCOUNT.c.key))).scalar_one()
    counted = (
        select(_SECTION.c.section, func.count().label("accounts"))
        .where(scope.clause(_SECTION.c.account_key))
        .group_by(_SECTION.c.section)
    )
    return accounts, {row.section: row.accounts for row in connection.execute(counted)}


def missing(connection: Connection, scope: Scope, sections: Sequence[Section], size: int) -> Iterator[dict[str, list[Section]]]:
    """The accounts that lack any of the sections, and which, `size` accounts at a time, in the order of their keys."""
    last = ""
    while True:
        keys = list(connection.execute(_lacking(scope, sections).where(ACCOUNT.c.key > last).limit(size)).scalars())
        if not keys:
            return
        present = _present(connection, keys)
        yield {key: [section for section in sections if section not in present[key]] for key in keys}
        last = keys[-1]


def _lacking(scope: Scope, sections: Sequence[Section]) -> Select[Any]:
    found = (
        select(func.count())
        .where(_SECTION.c.account_key == ACCOUNT.c.key, _SECTION.c.section.in_(sections))
        .correlate(ACCOUNT)
        .scalar_subquery()
    )
    return select(ACCOUNT.c.key).where(scope.clause(ACCOUNT.c.key), found < len(sections)).order_by(ACCOUNT.c.key)


def _present(connection: Connection, keys: Sequence[str]) -> dict[str, set[str]]:
    present: dict[str, set[str]] = defaultdict(set)
    for key, section in connection.execute(
        select(_SECTION.c.account_key, _SECTION.c.section).where(_SECTION.c.account_key.in_(keys))
    ):
        present[key].add(section)
    return present


def account_facts(connection: Connection, keys: Sequence[str]) -> Iterator[FactsRow]:
    """What a template may know of these accounts, in the order of their keys."""
    total = func.sum(RECORD.c.rr + RECORD.c.nrr).label("total")
    grouped = select(RECORD.c.account_key, RECORD.c.business_unit_key, total).where(RECORD.c.account_key.in_(keys))
    by_account: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for account_key, unit, amount in connection.execute(grouped.group_by(RECORD.c.account_key, RECORD.c.business_unit_key)):
        by_account[account_key].append((-amount, unit))
    for row in connection.execute(select(ACCOUNT.c.key, ACCOUNT.c.name).where(ACCOUNT.c.key.in_(keys)).order_by(ACCOUNT.c.key)):
        own = sorted(by_account[row.key])
        yield FactsRow(row.key, row.name, own[0][1] if own else "", -sum(amount for amount, _ in own))
