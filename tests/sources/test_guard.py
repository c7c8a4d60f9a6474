"""Files that were made to fill the memory or to take without end: each is judged at once, and a good file beside it is taken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bad_books as bad
import pytest
from fixture_types import CustomersFile
from workbooks import refused

from demodb.sources.recognise import recognise
from demodb.sources.workbook import read_workbook

MOST_SECONDS, MOST_MB = 10, 300
MEND = "open it in Excel and save it again"
CELL = "a cell of Excel holds at most 32,767 characters"

# A small process between: what a new one is said to have used at most counts from the one that it was split from.
MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "demodb", *sys.argv[1:]], capture_output=True, text=True, timeout=120)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
size = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(json.dumps([done.returncode, done.stdout, done.stderr, used.ru_utime + used.ru_stime, size]))
"""


@dataclass(frozen=True)
class Import:
    """How an import ended, what it said, and what it took: seconds of processor time, and MB of memory at most."""

    code: int
    report: dict[str, Any]
    errors: list[tuple[str, str, str]]
    seconds: float
    size: float


def measured(*paths: Path) -> Import:
    """The real command, in a process of its own; while coverage is measured it is not traced, which takes twice as long."""
    command = [sys.executable, "-c", MEASURED, "import", "--json", *map(str, paths)]
    environment = {name: value for name, value in os.environ.items() if name != "COVERAGE_PROCESS_CONFIG"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    code, out, err, seconds, size = json.loads(done.stdout)
    assert "Traceback" not in err
    report = json.loads(out)
    errors = [(Path(error["path"]).name, error["place"], error["message"]) for error in report["errors"]]
    return Import(code, report, errors, seconds, size)


BAD_BOOKS: list[Any] = [
    (bad.row_two_billion, "RR Input", "holds a row 2,000,000,000, a sheet of Excel has 1,048,576"),
    (bad.text_of_500_mb, "", "xl/sharedStrings.xml unpacks to 524,288,093 bytes, at most 134,217,728 are read"),
    (bad.text_of_8_mb_that_hardly_packs, "", f"xl/sharedStrings.xml: text 2 holds a text of more than 262,144 bytes, {CELL}"),
    (bad.text_of_8_mb_in_runs, "", f"xl/sharedStrings.xml: text 1 holds a text in runs of more than 524,288 bytes, {CELL}"),
    (bad.cell_of_8_mb, "RR Input!B7", f"holds a text of more than 262,144 bytes, {CELL}"),
    (bad.five_million_empty_rows, "RR Input", "holds a row 1,048,577, a sheet of Excel has 1,048,576"),
    (
        bad.empty_rows_above_the_last,
        "RR Input!1000001:1000001",
        "holds more than 250,000 empty rows above row 1,000,001: delete them",
    ),
    (bad.column_behind_the_last, "RR Input!XFE1", "holds a cell in column XFE, a sheet of Excel ends at XFD (16,384)"),
    (bad.rows_in_disorder, "RR Input!4:4", "holds row 4 behind row 5"),
    (bad.row_of_20000_cells, "RR Input!1:1", "holds more than 16,384 cells in a row"),
    (bad.row_of_endless_texts, "RR Input!1:1", "holds a row of more than 16,777,216 bytes"),
    (bad.empty_cells_without_end, "RR Input", "holds more than 3,000,000 empty cells: delete those that only have a format"),
    (bad.elements_without_end, "RR Input", "holds more than 500,000 elements that are no cells"),
    (bad.nested_without_end, "RR Input", "is nested more than 256 deep"),
    (bad.texts_without_end, "", "xl/sharedStrings.xml holds more than 200,520 elements"),
    (bad.number_format_4294967295, "", "xl/styles.xml holds a style whose numFmtId is 4294967295, at most 2147483647 can be"),
    (bad.wrong_style_index, "", "xl/styles.xml holds a cell style 'Normal' of format 7, counted from 0, and 1 formats"),
    (bad.styles_without_end, "", "xl/styles.xml holds more than 65,536 cellXfs"),
    (bad.styles_times_formats, "", "xl/styles.xml holds 5,001 cell styles and 5,000 number formats"),
    (bad.names_without_end, "", "xl/workbook.xml holds more than 200,000 elements"),
    (bad.zip_bomb, "RR Input", "unpacks to 209,715,317 bytes, more than 200 times what it takes in the file"),
    (bad.doctype, "RR Input", "holds a DOCTYPE, which a workbook never does"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("make", "place", "message"), BAD_BOOKS)
def test_a_workbook_that_was_made_to_harm_is_refused_at_once_and_the_others_are_taken(
    tmp_path: Path, customers_file: CustomersFile, make: Callable[[Path], Path], place: str, message: str
) -> None:
    good = customers_file(tmp_path / "in", "STL", [("Vestholm", 100, 10)])
    make(tmp_path / "in" / "bad.xlsx")

    done = measured(good.parent)

    assert done.errors == [("bad.xlsx", place, f"{message}: {MEND}")]
    assert (done.code, done.report["records"]) == (4, 1)
    assert done.seconds < MOST_SECONDS
    assert done.size < MOST_MB


def test_a_workbook_with_two_entries_of_one_name_is_refused_with_the_name(tmp_path: Path) -> None:
    path = bad.two_entries_of_one_name(tmp_path / "book.xlsx")

    message = f"is a damaged workbook (it holds two entries of the name 'xl/worksheets/sheet1.xml'): {MEND}"
    assert refused(read_workbook, path) == [("", message)]


@pytest.mark.slow
def test_a_workbook_of_countless_parts_is_refused_before_they_are_listed(tmp_path: Path) -> None:
    [(place, message)] = refused(read_workbook, bad.parts_without_end(tmp_path / "book.xlsx"))

    assert place == ""
    assert message.startswith("is a damaged workbook (the list of its parts takes 5,")


@pytest.mark.slow
def test_a_million_formatted_rows_below_the_last_are_passed_over(tmp_path: Path, customers_file: CustomersFile) -> None:
    good = customers_file(tmp_path / "in", "STL", [("Vestholm", 100, 10)])
    bad.a_million_formatted_rows(tmp_path / "in" / "formatted.xlsx")

    done = measured(good.parent)

    assert (done.code, done.errors, done.report["records"]) == (0, [], 2)
    assert done.seconds < MOST_SECONDS
    assert done.size < MOST_MB


@pytest.mark.slow
@pytest.mark.parametrize("doubled", [1, 40_000])
def test_doubled_keys_among_forty_thousand_are_found_at_once(tmp_path: Path, customers_file: CustomersFile, doubled: int) -> None:
    good = customers_file(tmp_path / "in", "STL", [("Vestholm", 100, 10)])
    keys = [*range(40_000), *range(doubled)]
    (good.parent / "bad.json").write_text('{"bu_name": "STL", "customers": [], ' + ", ".join(f'"{key}": 1' for key in keys) + "}")

    done = measured(good.parent)

    assert done.errors[0] == ("bad.json", "$", "expected each key once, found '0' more than once")
    assert len(done.errors) == min(doubled, 1001)
    assert (done.code, done.report["records"]) == (4, 1)
    assert done.seconds < MOST_SECONDS
    assert done.size < MOST_MB


@pytest.mark.slow
def test_a_pipe_is_refused_before_it_is_opened(tmp_path: Path, customers_file: CustomersFile) -> None:
    good = customers_file(tmp_path / "in", "STL", [("Vestholm", 100, 10)])
    os.mkfifo(tmp_path / "pipe.xlsx")
    os.mkfifo(tmp_path / "in" / "below a folder.json")

    done = measured(tmp_path / "pipe.xlsx", Path("/dev/zero"), good.parent)

    message = "is no file: name a file or a folder"
    assert done.errors == [("pipe.xlsx", "", message), ("zero", "", message)]
    assert (done.code, done.report["records"]) == (4, 1)


@pytest.mark.slow
def test_a_pipe_is_not_even_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    code = (
        "import sys; opened = []\n"
        "sys.addaudithook(lambda event, found: opened.append(str(found[0])) if event == 'open' else None)\n"
        "from demodb.cli.main import run\n"
        "code = run(['import', sys.argv[1]]); print(code, [path for path in opened if path.endswith('pipe.xlsx')])"
    )

    command = [sys.executable, "-c", code, str(tmp_path / "pipe.xlsx")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)

    assert done.stdout.splitlines()[-1] == "4 []"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["pipe.xlsx", "pipe.json"])
def test_a_pipe_is_not_waited_for_by_whoever_reads_one_file(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    code = (
        "import sys; from pathlib import Path; from demodb.sources.records import Rejected\n"
        "from demodb.sources.customers import read_customers; from demodb.sources.workbook import read_workbook\n"
        "path = Path(sys.argv[1])\n"
        "try: (read_workbook if path.suffix == '.xlsx' else read_customers)(path)\n"
        "except Rejected as rejected: print(rejected.problems[0].message)\n"
    )

    done = subprocess.run([sys.executable, "-c", code, tmp_path / name], capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout == "is no file: name a file or a folder\n"


def test_an_archive_with_a_list_of_parts_that_would_fill_the_memory_is_no_workbook_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "archive"
    for parts, kind in ((1, "workbook"), (9000, None)):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("xl/workbook.xml", "")
            for n in range(parts):
                archive.writestr(f"{n}{'x' * 500}", "")
        assert recognise(path).kind == kind
