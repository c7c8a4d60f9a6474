"""A small writer of workbooks, the same bytes at every run.

It writes the XML itself because openpyxl stores a formula or its value, never both, and stamps the clock into the file.
It does not compress, because compressed bytes depend on the machine's zlib.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

STAMP = (2026, 1, 1, 0, 0, 0)
EPOCH = date(1899, 12, 30)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PLAIN, BOLD, MONEY, DAY = range(4)

STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)


@dataclass(frozen=True)
class Formula:
    """A formula with the value a spreadsheet program would have stored beside it."""

    text: str
    value: float


Cell = str | float | date | Formula | None
Grid = dict[int, Sequence[Cell]]
Strings = dict[str, int]


def workbook(sheets: dict[str, Grid], *, headers: dict[str, int]) -> bytes:
    """Return the workbook's bytes; headers names the row of each sheet that is printed bold."""
    strings: Strings = {}
    parts = {
        f"xl/worksheets/sheet{i}.xml": sheet_part(grid, strings, headers.get(name, 1))
        for i, (name, grid) in enumerate(sheets.items(), 1)
    }
    parts["xl/sharedStrings.xml"] = strings_part(strings)
    parts = frame_parts(list(sheets)) | parts
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name, STAMP)
            member.create_system = 3
            archive.writestr(member, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return stream.getvalue()


def sheet_part(grid: Grid, strings: Strings, header: int) -> str:
    """Return one sheet."""
    width = max(len(cells) for cells in grid.values())
    rows = "".join(row_xml(row, cells, strings, bold=row == header) for row, cells in sorted(grid.items()))
    return (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:{chr(64 + width)}{max(grid)}"/>'
        f'<cols><col min="1" max="{width}" width="18" customWidth="1"/></cols><sheetData>{rows}</sheetData></worksheet>'
    )


def row_xml(row: int, cells: Sequence[Cell], strings: Strings, *, bold: bool) -> str:
    """Return one row; an empty cell is left out."""
    filled = [(f"{chr(65 + i)}{row}", cell) for i, cell in enumerate(cells) if cell is not None]
    inner = "".join(cell_xml(ref, cell, strings, BOLD if bold else PLAIN) for ref, cell in filled)
    return f'<row r="{row}">{inner}</row>'


def cell_xml(ref: str, cell: str | float | date | Formula, strings: Strings, text_style: int) -> str:
    """Return one cell: shared text, a day's serial number, a formula with its value, or a number."""
    if isinstance(cell, str):
        return f'<c r="{ref}" s="{text_style}" t="s"><v>{strings.setdefault(cell, len(strings))}</v></c>'
    if isinstance(cell, date):
        return f'<c r="{ref}" s="{DAY}"><v>{(cell - EPOCH).days}</v></c>'
    if isinstance(cell, Formula):
        return f'<c r="{ref}" s="{MONEY}"><f>{cell.text}</f><v>{plain(cell.value)}</v></c>'
    return f'<c r="{ref}" s="{MONEY if type(cell) is float else PLAIN}"><v>{plain(cell)}</v></c>'


def plain(value: float) -> str:
    """Write 12.0 as 12, as spreadsheet programs do."""
    return str(int(value)) if float(value).is_integer() else repr(value)


def strings_part(strings: Strings) -> str:
    """Return the table of shared texts."""
    items = "".join(f'<si><t xml:space="preserve">{escape(text, quote=False)}</t></si>' for text in strings)
    return f'<sst xmlns="{MAIN}" uniqueCount="{len(strings)}">{items}</sst>'


def frame_parts(names: list[str]) -> dict[str, str]:
    """Return what every workbook has besides sheets and texts."""
    sheets = "".join(f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(names, 1))
    targets = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1)]
    targets += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    core, prefix = f"{PACKAGE}/metadata/core-properties", f'xmlns:r="{OFFICE}/relationships"'
    root = [(f"{OFFICE}/relationships/officeDocument", "xl/workbook.xml")]
    root += [(f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")]
    return {
        "[Content_Types].xml": content_types(targets),
        "_rels/.rels": relations(root),
        "docProps/core.xml": core_part(core),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" {prefix}><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations([(f"{OFFICE}/relationships/{kind}", path) for kind, path in targets]),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>',
    }


def content_types(targets: list[tuple[str, str]]) -> str:
    """Return the list of the package's parts and their types."""
    kinds = [("/xl/workbook.xml", f"{KIND}.sheet.main+xml")]
    kinds += [(f"/xl/{path}", f"{KIND}.{kind}+xml") for kind, path in targets]
    kinds += [("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds)
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{PACKAGE}/content-types">{rels}{overrides}</Types>'


def relations(targets: list[tuple[str, str]]) -> str:
    """Return a relationships part with the ids rId1, rId2, and so on."""
    items = [f'<Relationship Id="rId{i}" Type="{kind}" Target="{path}"/>' for i, (kind, path) in enumerate(targets, 1)]
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(items)}</Relationships>'


def core_part(namespace: str) -> str:
    """Return the document's properties: no person's name, no clock."""
    day = "-".join(f"{part:02}" for part in STAMP[:3]) + "T00:00:00Z"
    stamps = "".join(f'<dcterms:{word} xsi:type="dcterms:W3CDTF">{day}</dcterms:{word}>' for word in ("created", "modified"))
    return (
        f'<cp:coreProperties xmlns:cp="{namespace}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>demodb</dc:creator>{stamps}</cp:coreProperties>"
    )
