"""The sample portfolio: its workbook and its customer files tell the same."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from demodb.model.names import match_key, unit_key
from demodb.sources.customers import read_customers
from demodb.sources.recognise import recognise
from demodb.sources.records import CustomerRecord
from demodb.sources.walk import files_below
from demodb.sources.workbook import read_workbook


@pytest.fixture(scope="module")
def from_workbook(sample: Path) -> tuple[CustomerRecord, ...]:
    return tuple(read_workbook(sample / "portfolio.xlsx").records)


@pytest.fixture(scope="module")
def from_files(sample: Path) -> list[CustomerRecord]:
    found = [recognise(Path(file.path)) for file in files_below([sample / "customers"])]
    return [record for one in found if one.kind == "customers" for record in read_customers(one.path).records]


def test_the_workbook_and_the_customer_files_give_the_same_records(
    from_workbook: tuple[CustomerRecord, ...], from_files: list[CustomerRecord]
) -> None:
    def facts(record: CustomerRecord) -> tuple[object, ...]:
        return unit_key(record.business_unit), record.name, record.rr, record.nrr, record.subscriptions

    assert sorted(map(facts, from_workbook), key=repr) == sorted(map(facts, from_files), key=repr)


def test_the_sample_has_140_records_of_four_business_units(from_workbook: tuple[CustomerRecord, ...]) -> None:
    units = Counter(unit_key(record.business_unit) for record in from_workbook)

    assert units == {"cloudsense": 68, "kandy": 27, "stl": 21, "newnet": 24}
    assert units.total() == 140


def test_the_sample_has_12_doubles_which_leave_128_accounts(from_files: list[CustomerRecord]) -> None:
    spellings = Counter(match_key(record.name) for record in from_files)

    assert Counter(spellings.values()) == {1: 116, 2: 12}


def test_a_double_stands_once_in_each_list(from_workbook: tuple[CustomerRecord, ...]) -> None:
    spellings = Counter(match_key(record.name) for record in from_workbook)
    twice = [record for record in from_workbook if spellings[match_key(record.name)] == 2]

    assert sorted(bool(record.subscriptions) for record in twice) == [False] * 12 + [True] * 12


def test_every_file_of_the_sample_is_recognised_but_for_the_makers_own(sample: Path) -> None:
    kinds = Counter(
        recognise(Path(file.path)).kind for file in files_below([sample / "customers", sample / "account-plans", sample / "news"])
    )

    assert kinds == {"customers": 4, "extract": 1, "plan": 20, "news": 5}
    assert recognise(sample / "portfolio.xlsx").kind == "workbook"
