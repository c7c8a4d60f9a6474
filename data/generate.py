# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""Make the sample portfolio, the customer files and the workbook, from portfolio.toml.

    python data/generate.py            write the files that differ
    python data/generate.py --check    write nothing; exit 1 if a file on disk differs

The hero plans, the news and demodb.toml are written by hand and left alone.
"""

import argparse
import json
import math
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from generator.layout import NOTES, nrr_sheet, rr_sheet
from generator.records import Record, Unit, records
from generator.xlsx import Grid, workbook

HERE = Path(__file__).parent
TOP = 80


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the generated files."""
    parser = argparse.ArgumentParser(description="Make the sample portfolio from portfolio.toml.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file on disk differs")
    check = parser.parse_args(arguments).check
    stale = [(path, content) for path, content in generated() if current(path) != content]
    for path, content in stale:
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        sys.stdout.write(f"{'differs' if check else 'written'}: {path.relative_to(HERE)}\n")
    return 1 if check and stale else 0


def current(path: Path) -> bytes | None:
    """Return what lies on disk, or None."""
    return path.read_bytes() if path.exists() else None


def generated() -> Iterator[tuple[Path, bytes]]:
    """Yield every generated file with its content."""
    config = tomllib.loads((HERE / "portfolio.toml").read_text(encoding="utf-8"))
    units = [Unit(**table) for table in config["units"]]
    items = [item for unit in units for item in records(unit, config["heroes"])]
    sheets: dict[str, Grid] = {
        "RR Input": rr_sheet(units, items),
        "NRR Input": nrr_sheet(units, items),
        "Notes": {row: [text] for row, text in enumerate(NOTES, 1)},
    }
    yield HERE / "portfolio.xlsx", workbook(sheets, headers={"RR Input": 10, "NRR Input": 5})
    for name, content in customer_files(units, items):
        yield HERE / name, content


def customer(item: Record, rank: int, revenue: float) -> dict[str, object]:
    """Return a record as the customer files spell it."""
    head = {"customer_name": item.name, "rr": item.rr, "nrr": item.nrr, "total": item.total}
    share = round(100 * item.total / revenue, 2)
    return {**head, "rank": rank, "pct_of_total": share, "subscriptions": [asdict(sub) for sub in item.subscriptions]}


def customers(items: Sequence[Record]) -> list[dict[str, object]]:
    """Return one unit's customers, largest first."""
    revenue = round(math.fsum(item.total for item in items), 2)
    ranked = sorted(items, key=lambda item: (-item.total, item.name))
    return [customer(item, rank, revenue) for rank, item in enumerate(ranked, 1)]


def customer_files(units: Sequence[Unit], items: Sequence[Record]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the units, then the extract of the largest customers."""
    everyone: dict[str, dict[str, object]] = {}
    for unit in units:
        own = [item for item in items if item.unit == unit]
        listed = customers(own)
        revenue = round(math.fsum(item.total for item in own), 2)
        head = {"bu_name": unit.name, "total_revenue": revenue, "customer_count": len(own)}
        yield f"customers/customers_{unit.name.lower()}_all.json", as_json({**head, "customers": listed})
        everyone |= {str(entry["customer_name"]): entry for entry in listed}
    largest = sorted(items, key=lambda item: (-item.total, item.name))[:TOP]
    yield f"customers/customers_top{TOP}.json", as_json({"customers": [everyone[item.name] for item in largest]})


def as_json(document: object) -> bytes:
    """Return the document as the files keep it."""
    return (json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


if __name__ == "__main__":
    sys.exit(main())
