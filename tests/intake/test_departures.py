"""An account without records is departed: nobody sees it, its plan is kept, and it comes back with its list or by a rename."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import pytest
from fixture_types import Contents, CustomersFile, ListUnit, WriteJson
from listed_accounts import departed, present, respelled, write_to

from demodb.api.account import alias_account, merge_accounts
from demodb.api.export import export
from demodb.api.import_ import ImportBy, Rename, import_sources
from demodb.api.seed import SeedOptions, seed
from demodb.model.documents import SECTIONS
from demodb.store.accounts import account_keys, account_names, find_account, heroes
from demodb.store.engine import Store
from demodb.store.plans import read_sections
from demodb.store.portfolio import counts
from demodb.store.readiness import as_of_dates, complete_accounts, section_counts
from demodb.store.seeding import Scope, accounts_from_templates

# --- accounts that depart and come back ----------------------------------------------------------------------------------


def test_a_customer_that_leaves_the_list_departs_with_its_plan_and_comes_back_with_it(store: Store, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    seed(store, SeedOptions(date(2026, 11, 24)))
    write_to(store, "UPDATE stakeholder SET name = 'Ada' WHERE account_key = 'vestholm'")
    with store.read() as connection:
        before = {place: stored.document for place, stored in read_sections(connection, ["vestholm"]).items()}
    assert listed("STL", [("Nordvarde", 1, 1)]).departed == ["Vestholm"]
    assert (present(store), departed(store)) == (["Nordvarde"], ["Vestholm"])
    with store.read() as connection:
        assert find_account(connection, "Vestholm").key == "vestholm"
        assert account_names(connection) == ["Nordvarde"]
    report = listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    assert (report.returned, report.departed) == (["Vestholm"], [])
    assert (present(store), departed(store)) == (["Nordvarde", "Vestholm"], [])
    with store.read() as connection:
        assert {place: stored.document for place, stored in read_sections(connection, ["vestholm"]).items()} == before


def test_a_departed_account_is_not_seeded_and_no_hero_of_the_demo(store: Store, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    write_to(store, "UPDATE account SET hero = 1")
    listed("STL", [("Nordvarde", 1, 1)])
    assert seed(store, SeedOptions(date(2026, 11, 24))).accounts == 1
    with store.read() as connection:
        assert [hero.name for hero in heroes(connection)] == ["Nordvarde"]
        assert read_sections(connection, ["vestholm"]) == {}


def test_nothing_of_a_departed_account_is_exported_and_all_of_it_is_when_it_is_back(store: Store, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    alias_account(store, "Vest Holm", "Vestholm")
    seed(store, SeedOptions(date(2026, 11, 24)))
    export(store, Path("before"))
    listed("STL", [("Nordvarde", 1, 1)])
    export(store, Path("without"))
    assert exported("without")
    assert not [path for path in exported("without") if "vestholm" in path]
    assert "Vest" not in Path("without", "manifest.json").read_text("utf-8")
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    export(store, Path("after"))
    assert exported("after") == exported("before")


def exported(folder: str) -> dict[str, bytes]:
    paths = [path for path in Path(folder).rglob("*.json") if path.name != "manifest.json"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_nobody_counts_or_warms_a_departed_account(store: Store, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    seed(store, SeedOptions(date(2026, 11, 24)))
    listed("STL", [("Nordvarde", 1, 1)])
    with store.read() as connection:
        assert counts(connection) == (1, 1)
        assert complete_accounts(connection) == 1
        assert section_counts(connection) == {section: {"template": 1} for section in SECTIONS}
        assert as_of_dates(connection) == [("2026-11-24", 4)]
        assert account_keys(connection) == ["nordvarde"]
        assert [key for chunk in accounts_from_templates(connection, Scope(), 10) for key in chunk] == ["nordvarde"]


def test_a_departed_account_is_no_target_for_an_orphan(
    store: Store, tmp_path: Path, listed: ListUnit, write_json: WriteJson
) -> None:
    listed("STL", [("Vestholm Utilities", 100, 10)])
    listed("STL", [])
    report = import_sources(store, [write_json(tmp_path / "competitors" / "vestholm-utility.json", [])])
    assert [orphan.nearest for orphan in report.orphans] == [None]


def test_a_trial_run_tells_who_would_depart_and_keeps_them(
    store: Store, tmp_path: Path, listed: ListUnit, customers_file: CustomersFile, contents: Contents
) -> None:
    listed("STL", [("Vestholm", 100, 10)])
    before = contents(store)
    path = customers_file(tmp_path / "lists", "STL", [("Nordvarde", 1, 1)])
    report = import_sources(store, [path], how=ImportBy(dry_run=True))
    assert report.departed == ["Vestholm"]
    assert contents(store) == before


# --- what may be a rename ------------------------------------------------------------------------------------------------


def test_a_customer_whose_name_gains_a_suffix_does_not_count_twice_and_the_rename_is_offered(
    store: Store, listed: ListUnit
) -> None:
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    seed(store, SeedOptions(date(2026, 11, 24)))
    report = listed("STL", [("Vestholm's Ltd", 100, 10), ("Nordvarde", 1, 1)])
    assert (report.records, report.accounts, report.departed) == (2, 2, ["Vestholm"])
    assert [(rename.departed, rename.account) for rename in report.renames] == [("Vestholm", "Vestholm's Ltd")]


def test_the_offered_command_makes_the_two_one(store: Store, listed: ListUnit) -> None:
    listed("STL", [("Vestholm & Søn", 100, 10), ("Nordvarde", 1, 1)])
    seed(store, SeedOptions(date(2026, 11, 24)))
    report = listed("STL", [("Vestholm & Søn Ltd", 100, 10), ("Nordvarde", 1, 1)])
    assert report.renames == [
        Rename(
            "Vestholm & Søn",
            "Vestholm & Søn Ltd",
            "their names are alike",
            "demodb account merge 'Vestholm & Søn' 'Vestholm & Søn Ltd'",
        )
    ]
    *_, source, target = shlex.split(report.renames[0].fix)
    merge_accounts(store, source, target)
    assert (present(store), departed(store)) == (["Nordvarde", "Vestholm & Søn Ltd"], [])
    with store.read() as connection:
        assert len(read_sections(connection, [find_account(connection, "Vestholm & Søn").key])) == 4


def test_equal_subscriptions_tell_a_rename_too(store: Store, tmp_path: Path, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])
    path = tmp_path / "lists" / "customers_stl_all.json"
    report = import_sources(store, [respelled(path, '"Vestholm"', '"Halden Group"')])
    assert [(rename.departed, rename.account, rename.why) for rename in report.renames] == [
        ("Vestholm", "Halden Group", "they have the same subscriptions")
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("other_id", "offered"), [("comp-001", 0), ("comp-002", 1)])
def test_a_rename_is_offered_where_it_can_be_done_as_it_stands(
    store: Store, tmp_path: Path, listed: ListUnit, write_json: WriteJson, other_id: str, offered: int
) -> None:
    """Plans that were written by hand in both are joined row by row, but not two rows under one id."""
    listed("STL", [("Vestholm", 100, 10)])
    row = {"id": "comp-001", "name": "X", "type": "both", "description": "", "strengths": [], "weaknesses": []}
    row["lastUpdated"] = "2026-11-24"
    import_sources(store, [write_json(tmp_path / "competitors" / "vestholm.json", [row])])
    write_json(tmp_path / "competitors" / "vestholm-ltd.json", [row | {"id": other_id, "name": "Y"}])
    listed("STL", [("Vestholm Ltd", 100, 10)], "other")
    report = import_sources(store, [tmp_path / "competitors" / "vestholm-ltd.json"])
    assert report.errors == []
    report = listed("STL", [("Nordvarde", 1, 1)])
    assert (report.departed, len(report.renames)) == (["Vestholm"], offered)
    assert departed(store) == ["Vestholm"]
    for rename in report.renames:
        assert merge_accounts(store, rename.departed, rename.account).joined == ["competitors"]


def test_an_account_that_a_departed_one_absorbs_lets_it_be_present(store: Store, listed: ListUnit) -> None:
    listed("STL", [("Vestholm", 100, 10)])
    listed("STL", [("Vestholm Ltd", 100, 10)])
    merge_accounts(store, "Vestholm Ltd", "Vestholm")
    assert len(present(store)) == 1
    assert departed(store) == []
