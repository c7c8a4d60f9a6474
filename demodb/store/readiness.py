"""Reads for the status: counts and lists over the whole store, set by set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from demodb.model.documents import SECTIONS, Section
from demodb.store.portfolio import ACCOUNT, PRESENT
from demodb.store.rows import table_of
from demodb.store.tables import PlanSection

_SECTION = table_of(PlanSection)


@dataclass(frozen=True)
class MissingSection:
    """An account, and a section that it lacks."""

    account: str
    section: Section


def complete_accounts(connection: Connection) -> int:
    """How many accounts that are present have all sections."""
    whole = select(_SECTION.c.account_key).group_by(_SECTION.c.account_key).having(func.count() == len(SECTIONS))
    return connection.execute(select(func.count()).select_from(ACCOUNT).where(PRESENT, ACCOUNT.c.key.in_(whole))).scalar_one()


def missing_sections(connection: Connection, most: int) -> Iterator[MissingSection]:
    """The first sections that are missing, by section and then by account."""
    for section in SECTIONS:
        has = select(_SECTION.c.account_key).where(_SECTION.c.section == section)
        lacking = select(ACCOUNT.c.name).where(PRESENT, ACCOUNT.c.key.not_in(has)).order_by(ACCOUNT.c.key).limit(most)
        for name in connection.execute(lacking).scalars():
            yield MissingSection(name, section)


def heroes_by_template(connection: Connection) -> list[str]:
    """Heroes of whose plan nothing was written by hand."""
    imported = select(_SECTION.c.account_key).where(_SECTION.c.origin == "imported")
    wanted = select(ACCOUNT.c.name).where(PRESENT, ACCOUNT.c.hero == 1, ACCOUNT.c.key.not_in(imported)).order_by(ACCOUNT.c.key)
    return list(connection.execute(wanted).scalars())
