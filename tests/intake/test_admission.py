"""Which records of a list are taken and under which names: what is left out alone, why, and the line that takes it in."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from fixture_types import Contents, CustomersFile

from demodb.api.account import alias_account, list_accounts, merge_accounts
from demodb.api.import_ import DeclaredNames, import_sources
from demodb.store.engine import Store

BANCORP = "US BANCORP \\DE\\"


def named(store: Store) -> list[tuple[str, float]]:
    return [(line.name, line.revenue) for line in list_accounts(store)]


def line_of(fix: str) -> dict[str, str]:
    """The line to paste that a message holds, as TOML reads it."""
    return tomllib.loads(fix.partition("put ")[2].rpartition(" under ")[0])


@pytest.mark.parametrize(
    ("name", "why", "proposed"),
    [
        (BANCORP, "which is not one safe path component", "US BANCORP DE"),
        ("Acme\tLtd", "must not hold control characters", "Acme Ltd"),
        ("n" * 300, "its file name would be 300 bytes long, at most 250 are possible", "n" * 250),
        ("A\\" + "é" * 200, "which is not one safe path component", "A " + "é" * 124),
    ],
)
def test_a_name_that_no_file_can_have_leaves_out_its_record_with_a_line_to_paste(
    store: Store, tmp_path: Path, customers_file: CustomersFile, name: str, why: str, proposed: str
) -> None:
    path = customers_file(tmp_path, "STL", [("Good", 1, 0), (name, 2, 0)])
    report = import_sources(store, [path])
    (left,) = report.left_out
    assert (left.path, left.place, report.exit_code) == (str(path), "$.customers[1]", 4)
    assert why in left.why
    assert left.fix.endswith("under [names] in demodb.toml")
    assert line_of(left.fix) == {name: proposed}
    assert (report.errors, named(store)) == ([], [("Good", 1)])
    assert report.tables["customer_record"] == {"new": 1, "changed": 0, "same": 0, "rejected": 1}


def test_the_line_takes_the_record_in_though_its_file_is_as_it_was(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    path = customers_file(tmp_path, "STL", [("Good", 1, 0), (BANCORP, 2, 0)])
    first = import_sources(store, [path])
    again = import_sources(store, [path])
    assert again.left_out == first.left_out
    declared = DeclaredNames(names=line_of(first.left_out[0].fix))
    report = import_sources(store, [path], declared)
    assert (report.left_out, report.exit_code) == ([], 0)
    assert named(store) == [("Good", 1), ("US BANCORP DE", 2)]
    assert import_sources(store, [path], declared).unchanged == 1
    assert [left.customer for left in import_sources(store, [path]).left_out] == [BANCORP]


def test_two_customers_of_a_unit_are_not_called_the_same(store: Store, tmp_path: Path, customers_file: CustomersFile) -> None:
    path = customers_file(tmp_path, "STL", [("Bancorp", 1, 0), (BANCORP, 2, 0)])
    report = import_sources(store, [path], DeclaredNames(names={BANCORP: "Bancorp"}))
    (left,) = report.left_out
    assert (left.customer, "'Bancorp'" in left.why) == (BANCORP, True)
    assert named(store) == [("Bancorp", 1)]


@pytest.mark.parametrize("together", [True, False])
def test_names_that_would_share_a_file_name_are_suggested_as_one_and_all_other_records_are_taken(
    store: Store, tmp_path: Path, customers_file: CustomersFile, *, together: bool
) -> None:
    first, second = ("Toronto-Dominion Bank", 1, 0), ("TORONTO DOMINION BANK", 2, 0)
    if not together:
        import_sources(store, [customers_file(tmp_path, "Kandy", [first])])
    path = customers_file(tmp_path, "STL", [*([first] if together else []), second, ("Good", 1, 0)])
    report = import_sources(store, [path])
    (left,) = report.left_out
    assert (left.customer, left.why) == (
        "TORONTO DOMINION BANK",
        "its file name would be 'toronto-dominion-bank', and so is that of 'Toronto-Dominion Bank'",
    )
    assert left.fix == "if the two are one: demodb account alias 'TORONTO DOMINION BANK' 'Toronto-Dominion Bank'"
    assert (report.errors, report.exit_code) == ([], 4)
    assert named(store) == [("Good", 1), ("Toronto-Dominion Bank", 1)]
    alias_account(store, "TORONTO DOMINION BANK", "Toronto-Dominion Bank")
    report = import_sources(store, [path])
    assert (report.left_out, named(store)) == ([], [("Good", 1), ("Toronto-Dominion Bank", 3)])


def test_names_that_look_like_no_company_are_a_warning_with_the_setting_that_leaves_them_out(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    odd = ["Various", "New license sales", "OTHER", "Various: License increments"]
    rows = [*((name, 1.0, 0.0) for name in odd), ("Other World Computing", 1, 0)]
    path = customers_file(tmp_path, "STL", rows)
    (warning,) = import_sources(store, [path]).warnings
    assert warning.startswith("'Various', 'New license sales', 'OTHER' and 1 more look like no company: not_accounts = [")
    setting = tomllib.loads(warning.partition(": ")[2].partition(" in demodb.toml")[0])
    assert setting == {"not_accounts": odd}

    report = import_sources(store, [path], DeclaredNames(not_accounts=["various", *odd[1:]]))
    assert (report.not_accounts, report.warnings, report.exit_code) == (4, [], 0)
    assert named(store) == [("Other World Computing", 1)]
    assert sorted(report.departed) == sorted(odd)


def test_a_name_that_a_person_stands_by_is_no_warning(store: Store, tmp_path: Path, customers_file: CustomersFile) -> None:
    path = customers_file(tmp_path, "STL", [("Various", 1, 0)])
    report = import_sources(store, [path], DeclaredNames(names={"Various": "Various"}))
    assert (report.warnings, named(store)) == ([], [("Various", 1)])


def test_a_folder_s_own_settings_say_what_its_names_mean(store: Store, tmp_path: Path, customers_file: CustomersFile) -> None:
    customers_file(tmp_path, "STL", [(BANCORP, 2, 0), ("Other", 1, 0)])
    (tmp_path / "demodb.toml").write_text(
        'not_accounts = ["Other"]\n[names]\n"US BANCORP \\\\DE\\\\" = "US Bancorp"\n[units]\n"stl" = "Sterling"\n', "utf-8"
    )
    report = import_sources(store, [tmp_path])
    assert (report.left_out, report.not_accounts, named(store)) == ([], 1, [("US Bancorp", 2)])


def test_what_could_not_be_taken_lets_no_older_list_say_once_more_what_a_later_one_changed(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    older = customers_file(tmp_path / "older", "STL", [("Good", 1, 0), (BANCORP, 2, 0)])
    later = customers_file(tmp_path / "later", "STL", [("Good", 5, 0)])
    import_sources(store, [older])
    import_sources(store, [later])
    report = import_sources(store, [older, later])
    assert (len(report.left_out), report.differences, report.changes, named(store)) == (1, [], 0, [("Good", 5)])
    report = import_sources(store, [older, later], DeclaredNames(names={BANCORP: "Bancorp"}))
    assert named(store) == [("Bancorp", 2), ("Good", 5)]


NEAR = [
    ("Société Générale", "Societe Generale SA"),
    ("Telefónica UK Ltd.", "Telefonica UK Limited"),
    ("Deutsche Telecom", "Deutsche Telekom AG"),
    ("Acme s. r. o.", "Acme, spol. s r.o."),
    ("Cenderawasih Sdn. Bhd.", "Cenderawasih Berhad"),
    ("Põhjatuul OÜ", "Põhjatuul"),
    ("Nordkabel Aktiengesellschaft", "NORDKABEL AG"),
    ("Azul S.A.B. de C.V.", "Azul SA de CV"),
    ("Zelena d.o.o.", "Zelena"),
    ("Foyer sprl", "Foyer"),
    ("Norðurljós ehf.", "Nordurljos hf"),
    ("Baltija UAB", "Baltija"),
    ("Indus Pvt. Ltd.", "Indus Private Limited"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), NEAR)
def test_near_misses_are_two_accounts_with_the_suggestion_to_make_them_one(
    store: Store, tmp_path: Path, customers_file: CustomersFile, one: str, other: str
) -> None:
    report = import_sources(store, [customers_file(tmp_path, "STL", [(one, 1, 0), (other, 2, 0), ("Unlike", 1, 0)])])
    (suggestion,) = report.suggestions
    assert sorted(suggestion.accounts) == sorted((one, other))
    merge_accounts(store, one, other)
    assert (other, 3) in named(store)


def test_a_unit_with_other_spaces_is_no_unit_of_its_own_and_the_setting_is_suggested(
    store: Store, tmp_path: Path, customers_file: CustomersFile, contents: Contents
) -> None:
    customers_file(tmp_path, "CloudSense", [("Acme", 1, 0)])
    path = customers_file(tmp_path / "more", "Cloud Sense", [("Beta", 2, 0)])
    import_sources(store, [tmp_path / "customers_CloudSense_all.json", *tmp_path.glob("customers_*")])
    report = import_sources(store, [path])
    (warning,) = report.warnings
    assert "the business unit 'Cloud Sense' is taken as 'CloudSense'" in warning
    assert line_of(warning.partition(" under ")[0] + " under ") == {"Cloud Sense": "CloudSense"}
    assert [unit for unit, *_ in contents(store)["business_unit"]] == ["cloudsense"]

    report = import_sources(store, [path], DeclaredNames(units={"Cloud Sense": "CloudSense"}))
    assert (report.warnings, report.changes) == ([], 0)
    import_sources(store, [path], DeclaredNames(units={"Cloud Sense": "Cloud Sense"}))
    assert [unit for unit, *_ in contents(store)["business_unit"]] == ["cloud sense", "cloudsense"]
    assert {row[0] for row in contents(store)["customer_record"]} == {"cloud sense", "cloudsense"}


def test_the_settings_spell_a_unit_before_any_file(
    store: Store, tmp_path: Path, customers_file: CustomersFile, contents: Contents
) -> None:
    path = customers_file(tmp_path, "kandy", [("Acme", 1, 0)])
    import_sources(store, [path])
    import_sources(store, [path], DeclaredNames(units={"KANDY": "Kandy"}))
    assert [name for _, name, *_ in contents(store)["business_unit"]] == ["Kandy"]
