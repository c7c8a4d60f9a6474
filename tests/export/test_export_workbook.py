"""The workbook from which the app reads its accounts: the same records come back from it, new or in a book that is there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from effort import examples
from export_steps import bytes_below, how
from fixture_types import Contents
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table

from demodb.api.export import Asked, export
from demodb.api.import_ import import_sources
from demodb.api.keeping import Keeping
from demodb.api.reset import reset
from demodb.api.snapshot import save
from demodb.errors import DemodbError, InputError
from demodb.export.book import book_of
from demodb.export.budget import Budget
from demodb.sources.workbook import read_workbook
from demodb.store.engine import Store
from demodb.store.portfolio import StoredRecord

ASKED = Asked(workbook="budget.xlsx")

Record = tuple[str, str, float | None, float | None, Any]


def subscription(sub_id: Any = None, arr: float | None = None, **more: Any) -> dict[str, Any]:
    return {"sub_id": sub_id, "arr": arr, "projected_arr": None, "renewal_qtr": None, "will_renew": None, **more}


def record(name: str, rr: float = 0, nrr: float = 0, *subscriptions: dict[str, Any], **extra: Any) -> StoredRecord:
    return StoredRecord("kandy", name, name, name, rr, nrr, subscriptions, extra)


def budget(*records: StoredRecord, unit: str = "Kandy") -> Budget:
    made = Budget()
    made.add(unit, records, [unit])
    return made


def read(path: Path) -> list[Record]:
    records = read_workbook(path).records
    return sorted((one.business_unit, one.name, one.rr, one.nrr, one.subscriptions) for one in records)


def said(*records: StoredRecord) -> list[Record]:
    return sorted(("Kandy", one.name, one.rr, one.nrr, one.subscriptions) for one in records)


def files_below(folder: Path) -> dict[str, bytes]:
    """All files but the store's."""
    return {path: content for path, content in bytes_below(folder).items() if ".db" not in path}


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None], compression: int = ZIP_DEFLATED, **more: str) -> Path:
    """A workbook whose parts are changed, left out, or more."""
    found = {name: change(name, content) for name, content in parts(path).items()}
    with ZipFile(path, "w", compression) as archive:
        for name, content in (found | {name: text.encode() for name, text in more.items()}).items():
            if content is not None:
                archive.writestr(name, content)
    return path


def as_it_is(_: str, content: bytes) -> bytes:
    return content


@pytest.fixture
def sample_book(sample: Path, tmp_path: Path) -> Path:
    return shutil.copyfile(sample / "portfolio.xlsx", tmp_path / "book.xlsx")


# --- a new one -------------------------------------------------------------------------------------------------------------


def test_an_import_of_the_sample_s_workbook_gives_the_records_of_the_original(
    seeded_sample: Store, sample: Path, tmp_path: Path
) -> None:
    report = export(seeded_sample, tmp_path / "export", how(asked=ASKED))
    ours, original = read(tmp_path / "export" / "budget.xlsx"), read(sample / "portfolio.xlsx")
    assert [one[1:] for one in ours] == [one[1:] for one in original]
    assert len(ours) == 140
    assert [line.partition(":")[0] for line in report.told] in ([], ["61 customers"])
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


# --- one that is there -----------------------------------------------------------------------------------------------------


def test_two_sheets_are_replaced_and_every_other_part_stays_as_it_was(
    seeded_sample: Store, sample_book: Path, tmp_path: Path
) -> None:
    before = parts(sample_book)
    records_before, original = read(sample_book), sample_book.read_bytes()
    report = export(seeded_sample, tmp_path / "export", how(into=sample_book))
    after = parts(sample_book)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    assert after.keys() == before.keys()
    assert b'<calcPr fullCalcOnLoad="1"/></workbook>' in after["xl/workbook.xml"]
    assert [one[1:] for one in read(sample_book)] == [one[1:] for one in records_before]
    assert report.into
    assert report.into.copy
    assert Path(report.into.copy).read_bytes() == original
    top = re.search(rb"<sheetData>(.*?)<row r=\"10\"", before["xl/worksheets/sheet1.xml"], re.DOTALL)
    assert top
    assert top[1] in after["xl/worksheets/sheet1.xml"]


def test_a_second_time_nothing_is_written(three: Store, sample_book: Path, tmp_path: Path) -> None:
    export(three, tmp_path / "export", how(into=sample_book))
    before = files_below(tmp_path)
    report = export(three, tmp_path / "export", how(into=sample_book))
    assert (report.clean, report.into and report.into.changed) == (True, False)
    assert files_below(tmp_path) == before


def test_a_check_says_whether_the_sheets_differ_and_writes_nothing(three: Store, sample_book: Path, tmp_path: Path) -> None:
    export(three, tmp_path / "export", how())
    before = files_below(tmp_path)
    report = export(three, tmp_path / "export", how(into=sample_book), check=True)
    assert (report.clean, report.written, report.into and report.into.changed) == (False, 0, True)
    assert files_below(tmp_path) == before


def prefixed(name: str, content: bytes) -> bytes:
    """Parts with a prefix before each name, as some programs write them."""
    if "sheet1" not in name and name != "xl/workbook.xml":
        return content
    named = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", content.partition(b"?>")[2])
    return named.replace(
        b'xmlns="http://schemas.openxmlformats.org/spreadsheetml', b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml'
    )


CHAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"


def computed(name: str, content: bytes) -> bytes:
    """A workbook that Excel computed: with a chain of calculation, merged cells, a filter, and what stands behind rows."""
    if name == "[Content_Types].xml":
        return content.replace(b"</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{CHAIN}"/></Types>'.encode())
    if name == "xl/_rels/workbook.xml.rels":
        chain = f'<Relationship Id="rId99" Type="{KIND}" Target="calcChain.xml"/></Relationships>'
        return content.replace(b"</Relationships>", chain.encode())
    if name == "xl/workbook.xml":
        return content.replace(b"</workbook>", b'<calcPr calcId="191029" iterate="1"/><extLst/></workbook>')
    if name == "xl/worksheets/sheet1.xml":
        behind = (
            b'</sheetData><autoFilter ref="A10:L267"><filterColumn colId="0"/></autoFilter>'
            b'<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A20:A21"/></mergeCells>'
            b'<pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>'
        )
        return content.replace(b"</sheetData>", behind)
    return content


@pytest.mark.parametrize("compression", [ZIP_DEFLATED, ZIP_STORED])
def test_the_chain_of_calculation_goes_and_filters_merged_cells_and_margins_fit(
    three: Store, sample_book: Path, tmp_path: Path, compression: int
) -> None:
    rewritten(sample_book, computed, compression, **{"xl/calcChain.xml": "<calcChain/>"})
    export(three, tmp_path / "export", how(into=sample_book))
    after = parts(sample_book)
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]
    assert b'<calcPr calcId="191029" iterate="1" fullCalcOnLoad="1"/><extLst/>' in after["xl/workbook.xml"]
    sheet = after["xl/worksheets/sheet1.xml"]
    assert b'<autoFilter ref="A10:L13"/><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells><pageMargins' in sheet
    assert len(read(sample_book)) == 3
    load_workbook(sample_book)


def test_parts_whose_names_bear_a_prefix_are_understood(three: Store, sample_book: Path, tmp_path: Path) -> None:
    rewritten(sample_book, prefixed)
    export(three, tmp_path / "export", how(into=sample_book))
    assert len(read(sample_book)) == 3
    assert b'<x:calcPr fullCalcOnLoad="1"/></x:workbook>' in parts(sample_book)["xl/workbook.xml"]
    assert export(three, tmp_path / "export", how(into=sample_book)).clean


def test_empty_sheets_of_a_new_workbook_are_filled(three: Store, tmp_path: Path) -> None:
    path, book = tmp_path / "book.xlsx", Workbook()
    book.create_sheet("RR Input")
    book.create_sheet("NRR Input")
    book.save(path)
    export(three, tmp_path / "export", how(into=path))
    assert len(read(path)) == 3


def _with(change: Callable[[Workbook], object]) -> Callable[[Path], None]:
    def save_changed(path: Path) -> None:
        book = load_workbook(path)
        change(book)
        book.save(path)

    return save_changed


def _table(book: Workbook) -> None:
    sheet = book["NRR Input"]
    sheet.delete_rows(1, sheet.max_row)
    sheet.append(["One", "Two"])
    sheet.append([1, 2])
    sheet.add_table(Table(displayName="T", ref="A1:B2"))


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no such sheet": (_with(lambda book: book.remove(book["NRR Input"])), "has no sheet 'NRR Input': add an empty one"),
    "protected": (_with(lambda book: book["RR Input"].protection.enable()), "RR Input: is protected: take the protection off"),
    "a table": (_with(_table), "NRR Input: holds a table of Excel"),
    "encrypted": (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "one with a password"),
    "no workbook": (lambda path: path.write_text("a,b"), "is no complete .xlsx workbook"),
    "not there": (lambda path: path.unlink(), "cannot be read: No such file or directory"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_workbook_that_cannot_be_written_to_is_refused_before_anything_is(
    three: Store, sample_book: Path, tmp_path: Path, case: str
) -> None:
    prepare, message = REFUSED[case]
    prepare(sample_book)
    before = files_below(tmp_path)
    with pytest.raises(InputError) as caught:
        export(three, tmp_path / "export", how(into=sample_book))
    assert f"{sample_book}: " in caught.value.message
    assert message in caught.value.message
    assert files_below(tmp_path) == before


def test_a_workbook_that_somebody_saves_meanwhile_stays_as_they_saved_it(three: Store, sample_book: Path, tmp_path: Path) -> None:
    def saved(_files: int, _total: int) -> None:
        sample_book.write_bytes(b"theirs")

    with pytest.raises(DemodbError, match="was written while it was read"):
        export(three, tmp_path / "export", how(into=sample_book), progress=saved)
    assert sample_book.read_bytes() == b"theirs"
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix in (".xlsx", ".part")) == ["book.xlsx"]


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
