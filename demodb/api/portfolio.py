"""The portfolio as a page of rows: every account with the state of its sections, to be filtered, searched and sorted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from demodb.errors import StoreError
from demodb.model.names import unit_key
from demodb.store.comparing import compare_some, fresh_findings
from demodb.store.engine import Store
from demodb.store.kept import kept
from demodb.store.marks import is_due
from demodb.store.portfolio import units
from demodb.store.portfolio_page import (
    PortfolioQuery,
    PortfolioRow,
    SectionCell,
    Sort,
    page_of_keys,
    page_rows,
)
from demodb.store.states import SectionState, StateCounts, portfolio_figures

__all__ = [
    "PortfolioPage",
    "PortfolioQuery",
    "PortfolioRow",
    "SectionCell",
    "SectionState",
    "Sort",
    "portfolio_page",
    "unit_names",
]


@dataclass(frozen=True)
class PortfolioPage:
    """Some accounts in order; `next` and `previous` are the `after` of the pages beside this one, None where there is none.

    `counts` tells of the whole portfolio how many sections stand in each state, those of departed accounts left out;
    `accounts` how many accounts are present, `departed` how many are not.
    """

    rows: list[PortfolioRow]
    next: str | None
    previous: str | None
    accounts: int
    departed: int
    counts: StateCounts


EVERYTHING = PortfolioQuery()


def portfolio_page(store: Store, query: PortfolioQuery = EVERYTHING) -> PortfolioPage:
    """A page of the portfolio, by as many statements whatever its length.

    Sections that were touched are compared with their base first, and what is found is kept where the store can be written.
    """
    compare_touched(store)
    with store.read() as connection:
        fresh = kept(store, connection, fresh_findings)
        accounts, departed, counts = kept(store, connection, portfolio_figures)
        page = page_of_keys(connection, query, fresh, counts)
        return PortfolioPage(page_rows(connection, page.keys), page.next, page.previous, accounts, departed, counts)


def compare_touched(store: Store) -> None:
    """Compare the sections that were touched since the last time, and keep what is found.

    Where the store cannot be written now, nothing is kept: who reads compares for himself.
    """
    with suppress(StoreError):
        last: str | None = "" if store.look(is_due) else None
        while last is not None:
            last = store.run(partial(compare_some, after=last))


def unit_names(store: Store) -> list[str]:
    """The names of all business units, in order."""
    with store.read() as connection:
        return sorted((unit.name for unit in units(connection).values()), key=unit_key)
