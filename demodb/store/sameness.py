"""Reads of what is alike in many accounts, each one statement over all of them: texts, values, people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Column, Connection, Table, case, func, select

from demodb.model.documents import VACANT
from demodb.store.portfolio import ACCOUNT, PRESENT
from demodb.store.rows import table_of
from demodb.store.tables import Opportunity, PainPoint, Stakeholder

_PAIN, _DEAL, _PERSON = table_of(PainPoint), table_of(Opportunity), table_of(Stakeholder)


class Alike(NamedTuple):
    """How many rows have a value, how many of them one that another account has too, and the most frequent ones."""

    rows: int
    shared: int
    frequent: tuple[tuple[str, int], ...]


def alike_titles(connection: Connection, most: int) -> Alike:
    """Of the titles of pain points."""
    return _alike(connection, _PAIN, _PAIN.c.title, most)


def alike_notes(connection: Connection, most: int) -> Alike:
    """Of the notes on people."""
    return _alike(connection, _PERSON, _PERSON.c.notes, most)


def alike_values(connection: Connection, most: int) -> Alike:
    """Of the estimated values of opportunities."""
    return _alike(connection, _DEAL, _DEAL.c.estimated_value, most)


def _alike(connection: Connection, table: Table, column: Column[object], most: int) -> Alike:
    joined = table.join(ACCOUNT, ACCOUNT.c.key == table.c.account_key)
    accounts, rows = func.count(table.c.account_key.distinct()), func.count()
    grouped = select(column.label("value"), accounts.label("accounts"), rows.label("rows")).select_from(joined)
    each = grouped.where(PRESENT, column.is_not(None)).group_by(column).subquery()
    shared = func.sum(case((each.c.accounts > 1, each.c.rows), else_=0))
    total, several = connection.execute(select(func.sum(each.c.rows), shared)).one()
    ordered = select(each.c.value, each.c.rows).where(each.c.accounts > 1).order_by(each.c.rows.desc(), each.c.value)
    frequent = tuple((str(value), count) for value, count in connection.execute(ordered.limit(most)))
    return Alike(int(total or 0), int(several or 0), frequent)


def shared_people(connection: Connection, most: int) -> dict[str, list[tuple[str, str]]]:
    """The names of people that stand in the plans of several accounts, with these accounts' names and the rows' ids there.

    At most so many names; of each account the first row.
    """
    joined = _PERSON.join(ACCOUNT, ACCOUNT.c.key == _PERSON.c.account_key)
    several = select(_PERSON.c.name).select_from(joined).where(PRESENT, _PERSON.c.name != VACANT).group_by(_PERSON.c.name)
    several = several.having(func.count(_PERSON.c.account_key.distinct()) > 1).order_by(_PERSON.c.name).limit(most)
    names = list(connection.execute(several).scalars())
    wanted = select(_PERSON.c.name, ACCOUNT.c.name, func.min(_PERSON.c.id)).select_from(joined)
    wanted = wanted.where(PRESENT, _PERSON.c.name.in_(names)).group_by(_PERSON.c.name, ACCOUNT.c.name)
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, account, row in connection.execute(wanted.order_by(_PERSON.c.name, ACCOUNT.c.name)):
        found[name].append((account, row))
    return dict(found)


def distinct_texts(connection: Connection, most: int) -> Iterator[tuple[str, int, str]]:
    """The distinct titles of pain points, then notes on people: each with how many accounts have it, and one's name.

    Of each kind at most so many, those of most accounts first.
    """
    for table, column in ((_PAIN, _PAIN.c.title), (_PERSON, _PERSON.c.notes)):
        joined = table.join(ACCOUNT, ACCOUNT.c.key == table.c.account_key)
        accounts = func.count(table.c.account_key.distinct())
        wanted = select(column, accounts, func.min(ACCOUNT.c.name)).select_from(joined).where(PRESENT, column.is_not(None))
        ordered = wanted.group_by(column).order_by(accounts.desc(), column).limit(most)
        yield from ((text, count, name) for text, count, name in connection.execute(ordered))
