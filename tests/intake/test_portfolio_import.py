"""Customer records into the store: what is one account, what differs, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest
from fixture_types import Contents, CustomersFile, NewDatabase, WriteJson

from demodb.api.import_ import DeclaredNames, Difference, ImportBy, ImportReport, JoinedNames, import_sources
from demodb.store.accounts import AccountLine, account_lines
from demodb.store.engine import Store
from demodb.store.portfolio import unit_records, units
from demodb.store.schema import open_store, store_url


def accounts(store: Store) -> list[AccountLine]:
    with store.read() as connection:
        return list(account_lines(connection))


def names(store: Store) -> list[str]:
    return [line.name for line in accounts(store)]


def tally(report: ImportReport, table: str) -> tuple[int, ...]:
    return tuple(report.tables[table].values())


def import_into(db: str, paths: Sequence[Path], declared: DeclaredNames | None = None) -> None:
    with open_store(db, create=True) as store:
        for path in paths:
            assert import_sources(store, [path], declared).errors == []


def test_spellings_with_one_match_key_are_one_account(store: Store, tmp_path: Path, customers_file: CustomersFile) -> None:
    customers_file(tmp_path, "STL", [("Vestholm A/S", 100, 10), ("Nordvarde AB", 5, 0)])
    customers_file(tmp_path, "Kandy", [("VESTHOLM  a/s", 200, 20), ("Vestholm AS", 1, 0)])
    report = import_sources(store, [tmp_path])
    assert report.errors == []
    assert (report.records, report.accounts) == (4, 2)
    assert report.merged == [JoinedNames("VESTHOLM  a/s", ("VESTHOLM  a/s", "Vestholm A/S", "Vestholm AS"))]
    by_name = {line.name: line for line in accounts(store)}
    assert by_name["VESTHOLM  a/s"].revenue == 331
    assert by_name["VESTHOLM  a/s"].records == 3


def test_names_that_differ_by_a_legal_form_are_suggested_and_not_merged(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    report = import_sources(
        store, [customers_file(tmp_path, "STL", [("Nordvarde AB", 1, 0), ("Nordvarde", 2, 0), ("Other", 3, 0)])]
    )
    assert report.accounts == 3
    assert [suggestion.accounts for suggestion in report.suggestions] == [("Nordvarde", "Nordvarde AB")]


@pytest.mark.slow
def test_the_order_of_imports_does_not_matter(
    new_database: NewDatabase, tmp_path: Path, customers_file: CustomersFile, contents: Contents, db: str
) -> None:
    files = [
        customers_file(tmp_path, "STL", [("Vestholm A/S", 100, 10), ("Nordvarde AB", 5, 0)]),
        customers_file(tmp_path, "Kandy", [("VESTHOLM  a/s", 200, 20), ("Tarnbeck", 0, 0)]),
        customers_file(tmp_path, "NewNet", [("Vestholm as", 1, 2), ("TARNBECK", 7, 7), ("Tarnbeck Utilities", 1, 1)]),
    ]
    declared = DeclaredNames({"Tarnbeck Utilities": "Tarnbeck"}, ("vestholm as",))
    backend = store_url(db).get_backend_name()
    made = []
    for order in permutations(files):
        path = new_database(backend)
        import_into(path, order, declared)
        with open_store(path) as store:
            made.append(contents(store))
    assert len(made[0]["account"]) == 3
    assert all(found["account"] == made[0]["account"] for found in made), [found["account"] for found in made]
    assert all(found == made[0] for found in made)


def test_an_account_bears_the_spelling_with_the_most_revenue_and_of_equal_ones_the_first(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    import_sources(store, [customers_file(tmp_path, "STL", [("Vestholm", 1, 1)])])
    report = import_sources(store, [customers_file(tmp_path, "Kandy", [("VESTHOLM", 0, 0)])])
    assert names(store) == ["Vestholm"]
    assert tally(report, "account") == (0, 0, 1, 0)
    import_sources(store, [customers_file(tmp_path, "Kandy", [("VESTHOLM", 0, 2)])])
    assert names(store) == ["VESTHOLM"]
    report = import_sources(store, [customers_file(tmp_path, "NewNet", [("vestholm", 1, 0), ("Vestholm", 1, 0)])])
    assert names(store) == ["Vestholm"]
    assert report.tables["account"]["changed"] == 1


def test_the_sample_is_a_hundred_and_forty_records_of_a_hundred_and_twenty_eight_accounts(store: Store, sample: Path) -> None:
    report = import_sources(store, [sample])
    assert (report.errors, report.orphans, report.warnings) == ([], [], [])
    assert (report.records, report.accounts, len(report.merged)) == (140, 128, 12)
    assert sum(line.hero for line in accounts(store)) == 5


def test_workbook_and_customer_files_of_one_portfolio_double_nothing(store: Store, sample: Path, contents: Contents) -> None:
    first = import_sources(store, [sample / "portfolio.xlsx"])
    assert (first.records, first.accounts) == (140, 128)
    before = contents(store)
    second = import_sources(store, [sample / "customers"])
    assert (second.records, second.accounts, second.differences) == (140, 128, [])
    assert tally(second, "customer_record") == (0, 0, 140, 0)
    after = contents(store)
    assert {table: after[table] for table in after if table != "business_unit"} == {
        table: before[table] for table in before if table != "business_unit"
    }


def test_importing_the_same_again_changes_nothing(store: Store, sample: Path, contents: Contents) -> None:
    import_sources(store, [sample])
    before = contents(store)
    report = import_sources(store, [sample])
    assert report.changes == 0, report.tables
    assert contents(store) == before


def test_a_later_import_wins_and_says_what_differed(store: Store, tmp_path: Path, customers_file: CustomersFile) -> None:
    import_sources(store, [customers_file(tmp_path, "STL", [("Vestholm", 100, 10), ("Same", 1, 1)])])
    path = customers_file(tmp_path / "later", "STL", [("Vestholm", 100, 20), ("Same", 1, 1)])
    report = import_sources(store, [path])
    assert report.differences == [Difference("STL", "Vestholm", "nrr", 10, 20, str(path))]
    assert tally(report, "customer_record") == (0, 1, 1, 0)
    with store.read() as connection:
        assert [(record.name, record.nrr) for record in unit_records(connection, "stl")] == [("Vestholm", 20), ("Same", 1)]


def test_what_another_file_does_not_name_stays(store: Store, tmp_path: Path, customers_file: CustomersFile) -> None:
    import_sources(store, [customers_file(tmp_path, "STL", [("Vestholm", 100, 10), ("Nordvarde", 1, 1)])])
    report = import_sources(store, [customers_file(tmp_path / "other", "STL", [("Nordvarde", 1, 1)])])
    assert (report.records, report.left) == (2, [])


def test_subscriptions_are_replaced_as_a_whole_with_the_record(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    path = customers_file(tmp_path, "STL", [("Vestholm", 100, 10)])
    import_sources(store, [path])
    value = json.loads(path.read_text("utf-8"))
    wanted = [{"sub_id": "S-1", "arr": None, "projected_arr": 0.5, "renewal_qtr": None, "will_renew": "TBD", "term": [1]}] * 2
    value["customers"][0]["subscriptions"] = wanted
    value["customers"][0]["tier"] = "gold"
    path.write_text(json.dumps(value), "utf-8")
    report = import_sources(store, [path])
    assert [difference.field for difference in report.differences] == ["subscriptions", "extra"]
    with store.read() as connection:
        (record,) = unit_records(connection, "stl")
    assert (list(record.subscriptions), record.extra) == (wanted, {"tier": "gold"})


def test_business_units_compare_without_regard_to_case(store: Store, tmp_path: Path, customers_file: CustomersFile) -> None:
    import_sources(store, [customers_file(tmp_path, "cloudsense", [("Vestholm", 1, 0)])])
    report = import_sources(store, [customers_file(tmp_path / "again", "CLOUDSENSE", [("Vestholm", 1, 0)])])
    assert (report.records, tally(report, "business_unit"), tally(report, "customer_record")) == (1, (0, 1, 0, 0), (0, 0, 1, 0))
    with store.read() as connection:
        assert [unit.name for unit in units(connection).values()] == ["CLOUDSENSE"]


def test_an_alias_makes_accounts_that_would_share_a_file_name_one(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    path = customers_file(tmp_path, "STL", [("Tarn/Beck", 1, 0), ("Tarn Beck", 2, 0)])
    report = import_sources(store, [path], DeclaredNames({"Tarn/Beck": "Tarn Beck"}))
    assert (report.errors, report.warnings) == ([], [])
    assert [(line.name, line.revenue, line.records) for line in accounts(store)] == [("Tarn Beck", 3, 2)]
    again = import_sources(store, [path])
    assert (again.errors, again.changes) == ([], 0)


def test_an_alias_makes_two_spellings_one_account_in_later_imports_too(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    first = customers_file(tmp_path, "STL", [("Tarnbeck Utilities Ltd", 1, 0)])
    import_sources(store, [first], DeclaredNames({"Tarnbeck": "Tarnbeck Utilities Ltd"}))
    import_sources(store, [customers_file(tmp_path, "Kandy", [("TARNBECK", 2, 0)])])
    assert [(line.names, line.revenue) for line in accounts(store)] == [(("TARNBECK", "Tarnbeck Utilities Ltd"), 3)]


def test_an_extract_is_not_counted_and_the_report_says_so(
    store: Store, tmp_path: Path, customers_file: CustomersFile, write_json: WriteJson
) -> None:
    path = customers_file(tmp_path, "STL", [("Vestholm", 1, 0)])
    value = json.loads(path.read_text("utf-8"))
    del value["bu_name"]
    extract = write_json(tmp_path / "customers_top80.json", value)
    report = import_sources(store, [tmp_path])
    assert report.records == 1
    assert [(path, "extract" in why) for path, why in report.passed_over] == [(str(extract), True)]


@pytest.mark.slow
def test_a_dry_run_writes_nothing_and_reports_the_same(store: Store, sample: Path, contents: Contents) -> None:
    before = contents(store)
    dry = import_sources(store, [sample], how=ImportBy(dry_run=True))
    assert contents(store) == before
    real = import_sources(store, [sample])
    assert dry.dry_run
    assert not real.dry_run
    dry.dry_run = False
    assert dry == real


def test_a_bad_file_is_left_out_whole_and_the_good_ones_come_in(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    good = customers_file(tmp_path, "STL", [("Vestholm", 1, 0)])
    bad = customers_file(tmp_path, "Kandy", [("Nordvarde", 1, 0), ("Tarnbeck", -1, 0)])
    broken = tmp_path / "customers_newnet_all.json"
    broken.write_text("{", "utf-8")
    report = import_sources(store, [good, bad, broken, tmp_path / "nowhere.json"])
    assert names(store) == ["Vestholm"]
    assert {problem.path for problem in report.errors} == {str(bad), str(broken), str(tmp_path / "nowhere.json")}
    assert tally(report, "customer_record") == (1, 0, 0, 3)


def test_more_records_than_are_handled_together_are_all_taken(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    path = customers_file(tmp_path, "STL", [(f"Customer {n:04}", n, 0) for n in range(1_101)])
    report = import_sources(store, [path])
    assert (report.records, report.accounts, tally(report, "customer_record")) == (1_101, 1_101, (1_101, 0, 0, 0))
    assert import_sources(store, [path]).changes == 0
