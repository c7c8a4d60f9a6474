"""Accounts: found by any of their names, given aliases, merged without loss, marked as heroes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Contents, CustomersFile, FilledBy, PlanFile, WriteJson

from demodb.api.account import alias_account, list_accounts, mark_hero, merge_accounts
from demodb.api.import_ import import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.api.show import show_account
from demodb.errors import AliasError, UnknownAccountError
from demodb.model.names import SLUG_BYTES
from demodb.store.engine import Store

BOARD = [{"id": "a-1", "title": "Call back", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}]
OTHER = [{**BOARD[0], "title": "Write"}]
NEWS = {"customer_name": "Acme Ltd", "last_updated": "2026-11-24", "article_count": 0, "articles": []}


@pytest.fixture
def two(filled_by: FilledBy, customers_file: CustomersFile) -> Store:
    def fill(store: Store, folder: Path) -> None:
        customers_file(folder, "Kandy", [("Acme Ltd", 1000, 0), ("ACME, LTD.", 5, 5)])
        customers_file(folder, "STL", [("Acme Limited", 200, 50)])
        import_sources(store, [folder])

    return filled_by(fill)


@pytest.fixture
def plan(write_json: WriteJson, tmp_path: Path) -> PlanFile:
    def write(section: str, slug: str, document: Any) -> Path:
        return write_json(tmp_path / "plans" / section / f"{slug}.json", document)

    return write


@pytest.mark.parametrize("name", ["Acme Ltd", "  acme   LTD", "ACME, LTD.", "acme-ltd", "(Acme) Ltd"])
def test_an_account_is_found_by_name_spelling_and_slug(two: Store, name: str) -> None:
    assert show_account(two, name).slug == "acme-ltd"


def test_an_unknown_name_is_told_with_those_like_it(two: Store) -> None:
    with pytest.raises(UnknownAccountError, match="no account is known as 'Akme Ltd'") as caught:
        show_account(two, "Akme Ltd")
    assert "Acme Ltd" in caught.value.nearest
    assert caught.value.exit_code == 2


def test_a_name_like_no_other_is_told_where_to_look(two: Store) -> None:
    with pytest.raises(UnknownAccountError) as caught:
        show_account(two, "Quite different")
    assert (caught.value.nearest, caught.value.fix) == ((), "see `demodb account list`")


def test_the_list_tells_revenue_over_all_records_and_every_spelling(two: Store) -> None:
    lines = [(line.name, line.revenue, line.records, line.names) for line in list_accounts(two)]
    assert lines == [("Acme Limited", 250, 1, ("Acme Limited",)), ("Acme Ltd", 1010, 2, ("ACME, LTD.", "Acme Ltd"))]


def test_an_alias_makes_an_orphan_file_the_account_s(two: Store, plan: PlanFile) -> None:
    path = plan("actions", "old-acme", BOARD)
    assert [orphan.path for orphan in import_sources(two, [path]).orphans] == [str(path)]
    assert alias_account(two, "old-acme", "Acme Limited") == ("Acme Limited", None, True)
    assert import_sources(two, [path]).orphans == []
    assert show_account(two, "Acme Limited").sections["actions"].document == BOARD
    assert show_account(two, "old-acme").aliases == ["old-acme"]


def test_an_alias_given_twice_changes_nothing(two: Store, contents: Contents) -> None:
    alias_account(two, "Old Acme", "Acme Limited")
    before = contents(two)
    assert alias_account(two, "Old Acme", "acme limited") == ("Acme Limited", None, False)
    assert alias_account(two, "ACME LIMITED", "Acme Limited") == ("Acme Limited", None, False)
    assert contents(two) == before


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Acme Ltd", "'Acme Ltd' is an account of its own"),
        ("acme-ltd", "the file name 'acme-ltd' is already that of"),
        ("...", "'...' cannot be an alias: a customer name needs a letter or a digit"),
        ("N" * 300, f"cannot be an alias: its file name would be 300 bytes long, at most {SLUG_BYTES} are possible"),
    ],
)
def test_a_name_that_means_something_else_is_refused_as_an_alias(two: Store, contents: Contents, name: str, message: str) -> None:
    before = contents(two)
    with pytest.raises(AliasError) as caught:
        alias_account(two, name, "Acme Limited")
    assert message in caught.value.message
    assert contents(two) == before


def test_an_alias_of_nobody_is_refused(two: Store) -> None:
    with pytest.raises(UnknownAccountError, match="'Nobody at all'"):
        alias_account(two, "Old Acme", "Nobody at all")


def test_a_merge_moves_records_names_news_sections_and_the_hero_mark(
    two: Store, plan: PlanFile, write_json: WriteJson, tmp_path: Path
) -> None:
    alias_account(two, "Old Acme", "Acme Ltd")
    mark_hero(two, "Acme Ltd")
    import_sources(two, [plan("actions", "acme-ltd", BOARD), write_json(tmp_path / "news.json", NEWS)])
    assert merge_accounts(two, "Acme Ltd", "Acme Limited") == ("Acme Ltd", "Acme Limited", ["actions"], [])
    view = show_account(two, "Acme Limited")
    assert [record.name for record in view.records] == ["ACME, LTD.", "Acme Ltd", "Acme Limited"]
    assert (view.hero, view.news, view.sections["actions"].document) == (True, NEWS, BOARD)
    assert len(list_accounts(two)) == 1
    for name in ("Old Acme", "acme-ltd", "Acme Ltd", "ACME LTD"):
        assert show_account(two, name).name == view.name


def test_a_merge_holds_when_the_sources_are_imported_again(two: Store, tmp_path: Path, contents: Contents) -> None:
    merge_accounts(two, "Acme Ltd", "Acme Limited")
    before = contents(two)
    assert import_sources(two, [tmp_path / "in"]).accounts == 1
    assert contents(two) == before


def test_a_section_written_by_hand_outweighs_a_template(two: Store, plan: PlanFile) -> None:
    import_sources(two, [plan("actions", "acme-ltd", BOARD)])
    seed(two, SeedOptions(date(2026, 11, 24)))
    assert merge_accounts(two, "Acme Ltd", "Acme Limited")[2] == ["actions"]
    stored = show_account(two, "Acme Limited").sections
    assert (stored["actions"].document, stored["actions"].origin) == (BOARD, None)
    assert stored["strategy"].origin is not None


def test_two_sections_written_by_hand_are_not_merged_and_nothing_changes(two: Store, plan: PlanFile, contents: Contents) -> None:
    import_sources(two, [plan("actions", "acme-ltd", BOARD), plan("actions", "acme-limited", OTHER)])
    before = contents(two)
    with pytest.raises(AliasError, match=r"both 'Acme Ltd' and 'Acme Limited' have actions written by hand") as caught:
        merge_accounts(two, "Acme Ltd", "Acme Limited")
    assert caught.value.fix
    assert contents(two) == before


def test_equal_sections_written_by_hand_are_merged(two: Store, plan: PlanFile) -> None:
    import_sources(two, [plan("actions", "acme-ltd", BOARD), plan("actions", "acme-limited", BOARD)])
    assert merge_accounts(two, "Acme Ltd", "Acme Limited")[2] == []


def test_an_account_is_not_merged_with_itself(two: Store) -> None:
    with pytest.raises(AliasError, match="'Acme Ltd' and 'acme-ltd' are one account already"):
        merge_accounts(two, "Acme Ltd", "acme-ltd")


def test_a_hero_is_marked_and_unmarked_once(two: Store) -> None:
    assert mark_hero(two, "acme limited") == ("Acme Limited", True)
    assert mark_hero(two, "Acme Limited") == ("Acme Limited", False)
    assert [line.name for line in list_accounts(two) if line.hero] == ["Acme Limited"]
    assert mark_hero(two, "Acme Limited", hero=False) == ("Acme Limited", True)
    assert not any(line.hero for line in list_accounts(two))
