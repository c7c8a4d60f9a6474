"""Names of accounts: by which an account is found, what an alias may be, and what a merge moves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixture_types import Contents, CustomersFile, FilledBy

from demodb.api.account import alias_account, list_accounts, mark_hero, merge_accounts
from demodb.api.import_ import DeclaredNames, import_sources
from demodb.api.show import show_account
from demodb.errors import AliasError, UnknownAccountError
from demodb.model.origin import TemplateOrigin
from demodb.store.accounts import find_account
from demodb.store.engine import Store
from demodb.store.news import replace_news
from demodb.store.plans import NewSection, insert_sections

ORIGIN = TemplateOrigin("telecom", "0001", "0", "2026-11-24")
NEWS: dict[str, Any] = {"customer_name": "Tarnbeck", "last_updated": "", "articles": []}


def card(own: str) -> dict[str, Any]:
    return {"id": own, "title": "Call", "status": "todo", "priority": "high", "createdAt": "2026-11-01"}


@pytest.fixture
def portfolio(filled_by: FilledBy, customers_file: CustomersFile) -> Store:
    """Three accounts; the first has two spellings."""

    def fill(store: Store, folder: Path) -> None:
        listed = [("AT&T Services, Inc.", 3, 0), ("Tarnbeck", 2, 0), ("Tarnbeck Ltd", 1, 0)]
        import_sources(store, [customers_file(folder, "STL", listed)])
        import_sources(store, [customers_file(folder, "Kandy", [("AT&T SERVICES INC", 4, 0)])])

    return filled_by(fill)


def put(store: Store, *sections: NewSection) -> None:
    with store.write() as connection:
        insert_sections(connection, sections)


def found(store: Store, name: str) -> str:
    with store.read() as connection:
        return str(find_account(connection, name).name)


@pytest.mark.parametrize(
    "name",
    ["AT&T SERVICES INC", "AT&T Services, Inc.", "atandt  SERVICES inc", "atandt-services-inc", "ATT", "att", "a.t.t"],
)
def test_an_account_is_found_by_spelling_match_key_slug_and_alias(portfolio: Store, name: str) -> None:
    alias_account(portfolio, "ATT", "AT&T SERVICES INC")
    assert found(portfolio, name) == "AT&T SERVICES INC"


@pytest.mark.parametrize(
    ("name", "near"), [("Tarnbek", ("Tarnbeck", "Tarnbeck Ltd")), ("ATT Services", ("AT&T SERVICES INC",)), ("zzz", ()), ("", ())]
)
def test_an_unknown_name_gives_the_names_most_like_it(portfolio: Store, name: str, near: tuple[str, ...]) -> None:
    with pytest.raises(UnknownAccountError) as caught:
        found(portfolio, name)
    assert caught.value.nearest == near
    assert ("did you mean" in caught.value.fix) == bool(near)


def test_an_alias_is_new_once(portfolio: Store) -> None:
    assert alias_account(portfolio, "The Beck", "tarnbeck") == ("Tarnbeck", None, True)
    assert alias_account(portfolio, "The Beck", "Tarnbeck") == ("Tarnbeck", None, False)
    assert alias_account(portfolio, "the-beck", "Tarnbeck") == ("Tarnbeck", None, True)
    assert show_account(portfolio, "the beck").aliases == ["The Beck", "the-beck"]


@pytest.mark.parametrize(
    ("name", "account", "says"),
    [
        ("Tarnbeck Ltd", "Tarnbeck", "is an account of its own"),
        ("tarnbeck-ltd", "Tarnbeck", "is already that of 'Tarnbeck Ltd'"),
        ("...", "Tarnbeck", "needs a letter or a digit"),
        ("x" * 300, "Tarnbeck", "300 bytes long"),
    ],
)
def test_an_alias_never_makes_one_name_mean_two_accounts(
    portfolio: Store, contents: Contents, name: str, account: str, says: str
) -> None:
    before = contents(portfolio)
    with pytest.raises(AliasError, match=says):
        alias_account(portfolio, name, account)
    assert contents(portfolio) == before


@pytest.mark.slow
def test_a_merge_moves_all_that_belongs_to_the_account(portfolio: Store) -> None:
    alias_account(portfolio, "The Beck", "Tarnbeck Ltd")
    mark_hero(portfolio, "Tarnbeck Ltd")
    put(portfolio, NewSection("tarnbeck ltd", "actions", []), NewSection("tarnbeck ltd", "competitors", [], ORIGIN))
    with portfolio.write() as connection:
        replace_news(connection, {"tarnbeck ltd": NEWS})
    assert merge_accounts(portfolio, "The Beck", "Tarnbeck") == ("Tarnbeck Ltd", "Tarnbeck", ["actions", "competitors"], [])
    kept = show_account(portfolio, "Tarnbeck Ltd")
    assert (kept.name, kept.hero, sorted(kept.aliases)) == ("Tarnbeck", True, ["Tarnbeck Ltd", "The Beck"])
    assert [record.name for record in kept.records] == ["Tarnbeck", "Tarnbeck Ltd"]
    assert {name: stored.origin for name, stored in kept.sections.items()} == {"actions": None, "competitors": ORIGIN}
    assert kept.news == NEWS | {"article_count": 0}
    assert found(portfolio, "tarnbeck-ltd") == "Tarnbeck"
    assert [line.name for line in list_accounts(portfolio)] == ["AT&T SERVICES INC", "Tarnbeck"]


def test_a_merge_is_not_undone_by_the_next_import(portfolio: Store, tmp_path: Path, contents: Contents) -> None:
    merge_accounts(portfolio, "Tarnbeck Ltd", "Tarnbeck")
    before = contents(portfolio)
    report = import_sources(portfolio, [tmp_path])
    assert (report.errors, report.changes, report.accounts) == ([], 0, 2)
    assert contents(portfolio) == before


def test_an_account_keeps_its_name_in_a_merge(portfolio: Store) -> None:
    merge_accounts(portfolio, "Tarnbeck", "Tarnbeck Ltd")
    (line,) = [line for line in list_accounts(portfolio) if "Tarnbeck" in line.names]
    assert (line.name, line.slug, line.names) == ("Tarnbeck Ltd", "tarnbeck-ltd", ("Tarnbeck", "Tarnbeck Ltd"))


def test_a_merge_keeps_what_was_written_by_hand(portfolio: Store) -> None:
    put(
        portfolio,
        NewSection("tarnbeck ltd", "actions", [card("by hand")]),
        NewSection("tarnbeck", "actions", [card("template")], ORIGIN),
        NewSection("tarnbeck ltd", "competitors", [], ORIGIN),
        NewSection("tarnbeck", "competitors", []),
        NewSection("tarnbeck ltd", "stakeholders", [], ORIGIN, base="[1]"),
        NewSection("tarnbeck", "stakeholders", [], ORIGIN),
    )
    assert merge_accounts(portfolio, "Tarnbeck Ltd", "Tarnbeck")[2] == ["actions", "stakeholders"]
    kept = show_account(portfolio, "Tarnbeck").sections
    assert kept["actions"].document == [card("by hand")]
    assert (kept["competitors"].origin, kept["actions"].origin) == (None, None)
    assert kept["stakeholders"].edited


def test_a_merge_of_two_sections_written_by_hand_is_refused_whole(portfolio: Store, contents: Contents) -> None:
    put(portfolio, *(NewSection(key, "actions", [{**card("a-1"), "title": key}]) for key in ("tarnbeck ltd", "tarnbeck")))
    before = contents(portfolio)
    with pytest.raises(AliasError, match="'Tarnbeck Ltd' and 'Tarnbeck' have actions written by hand"):
        merge_accounts(portfolio, "Tarnbeck Ltd", "Tarnbeck")
    assert contents(portfolio) == before


def test_a_merge_with_itself_or_with_nobody_is_refused(portfolio: Store, contents: Contents) -> None:
    before = contents(portfolio)
    with pytest.raises(AliasError, match="are one account already"):
        merge_accounts(portfolio, "Tarnbeck", "TARNBECK")
    with pytest.raises(UnknownAccountError):
        merge_accounts(portfolio, "Tarnbeck", "Nobody")
    assert contents(portfolio) == before


def test_the_targets_news_stay_in_a_merge(portfolio: Store) -> None:
    with portfolio.write() as connection:
        replace_news(connection, {key: NEWS | {"last_updated": key} for key in ("tarnbeck ltd", "tarnbeck")})
    merge_accounts(portfolio, "Tarnbeck Ltd", "Tarnbeck")
    assert (show_account(portfolio, "Tarnbeck").news or {})["last_updated"] == "tarnbeck"


def test_an_account_with_an_alias_like_its_own_slug_can_be_merged(portfolio: Store, tmp_path: Path) -> None:
    import_sources(portfolio, [tmp_path], DeclaredNames({"tarnbeck-ltd": "Tarnbeck Ltd"}))
    merge_accounts(portfolio, "Tarnbeck Ltd", "Tarnbeck")
    assert found(portfolio, "tarnbeck-ltd") == found(portfolio, "Tarnbeck Ltd") == "Tarnbeck"


def test_a_declared_alias_that_is_an_account_is_a_warning_and_the_import_goes_on(portfolio: Store, tmp_path: Path) -> None:
    report = import_sources(portfolio, [tmp_path], DeclaredNames({"Tarnbeck Ltd": "Tarnbeck"}))
    assert (report.errors, report.changes) == ([], 0)
    (warning,) = report.warnings
    assert "is an account of its own" in warning
    records = {line.name: line.records for line in list_accounts(portfolio)}
    assert (records["Tarnbeck"], records["Tarnbeck Ltd"]) == (1, 1)


def test_the_warning_of_a_declared_alias_gives_the_command_that_an_alias_by_hand_gives(portfolio: Store, tmp_path: Path) -> None:
    declared = {"Tarnbeck Ltd": "Tarnbeck", "tarnbeck-ltd": "Tarnbeck"}
    warnings = import_sources(portfolio, [tmp_path], DeclaredNames(declared)).warnings
    for name, warning in zip(declared, warnings, strict=True):
        with pytest.raises(AliasError) as caught:
            alias_account(portfolio, name, "Tarnbeck")
        assert warning == f"alias {name!r} is left out: {caught.value.message}; {caught.value.fix}"


def test_a_declared_alias_takes_none_from_another_account_however_it_is_spelled(
    portfolio: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    alias_account(portfolio, "The Beck", "Tarnbeck")
    path = customers_file(tmp_path / "new", "NewNet", [("THE BECK", 1, 0)])
    report = import_sources(portfolio, [path], DeclaredNames({"the  beck:": "Tarnbeck Ltd"}))
    (warning,) = report.warnings
    assert "demodb account alias 'the  beck:' 'Tarnbeck Ltd'" in warning
    records = {line.name: line.records for line in list_accounts(portfolio)}
    assert (records["Tarnbeck"], records["Tarnbeck Ltd"]) == (2, 1)


@pytest.mark.parametrize("turned", [False, True])
def test_an_alias_may_name_its_account_by_slug_spelling_or_another_alias(
    portfolio: Store, tmp_path: Path, customers_file: CustomersFile, *, turned: bool
) -> None:
    path = customers_file(tmp_path / "new", "NewNet", [("The Beck", 1, 0), ("Beck Media", 1, 0), ("T&T", 1, 0)])
    declared = [("The Beck", "tarnbeck-ltd"), ("Beck Media", "The Beck"), ("T&T", "at&t services, inc.")]
    names = DeclaredNames(dict(reversed(declared) if turned else declared))
    report = import_sources(portfolio, [path], names)
    assert (report.errors, report.warnings, report.accounts) == ([], [], 3)
    assert len({found(portfolio, name) for name in ("Beck Media", "The Beck", "Tarnbeck Ltd")}) == 1
    assert found(portfolio, "T&T") == "AT&T SERVICES INC"


def test_a_hero_is_marked_once_by_any_of_its_names_and_an_unknown_one_is_a_warning(portfolio: Store, tmp_path: Path) -> None:
    names = DeclaredNames(heroes=("atandt-services-inc", "TARNBECK", "Tarnbek"))
    report = import_sources(portfolio, [tmp_path / "nothing.json"], names)
    assert [line.name for line in list_accounts(portfolio) if line.hero] == ["AT&T SERVICES INC", "Tarnbeck"]
    (warning,) = report.warnings
    assert "did you mean 'Tarnbeck'" in warning
    assert mark_hero(portfolio, "Tarnbeck") == ("Tarnbeck", False)
    assert mark_hero(portfolio, "Tarnbeck", hero=False) == ("Tarnbeck", True)
    assert [line.name for line in list_accounts(portfolio) if line.hero] == ["AT&T SERVICES INC"]
