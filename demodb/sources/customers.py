"""Customer files: one business unit's records, judged whole."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from demodb.errors import Problem
from demodb.model.documents import CustomerFile
from demodb.model.faults import Fault, model_faults, shown
from demodb.model.names import nameless_fault, unit_fault
from demodb.sources.json_file import read_json
from demodb.sources.records import CustomerRecord, Portfolio, RecordOrigin, Rejected

_FILE_KEYS = frozenset({"bu_name", "total_revenue", "customer_count", "customers"})
_RECORD_KEYS = frozenset({"customer_name", "rr", "nrr", "total", "rank", "pct_of_total", "subscriptions"})
_CENT = 0.01


def read_customers(path: Path) -> Portfolio:
    """The records of a customer file. Raises Rejected with all problems."""
    value, problems = read_json(path)
    if not problems:
        faults = [*model_faults(CustomerFile, value), *_name_faults(value)]
        problems = [Problem(str(path), place, message) for place, message in faults]
    if problems:
        count = len(value["customers"]) if isinstance(value, dict) and isinstance(value.get("customers"), list) else 1
        raise Rejected(problems, count)
    unit, origin = value["bu_name"].strip(), str(path)
    extra = {key: item for key, item in value.items() if key not in _FILE_KEYS}
    return Portfolio(
        (_record(unit, customer, RecordOrigin(origin, f"$.customers[{n}]")) for n, customer in enumerate(value["customers"])),
        {unit: len(value["customers"])},
        tuple(_repairs(origin, value)),
        {unit: extra},
    )


def _record(unit: str, customer: dict[str, Any], origin: RecordOrigin) -> CustomerRecord:
    return CustomerRecord(
        business_unit=unit,
        name=customer["customer_name"].strip(),
        origin=origin,
        rr=customer["rr"],
        nrr=customer["nrr"],
        subscriptions=tuple(customer["subscriptions"]),
        extra={} if customer.keys() <= _RECORD_KEYS else {key: customer[key] for key in customer if key not in _RECORD_KEYS},
    )


def _name_faults(value: Any) -> Iterator[Fault]:
    """What is wrong with the names, as far as there are any: a fault elsewhere must not hide them."""
    if not isinstance(value, dict):
        return
    unit = value.get("bu_name")
    if isinstance(unit, str) and (fault := unit_fault(unit)):
        yield "$.bu_name", f"{fault}, found {shown(unit)}"
    customers = value.get("customers")
    seen: set[str] = set()
    for n, customer in enumerate(customers if isinstance(customers, list) else []):
        name = customer.get("customer_name") if isinstance(customer, dict) else None
        if not isinstance(name, str):
            continue
        name, place = name.strip(), f"$.customers[{n}].customer_name"
        if fault := nameless_fault(name):
            yield place, f"{fault}, found {shown(name)}"
        elif name in seen:
            yield place, f"expected each customer once, found {shown(name)} a second time"
        seen.add(name)


def _repairs(path: str, value: dict[str, Any]) -> list[Problem]:
    """Derived figures that do not agree with what they derive from are made anew."""
    repairs = []
    for n, customer in enumerate(value["customers"]):
        total = customer["rr"] + customer["nrr"]
        if not math.isclose(customer["total"], total, abs_tol=_CENT):
            place = f"$.customers[{n}].total"
            repairs.append(Problem(path, place, f"was {customer['total']}, taken as rr + nrr = {round(total, 2)}"))
    count = value.get("customer_count", len(value["customers"]))
    if count != len(value["customers"]):
        repairs.append(Problem(path, "$.customer_count", f"was {count}, taken as {len(value['customers'])}"))
    return repairs
