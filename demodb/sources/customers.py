"""Customer files: one business unit's records, judged whole."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from demodb.errors import Problem
from demodb.model.documents import CustomerFile
from demodb.model.faults import Fault, model_faults, shown
from demodb.model.names import nameless_fault, unit_fault
from demodb.sources.json_file import look_into
from demodb.sources.records import CustomerRecord, FaultyRow, Portfolio, RecordOrigin, Rejected

_FILE_KEYS = frozenset({"bu_name", "total_revenue", "customer_count", "customers"})
_RECORD_KEYS = frozenset({"customer_name", "rr", "nrr", "total", "rank", "pct_of_total", "subscriptions"})
_CENT = 0.01
_IN_RECORD = re.compile(r"\$\.customers\[([0-9]+)\]")


def read_customers(path: Path, *, skip_rows: bool = False) -> Portfolio:
    """The records of a customer file. Raises Rejected with all problems; with `skip_rows` not for single records."""
    value, problems = look_into(path)
    customers = _customers(value)
    if not problems or (skip_rows and customers):
        problems += _shape_problems(path, value, {_record_at(problem.place) for problem in problems} - {None})
    faulty = _faulty(customers, problems)
    in_rows = None not in faulty and len(faulty) < len(customers)
    if problems and not (skip_rows and in_rows):
        raise Rejected(problems, len(customers) or 1, in_rows=in_rows)
    return _portfolio(str(path), value, faulty)


def _portfolio(path: str, value: dict[str, Any], faulty: Mapping[int | None, FaultyRow]) -> Portfolio:
    """What a customer file says beside its faulty records."""
    customers = value["customers"]
    unit = value["bu_name"].strip()
    extra = {key: item for key, item in value.items() if key not in _FILE_KEYS}
    sound = {n: customer for n, customer in enumerate(customers) if n not in faulty}
    return Portfolio(
        (_record(unit, customer, RecordOrigin(path, f"$.customers[{n}]")) for n, customer in sound.items()),
        {unit: len(sound)},
        tuple(_repairs(path, value.get("customer_count", len(customers)), len(customers), sound)),
        {unit: extra},
        faulty=tuple(faulty.values()),
    )


def _customers(value: Any) -> list[Any]:
    customers = value.get("customers") if isinstance(value, dict) else None
    return customers if isinstance(customers, list) else []


def _shape_problems(path: Path, value: Any, told: Collection[int | None]) -> list[Problem]:
    """What is wrong with a value, but for the records of which something is `told` already."""
    faults = [*model_faults(CustomerFile, value), *_name_faults(value)]
    return [Problem(str(path), place, message) for place, message in faults if _record_at(place) not in told]


def _record_at(place: str) -> int | None:
    """The number of the record in which a place lies; None for one outside of all."""
    found = _IN_RECORD.match(place)
    return int(found[1]) if found else None


def _faulty(customers: Sequence[Any], problems: Iterable[Problem]) -> dict[int | None, FaultyRow]:
    """The records that have problems, by number; None: the file as a whole has some."""
    by_record: dict[int | None, list[Problem]] = {}
    for problem in problems:
        by_record.setdefault(_record_at(problem.place), []).append(problem)
    return {n: FaultyRow("" if n is None else _name(customers[n]), tuple(found)) for n, found in by_record.items()}


def _name(customer: Any) -> str:
    name = customer.get("customer_name") if isinstance(customer, dict) else None
    return name.strip() if isinstance(name, str) else ""


def _record(unit: str, customer: dict[str, Any], origin: RecordOrigin) -> CustomerRecord:
    unknown = {} if customer.keys() <= _RECORD_KEYS else {key: customer[key] for key in customer if key not in _RECORD_KEYS}
    country = unknown.get("country")
    is_told = isinstance(country, str) and bool(country.strip())
    return CustomerRecord(
        business_unit=unit,
        name=customer["customer_name"].strip(),
        origin=origin,
        rr=customer["rr"],
        nrr=customer["nrr"],
        subscriptions=tuple(customer["subscriptions"]),
        extra={key: value for key, value in unknown.items() if key != "country" or not is_told},
        country=country if is_told else None,
    )


def _name_faults(value: Any) -> Iterator[Fault]:
    """What is wrong with the names, as far as there are any: a fault elsewhere must not hide them."""
    if not isinstance(value, dict):
        return
    unit = value.get("bu_name")
    if isinstance(unit, str) and (fault := unit_fault(unit)):
        yield "$.bu_name", f"{fault}, found {shown(unit)}"
    seen: set[str] = set()
    for n, customer in enumerate(_customers(value)):
        name = customer.get("customer_name") if isinstance(customer, dict) else None
        if not isinstance(name, str):
            continue
        name, place = name.strip(), f"$.customers[{n}].customer_name"
        if fault := nameless_fault(name):
            yield place, f"{fault}, found {shown(name)}"
        elif name in seen:
            yield place, f"expected each customer once, found {shown(name)} a second time"
        seen.add(name)


def _repairs(path: str, said: int, count: int, customers: Mapping[int, dict[str, Any]]) -> list[Problem]:
    """Derived figures that do not agree with what they derive from are made anew: `said` is how many records there are."""
    repairs = []
    for n, customer in customers.items():
        total = customer["rr"] + customer["nrr"]
        if not math.isclose(customer["total"], total, abs_tol=_CENT):
            place = f"$.customers[{n}].total"
            repairs.append(Problem(path, place, f"was {customer['total']}, taken as rr + nrr = {round(total, 2)}"))
    if said != count:
        repairs.append(Problem(path, "$.customer_count", f"was {said}, taken as {count}"))
    return repairs
