"""The workbook from which the app reads its accounts: the same records come back from it, new or in a book that is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from books import Record, read
from effort import examples
from export_steps import bytes_below, how
from fixture_types import Contents
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from demodb.api.export import Asked, export
from demodb.api.import_ import import_sources
from demodb.api.keeping import Keeping
from demodb.api.reset import reset
from demodb.api.snapshot import save
from demodb.export.book import book_of
from demodb.export.budget import Budget
from demodb.store.engine import Store
from demodb.store.portfolio import StoredRecord

ASKED = Asked(workbook="budget.xlsx")


def subscription(sub_id: Any = None, arr: float | None = None, **more: Any) -> dict[str, Any]:
    return {"sub_id": sub_id, "arr": arr, "projected_arr": None, "renewal_qtr": None, "will_renew": None, **more}


def record(name: str, rr: float = 0, nrr: float = 0, *subscriptions: dict[str, Any], **extra: Any) -> StoredRecord:
    return StoredRecord("kandy", name, name, name, rr, nrr, subscriptions, extra, quarters=(0, 0, 0, nrr))


def budget(*records: StoredRecord, unit: str = "Kandy") -> Budget:
    made = Budget()
    made.add(unit, records, [unit])
    return made


def said(*records: StoredRecord) -> list[Record]:
    return sorted(("Kandy", one.name, one.rr, one.nrr, one.quarters, one.subscriptions) for one in records)


@pytest.mark.slow
def test_an_import_of_the_sample_s_workbook_gives_the_records_of_the_original(
    seeded_sample: Store, sample: Path, tmp_path: Path
) -> None:
    report = export(seeded_sample, tmp_path / "export", how(asked=ASKED))
    ours, original = read(tmp_path / "export" / "budget.xlsx"), read(sample / "portfolio.xlsx")
    assert [one[1:] for one in ours] == [one[1:] for one in original]
    assert len(ours) == 140
    assert report.told == []
    second = export(seeded_sample, tmp_path / "export", how(asked=ASKED))
    assert (second.written, second.unchanged, second.kept) == (0, report.written, [])


def test_an_import_of_the_workbook_into_its_own_store_changes_nothing(three: Store, contents: Contents, tmp_path: Path) -> None:
    export(three, tmp_path / "export", how(asked=ASKED))
    before = contents(three)
    assert import_sources(three, [tmp_path / "export"]).changes == 0
    assert contents(three) == before


def test_a_workbook_that_is_asked_for_no_more_goes_and_one_of_somebody_else_is_left_alone(three: Store, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    export(three, folder, how(asked=ASKED))
    assert export(three, folder, how()).removed == 1
    (folder / "budget.xlsx").write_bytes(b"mine")
    assert export(three, folder, how(asked=ASKED)).kept == [str(folder / "budget.xlsx")]


def test_the_sheets_are_readable_by_people_and_in_the_app_s_places(tmp_path: Path) -> None:
    made = budget(
        record("=1+1", 1000.5, 0, subscription(15, 1000.5, renewal_qtr="Q1'27", will_renew="No", projected_arr=-5)),
        record("@Acme & <b>", 0, 20),
    )
    (tmp_path / "book.xlsx").write_bytes(book_of(made))
    book = load_workbook(tmp_path / "book.xlsx")
    recurring, others = book["RR Input"], book["NRR Input"]
    assert [recurring[f"{column}10"].value for column in "ABDGIJL"] == [
        *("Company", "Customer", "Sub ID", "ARR", "Renewal Quarter", "Will Renew", "Projected ARR")
    ]
    assert [recurring[f"{column}11"].value for column in "ABDGIJL"] == ["Kandy", "=1+1", 15, 1000.5, "Q1'27", "No", -5]
    assert [others[f"{column}5"].value for column in "BCIJKL"] == ["Customer", "Class", "Q1", "Q2", "Q3", "Q4"]
    assert [others[f"{column}6"].value for column in "BCL"] == ["@Acme & <b>", "Kandy", 20]
    assert (recurring["B11"].data_type, recurring["B11"].quotePrefix) == ("s", True)
    assert (recurring.freeze_panes, others.freeze_panes) == ("A11", "A6")
    assert (recurring.auto_filter.ref, others.auto_filter.ref) == ("A10:L11", "B5:L6")
    assert (recurring["G11"].number_format, others["L6"].number_format) == ("#,##0.00", "#,##0")


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (record("A", 5, 0, subscription(1, 4)), "its recurring revenue 5, as its subscriptions sum up to 4"),
        (record("A", 5), "its recurring revenue 5, as its subscriptions sum up to 0"),
        (record("A", 0, 0.125), "fractions of a cent"),
        (record("A", 0, 0, colour="red"), "further keys: colour"),
        (record("A", 0, 0, subscription(1, 0, note="x")), "further keys: note"),
        (record("A", 0, 0, subscription("15", 0)), "texts of a subscription with spaces"),
        (record("A", 0, 0, subscription(1, 0, will_renew=" Yes")), "texts of a subscription with spaces"),
        (record("A", -1, 0, subscription(1, -1)), "an ARR below 0"),
        (record("A <B> C"), "its name, as a cell"),
        (record("A_x0041_"), "its name, as a cell"),
    ],
)
def test_what_the_sheets_cannot_carry_is_told_by_its_record(one: StoredRecord, told: str) -> None:
    (line,) = budget(one).uncarried
    assert line.startswith(f"Kandy, {one.name}: ")
    assert told in line


def test_quarters_that_are_known_stand_in_their_places_and_else_the_year_in_the_last_one_which_is_told(tmp_path: Path) -> None:
    known = record("A", 0, 10.5)
    made = budget(*(known._replace(name=name, quarters=quarters) for name, quarters in QUARTERS.items()))
    (tmp_path / "book.xlsx").write_bytes(book_of(made))
    assert [one[4] for one in read(tmp_path / "book.xlsx")] == [(1, 2.5, 3, 4), (0, 0, 0, 10.5), (0, 0, 0, 10.5)]
    assert made.told == ["2 customers: the quarters of their non-recurring revenue are not known, so the year stands in Q4"]


QUARTERS: dict[str, tuple[float, ...] | None] = {"known": (1, 2.5, 3, 4), "not known": None, "of another sum": (1, 2, 3, 4)}


def test_a_unit_whose_name_holds_another_one_is_told_where_the_class_would_name_both() -> None:
    made = Budget()
    made.add("STL Media", [record("A", 0, 5), record("B", 5, 0, subscription(1, 5))], ["STL", "STL Media"])
    assert made.uncarried == ["STL Media, A: its business unit, as the class names more than one"]


NAME = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
NAMED = NAME.map(lambda name: f"N{name}".strip())
AMOUNT = st.integers(0, 10**11).map(lambda cents: cents / 100)
SUBSCRIPTION = st.builds(
    subscription,
    st.none() | st.integers(0, 2**60) | NAME,
    st.none() | AMOUNT,
    projected_arr=st.none() | AMOUNT,
    renewal_qtr=st.none() | NAME,
    will_renew=st.none() | st.sampled_from(["Yes", "=No", "-", "+1", "@x", " TBD "]),
)


@st.composite
def records(draw: st.DrawFn) -> list[StoredRecord]:
    made = []
    for name in draw(st.lists(NAMED, unique=True, max_size=4)):
        items = draw(st.lists(SUBSCRIPTION, max_size=3))
        rr = round(sum(item["arr"] or 0 for item in items), 2)
        made.append(record(name, rr, draw(AMOUNT), *items))
    return made


@pytest.mark.slow
@given(records())
@settings(max_examples=examples(40))
def test_what_is_not_told_comes_back_from_the_workbook_as_it_was(tmp_path_factory: Any, made: list[StoredRecord]) -> None:
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    told = budget(*made)
    path.write_bytes(book_of(told))
    lost = {line.removeprefix("Kandy, ").rpartition(": ")[0] for line in told.uncarried}
    back = [one for one in read(path) if one[1] not in lost]
    assert back == [one for one in said(*made) if one[1] not in lost]
    assert book_of(budget(*made)) == path.read_bytes()


def test_a_snapshot_keeps_the_workbook_of_an_export_and_no_other(three: Store, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    export(three, folder, how(asked=ASKED))
    (folder / "theirs.xlsx").write_bytes(b"theirs")
    before = bytes_below(folder)
    keeping = Keeping(tmp_path, folder)
    save(three, "now", keeping)
    (folder / "budget.xlsx").write_bytes(b"changed")
    (folder / "theirs.xlsx").write_bytes(b"changed")
    reset(tmp_path / "three.db", keeping, "now")
    assert bytes_below(folder) == before | {"theirs.xlsx": b"changed"}
