"""A new workbook with the budget's two sheets, readable by people: the same records give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from demodb.export.budget import NRR, RR, Budget, BudgetSheet, Cells
from demodb.export.sheet import MAIN, Value, row_xml

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip file knows: bytes depend on no clock."""
_WIDTHS = {"B": 42, "C": 18, "J": 22}
_TITLE, _HEADER, _WHOLE, _CENTS, _SAFE, _ID = 1, 2, 3, 4, 5, 6
"""The styles of cells, by their number in `_STYLES`."""
_STYLES = (
    f'<styleSheet xmlns="{MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFD9E2F3"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>'
    '<xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def book_of(budget: Budget) -> bytes:
    """The workbook as bytes: frozen headers, filters, formats of numbers; a text that looks like a formula stays a text."""
    sheets = ((RR, budget.recurring), (NRR, budget.others))
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        _put(archive, "[Content_Types].xml", _types(len(sheets)))
        _put(archive, "_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")]))
        _put(archive, "xl/workbook.xml", _workbook([(layout, _last(layout, rows)) for layout, rows in sheets]))
        named = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
        _put(archive, "xl/_rels/workbook.xml.rels", _relations([*named, ("rId9", "styles", "styles.xml")]))
        _put(archive, "xl/styles.xml", _STYLES)
        for number, (layout, rows) in enumerate(sheets, start=1):
            with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as opened:
                _write_sheet(opened, layout, rows)
    return buffer.getvalue()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _FIRST_MOMENT)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _put(archive: ZipFile, name: str, text: str) -> None:
    archive.writestr(_entry(name), _HEAD + text)


def _types(sheets: int) -> str:
    parts = [("/xl/workbook.xml", f"{_TYPE}.sheet.main+xml"), ("/xl/styles.xml", f"{_TYPE}.styles+xml")]
    parts += [(f"/xl/worksheets/sheet{n}.xml", f"{_TYPE}.worksheet+xml") for n in range(1, sheets + 1)]
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{listed}</Types>'


def _relations(relations: Sequence[tuple[str, str, str]]) -> str:
    listed = "".join(f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in relations)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _workbook(sheets: Sequence[tuple[BudgetSheet, int]]) -> str:
    named = "".join(
        f'<sheet name="{layout.title}" sheetId="{n}" r:id="rId{n}"/>' for n, (layout, _) in enumerate(sheets, start=1)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n}" hidden="1">'
        f"'{layout.title}'!{_absolute(layout, last)}</definedName>"
        for n, (layout, last) in enumerate(sheets)
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{named}</sheets><definedNames>{filters}</definedNames></workbook>"
    )


def _last(layout: BudgetSheet, rows: Sequence[Cells]) -> int:
    return layout.header + len(rows)


def _ends(layout: BudgetSheet) -> tuple[str, str]:
    return min(layout.titles), max(layout.titles)


def _absolute(layout: BudgetSheet, last: int) -> str:
    first_column, last_column = _ends(layout)
    return f"${first_column}${layout.header}:${last_column}${last}"


def _write_sheet(opened: IO[bytes], layout: BudgetSheet, rows: Sequence[Cells]) -> None:
    last, (first_column, last_column) = _last(layout, rows), _ends(layout)
    columns = "".join(_column(letter) for letter in "ABCDEFGHIJKL")
    opened.write(
        f'{_HEAD}<worksheet xmlns="{MAIN}"><dimension ref="A1:{last_column}{last}"/>'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{layout.header}" topLeftCell="A{layout.header + 1}"'
        ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>".encode()
    )
    for piece in sheet_rows(layout, rows):
        opened.write(piece.encode())
    filtered = f'<autoFilter ref="{first_column}{layout.header}:{last_column}{last}"/>'
    opened.write(f"</sheetData>{filtered}</worksheet>".encode())


def _column(letter: str) -> str:
    number = ord(letter) - ord("A") + 1
    return f'<col min="{number}" max="{number}" width="{_WIDTHS.get(letter, 14)}" customWidth="1"/>'


def sheet_rows(layout: BudgetSheet, rows: Sequence[Cells]) -> Iterator[str]:
    """The rows of a sheet as XML: what it is about, the header, the data."""
    yield row_xml(1, [("A", layout.about)], lambda _column, _value: _TITLE)
    yield row_xml(layout.header, layout.titles.items(), lambda _column, _value: _HEADER)
    for number, cells in enumerate(rows, start=layout.header + 1):
        yield row_xml(number, cells, lambda column, value: _style(layout, column, value))


def _style(layout: BudgetSheet, column: str, value: Value) -> int | None:
    if column in layout.amounts:
        return _CENTS if isinstance(value, float) and not value.is_integer() else _WHOLE
    if isinstance(value, str):
        return _SAFE if value[:1] in ("=", "+", "-", "@") else None
    return _ID if value is not None else None
