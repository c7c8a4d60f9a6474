"""Customer files: one business unit's records, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixture_types import WriteJson
from workbooks import refused

from demodb.errors import Problem
from demodb.sources.customers import read_customers
from demodb.sources.records import RecordOrigin, Rejected

SUBSCRIPTION = {"sub_id": 1587517.0, "arr": 70, "projected_arr": 77.5, "renewal_qtr": "Q1'26", "will_renew": "No (SF)"}


def customer(name: Any = "Acme Ltd", **more: Any) -> dict[str, Any]:
    return {"customer_name": name, "rr": 70, "nrr": 30, "total": 100, "subscriptions": [SUBSCRIPTION]} | more


def unit_file(*customers: Any, **more: Any) -> dict[str, Any]:
    return {"bu_name": "Kandy", "total_revenue": 100, "customer_count": len(customers), "customers": list(customers)} | more


def subscription(**more: Any) -> dict[str, Any]:
    return unit_file(customer(subscriptions=[SUBSCRIPTION, SUBSCRIPTION | more]))


def without(value: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: item for name, item in value.items() if name != key}


def test_a_record_has_its_unit_name_amounts_subscriptions_and_origin(tmp_path: Path, write_json: WriteJson) -> None:
    path = write_json(tmp_path / "c.json", unit_file(customer("First"), customer(" Acme Ltd ", rank=2, pct_of_total=0.5)))

    found = read_customers(path)

    first, record = found.records
    assert (first.name, record.name) == ("First", "Acme Ltd")
    assert (record.business_unit, record.rr, record.nrr) == ("Kandy", 70, 30)
    assert record.subscriptions == (SUBSCRIPTION,)
    assert record.origin == RecordOrigin(str(path), "$.customers[1]")
    assert (record.extra, found.repairs, found.units) == ({}, (), {"Kandy": {}})


@pytest.mark.parametrize("sub_id", [1587517, "sandboxes", "AMC starting in Q4", None, "", 0.5])
def test_a_subscription_may_have_any_id_and_nothing_else_known(tmp_path: Path, write_json: WriteJson, sub_id: Any) -> None:
    bare = {"sub_id": sub_id, "arr": None, "projected_arr": None, "renewal_qtr": None, "will_renew": None}
    path = write_json(tmp_path / "c.json", unit_file(customer(subscriptions=[bare]), customer("B", subscriptions=[])))

    assert [record.subscriptions for record in read_customers(path).records] == [(bare,), ()]


def test_unknown_keys_are_kept_with_their_record_subscription_and_unit(tmp_path: Path, write_json: WriteJson) -> None:
    own = SUBSCRIPTION | {"seats": 5}
    path = write_json(tmp_path / "c.json", unit_file(customer(tier=None, subscriptions=[own]), region="EMEA"))

    found = read_customers(path)

    (record,) = found.records
    assert record.extra == {"tier": None}
    assert record.subscriptions == (own,)
    assert found.units == {"Kandy": {"region": "EMEA"}}


def test_a_business_unit_is_taken_as_typed(tmp_path: Path, write_json: WriteJson) -> None:
    found = read_customers(write_json(tmp_path / "c.json", unit_file(customer(), bu_name="Newnet ")))

    assert [record.business_unit for record in found.records] == ["Newnet"]
    assert list(found.units) == ["Newnet"]


def test_two_spellings_of_a_customer_are_two_records(tmp_path: Path, write_json: WriteJson) -> None:
    path = write_json(tmp_path / "c.json", unit_file(customer("ISSQUARED, INC."), customer("ISSQUARED, Inc.")))

    assert [record.name for record in read_customers(path).records] == ["ISSQUARED, INC.", "ISSQUARED, Inc."]


def test_derived_figures_that_do_not_agree_are_made_anew_and_said(tmp_path: Path, write_json: WriteJson) -> None:
    rows = [customer(), customer("B", total=7.25), customer("C", rr=0.1, nrr=0.2, total=0.3), customer("D", total=100.009)]
    path = write_json(tmp_path / "c.json", unit_file(*rows, customer_count=9))

    assert read_customers(path).repairs == (
        Problem(str(path), "$.customers[1].total", "was 7.25, taken as rr + nrr = 100"),
        Problem(str(path), "$.customer_count", "was 9, taken as 4"),
    )


FIRST = "$.customers[0]"
SECOND_SUBSCRIPTION = f"{FIRST}.subscriptions[1]"


@pytest.mark.parametrize(
    ("value", "place", "message"),
    [
        ([], "$", "expected an object, found a list"),
        (without(unit_file(), "bu_name"), "$.bu_name", "this key is missing"),
        (unit_file(bu_name=None), "$.bu_name", "expected a valid string, found null"),
        (without(unit_file(), "customers"), "$.customers", "this key is missing"),
        (unit_file(customers={}), "$.customers", "expected a valid list, found an object"),
        (unit_file(customer_count=-1), "$.customer_count", "expected greater than or equal to 0, found -1"),
        (unit_file(customer_count="1"), "$.customer_count", "expected a valid integer, found '1'"),
        (unit_file(total_revenue="100"), "$.total_revenue", "expected a valid number, found '100'"),
        (unit_file("Acme"), FIRST, "expected an object, found 'Acme'"),
        (unit_file(without(customer(), "customer_name")), f"{FIRST}.customer_name", "this key is missing"),
        (unit_file(without(customer(), "subscriptions")), f"{FIRST}.subscriptions", "this key is missing"),
        (unit_file(customer(rr=-1)), f"{FIRST}.rr", "expected greater than or equal to 0, found -1"),
        (unit_file(customer(rr="70")), f"{FIRST}.rr", "expected a valid number, found '70'"),
        (unit_file(customer(nrr=True)), f"{FIRST}.nrr", "expected a valid number, found True"),
        (unit_file(customer(nrr=None)), f"{FIRST}.nrr", "expected a valid number, found null"),
        (unit_file(customer(rank=1.5)), f"{FIRST}.rank", "expected a valid integer, found 1.5"),
        (unit_file(customer(pct_of_total=None)), f"{FIRST}.pct_of_total", "expected a valid number, found null"),
        (unit_file(customer(subscriptions=None)), f"{FIRST}.subscriptions", "expected a valid list, found null"),
        (subscription(arr="70"), f"{SECOND_SUBSCRIPTION}.arr", "expected a valid number, found '70'"),
        (subscription(projected_arr=False), f"{SECOND_SUBSCRIPTION}.projected_arr", "expected a valid number, found False"),
        (subscription(renewal_qtr=1), f"{SECOND_SUBSCRIPTION}.renewal_qtr", "expected a valid string, found 1"),
        (subscription(will_renew=True), f"{SECOND_SUBSCRIPTION}.will_renew", "expected a valid string, found True"),
        (unit_file(customer("")), f"{FIRST}.customer_name", "a customer name needs a letter or a digit, found ''"),
        (unit_file(customer(" .. ")), f"{FIRST}.customer_name", "a customer name needs a letter or a digit, found '..'"),
        (
            unit_file(customer("\u200b\u3164")),
            f"{FIRST}.customer_name",
            "a customer name needs a letter or a digit, found '\\u200b\\u3164'",
        ),
        (
            unit_file(customer("Acme"), customer(" Acme")),
            "$.customers[1].customer_name",
            "expected each customer once, found 'Acme' a second time",
        ),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_place(
    tmp_path: Path, write_json: WriteJson, value: Any, place: str, message: str
) -> None:
    assert refused(read_customers, write_json(tmp_path / "c.json", value)) == [(place, message)]


def test_a_subscription_id_of_the_wrong_type_is_one_fault(tmp_path: Path, write_json: WriteJson) -> None:
    found = refused(read_customers, write_json(tmp_path / "c.json", subscription(sub_id=[1])))

    assert found == [(f"{SECOND_SUBSCRIPTION}.sub_id", "expected a number, a text or null, found a list")]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "found ''"),
        ("  ", "found '  '"),
        ("..", "found '..'"),
        ("../Kandy", "found '../Kandy'"),
        ("Kan\ndy", "found 'Kan\\ndy'"),
    ],
)
def test_a_business_unit_that_cannot_name_a_file_is_refused(
    tmp_path: Path, write_json: WriteJson, name: str, message: str
) -> None:
    path = write_json(tmp_path / "c.json", unit_file(customer(), bu_name=name))

    expected = "a business unit's name needs a letter or a digit and must be one safe path component"
    assert refused(read_customers, path) == [("$.bu_name", f"{expected}, {message}")]


@pytest.mark.parametrize(("unit", "size"), [("u" * 240, 259), ("ß" * 119, 257)])
def test_a_business_unit_whose_file_name_would_be_too_long_is_refused(
    tmp_path: Path, write_json: WriteJson, unit: str, size: int
) -> None:
    [(place, message)] = refused(read_customers, write_json(tmp_path / "c.json", unit_file(customer(), bu_name=unit)))

    assert place == "$.bu_name"
    assert message.startswith(f"its file name would be {size} bytes long, at most 255 are possible, found ")


@pytest.mark.parametrize("name", ["A\tB", "US BANCORP \\DE\\", "n" * 300])
def test_a_name_that_no_file_can_have_is_read_as_typed(tmp_path: Path, write_json: WriteJson, name: str) -> None:
    found = read_customers(write_json(tmp_path / "c.json", unit_file(customer(name))))

    assert [record.name for record in found.records] == [name]


def test_a_fault_elsewhere_does_not_hide_what_is_wrong_with_the_names(tmp_path: Path, write_json: WriteJson) -> None:
    rows = [customer("!", rr=-1), customer(5), customer("A"), "A", customer("A")]

    assert refused(read_customers, write_json(tmp_path / "c.json", unit_file(*rows, bu_name="/"))) == [
        ("$.customers[0].rr", "expected greater than or equal to 0, found -1"),
        ("$.customers[1].customer_name", "expected a valid string, found 5"),
        ("$.customers[3]", "expected an object, found 'A'"),
        ("$.bu_name", "a business unit's name needs a letter or a digit and must be one safe path component, found '/'"),
        ("$.customers[0].customer_name", "a customer name needs a letter or a digit, found '!'"),
        ("$.customers[4].customer_name", "expected each customer once, found 'A' a second time"),
    ]


def test_all_faults_of_a_file_are_told_at_once_with_the_number_of_its_records(tmp_path: Path, write_json: WriteJson) -> None:
    path = write_json(tmp_path / "c.json", unit_file(customer(rr=-1), customer("B", nrr="x"), customer("C"), bu_name=5))

    with pytest.raises(Rejected) as caught:
        read_customers(path)

    assert [str(problem) for problem in caught.value.problems] == [
        f"{path}: $.bu_name: expected a valid string, found 5",
        f"{path}: $.customers[0].rr: expected greater than or equal to 0, found -1",
        f"{path}: $.customers[1].nrr: expected a valid number, found 'x'",
    ]
    assert caught.value.records == 3


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_bytes(b'{"bu_name": "Kandy", "customers": [}')

    assert refused(read_customers, path) == [("line 1 column 36", "is not JSON: Expecting value")]
