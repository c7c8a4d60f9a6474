"""What a person decides about names: aliases move and go, names stay apart, and merges of hand-written plans lose nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Contents, CustomersFile, WriteJson

from demodb.api.account import (
    alias_account,
    keep_apart,
    list_accounts,
    list_aliases,
    mark_hero,
    merge_accounts,
    remove_alias,
)
from demodb.api.export import export
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.show import show_account
from demodb.errors import AliasError
from demodb.store.edits import read_edits
from demodb.store.engine import Store
from demodb.store.schema import open_store

FOOBAR, FOO_BAR = "Foobar Ltd", "Foo-Bar Ltd"


def card(row_id: str, title: str) -> dict[str, Any]:
    return {"id": row_id, "title": title, "status": "todo", "priority": "high", "createdAt": "2026-11-01"}


def names(store: Store) -> dict[str, tuple[str, ...]]:
    return {line.name: line.names for line in list_accounts(store)}


def board(store: Store, account: str) -> list[tuple[str, str]]:
    document: Any = show_account(store, account).sections["actions"].document
    return [(row["id"], row["title"]) for row in document]


@pytest.fixture
def portfolio(store: Store, tmp_path: Path, customers_file: CustomersFile) -> Store:
    """Three accounts, one of them under two names with two file names, in two business units."""
    customers_file(tmp_path / "in", "STL", [(FOOBAR, 3, 0), (FOO_BAR, 2, 0), ("Tarnbeck", 1, 0), ("Vestholm AS", 1, 0)])
    customers_file(tmp_path / "in", "Kandy", [(FOO_BAR, 4, 0)])
    import_sources(store, [tmp_path / "in"])
    return store


def plan(write_json: WriteJson, folder: Path, slug: str, *rows: dict[str, Any]) -> Path:
    return write_json(folder / "plans" / "actions" / f"{slug}.json", list(rows))


# --- aliases -------------------------------------------------------------------------------------------------------------


def test_an_alias_of_another_account_moves_with_its_records_and_says_so(
    portfolio: Store, tmp_path: Path, customers_file: CustomersFile, contents: Contents
) -> None:
    alias_account(portfolio, "The Beck", "Tarnbeck")
    path = customers_file(tmp_path / "in", "NewNet", [("The Beck", 5, 0)])
    import_sources(portfolio, [path])
    assert names(portfolio)["Tarnbeck"] == ("Tarnbeck", "The Beck")
    assert alias_account(portfolio, "the beck", "Vestholm AS") == ("Vestholm AS", "Tarnbeck", True)
    assert (names(portfolio)["Tarnbeck"], names(portfolio)["Vestholm AS"]) == (("Tarnbeck",), ("The Beck", "Vestholm AS"))
    before = contents(portfolio)
    assert import_sources(portfolio, [tmp_path / "in"]).errors == []
    assert contents(portfolio) == before


def test_an_accounts_own_name_is_no_alias_and_the_merge_is_offered(portfolio: Store) -> None:
    with pytest.raises(AliasError, match="'Tarnbeck' is an account of its own") as caught:
        alias_account(portfolio, "TARNBECK", "Vestholm AS")
    assert caught.value.fix == "if the two are one: demodb account merge Tarnbeck 'Vestholm AS'"


def test_an_alias_does_not_move_away_from_another_one_with_its_file_name(portfolio: Store, contents: Contents) -> None:
    for name in ("The Beck", "the-beck"):
        alias_account(portfolio, name, "Tarnbeck")
    before = contents(portfolio)
    with pytest.raises(AliasError, match="'The Beck' and 'the-beck' would share the file name 'the-beck'"):
        alias_account(portfolio, "The Beck", "Vestholm AS")
    assert contents(portfolio) == before


def test_a_slug_that_no_name_has_becomes_an_alias_though_its_match_key_is_the_accounts(
    portfolio: Store, tmp_path: Path, write_json: WriteJson
) -> None:
    path = plan(write_json, tmp_path, "tarn-beck", card("a", "A"))
    assert len(import_sources(portfolio, [path]).orphans) == 1
    assert alias_account(portfolio, "tarn-beck", "Tarnbeck").changed
    assert import_sources(portfolio, [path]).orphans == []
    assert board(portfolio, "Tarnbeck") == [("a", "A")]
    assert not alias_account(portfolio, "tarn-beck", "Tarnbeck").changed


def test_aliases_are_listed_with_their_accounts(portfolio: Store) -> None:
    alias_account(portfolio, "The Beck", "Tarnbeck")
    merge_accounts(portfolio, "Vestholm AS", "Tarnbeck")
    assert list_aliases(portfolio) == [("The Beck", "Tarnbeck"), ("Vestholm AS", "Tarnbeck")]


def test_a_removed_alias_means_what_it_meant_before_and_its_records_are_an_account_of_their_own(
    portfolio: Store, tmp_path: Path, contents: Contents
) -> None:
    before = names(portfolio)
    merge_accounts(portfolio, "Vestholm AS", "Tarnbeck")
    assert remove_alias(portfolio, "vestholm as") == ("vestholm as", "Tarnbeck", ["Vestholm AS"])
    assert names(portfolio) == before
    assert list_aliases(portfolio) == []
    stored = contents(portfolio)
    assert import_sources(portfolio, [tmp_path / "in"], how=ImportBy(replace=True)).accounts == 3
    assert contents(portfolio) == stored


def test_what_is_no_alias_cannot_be_removed(portfolio: Store, contents: Contents) -> None:
    before = contents(portfolio)
    with pytest.raises(AliasError, match="'Tarnbeck' is no alias") as caught:
        remove_alias(portfolio, "Tarnbeck")
    assert caught.value.fix.endswith("demodb account alias --list")
    assert contents(portfolio) == before


# --- names kept apart ----------------------------------------------------------------------------------------------------


def test_names_that_the_match_key_joins_are_kept_apart_and_the_plan_stays(
    portfolio: Store, tmp_path: Path, write_json: WriteJson
) -> None:
    import_sources(portfolio, [plan(write_json, tmp_path, "foobar-ltd", card("a", "A"))])
    mark_hero(portfolio, FOOBAR)
    assert keep_apart(portfolio, FOOBAR, FOO_BAR) == (FOOBAR, FOO_BAR, [FOO_BAR])
    assert (names(portfolio)[FOOBAR], names(portfolio)[FOO_BAR]) == ((FOOBAR,), (FOO_BAR,))
    kept, other = show_account(portfolio, FOOBAR), show_account(portfolio, FOO_BAR)
    assert (list(kept.sections), kept.hero, len(kept.records)) == (["actions"], True, 1)
    assert (list(other.sections), other.hero, len(other.records)) == ([], False, 2)
    assert show_account(portfolio, "foo-bar-ltd").name == FOO_BAR
    assert show_account(portfolio, "FOOBAR LTD").name == FOOBAR


def test_the_choice_holds_in_later_imports(
    portfolio: Store, tmp_path: Path, customers_file: CustomersFile, contents: Contents
) -> None:
    keep_apart(portfolio, FOOBAR, FOO_BAR)
    before = contents(portfolio)
    report = import_sources(portfolio, [tmp_path / "in"], how=ImportBy(replace=True))
    assert (report.errors, report.suggestions, contents(portfolio)) == ([], [], before)
    import_sources(portfolio, [customers_file(tmp_path / "new", "NewNet", [(FOO_BAR, 9, 0), ("FOOBAR LTD", 1, 0)])])
    assert names(portfolio)[FOO_BAR] == (FOO_BAR,)
    assert [record.rr for record in show_account(portfolio, FOO_BAR).records] == [4, 9, 2]


def test_a_plan_file_of_a_name_that_is_kept_apart_is_read_again_for_its_own_account(
    portfolio: Store, tmp_path: Path, write_json: WriteJson
) -> None:
    path = plan(write_json, tmp_path, "foo-bar-ltd", card("a", "A"))
    import_sources(portfolio, [path])
    keep_apart(portfolio, FOOBAR, FOO_BAR)
    import_sources(portfolio, [path])
    assert board(portfolio, FOOBAR) == board(portfolio, FOO_BAR) == [("a", "A")]


def test_names_with_one_file_name_are_kept_apart_together_or_not_at_all(
    portfolio: Store, tmp_path: Path, customers_file: CustomersFile, contents: Contents
) -> None:
    import_sources(portfolio, [customers_file(tmp_path / "new", "NewNet", [("FOO-BAR LTD", 1, 0)])])
    before = contents(portfolio)
    with pytest.raises(AliasError, match="'Foo-Bar Ltd' and 'FOO-BAR LTD' would share the file name 'foo-bar-ltd'"):
        keep_apart(portfolio, FOOBAR, FOO_BAR)
    assert contents(portfolio) == before
    assert keep_apart(portfolio, FOOBAR, FOO_BAR, "FOO-BAR LTD").names == ["FOO-BAR LTD", FOO_BAR]
    assert names(portfolio)[FOOBAR] == (FOOBAR,)


def test_two_accounts_are_apart_already(portfolio: Store, contents: Contents) -> None:
    keep_apart(portfolio, FOOBAR, FOO_BAR)
    before = contents(portfolio)
    assert keep_apart(portfolio, FOOBAR, FOO_BAR) == (FOOBAR, FOO_BAR, [])
    assert keep_apart(portfolio, FOOBAR, "Tarnbeck") == (FOOBAR, "Tarnbeck", [])
    assert contents(portfolio) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("account", "name", "says"),
    [
        (FOOBAR, "foo-bar ltd", "no record is called 'foo-bar ltd' just so"),
        ("Tarnbeck", "Tarnbeck", "cannot be kept apart from itself"),
        ("TARNBECK", "Tarnbeck", "would be left without a record"),
    ],
)
def test_what_cannot_be_kept_apart_is_refused(portfolio: Store, contents: Contents, account: str, name: str, says: str) -> None:
    before = contents(portfolio)
    with pytest.raises(AliasError, match=says):
        keep_apart(portfolio, account, name)
    assert contents(portfolio) == before


def test_a_name_that_an_alias_joins_is_let_go_by_removing_the_alias(portfolio: Store) -> None:
    merge_accounts(portfolio, "Vestholm AS", "Tarnbeck")
    with pytest.raises(AliasError, match="'Vestholm AS' is an alias of 'Tarnbeck'") as caught:
        keep_apart(portfolio, "Tarnbeck", "Vestholm AS")
    assert caught.value.fix.endswith("demodb account alias --remove='Vestholm AS'")


@pytest.mark.parametrize("turned", [False, True])
def test_a_merge_takes_it_back(portfolio: Store, tmp_path: Path, contents: Contents, *, turned: bool) -> None:
    before, untouched = names(portfolio), contents(portfolio)
    keep_apart(portfolio, FOOBAR, FOO_BAR)
    merge_accounts(portfolio, *((FOOBAR, FOO_BAR) if turned else (FOO_BAR, FOOBAR)))
    assert sorted(names(portfolio).values()) == sorted(before.values())
    assert show_account(portfolio, FOOBAR).name == show_account(portfolio, FOO_BAR).name
    stored = contents(portfolio)
    assert turned or stored == untouched
    assert import_sources(portfolio, [tmp_path / "in"], how=ImportBy(replace=True)).accounts == 3
    assert contents(portfolio) == stored
    assert keep_apart(portfolio, FOOBAR, FOO_BAR).names == [FOO_BAR]
    assert len(names(portfolio)) == 4


def test_a_name_that_was_kept_apart_goes_with_its_account_into_a_third_one_and_takes_nobody_along(
    portfolio: Store, tmp_path: Path
) -> None:
    keep_apart(portfolio, FOOBAR, FOO_BAR)
    merge_accounts(portfolio, FOO_BAR, "Tarnbeck")
    import_sources(portfolio, [tmp_path / "in"], how=ImportBy(replace=True))
    assert names(portfolio)["Tarnbeck"] == (FOO_BAR, "Tarnbeck")
    assert names(portfolio)[FOOBAR] == (FOOBAR,)


@pytest.mark.parametrize("account", [FOO_BAR, "Tarnbeck"])
def test_names_kept_apart_travel_with_an_export(portfolio: Store, tmp_path: Path, account: str) -> None:
    keep_apart(portfolio, FOOBAR, FOO_BAR)
    if account != FOO_BAR:
        merge_accounts(portfolio, FOO_BAR, account)
    export(portfolio, tmp_path / "export")
    assert json.loads((tmp_path / "export" / "manifest.json").read_text())["apart"] == {FOO_BAR: account}
    with open_store(tmp_path / "other.db", create=True) as other:
        assert import_sources(other, [tmp_path / "export"]).errors == []
        assert names(other) == names(portfolio)
        assert keep_apart(other, FOOBAR, FOO_BAR).names == []
        assert import_sources(other, [tmp_path / "export"]).changes == 0


# --- merges of what people wrote -----------------------------------------------------------------------------------------


@pytest.fixture
def both(portfolio: Store, tmp_path: Path, write_json: WriteJson) -> Store:
    """Two accounts with hand-written boards: a row of their own each, an equal one, and one that differs."""
    rows = {"tarnbeck": ("t", "ours"), "vestholm-as": ("v", "theirs")}
    for slug, (own, title) in rows.items():
        import_sources(portfolio, [plan(write_json, tmp_path, slug, card(own, own), card("b", "same"), card("c", title))])
    return portfolio


def test_a_merge_of_boards_with_a_row_that_differs_is_refused_and_changes_nothing(both: Store, contents: Contents) -> None:
    before = contents(both)
    with pytest.raises(AliasError, match="say something else in actions/c") as caught:
        merge_accounts(both, "Vestholm AS", "Tarnbeck")
    for name in ("'Vestholm AS'", "Tarnbeck"):
        assert f"demodb account merge --keep={name} 'Vestholm AS' Tarnbeck" in caught.value.fix
    assert contents(both) == before


@pytest.mark.parametrize(("keep", "title"), [("vestholm-as", "theirs"), ("TARNBECK", "ours")])
def test_a_merge_keeps_every_row_of_both_and_the_log_the_one_that_gave_way(both: Store, keep: str, title: str) -> None:
    merged = merge_accounts(both, "Vestholm AS", "Tarnbeck", keep=keep)
    assert (merged.sections, merged.joined) == ([], ["actions"])
    assert board(both, "Tarnbeck") == [("t", "t"), ("b", "same"), ("c", title), ("v", "v")]
    with both.read() as connection:
        logged = [change for edit in read_edits(connection, "tarnbeck") if edit.side == "decision" for change in edit.changes]
    assert {(change.row, change.was) for change in logged if change.field == "title"} == {
        ("c", "ours" if title == "theirs" else "theirs")
    }


def test_files_of_both_say_nothing_new_after_a_merge_and_an_edit_of_one_is_an_edit_of_its_rows(
    both: Store, tmp_path: Path, write_json: WriteJson
) -> None:
    merge_accounts(both, "Vestholm AS", "Tarnbeck", keep="Tarnbeck")
    stands = board(both, "Tarnbeck")
    assert import_sources(both, [tmp_path / "plans"]).changes == 0
    assert board(both, "Tarnbeck") == stands
    plan(write_json, tmp_path, "vestholm-as", card("v", "edited"), card("b", "same"), card("c", "theirs"))
    import_sources(both, [tmp_path / "plans"])
    assert board(both, "Tarnbeck") == [(row_id, "edited" if row_id == "v" else title) for row_id, title in stands]


def test_only_one_of_the_two_can_be_kept(both: Store) -> None:
    with pytest.raises(AliasError, match=f"'{FOO_BAR}' is none of the two accounts"):
        merge_accounts(both, "Vestholm AS", "Tarnbeck", keep=FOOBAR)
