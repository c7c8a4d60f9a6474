"""Reading large lists: into records beside the plainest reading of the same file, and a whole import beside its rows.

`reading.py KIND FILE` reads one file in a process of its own and prints the seconds of processor and the peak memory in MB.
"""

from __future__ import annotations

import csv
import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from measuring import DEMODB, PYTHON, Line, peak, timed

ROWS_OF_WORKBOOK = 100_000
ROWS_OF_CSV = 1_000_000
BYTES_OF_JSON = 64_000_000
ACCOUNTS = 300_000
RUNS = 3

_TITLES = ("Account Name", "Business Unit", "Subscription ID", "ARR", "Renewal Date", "Will Renew", "Projected ARR", "Country")
_UNITS = ("CloudSense", "Kandy", "STL", "NewNet")
_FORMS = ("GmbH", "plc", "S.p.A.", "Inc.", "AB", "Oy", "SAS", "Ltda.", "Ltd", "Media")
_COUNTRIES = ("Germany", "United Kingdom", "Italy", "United States", "Sweden", "Finland", "France", "Brazil")


class Read(NamedTuple):
    """What reading a file took: seconds of processor, and the most memory that its process ever had, in MB."""

    seconds: float
    memory: float


# --- the files -----------------------------------------------------------------------------------------------------------


def _rows(count: int, customers: int) -> Iterator[tuple[str | int | float, ...]]:
    """Rows of a list, one a subscription; those beyond the number of customers are second ones, far behind the first."""
    for n in range(count):
        customer = n % customers
        # Hardly any two customers have the same: texts that repeat are quicker to understand.
        arr = round((customer * 7_919 % 999_983 + 1) * 1.37, 2)
        yield (
            f"Customer {customer:07d} {_FORMS[customer % 10]}",
            _UNITS[customer % 4],
            f"SUB-{n:07d}",
            arr,
            f"2027-{n % 12 + 1:02d}-28",
            "Yes" if n % 5 else "No",
            round(arr * 1.03, 2),
            _COUNTRIES[customer % 8],
        )


def write_workbook(path: Path, rows: int) -> None:
    """A workbook with a list of so many rows in its one sheet, three quarters of them of customers of their own."""
    from openpyxl import Workbook  # noqa: PLC0415 - the processes that are measured load what they measure

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Accounts")
    sheet.append(_TITLES)
    for row in _rows(rows, rows * 3 // 4):
        sheet.append(row)
    book.save(path)


def write_csv(path: Path, rows: int, customers: int) -> None:
    """A CSV file with a list of so many rows and customers."""
    with path.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(_TITLES)
        writer.writerows(_rows(rows, customers))


def write_customers(path: Path, size: int) -> None:
    """A customer file of about so many bytes."""
    customers, written = [], 0
    for n, row in enumerate(_rows(size, size)):
        customers.append(json.dumps(_customer(row, n)))
        written += len(customers[-1])
        if written > size:
            break
    path.write_text(f'{{"bu_name": "CloudSense", "customers": [{", ".join(customers)}]}}')


def _customer(row: tuple[str | int | float, ...], n: int) -> dict[str, object]:
    name, _, sub_id, arr, _, will_renew, projected, _ = row
    quarter = f"Q{n % 4 + 1}'26"
    said = {"sub_id": sub_id, "arr": arr, "renewal_qtr": quarter, "will_renew": will_renew, "projected_arr": projected}
    amounts = {"rr": arr, "nrr": 0, "total": arr, "rank": n + 1, "pct_of_total": 0.01}
    return {"customer_name": name, **amounts, "subscriptions": [said]}


# --- the readings, each in a process of its own ----------------------------------------------------------------------------


def _csv_records(path: Path) -> int:
    from demodb.sources.tables import read_csv  # noqa: PLC0415 - see above

    return sum(1 for _ in read_csv(path).records)


def _csv_plainly(path: Path) -> int:
    with path.open(newline="", encoding="utf-8") as opened:
        return sum(1 for _ in csv.DictReader(opened))


def _workbook_records(path: Path) -> int:
    from demodb.sources.workbook import read_workbook  # noqa: PLC0415 - see above

    return sum(1 for _ in read_workbook(path).records)


def _workbook_plainly(path: Path) -> int:
    from openpyxl import load_workbook  # noqa: PLC0415 - see above

    book = load_workbook(path, read_only=True, data_only=True)
    return sum(1 for sheet in book for _ in sheet.iter_rows())


def _customer_records(path: Path) -> int:
    from demodb.sources.customers import read_customers  # noqa: PLC0415 - see above

    return sum(1 for _ in read_customers(path).records)


def _customers_plainly(path: Path) -> int:
    return len(json.loads(path.read_bytes())["customers"])


READINGS = {
    "csv": _csv_records,
    "DictReader": _csv_plainly,
    "workbook": _workbook_records,
    "openpyxl": _workbook_plainly,
    "customers": _customer_records,
    "json.loads": _customers_plainly,
}


def read(kind: str, path: Path) -> Read:
    """Read a file in a process of its own."""
    done = subprocess.run([PYTHON, __file__, kind, str(path)], check=True, capture_output=True, text=True)
    return Read(*map(float, done.stdout.split()))


def _beside(what: str, kinds: tuple[str, str], path: Path, at_most: float, memory: int | None = None) -> Line:
    """The quickest reading of some beside the quickest plain one, in turn: processor time, which other work hardly bears on."""
    pairs = [(read(kinds[0], path), read(kinds[1], path)) for _ in range(RUNS)]
    ours, plain = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    bound = f" (at most {memory})" if memory else ""
    note = f"peak {max(pair[0].memory for pair in pairs):.0f} MB{bound}; plainly {plain.memory:.0f}"
    return Line(what, ours.seconds, f"`{kinds[1]}`", plain.seconds, at_most, note)


# --- the figures -----------------------------------------------------------------------------------------------------------


def reading(folder: Path) -> list[Line]:
    """Lists of each kind into records, without the store, and a whole import."""
    book, table, customers = folder / "accounts.xlsx", folder / "accounts.csv", folder / "customers_cloudsense_all.json"
    write_workbook(book, ROWS_OF_WORKBOOK)
    write_csv(table, ROWS_OF_CSV, ROWS_OF_CSV * 3 // 4)
    write_customers(customers, BYTES_OF_JSON)
    lines = [
        _beside(f"read a workbook of {ROWS_OF_WORKBOOK:,} rows", ("workbook", "openpyxl"), book, 1.6, 120),
        _beside(f"read a CSV file of {ROWS_OF_CSV:,} rows", ("csv", "DictReader"), table, 6, 150),
        _beside(f"read a customer file of {BYTES_OF_JSON // 1_000_000} MB", ("customers", "json.loads"), customers, 5),
    ]
    for path in (book, table, customers):
        path.unlink()
    return [*lines, importing_list(folder)]


def importing_list(folder: Path) -> Line:
    """A first import of a list of many accounts, as a whole process, beside reading it and writing the rows that it makes."""
    table = folder / "accounts.csv"
    write_csv(table, ACCOUNTS, ACCOUNTS)
    seconds, memory = peak([DEMODB, "import", table.name], folder)
    begun = time.perf_counter()
    timed([PYTHON, __file__, "csv", str(table)], folder)
    reading_seconds = time.perf_counter() - begun
    rows = _rows_written(folder / "demodb.db")
    limit = reading_seconds + 2.5 * rows
    parts = f"reading {reading_seconds:.1f} s, rows {rows:.1f} s"
    note = f"{parts}; {ACCOUNTS / seconds:,.0f} accounts/s, peak {memory:.0f} MB (at most 300)"
    return Line(f"import {ACCOUNTS:,} accounts", seconds, "reading + 2.5 x executemany", limit, 1, note)


def _rows_written(store: Path) -> float:
    baselines = str(Path(__file__).with_name("baselines.py"))
    command = [PYTHON, baselines, "portfolio", str(store), str(store.with_name("copy.db"))]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    # As the command line does.
    gc.set_threshold(1_000_000)
    begun = time.process_time()
    READINGS[sys.argv[1]](Path(sys.argv[2]))
    unit = 2**20 if sys.platform == "darwin" else 2**10
    print(time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
