"""What is expected of small tables, written so that a row of tests can be read: a file's text, and what must come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbooks import Rows, write_book

from demodb.model.tables import Tables
from demodb.sources.records import CustomerRecord, Portfolio, Rejected
from demodb.sources.tables import TableSettings, read_csv
from demodb.sources.workbook import read_workbook

Told = tuple[str, ...]

LACKING = "expected a header with a customer and an amount (ARR, MRR, non-recurring, total) in the first 40 rows"


@dataclass(frozen=True)
class Case:
    """A table, a CSV file's text (or bytes) or the sheets of a workbook, and what must come of it.

    `records` and `errors` are lines as `told` writes them; each of `warns` must stand in a warning, and none may be without.
    `merged` are ranges of a workbook's first sheet.
    """

    name: str
    table: str | bytes | Mapping[str, Rows]
    records: Told = ()
    errors: Told = ()
    warns: Told = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    unit: str | None = "Unit"
    merged: Told = ()

    def read(self, folder: Path) -> Portfolio | Rejected:
        """What reading the table gives, as a file in a folder."""
        settings = TableSettings(Tables(**self.settings), self.unit)
        try:
            if isinstance(self.table, Mapping):
                return read_workbook(write_book(folder / "list.xlsx", self.table, self.merged), settings)
            path = folder / "list.csv"
            path.write_bytes(self.table.encode() if isinstance(self.table, str) else self.table)
            return read_csv(path, settings)
        except Rejected as rejected:
            return rejected


def told(record: CustomerRecord) -> str:
    """A record as one line: "Unit / Customer: rr + nrr | quarters | id, arr, projected, quarter, renews, day | country"."""
    amounts = f"{_amount(record.rr)} + {_amount(record.nrr)}"
    subscriptions = [_subscription(subscription) for subscription in record.subscriptions or ()]
    quarters = [f"quarters {', '.join(map(_amount, record.quarters))}"] if record.quarters else []
    country = [f"country={record.country}"] if record.country else []
    extra = [f"{key}={value}" for key, value in (record.extra or {}).items()]
    return " | ".join([f"{record.business_unit} / {record.name}: {amounts}", *quarters, *subscriptions, *country, *extra])


def _amount(amount: float | None) -> str:
    return "?" if amount is None else f"{amount:g}" if abs(amount) < 1e6 else repr(amount)


def _subscription(subscription: Mapping[str, Any]) -> str:
    named = ("sub_id", "arr", "projected_arr", "renewal_qtr", "will_renew", "renewal_date")
    said = ["-" if (value := subscription.get(name)) is None else repr(value) for name in named]
    return ", ".join(said[: max(n for n, text in enumerate(said, start=1) if text != "-")])
