"""The budget's two sheets out of customer records: their layout, their rows, and what of a record they cannot carry. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from demodb.export.sheet import Value, is_plain
from demodb.model.names import units_within
from demodb.sources.cells import typed_id
from demodb.store.portfolio import StoredRecord

Cells = Sequence[tuple[str, Value]]
"""The cells of a row: each its column's letter and its value."""


class BudgetSheet(NamedTuple):
    """A sheet as the app reads it: its name, the row of its header, the titles by column, and the columns of amounts."""

    title: str
    about: str
    header: int
    titles: Mapping[str, str]
    amounts: str


RR = BudgetSheet(
    "RR Input",
    "Recurring revenue: one row is one subscription, amounts in USD a year",
    10,
    {
        "A": "Company",
        "B": "Customer",
        "D": "Sub ID",
        "G": "ARR",
        "I": "Renewal Quarter",
        "J": "Will Renew",
        "L": "Projected ARR",
    },
    "GL",
)
NRR = BudgetSheet(
    "NRR Input",
    "Non-recurring revenue by quarters, in USD",
    5,
    {"B": "Customer", "C": "Class", "I": "Q1", "J": "Q2", "K": "Q3", "L": "Q4"},
    "IJKL",
)

_SUBSCRIPTION = ("sub_id", "arr", "projected_arr", "renewal_qtr", "will_renew")


@dataclass
class Budget:
    """The rows of both sheets, and what they cannot carry, each with its record; `unknown` counts records without quarters."""

    recurring: list[Cells] = field(default_factory=list)
    others: list[Cells] = field(default_factory=list)
    uncarried: list[str] = field(default_factory=list)
    unknown: int = 0

    @property
    def told(self) -> list[str]:
        """What a person has to know of the sheets."""
        year = "the quarters of their non-recurring revenue are not known, so the year stands in Q4"
        return [*([f"{self.unknown:,} customers: {year}"] if self.unknown else []), *self.uncarried]

    def add(self, unit: str, records: Iterable[StoredRecord], units: Collection[str]) -> None:
        """Add the records of a business unit; `units` are the names of all."""
        class_fault = [] if units_within(unit, units) == [unit] else ["its business unit, as the class names more than one"]
        for record in records:
            rows = list(_other_rows(unit, record))
            self.recurring += _recurring_rows(unit, record)
            self.others += rows
            self.unknown += bool(record.nrr) and _quarters(record) is None
            faults = [*(class_fault if rows else []), *_faults(record)]
            if faults:
                self.uncarried.append(f"{unit}, {record.name}: {'; '.join(faults)}")


def _recurring_rows(unit: str, record: StoredRecord) -> Iterator[Cells]:
    for item in record.subscriptions:
        yield (
            ("A", unit),
            ("B", record.name),
            ("D", item["sub_id"]),
            ("G", _at_least_0(item["arr"])),
            ("I", item["renewal_qtr"]),
            ("J", item["will_renew"]),
            ("L", item["projected_arr"]),
        )


def _other_rows(unit: str, record: StoredRecord) -> Iterator[Cells]:
    """A customer who has neither revenue of this kind nor a subscription has a row as well: there is no other place for them."""
    if record.nrr or not record.subscriptions:
        quarters = _quarters(record) or (None, None, None, record.nrr)
        yield ("B", record.name), ("C", unit), *zip(NRR.amounts, quarters, strict=True)


def _quarters(record: StoredRecord) -> tuple[float, ...] | None:
    """The quarters of the year, where they are known and sum up to it."""
    quarters = record.quarters
    return quarters if quarters and round(sum(quarters), 2) == record.nrr else None


def _at_least_0(amount: float | None) -> float | None:
    return None if amount is not None and amount < 0 else amount


def _faults(record: StoredRecord) -> Iterator[str]:
    """What an import of the sheets would not give back of a record."""
    name, items = record.name, record.subscriptions
    arr = round(sum(item["arr"] or 0 for item in items), 2)
    if arr != record.rr:
        yield f"its recurring revenue {record.rr:,}, as its subscriptions sum up to {arr:,}"
    if round(record.nrr, 2) != record.nrr:
        yield "fractions of a cent"
    if not is_plain(name) or "<" in name or name != name.strip():
        yield "its name, as a cell with < or control characters says another one"
    yield from _subscription_faults(items)
    further = sorted({*record.extra, *(key for item in items for key in item if key not in _SUBSCRIPTION)})
    if further:
        yield f"further keys: {', '.join(further)}"


def _subscription_faults(items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if any(all(item[name] is None for name in _SUBSCRIPTION) for item in items):
        yield "a subscription of which nothing is known"
    if any((item["arr"] or 0) < 0 for item in items):
        yield "an ARR below 0"
    if any(_changes(item[name]) for item in items for name in ("sub_id", "renewal_qtr", "will_renew")):
        yield "texts of a subscription with spaces around them, control characters, or nothing but digits"


def _changes(value: Any) -> bool:
    """Whether a cell would give another value back."""
    return typed_id(value) != value or (isinstance(value, str) and not is_plain(value))
