"""A page of the portfolio as JSON."""

from __future__ import annotations

from typing import Any

from demodb.api.portfolio import PortfolioPage, PortfolioRow


def portfolio_payload(page: PortfolioPage) -> dict[str, Any]:
    """The page as JSON; `next` and `previous` are the `after` of the pages beside it."""
    return {
        "accounts": [row_payload(row) for row in page.rows],
        "next": page.next,
        "previous": page.previous,
        "total": page.accounts,
        "departed": page.departed,
        "sections": page.counts,
    }


def row_payload(row: PortfolioRow) -> dict[str, Any]:
    """An account as a line of the portfolio."""
    return {
        "account": row.name,
        "slug": row.slug,
        "hero": row.hero,
        "departed": row.departed,
        "businessUnits": list(row.units),
        "revenue": row.revenue,
        "sections": {section: {"state": cell.state, "rows": cell.rows} for section, cell in row.sections.items()},
    }
