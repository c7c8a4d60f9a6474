"""The portfolio as a page of rows: every account with the state of its sections, to be filtered, searched and sorted."""

from __future__ import annotations

from dataclasses import dataclass, field

from demodb.model.documents import Section
from demodb.store.engine import Store
from demodb.store.portfolio import units
from demodb.store.portfolio_page import (
    PortfolioQuery,
    PortfolioRow,
    SectionCell,
    SectionState,
    Sort,
    page_of_keys,
    page_rows,
    state_counts,
)

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
    counts: dict[Section, dict[SectionState, int]] = field(default_factory=dict)


EVERYTHING = PortfolioQuery()


def portfolio_page(store: Store, query: PortfolioQuery = EVERYTHING) -> PortfolioPage:
    """A page of the portfolio, by as many statements whatever its length."""
    with store.read() as connection:
        page = page_of_keys(connection, query)
        accounts, departed, counts = state_counts(connection)
        return PortfolioPage(page_rows(connection, page.keys), page.next, page.previous, accounts, departed, counts)


def unit_names(store: Store) -> list[str]:
    """The names of all business units, in order."""
    with store.read() as connection:
        return sorted((unit.name for unit in units(connection).values()), key=str.casefold)
