"""Files that an import does not read: formats that are not ours, JSON above the limit, and what is only read for its hash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fixture_types import CustomersFile
from workbooks import portfolio, rr

from demodb.api.import_ import DeclaredNames, ImportBy, Sources, import_project, import_sources
from demodb.store.engine import Store

SAVE = "save it as .xlsx, or the sheet as .csv, and name that file"
FORMATS = {
    "old.xls": f"is an old workbook: open it in Excel and {SAVE}",
    "book.xlsb": f"is a binary workbook: open it in Excel and {SAVE}",
    "Book.ODS": f"is an OpenDocument spreadsheet: open it in LibreOffice and {SAVE}",
    "book.numbers": "is a spreadsheet of Numbers: open it there, export it to Excel (.xlsx) or CSV, and name that file",
    "book.pdf": "is a PDF, of which no table can be read: where it comes from, save it as .xlsx or .csv, and name that file",
}


def foreign(folder: Path, name: str) -> Path:
    path = folder / name
    folder.mkdir(exist_ok=True)
    path.write_bytes((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" if name.endswith(".xls") else b"PK\3\4") + bytes(4096))
    return path


@pytest.mark.parametrize(("name", "message"), FORMATS.items())
def test_a_file_of_another_format_that_is_named_is_an_error_that_says_how_to_save_it(
    store: Store, tmp_path: Path, customers_file: CustomersFile, name: str, message: str
) -> None:
    path = foreign(tmp_path, name)
    report = import_sources(store, [path, customers_file(tmp_path, "STL", [("Vestholm", 1, 0)])])

    assert [(error.path, error.place, error.message) for error in report.errors] == [(str(path), "", message)]
    assert (report.records, report.exit_code) == (1, 4)


@pytest.mark.parametrize("name", ["old.xls", "book.xlsb", "Book.ODS", "book.numbers", "book.pdf"])
def test_a_file_of_another_format_below_a_folder_is_no_error(store: Store, tmp_path: Path, name: str) -> None:
    path = foreign(tmp_path / "in", name)
    report = import_sources(store, [path.parent])

    assert report.errors == []
    assert [found for found, _ in report.passed_over] == [str(path)]


def test_an_ordinary_workbook_is_read_by_the_name_of_an_old_one(store: Store, tmp_path: Path) -> None:
    assert import_sources(store, [portfolio(tmp_path / "renamed.xls", rr())]).errors == []


def test_a_json_file_above_the_limit_is_an_error_that_names_the_setting(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    path = customers_file(tmp_path, "STL", [("Vestholm", 1, 0)])
    size = path.stat().st_size
    (tmp_path / "notes.txt").write_bytes(bytes(2 * size))

    assert import_sources(store, [tmp_path], how=ImportBy(most_json=size)).errors == []
    [error] = import_sources(store, [tmp_path], how=ImportBy(most_json=size - 1)).errors

    assert error.path == str(path)
    assert error.message.startswith("takes 0.0 MB, more than json_limit = 0.000")
    assert error.message.endswith(": split it, or raise json_limit in demodb.toml")


def test_a_list_above_the_limit_still_lists_what_it_listed(store: Store, tmp_path: Path, customers_file: CustomersFile) -> None:
    path = customers_file(tmp_path, "STL", [("Vestholm", 1, 0)])
    import_sources(store, [path])
    path.write_text(path.read_text() + "\n")

    report = import_sources(store, [path], how=ImportBy(most_json=1))

    assert (report.records, len(report.errors)) == (1, 1)


def test_the_limit_holds_for_sources_that_are_synced(store: Store, tmp_path: Path, customers_file: CustomersFile) -> None:
    path = customers_file(tmp_path / "in", "STL", [("Vestholm", 1, 0)])

    sources = Sources([path], DeclaredNames(), most_json=1)
    imported = import_project(store, sources, tmp_path / "export")

    assert imported is not None
    assert len(imported.errors) == 1


@pytest.mark.slow
def test_a_large_file_that_is_none_of_ours_does_not_fill_the_memory(tmp_path: Path, customers_file: CustomersFile) -> None:
    customers_file(tmp_path / "in", "STL", [("Vestholm", 1, 0)])
    with (tmp_path / "in" / "film.mp4").open("wb") as film:
        film.truncate(600 * 2**20)
    code = (
        "import resource, sys; from demodb.cli.main import run\n"
        "half = 300 * 2**20; resource.setrlimit(resource.RLIMIT_DATA, (half, half))\n"
        "sys.exit(run(['import', '--json', 'in']))"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
