"""The portfolio as a page of rows: what each row says, filters, search, orders, pages back and forth; on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from fixture_types import CustomersFile, FilledBy, WriteJson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from statements import statements_of

from demodb.api.account import alias_account, mark_hero
from demodb.api.import_ import import_sources
from demodb.api.portfolio import PortfolioPage, PortfolioQuery, PortfolioRow, SectionState, Sort, portfolio_page
from demodb.api.seed import SeedOptions, Which, seed
from demodb.model.documents import SECTIONS
from demodb.store.engine import Store

ACCOUNTS = [("Acme Ltd", 1000, 0), ("Bright & Co", 300, 5), ("Çelik AŞ", 2000, 0), ("Dull 100%", 7, 0), ("Echo_Works", 7, 0)]
BOARD = [{"id": "a-1", "title": "Call back", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}]
CONFLICT = (
    "INSERT INTO conflict (account_key, section, list, row_id, field, base, mine, theirs, pack, revision) "
    "VALUES ('bright and co', 'strategy', 'painPoints', 'pp-001', 'title', '1', '\"mine\"', '\"theirs\"', 'telecom', '0002')"
)
NAMES = [name for name, *_ in ACCOUNTS]


def execute(store: Store, *statements: str) -> None:
    with store.write() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def portfolio(filled_by: FilledBy, customers_file: CustomersFile, write_json: WriteJson) -> Store:
    """Five accounts of two units, all but one seeded; one has an imported board, one edits, one a conflict."""

    def fill(store: Store, folder: Path) -> None:
        customers_file(folder / "in", "Kandy", ACCOUNTS)
        customers_file(folder / "in", "STL", [("ACME LTD", 500, 0), ("Dull 100%", 1, 0)])
        import_sources(store, [folder / "in"])
        import_sources(store, [write_json(folder / "plans" / "actions" / "acme-ltd.json", BOARD)])
        seed(store, SeedOptions(date(2026, 11, 24)), Which(NAMES[:4]))
        mark_hero(store, "Acme Ltd")
        execute(store, "UPDATE competitor SET name = 'x' WHERE account_key = 'çelik aş'", CONFLICT)

    return filled_by(fill)


def everything(store: Store, query: PortfolioQuery) -> list[PortfolioRow]:
    """All rows, page by page, and the same page by page back."""
    pages = [portfolio_page(store, query)]
    while pages[-1].next:
        pages.append(portfolio_page(store, replace(query, after=pages[-1].next)))
    assert pages[0].previous is None
    back = [portfolio_page(store, query)] if len(pages) == 1 else []
    at = pages[-1].previous
    while at:
        back.insert(0, portfolio_page(store, replace(query, after=at)))
        at = back[0].previous
    assert [page.rows for page in back] == [page.rows for page in (pages[:-1] or pages)]
    return [row for page in pages for row in page.rows]


def names(store: Store, query: PortfolioQuery) -> list[str]:
    return [row.name for row in everything(store, query)]


def states(page: PortfolioPage, name: str) -> dict[str, tuple[str, int]]:
    (row,) = [row for row in page.rows if row.name == name]
    return {section: (cell.state, cell.rows) for section, cell in row.sections.items()}


def test_a_row_says_who_it_is_what_it_is_worth_and_how_each_section_stands(portfolio: Store) -> None:
    page = portfolio_page(portfolio)
    assert [(row.name, row.slug, row.hero, row.units, row.revenue, row.departed) for row in page.rows] == [
        ("Acme Ltd", "acme-ltd", True, ("Kandy", "STL"), 1500.0, False),
        ("Bright & Co", "bright-and-co", False, ("Kandy",), 305.0, False),
        ("Dull 100%", "dull-100%", False, ("Kandy", "STL"), 8.0, False),
        ("Echo_Works", "echo_works", False, ("Kandy",), 7.0, False),
        ("Çelik AŞ", "çelik-aş", False, ("Kandy",), 2000.0, False),
    ]
    template = {"stakeholders": ("template", 3), "strategy": ("template", 4)}
    assert states(page, "Acme Ltd") == template | {"competitors": ("template", 2), "actions": ("imported", 1)}
    assert states(page, "Bright & Co")["strategy"] == ("conflict", 4)
    assert states(page, "Çelik AŞ")["competitors"][0] == "edited"
    assert states(page, "Dull 100%")["actions"] == ("template", 0)
    assert states(page, "Echo_Works") == dict.fromkeys(SECTIONS, ("missing", 0))


@pytest.mark.slow
def test_the_states_are_counted_over_the_whole_portfolio_without_departed_accounts(portfolio: Store) -> None:
    page = portfolio_page(portfolio, PortfolioQuery(limit=1))
    assert (page.accounts, page.departed) == (5, 0)
    assert page.counts == {
        "stakeholders": {"template": 4, "missing": 1},
        "strategy": {"template": 3, "conflict": 1, "missing": 1},
        "competitors": {"template": 3, "edited": 1, "missing": 1},
        "actions": {"imported": 1, "template": 3, "missing": 1},
    }
    execute(portfolio, "UPDATE account SET departed_at = 1 WHERE key IN ('çelik aş', 'echoworks')")
    page = portfolio_page(portfolio)
    assert (page.accounts, page.departed) == (3, 2)
    assert page.counts["competitors"] == {"template": 3}
    assert [row.departed for row in portfolio_page(portfolio, PortfolioQuery(departed=True)).rows] == [True, True]
    assert names(portfolio, PortfolioQuery(departed=True, state="edited")) == ["Çelik AŞ"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "found"),
    [
        (PortfolioQuery(search="ACME,"), ["Acme Ltd"]),
        (PortfolioQuery(search="çel"), ["Çelik AŞ"]),
        (PortfolioQuery(search="t & c"), ["Bright & Co"]),
        (PortfolioQuery(search="0%"), ["Dull 100%"]),
        (PortfolioQuery(search="%"), NAMES[:2] + NAMES[3:] + [NAMES[2]]),
        (PortfolioQuery(search="nobody"), []),
        (PortfolioQuery(search="brilliant"), ["Bright & Co"]),
        (PortfolioQuery(unit="stl"), ["Acme Ltd", "Dull 100%"]),
        (PortfolioQuery(unit="Nowhere"), []),
        (PortfolioQuery(heroes=True), ["Acme Ltd"]),
        (PortfolioQuery(state="imported"), ["Acme Ltd"]),
        (PortfolioQuery(state="imported", section="strategy"), []),
        (PortfolioQuery(state="edited"), ["Çelik AŞ"]),
        (PortfolioQuery(state="conflict", section="strategy"), ["Bright & Co"]),
        (PortfolioQuery(state="missing"), ["Echo_Works"]),
        (PortfolioQuery(state="template", section="strategy"), ["Acme Ltd", "Dull 100%", "Çelik AŞ"]),
        (PortfolioQuery(state="template", section="actions", unit="STL"), ["Dull 100%"]),
        (PortfolioQuery(sort="revenue"), ["Çelik AŞ", "Acme Ltd", "Bright & Co", "Dull 100%", "Echo_Works"]),
        (PortfolioQuery(sort="missing"), ["Echo_Works", "Acme Ltd", "Bright & Co", "Dull 100%", "Çelik AŞ"]),
    ],
    ids=str,
)
def test_filters_search_and_orders_find_what_they_mean(portfolio: Store, query: PortfolioQuery, found: list[str]) -> None:
    alias_account(portfolio, "Brilliant GmbH", "Bright & Co")
    assert names(portfolio, query) == found
    assert names(portfolio, replace(query, limit=2)) == found


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_pages_are_the_whole_in_pieces_forth_and_back(portfolio: Store, data: st.DataObject) -> None:
    query = PortfolioQuery(
        search=data.draw(st.sampled_from(["", "l", "d"])),
        state=data.draw(st.none() | st.sampled_from(get_args(SectionState))),
        section=data.draw(st.none() | st.sampled_from(SECTIONS)),
        sort=data.draw(st.sampled_from(get_args(Sort))),
    )
    whole = everything(portfolio, query)
    assert everything(portfolio, replace(query, limit=data.draw(st.integers(1, 3)))) == whole
    assert query.search or query.state or len(whole) == len(ACCOUNTS)
    if query.state:
        cells = [row.sections if query.section is None else {query.section: row.sections[query.section]} for row in whole]
        assert all(query.state in {cell.state for cell in some.values()} for some in cells)


ODD = [
    *("", "[", "null", "7", "[1]", '["name", "behind", 1, "a"]', '["name", "within", "z", "z"]', '["unit", "behind", "a", "a"]'),
    *('["name", "behind", "a\\u0000", "a"]', '["name", "behind", "z", "\\ud800"]', f'["revenue", "behind", {1 << 70}, "a"]'),
]


@pytest.mark.slow
@pytest.mark.parametrize("after", ODD)
def test_what_no_page_gave_out_means_the_beginning(portfolio: Store, after: str) -> None:
    for sort in ("name", "revenue"):
        query = PortfolioQuery(sort=sort)
        assert portfolio_page(portfolio, replace(query, after=after)) == portfolio_page(portfolio, query)


def test_a_page_is_told_by_as_many_statements_whatever_its_length(portfolio: Store) -> None:
    portfolio_page(portfolio)
    told = set()
    for limit in (1, 2, 5):
        with statements_of(portfolio) as statements:
            assert len(portfolio_page(portfolio, PortfolioQuery(limit=limit)).rows) == limit
        told.add(len([one for one in statements if one.startswith(("SELECT", "WITH"))]))
    assert len(told) == 1
    assert told.pop() <= 10


def test_what_was_touched_is_compared_once_and_a_page_that_cannot_keep_it_says_the_same(portfolio: Store) -> None:
    execute(portfolio, "UPDATE action_item SET title = 'x'", "UPDATE pain_point SET title = 'theirs' WHERE id = 'pp-001'")
    with portfolio.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM section_mark WHERE due = 1")).scalar_one() > 0
    queries = [
        PortfolioQuery(state="edited"),
        PortfolioQuery(state="conflict"),
        PortfolioQuery(state="template", section="strategy"),
    ]
    reading = portfolio.trial()
    unkept = [portfolio_page(reading, query) for query in queries]
    with portfolio.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM section_mark WHERE due = 1")).scalar_one() > 0
    assert [portfolio_page(portfolio, query) for query in queries] == unkept
    with portfolio.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM section_mark WHERE due = 1")).scalar_one() == 0
    assert unkept[0].counts["actions"] == {"edited": 1, "template": 3, "missing": 1}
