"""Workbooks that were made to harm, written as they are needed: rows, texts and styles without end, archives that lie."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, repeat
from pathlib import Path
from random import Random

from workbooks import RR_SHEET, portfolio, rewrite, rr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"

Pieces = Iterable[str]


def with_part(path: Path, part: str, pieces: Pieces, listed: str = "") -> Path:
    """A good portfolio in which one part is written anew, piece by piece; `listed` is what the list of parts says of it."""
    good = portfolio(path.with_name("good.tmp"), rr())
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name).replace(b"</Types>", f"{listed}</Types>".encode()))
        with target.open(part, "w", force_zip64=True) as opened:
            for piece in pieces:
                opened.write(piece.encode())
    good.unlink()
    return path


def sheet(rows: Pieces, behind: str = "") -> Iterator[str]:
    """RR Input with these rows."""
    yield from chain([f'<worksheet xmlns="{MAIN}"><sheetData>'], rows, [f"</sheetData>{behind}</worksheet>"])


def with_rows(path: Path, rows: Pieces, behind: str = "") -> Path:
    """A workbook whose RR Input consists of these rows."""
    return with_part(path, RR_SHEET, sheet(rows, behind))


def with_strings(path: Path, pieces: Pieces) -> Path:
    """A workbook with these shared texts."""
    listed = f'<Override PartName="/{STRINGS}" ContentType="{_STRINGS_TYPE}"/>'
    return with_part(path, STRINGS, chain([f'<sst xmlns="{MAIN}">'], pieces, ["</sst>"]), listed)


def with_style(path: Path, change: Callable[[str], str]) -> Path:
    """A workbook whose styles were changed."""
    return rewrite(portfolio(path, rr()), STYLES, lambda data: change(data.decode()).encode())


def random_text(size: int) -> Iterator[str]:
    """A text that hardly gets smaller when it is packed, in pieces of 1 MB."""
    letters = Random(1)
    for _ in range(size // 2**20):
        yield letters.randbytes(2**19).hex()


def row_two_billion(path: Path) -> Path:
    return with_rows(path, ['<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>'])


def text_of_500_mb(path: Path) -> Path:
    return with_strings(path, chain(["<si><t>"], repeat("x" * 2**20, 500), ["</t></si>"]))


def text_of_8_mb_that_hardly_packs(path: Path) -> Path:
    return with_strings(path, chain(["<si><t>a</t></si><si><t>"], random_text(2**23), ["</t></si>"]))


def text_of_8_mb_in_runs(path: Path) -> Path:
    runs = (f"<r><t>{piece[start : start + 2**15]}</t></r>" for piece in random_text(2**23) for start in range(0, 2**20, 2**15))
    return with_strings(path, chain(["<si>"], runs, ["</si>"]))


def cell_of_8_mb(path: Path) -> Path:
    text = chain(['<row r="7"><c r="B7" t="inlineStr"><is><t>'], random_text(2**23), ["</t></is></c></row>"])
    return with_rows(path, text)


def five_million_empty_rows(path: Path) -> Path:
    return with_rows(path, repeat("<row/>" * 50_000, 100))


def empty_rows_above_the_last(path: Path) -> Path:
    return with_rows(path, chain(repeat("<row/>" * 50_000, 20), ["<row><c><v>1</v></c></row>"]))


def a_million_formatted_rows(path: Path) -> Path:
    """Rows that somebody formatted below a portfolio of one customer."""
    good = portfolio(path, rr())
    with zipfile.ZipFile(good) as archive:
        head, tail = archive.read(RR_SHEET).decode().split("</sheetData>")
    row = '<row r="{}" s="1" customFormat="1" ht="15" customHeight="1"/>'
    rows = ("".join(map(row.format, range(n, n + 1000))) for n in range(12, 1_000_012, 1000))
    return with_part(path, RR_SHEET, chain([head], rows, ["</sheetData>", tail]))


def column_behind_the_last(path: Path) -> Path:
    return with_rows(path, ['<row r="1"><c r="XFE1"><v>1</v></c></row>'])


def rows_in_disorder(path: Path) -> Path:
    return with_rows(path, ['<row r="5"><c r="A5"><v>1</v></c></row><row r="4"><c r="A4"><v>1</v></c></row>'])


def row_of_20000_cells(path: Path) -> Path:
    return with_rows(path, ['<row r="1">', "<c><v>1</v></c>" * 20_000, "</row>"])


def row_of_endless_texts(path: Path) -> Path:
    cells = repeat(f"<c t='inlineStr'><is><t>{'x' * 200_000}</t></is></c>", 150)
    return with_rows(path, chain(["<row>"], cells, ["</row>"]))


def empty_cells_without_end(path: Path) -> Path:
    rows = (f'<row r="{n}">{"<c/>" * 16_000}</row>' for n in range(1, 300))
    return with_rows(path, rows)


def elements_without_end(path: Path) -> Path:
    return with_rows(path, [], "<hyperlinks>" + "<hyperlink/>" * 600_000 + "</hyperlinks>")


def nested_without_end(path: Path) -> Path:
    return with_rows(path, ["<c>" * 100_000, "</c>" * 100_000])


def texts_without_end(path: Path) -> Path:
    return with_strings(path, repeat("<si/>" * 10_000, 300))


def number_format_4294967295(path: Path) -> Path:
    return with_style(path, lambda styles: styles.replace('<xf numFmtId="0"', '<xf numFmtId="4294967295"'))


def wrong_style_index(path: Path) -> Path:
    return with_style(path, lambda styles: styles.replace('name="Normal" xfId="0"', 'name="Normal" xfId="7"'))


def styles_without_end(path: Path) -> Path:
    return with_style(path, lambda styles: styles.replace("</cellXfs>", "<xf/>" * 70_000 + "</cellXfs>"))


def styles_times_formats(path: Path) -> Path:
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="0.{n}"/>' for n in range(200, 5200))
    named = "".join(f'<cellStyle name="S{n}" xfId="0"/>' for n in range(5000))

    def change(styles: str) -> str:
        styles = styles.replace('<numFmts count="0" />', f"<numFmts>{formats}</numFmts>")
        return styles.replace("</cellStyles>", f"{named}</cellStyles>")

    return with_style(path, change)


def names_without_end(path: Path) -> Path:
    names = "".join(f'<definedName name="n{n}">1</definedName>' for n in range(250_000))
    change = lambda data: data.replace(b"<definedNames />", f"<definedNames>{names}</definedNames>".encode())  # noqa: E731
    return rewrite(portfolio(path, rr()), "xl/workbook.xml", change)


def zip_bomb(path: Path) -> Path:
    return with_part(path, RR_SHEET, chain(sheet(["<row>"]), repeat(" " * 2**20, 200)))


def doctype(path: Path) -> Path:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE worksheet [<!ENTITY e0 "ha">{entities}]>'
    return with_part(path, RR_SHEET, chain([head], sheet(["<row><c t='str'><v>&e11;</v></c></row>"])))


def two_entries_of_one_name(path: Path) -> Path:
    portfolio(path, rr())
    with zipfile.ZipFile(path, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(RR_SHEET, next(iter(sheet([]))))
    return path


def parts_without_end(path: Path) -> Path:
    """An archive of some 100,000 empty parts: its directory is larger than what it holds."""
    with zipfile.ZipFile(portfolio(path, rr()), "a") as archive:
        for n in range(80_000):
            archive.writestr(f"customXml/item{n}.xml", b"")
    return path


def strict(path: Path) -> Path:
    """As Excel saves a "Strict Open XML Spreadsheet"."""
    portfolio(path, rr())
    moved = {
        MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }

    def change(data: bytes) -> bytes:
        for old, new in moved.items():
            data = data.replace(old.encode(), new.encode())
        return data

    for part in ("xl/workbook.xml", RR_SHEET, STYLES, "_rels/.rels", "xl/_rels/workbook.xml.rels"):
        rewrite(path, part, change)
    return path
