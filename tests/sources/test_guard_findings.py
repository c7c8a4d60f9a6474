"""What the guard finds out for the reader, and what it lets pass: formulas nobody computed, merged cells, odd but whole books."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import bad_books as bad
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.utils import get_column_letter
from workbooks import RR_SHEET, portfolio, refused, replace, rewrite, rr, rr_sheet, write_book

from demodb.sources.guard import JudgedSheet, judge_workbook
from demodb.sources.workbook import read_workbook

MEND = "open it in Excel and save it again"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


def judged(path: Path, *rows: str, behind: str = "") -> JudgedSheet:
    return judge_workbook(bad.with_rows(path, rows, behind))["RR Input"]


def uncomputed(path: Path, *rows: str) -> list[str]:
    sheet = judged(path, *rows)
    found = ((row, column) for row in range(1, sheet.rows + 1) for column in sorted(sheet.uncomputed(row)))
    return [f"{get_column_letter(column + 1)}{row}" for row, column in found]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C3"><f>A1</f></c>',
        '<c r="C3"><f>A1</f><v/></c>',
        '<c r="C3"><f>A1</f><v></v></c>',
        '<c r="C3"><f>A1</f>\n<v/>\n</c>\n',
        '<c s="1" r="C3"><f>A1</f></c>',
        '<c r="$C$3"><f>A1</f></c>',
        '<c r="c3"><f/></c>',
        '<c r="B3"/><c><f t="shared" si="0"/></c>',
        "<c/><c/><c><f>A1</f></c>",
    ],
)
def test_a_formula_without_a_saved_value_is_found_wherever_it_says_it_is(path: Path, cell: str) -> None:
    assert uncomputed(path, f'<row r="2"><c r="A2"><v>1</v></c></row><row r="3">{cell}</row><row r="4"/>') == ["C3"]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C3"><f>A1</f><v>0</v></c>',
        '<c r="C3" t="str"><f>A1</f><v>a&amp;b</v></c>',
        '<c r="C3" t="e"><f>A1</f><v>#REF!</v></c>',
        '<c r="C3"><v>1</v></c>',
        '<c r="C3"/>',
        '<c r="C3" t="inlineStr"><is><t>=A1</t></is></c>',
    ],
)
def test_a_saved_value_is_no_fault_whether_a_formula_stands_before_it_or_not(path: Path, cell: str) -> None:
    assert uncomputed(path, f'<row r="3">{cell}<c r="D3"><f>A1</f></c></row>') == ["D3"]


@pytest.mark.slow
def test_formulas_are_found_in_any_number_in_any_row_and_column(path: Path) -> None:
    places = ["A1", "XFD1", "B7", "Z7", "AA7", "A1048576"]
    cells = {place: f'<c r="{place}"><f>1</f></c>' for place in places}
    rows = [
        f'<row r="{n}">{"".join(cells[place] for place in places if place.endswith(end))}</row>'
        for n, end in ((1, "1"), (7, "7"), (1_048_576, "48576"))
    ]

    assert uncomputed(path, *rows) == places


def test_the_rows_end_with_the_last_one_that_holds_something(path: Path) -> None:
    filled = '<row r="3"><c r="A3"><v>1</v></c></row>'
    assert judged(path, '<row r="1"/>', filled, '<row r="9"><c r="A9" s="1"/></row>').rows == 3
    assert judged(path, '<row r="9"><c r="A9" s="1"/></row>').rows == 0
    assert judged(path).rows == 0


def test_merged_cells_are_told(path: Path) -> None:
    merged = '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="C3:C9"/></mergeCells>'
    assert judged(path, "<row/>", behind=merged).merged == ("A1:B1", "C3:C9")


def test_a_workbook_with_names_before_its_elements_is_judged_as_one_without(path: Path) -> None:
    rows = '<x:row r="1"><x:c r="A1"><x:f>1</x:f></x:c></x:row>'
    pieces = [f'<x:worksheet xmlns:x="{bad.MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>']

    assert judge_workbook(bad.with_part(path, RR_SHEET, pieces))["RR Input"].uncomputed(1) == {0}


def test_the_modules_of_old_excels_are_passed_over(path: Path) -> None:
    portfolio(path, rr())
    replace(path, "xl/workbook.xml", "</sheets>", '<sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/></sheets>')

    assert [record.rr for record in read_workbook(path).records] == [100]


@pytest.mark.slow
def test_the_strict_format_is_told_as_such(path: Path) -> None:
    message = "is in Excel's strict format (Strict Open XML): save it as an ordinary Excel workbook (.xlsx)"
    assert refused(read_workbook, bad.strict(path)) == [("", message)]


def test_a_binary_workbook_is_told_whatever_its_name(path: Path) -> None:
    binary = b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    ordinary = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    rewrite(portfolio(path, rr()), "[Content_Types].xml", lambda data: data.replace(ordinary, binary))

    assert refused(read_workbook, path) == [("", "is a binary workbook (.xlsb): save it as an ordinary Excel workbook (.xlsx)")]


@pytest.mark.parametrize(
    ("part", "old", "new", "place", "message"),
    [
        ("xl/workbook.xml", 'r:id="rId1"', 'r:id="rId77"', "", "it lists the sheet 'RR Input' but does not hold it"),
        (
            "xl/workbook.xml",
            "</sheets>",
            '<sheet name="B" sheetId="2" r:id="rId1"/></sheets>',
            "",
            "the sheet 'B' is the same part as another one",
        ),
        (RR_SHEET, '<c r="B11"', '<c r="B"', "RR Input", "'B'"),
        (RR_SHEET, '<c r="B11"', '<c r="ABCD11"', "RR Input!11:11", "holds a cell whose place is 'ABCD11'"),
        (RR_SHEET, '<row r="11"', '<row r="x"', "RR Input", "could not convert string to float: 'x'"),
        (
            "xl/styles.xml",
            'fontId="0" fillId="0" borderId="0" />',
            'fontId="9" fillId="0" borderId="0" />',
            "",
            "list index out of range",
        ),
        ("xl/styles.xml", 'patternType="gray125"', 'patternType="grey"', "", "Value must be one of"),
    ],
)
def test_what_is_wrong_inside_is_told_in_one_line(path: Path, part: str, old: str, new: str, place: str, message: str) -> None:
    [(found, told)] = refused(read_workbook, replace(portfolio(path, rr()), part, old, new))

    assert found == place
    assert message in told
    assert told.endswith(f": {MEND}")
    assert "\n" not in told


def test_all_parts_are_judged_before_a_workbook_is_refused(path: Path) -> None:
    write_book(path, {"RR Input": rr_sheet(rr()), "NRR Input": [], "Notes": []})
    rewrite(path, "xl/worksheets/sheet2.xml", lambda _: b"<!DOCTYPE x>")
    rewrite(path, "xl/worksheets/sheet3.xml", lambda _: b"<x")

    doctype = f"holds a DOCTYPE, which a workbook never does: {MEND}"
    broken = f"is a damaged workbook (unclosed token: line 1, column 0): {MEND}"
    assert refused(read_workbook, path) == [("NRR Input", doctype), ("Notes", broken)]


def test_what_the_reader_prints_and_warns_of_stays_unheard(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    # What a duplicate of a name refers to is looked up nowhere, but the guard has to pass it for openpyxl to speak up.
    portfolio(path, rr())
    replace(path, "xl/styles.xml", 'name="Normal" xfId="0"', 'name="Normal" xfId="-7"')

    [(_, told)] = refused(read_workbook, path)

    assert "list index out of range" in told
    assert capfd.readouterr() == ("", "")


CELLS = st.builds(
    "<c{}{}>{}{}</c>".format,
    st.sampled_from(["", ' s="1"']),
    st.sampled_from(["", ' t="str"', ' t="n"', ' t="e"', ' t="inlineStr"']),
    st.sampled_from(["", "", "<f>A1</f>", "<f/>", '<f t="shared" si="0"></f>', " <f>1</f> "]),
    st.sampled_from(["", "<v/>", "<v></v>", "<v>1</v>", "<v>0</v>\n", "<is><t>x</t></is>", "<is/>"]),
)
ROWS = st.lists(st.tuples(st.integers(1, 3), st.lists(CELLS, max_size=4)), max_size=5)


def as_xml(rows: list[tuple[int, list[str]]]) -> Iterator[str]:
    """Rows some lines below each other; every other one says where its cells are, two columns apart."""
    number = 0
    for step, cells in rows:
        number += step
        placed = [cell.replace("<c", f'<c r="{"ACEG"[n]}{number}"') if number % 2 else cell for n, cell in enumerate(cells)]
        yield f'<row r="{number}">{"".join(placed)}</row>'


@given(ROWS)
@settings(max_examples=examples(30))
def test_one_reading_tells_what_two_told_before(rows: list[tuple[int, list[str]]]) -> None:
    with TemporaryDirectory() as folder:
        path = bad.with_rows(Path(folder) / "book.xlsx", as_xml(rows))
        judged = judge_workbook(path)["RR Input"]
        with closing(load_workbook(path, read_only=True, data_only=True)) as values:
            saved = list(values["RR Input"].iter_rows())
        with closing(load_workbook(path, read_only=True)) as formulas:
            typed = list(formulas["RR Input"].iter_rows())
    for number, (cells, raw) in enumerate(zip(saved, typed, strict=True), start=1):
        blank = {n for n, cell in enumerate(cells) if cell.value is None and cell.data_type == "n"}
        assert judged.uncomputed(number) & blank == blank & {n for n, cell in enumerate(raw) if cell.data_type == "f"}
        assert number <= judged.rows or all(cell.value is None for cell in cells)


def test_a_sheet_that_is_a_chart_is_passed_over_and_so_are_the_charts_of_another_one(path: Path) -> None:
    book = Workbook()
    for row in (["Customer", "ARR"], ["A", 1], ["B", 2]):
        book.worksheets[0].append(row)
    charts = [BarChart(), BarChart()]
    for chart in charts:
        chart.add_data(Reference(book.worksheets[0], min_col=2, min_row=1, max_row=3), titles_from_data=True)
    book.create_chartsheet("Chart").add_chart(charts[0])
    book.worksheets[0].add_chart(charts[1], "E5")
    book.save(path)
    assert [(record.name, record.rr) for record in read_workbook(path).records] == [("A", 1), ("B", 2)]
