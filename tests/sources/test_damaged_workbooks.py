"""Workbooks that are damaged, renamed, protected or huge: each is refused with what to do, or read in spite of it."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from workbooks import NRR_SHEET, RR_SHEET, nrr, nrr_sheet, portfolio, refused, replace, rewrite, rr, rr_sheet, write_book

from demodb.sources.workbook import read_workbook

AGAIN = "open it in Excel and save it again"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return portfolio(tmp_path / "portfolio.xlsx", rr())


def revenue(path: Path) -> list[float | None]:
    return [record.rr for record in read_workbook(path).records]


def directory_flag(path: Path, offset: int, value: int) -> Path:
    """Set a byte in every entry of an archive's directory."""
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + offset] = value
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["old.xls", "renamed.xlsx"])
def test_an_old_workbook_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))

    message = "is an old .xls workbook, or one with a password: save it as .xlsx without password"
    assert refused(read_workbook, path) == [("", message)]


@pytest.mark.parametrize("name", ["portfolio.xls", "portfolio", "portfolio.bin", "portfolio.XLSM"])
def test_a_workbook_is_read_whatever_its_name(book: Path, name: str) -> None:
    assert revenue(book.rename(book.with_name(name))) == [100]


@pytest.mark.parametrize("keep", [0, 2, 100, 0.5, 0.99])
def test_a_workbook_that_was_cut_off_is_refused(book: Path, keep: float) -> None:
    data = book.read_bytes()
    book.write_bytes(data[: keep if isinstance(keep, int) else int(len(data) * keep)])

    message = "is no complete .xlsx workbook (File is not a zip file): copy or save it again"
    assert refused(read_workbook, book) == [("", message)]


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "hello")

    message = f"is a damaged workbook (\"There is no item named '[Content_Types].xml' in the archive\"): {AGAIN}"
    assert refused(read_workbook, path) == [("", message)]


def test_a_workbook_without_its_main_part_is_refused(book: Path) -> None:
    rewrite(book, "xl/workbook.xml", lambda _: None)

    message = f"is a damaged workbook (\"There is no item named 'xl/workbook.xml' in the archive\"): {AGAIN}"
    assert refused(read_workbook, book) == [("", message)]


@pytest.mark.parametrize(("part", "sheet"), [(RR_SHEET, "RR Input"), (NRR_SHEET, "NRR Input")])
def test_a_workbook_that_lost_one_of_its_sheets_is_refused_and_not_read_in_half(tmp_path: Path, part: str, sheet: str) -> None:
    path = write_book(tmp_path / "portfolio.xlsx", {"RR Input": rr_sheet(rr()), "NRR Input": nrr_sheet(nrr())})
    rewrite(path, part, lambda _: None)

    message = f"is a damaged workbook (it lists the sheet {sheet!r} but does not hold it): {AGAIN}"
    assert refused(read_workbook, path) == [("", message)]


def test_a_sheet_whose_xml_breaks_off_is_refused_with_its_name(book: Path) -> None:
    rewrite(book, RR_SHEET, lambda data: data[: data.index(b"Projected")])

    [(place, message)] = refused(read_workbook, book)
    assert place == "RR Input"
    assert message.startswith("is a damaged workbook (")
    assert message.endswith(f"): {AGAIN}")


@pytest.mark.parametrize("value", ["NaN", "1.2.3", "many"])
def test_a_number_cell_without_a_number_is_refused(book: Path, value: str) -> None:
    replace(book, RR_SHEET, "<v>100</v>", f"<v>{value}</v>")

    [(place, message)] = refused(read_workbook, book)
    assert place == "RR Input"
    assert message.startswith("is a damaged workbook (")
    assert value in message


def test_a_workbook_with_bytes_that_rotted_is_refused(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        entry = archive.getinfo(RR_SHEET)
    data = bytearray(book.read_bytes())
    at = entry.header_offset + 30 + len(entry.filename)
    data[at : at + 20] = b"\xff" * 20
    book.write_bytes(data)

    [(_, message)] = refused(read_workbook, book)
    assert message.startswith("is a damaged workbook (")


@pytest.mark.parametrize(("offset", "value"), [(8, 1), (10, 99)], ids=["password", "unknown compression"])
def test_an_archive_that_cannot_be_unpacked_is_refused(book: Path, offset: int, value: int) -> None:
    [(place, message)] = refused(read_workbook, directory_flag(book, offset, value))

    assert place == ""
    assert message.startswith("is a damaged workbook (")


def test_an_archive_with_a_broken_directory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"x" * 140 + b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, 50, 10, 0))

    message = "is no complete .xlsx workbook (Bad magic number for central directory): copy or save it again"
    assert refused(read_workbook, path) == [("", message)]


@pytest.mark.slow
def test_a_workbook_that_unpacks_to_more_than_memory_should_hold_is_refused_before(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/big.xml", "w", force_zip64=True) as part:
        for _ in range(513):
            part.write(bytes(2**20))

    assert refused(read_workbook, path) == [("", "unpacks to 537919488 bytes, at most 536870912 are read")]


def test_a_workbook_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(read_workbook, tmp_path / "nope.xlsx") == [("", "cannot be read: No such file or directory")]
    assert refused(read_workbook, tmp_path) == [("", "cannot be read: Is a directory")]


@pytest.mark.parametrize("said", ["A1", "A1:A1", "A1:C10", "B2:XFD1048576"])
def test_a_sheet_that_lies_about_its_size_is_read_whole(book: Path, said: str) -> None:
    replace(book, RR_SHEET, '<dimension ref="A1:L11" />', f'<dimension ref="{said}" />')

    assert revenue(book) == [100]


@pytest.mark.slow
def test_a_cell_far_out_does_not_keep_the_rest_from_being_read(book: Path) -> None:
    opened = load_workbook(book)
    opened["RR Input"]["XFD1048576"] = "stray"
    opened["RR Input"]["XFD12"] = "stray"
    opened.save(book)

    assert revenue(book) == [100]


def test_extensions_of_newer_excels_are_passed_over_in_silence(book: Path) -> None:
    extension = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" /></extLst></worksheet>'
    replace(book, RR_SHEET, "</worksheet>", extension)

    assert revenue(book) == [100]
