"""A made-up portfolio of any size, as customer files."""

from __future__ import annotations

import json
from pathlib import Path

UNITS = ("CloudSense", "Kandy", "STL", "NewNet")
FORMS = ("GmbH", "plc", "S.p.A.", "Inc.", "AB", "Oy", "SAS", "Ltda.", "Ltd", "Media")


def write_portfolio(folder: Path, accounts: int) -> None:
    """Write the customer files of `accounts` customers, a quarter of them in each business unit."""
    for number, unit in enumerate(UNITS):
        customers = [_customer(n) for n in range(number, accounts, len(UNITS))]
        (folder / f"customers_{unit.lower()}_all.json").write_text(json.dumps({"bu_name": unit, "customers": customers}))


def _customer(n: int) -> dict[str, object]:
    rr, nrr = n % 977 * 1000, n % 91 * 100
    return {"customer_name": f"Customer {n:06d} {FORMS[n % 10]}", "rr": rr, "nrr": nrr, "total": rr + nrr, "subscriptions": []}
