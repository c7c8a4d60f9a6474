"""The budget's sheets in a workbook that is there: they are replaced, every other part stays, and a copy is kept."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from books import files_below, parts, read
from export_steps import how
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table

from demodb.api.export import export
from demodb.errors import DemodbError, InputError
from demodb.store.engine import Store


@pytest.fixture
def sample_book(sample: Path, tmp_path: Path) -> Path:
    return shutil.copyfile(sample / "portfolio.xlsx", tmp_path / "book.xlsx")


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None], compression: int = ZIP_DEFLATED, **more: str) -> Path:
    """A workbook whose parts are changed, left out, or more."""
    found = {name: change(name, content) for name, content in parts(path).items()}
    with ZipFile(path, "w", compression) as archive:
        for name, content in (found | {name: text.encode() for name, text in more.items()}).items():
            if content is not None:
                archive.writestr(name, content)
    return path


@pytest.mark.slow
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
