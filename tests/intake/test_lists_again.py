"""Lists that are read again: what the store says as they do is left, and whatever differs is found."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixture_types import NewDatabase, WriteJson
from statements import statements_of

from demodb.api.import_ import ImportReport, import_sources
from demodb.store.engine import Store
from demodb.store.portfolio import StoredRecord, unit_records
from demodb.store.schema import open_store, store_url

_ITEM = {"sub_id": "S-1", "arr": 60, "projected_arr": None, "renewal_qtr": "Q1'27", "will_renew": None}
_MOVED: dict[str, Any] = {
    "customer_name": "Nordvarde AB",
    "rr": 100,
    "nrr": 10,
    "total": 110,
    "rank": 1,
    "pct_of_total": 1,
    "country": "SE",
    "tier": {"level": 2},
    "subscriptions": [_ITEM, {**_ITEM, "sub_id": 2, "arr": 40, "renewal_date": "2027-02-01"}],
}
_STAYS: dict[str, Any] = {**_MOVED, "customer_name": "Vestholm A/S", "subscriptions": [_ITEM]}

CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "what recurs": lambda customer: customer.update(rr=101, total=111),
    "what does not recur": lambda customer: customer.update(nrr=0, total=100),
    "the country": lambda customer: customer.update(country="Finland"),
    "an unknown key": lambda customer: customer["tier"].update(level=3),
    "an unknown key that goes": lambda customer: customer.pop("tier"),
    "a subscription less": lambda customer: customer["subscriptions"].pop(),
    "no subscription": lambda customer: customer["subscriptions"].clear(),
    "a subscription more": lambda customer: customer["subscriptions"].append({**_ITEM, "sub_id": None}),
    "the order of subscriptions": lambda customer: customer["subscriptions"].reverse(),
    "an amount that is not known": lambda customer: customer["subscriptions"][0].update(arr=None),
    "an amount that is known": lambda customer: customer["subscriptions"][0].update(projected_arr=61),
    "an id that is a number": lambda customer: customer["subscriptions"][1].update(sub_id="2"),
    "a renewal": lambda customer: customer["subscriptions"][1].update(renewal_date="2027-02-02"),
}


def _listed() -> dict[str, Any]:
    """A customer file of two customers, no two parts of which are one object."""
    listed = {"bu_name": "STL", "total_revenue": 220, "customer_count": 2, "customers": [_MOVED, _STAYS]}
    parted: dict[str, Any] = json.loads(json.dumps(listed))
    return parted


def _records(store: Store) -> list[StoredRecord]:
    with store.read() as connection:
        return unit_records(connection, "stl")


def _tally(report: ImportReport, table: str) -> tuple[int, ...]:
    return tuple(report.tables[table].values())


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_list_changes_is_found_and_nothing_else_is(
    change: str, store: Store, db: str, new_database: NewDatabase, tmp_path: Path, write_json: WriteJson
) -> None:
    path = write_json(tmp_path / "customers_stl_all.json", _listed())
    import_sources(store, [path])
    listed = _listed()
    CHANGES[change](listed["customers"][0])
    write_json(path, listed)
    report = import_sources(store, [path])
    assert _tally(report, "customer_record") == (0, 1, 1, 0)
    with open_store(new_database(store_url(db).get_backend_name()), create=True) as other:
        import_sources(other, [path])
        assert _records(store) == _records(other)


def test_a_list_that_says_less_leaves_what_it_does_not_say(store: Store, tmp_path: Path, write_json: WriteJson) -> None:
    import_sources(store, [write_json(tmp_path / "customers_stl_all.json", _listed())])
    before = _records(store)
    table = tmp_path / "accounts.csv"
    table.write_text("Account Name,Business Unit,Recurring\nNordvarde AB,STL,100\nVestholm A/S,STL,100\n")
    report = import_sources(store, [table])
    assert (_tally(report, "customer_record"), _tally(report, "subscription")) == ((0, 0, 2, 0), (0, 0, 3, 0))
    assert _records(store) == before
    assert report.differences == []


def test_a_first_list_is_written_in_one_statement_a_table_however_long_it_is(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    with path.open("w", newline="") as opened:
        rows = ([f"Customer {n}", "STL", f"SUB-{n}", n] for n in range(1_200))
        csv.writer(opened).writerows([["Account Name", "Business Unit", "Subscription ID", "ARR"], *rows])
    with statements_of(store) as seen:
        report = import_sources(store, [path])
    assert (report.records, report.accounts) == (1_200, 1_200)
    for table in ("account", "customer_record", "subscription", "listing"):
        assert len([statement for statement in seen if statement.startswith(f"INSERT INTO {table} ")]) == 1, table
    path.write_text(f"{path.read_text()}\n")
    with statements_of(store) as seen:
        report = import_sources(store, [path])
    assert _tally(report, "customer_record") == (0, 0, 1_200, 0)
    assert not [statement for statement in seen if statement.startswith("SELECT") and " subscription.sub_id" in statement]
