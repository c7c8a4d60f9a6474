"""Three portfolios that a script makes, each unlike the sample: small firms, utilities of many countries, large operators."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

Customer = dict[str, Any]
FIRSTS = ("Alder", "Birch", "Cobalt", "Dunlin", "Ember", "Fallow", "Garnet", "Hollin", "Ivory", "Juniper", "Kestrel", "Larch")
SMALL = ("Print", "Travel", "Dental", "Legal", "Hosting", "Foods", "Motors", "Radio", "Schools", "Textiles")
WORKS = ("Wasserwerke GmbH", "Energie AG", "Eaux SAS", "Acque S.p.A.", "Agua SA", "Waterbedrijf NV", "Energia Oy", "Vatten AB")
NETS = ("Telecom plc", "Mobile Ltd", "Fibre Networks AB", "Telekom d.o.o.")
WORDS = ("Yes", "No", "TBD", "Yes", "BU decision required", "Yes", None, "No (SF)", "Yes")
QUARTERS = ("Q4'26", "Q1'27", "Q2'27", "Q3'26", "Next Yr", "Q3'27")


def _subscriptions(n: int, arr: float, count: int) -> list[Customer]:
    return [
        {
            "sub_id": 1_500_000 + 7 * n + k,
            "arr": arr / count,
            "projected_arr": None,
            "renewal_qtr": QUARTERS[(n + 2 * k) % len(QUARTERS)],
            "will_renew": WORDS[(n // 5 + 3 * k) % len(WORDS)],
        }
        for k in range(count)
    ]


def _customer(n: int, name: str, rr: float, nrr: float, count: int) -> Customer:
    subscriptions = _subscriptions(n, rr, count) if rr and count else []
    return {"customer_name": name, "rr": rr, "nrr": nrr, "total": rr + nrr, "subscriptions": subscriptions}


def small_firms() -> Iterator[tuple[str, list[Customer]]]:
    """100 firms that pay 900 to 40,000 USD a year, of two units; some pay nothing, some only once."""
    names = [f"{first} {second} Ltd" for first, second in product(FIRSTS[:10], SMALL)]
    paid = (0 if n % 9 == 0 else 900 + n * 397 % 39_100 for n in range(len(names)))
    customers = [_customer(n, name, rr, 1500 * (n % 11 == 0), 1) for n, (name, rr) in enumerate(zip(names, paid, strict=True))]
    yield "Kandy", customers[::2]
    yield "NewNet", customers[1::2]


def utilities() -> Iterator[tuple[str, list[Customer]]]:
    """72 waterworks and power companies of eight countries, in two units, one of which no pack knows."""
    names = [f"{first} {form}" for first, form in product(FIRSTS[:9], WORKS)]
    for unit, part in (("CloudSense", names[::2]), ("Field Service", names[1::2])):
        yield unit, [_customer(n, name, 8_000 + n * 7_919 % 400_000, n % 5 * 2_000, 1 + n % 3) for n, name in enumerate(part)]


def operators() -> Iterator[tuple[str, list[Customer]]]:
    """48 operators that pay up to six million USD a year, in three units."""
    names = [f"{first} {form}" for first, form in product(FIRSTS, NETS)]
    for start, unit in enumerate(("STL", "NewNet", "CloudSense")):
        part = names[start::3]
        revenues = [60_000 + n * 163_841 % 5_900_000 for n in range(len(part))]
        yield unit, [_customer(n, name, revenues[n], n % 4 * 25_000, 1 + n % 5) for n, name in enumerate(part)]


PORTFOLIOS: dict[str, Callable[[], Iterator[tuple[str, list[Customer]]]]] = {
    "small firms": small_firms,
    "utilities": utilities,
    "operators": operators,
}


def write_portfolio(folder: Path, name: str) -> Path:
    """Write the customer files of a portfolio."""
    folder.mkdir()
    for unit, customers in PORTFOLIOS[name]():
        (folder / f"customers_{unit.lower()}_all.json").write_text(json.dumps({"bu_name": unit, "customers": customers}))
    return folder
