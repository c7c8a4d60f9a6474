"""The portfolio on the demo's page: accounts by sections, where each is from; filtered, searched, sorted, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.portfolio import PortfolioPage, PortfolioQuery, SectionState, Sort, portfolio_page, unit_names
from demodb.model.documents import SECTIONS
from demodb.model.suggested import suggested
from demodb.studio.desk import Desk, desk_of
from demodb.studio.pages import page

ROWS = 25
"""Accounts on a page."""

DEPARTED = "departed"
"""What the page offers beside the states of sections."""

STATES: tuple[SectionState, ...] = get_args(SectionState)
SORTS: dict[Sort, str] = {"name": "name", "revenue": "revenue", "unit": "business unit", "missing": "most missing"}


@dataclass(frozen=True)
class Portfolio:
    """A page of accounts, and what was asked for."""

    query: PortfolioQuery
    page: PortfolioPage

    def link(self, after: str | None = None) -> str:
        """The query of another page of the same; by itself that of its beginning."""
        return urlencode({name: value for name, value in _parameters(replace(self.query, after=after)).items() if value})

    @property
    def here(self) -> str:
        """The query of this page."""
        return self.link(self.query.after)


def _parameters(query: PortfolioQuery) -> dict[str, str | None]:
    return {
        "search": query.search,
        "unit": query.unit,
        "state": DEPARTED if query.departed else query.state,
        "section": query.section,
        "heroes": "on" if query.heroes else None,
        "sort": None if query.sort == "name" else query.sort,
        "after": query.after,
    }


def query_of(asked: Mapping[str, str]) -> PortfolioQuery:
    """What a form or a link asks for; what is not known is passed over."""
    state = asked.get("state", "")
    return PortfolioQuery(
        search=asked.get("search", "")[:200],
        unit=asked.get("unit") or None,
        heroes=bool(asked.get("heroes")),
        state=next((known for known in STATES if known == state), None),
        section=next((known for known in SECTIONS if known == asked.get("section")), None),
        departed=state == DEPARTED or bool(asked.get(DEPARTED)),
        sort=next((known for known in SORTS if known == asked.get("sort")), "name"),
        after=asked.get("after"),
        limit=ROWS,
    )


def values(request: Request, desk: Desk) -> dict[str, Any]:
    """What the part of the page needs."""
    query = query_of(request.query_params)
    found = Portfolio(query, portfolio_page(desk.store, query))
    return {"portfolio": found, "query": query, "page": found.page, "sections": SECTIONS, "hero_command": hero_command}


def form_values(desk: Desk) -> dict[str, Any]:
    """What the form above it offers."""
    return {"units": unit_names(desk.store), "states": (*STATES, DEPARTED), "sorts": SORTS}


def hero_command(name: str, *, hero: bool) -> str:
    """The command that makes an account a hero, or none any more."""
    return suggested("account hero" if hero else "account hero --off", name)


def part(request: Request) -> Response:
    """A page of accounts."""
    return page(request, "home/_accounts.html", values(request, desk_of(request)))


ROUTES = [Route("/accounts", part)]
