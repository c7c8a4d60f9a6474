"""The sample portfolio's records: every figure is a keyed draw from (field, name), so neither order nor day matters."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

KEY = b"demodb sample portfolio"

RENEWALS = ["Q1'26", "Q2'26", "Q3'26", "Q4'26", "Q4'26", "Q4'25", "Next Yr", "Next Yr", None]
DECISIONS = ["Yes", "Yes", "Yes", "Yes", "No", "No (SF)", "TBD", "TBD", "BU decision required", None]
KINDS = [(14, "none"), (27, "nrr"), (55, "both"), (100, "rr")]
ODD_IDS = ["sandboxes", "AMC starting in Q4", "pilot", None]

T = TypeVar("T")


@dataclass(frozen=True)
class Unit:
    """A business unit as portfolio.toml describes it."""

    name: str
    typed: list[str]
    label: str
    products: list[str]
    customers: list[str]
    doubles: list[list[str]]


@dataclass(frozen=True)
class Subscription:
    """One line of the RR sheet, in the customer files' own words."""

    sub_id: float | str | None
    arr: float | None
    projected_arr: float | None
    renewal_qtr: str | None
    will_renew: str | None


@dataclass(frozen=True)
class Record:
    """One customer as typed; `orders` holds the four quarters of each of its lines in the NRR sheet."""

    unit: Unit
    name: str
    subscriptions: list[Subscription]
    orders: list[list[float | None]]

    @property
    def rr(self) -> float:
        """Yearly recurring revenue."""
        return round(math.fsum(sub.arr or 0 for sub in self.subscriptions), 2)

    @property
    def nrr(self) -> float:
        """Non-recurring revenue of the year."""
        return round(math.fsum(quarter or 0 for order in self.orders for quarter in order), 2)

    @property
    def total(self) -> float:
        """Both together."""
        return round(self.rr + self.nrr, 2)


def draw(field: str, name: str) -> float:
    """Return the number in [0, 1) that belongs to this field of this name."""
    digest = hashlib.blake2b(f"{field}\0{name}".encode(), digest_size=6, key=KEY).digest()
    return int.from_bytes(digest, "big") / 2**48


def chance(field: str, name: str, percent: int) -> bool:
    """Tell whether this name is among the percent that this field holds for."""
    return 100 * draw(field, name) < percent


def pick(field: str, name: str, choices: Sequence[T]) -> T:
    """Return the choice that belongs to this field of this name."""
    return choices[int(draw(field, name) * len(choices))]


def amount(field: str, name: str, low: float, high: float) -> float:
    """Return a sum of money between low and high, small ones far more often than large ones."""
    skewed = draw(field, name) ** 1.5
    return math.exp(math.log(low) + skewed * (math.log(high) - math.log(low)))


def split(field: str, name: str, total: float, count: int) -> list[float]:
    """Cut a total into parts: multiples of 12 (monthly prices), of a dollar, or of 25 cents, exact in binary."""
    step = pick(f"{field} step", name, [12, 12, 1, 1, 1, 0.25])
    weights = [0.3 + draw(f"{field} weight {i}", name) for i in range(count)]
    parts = [round(total * weight / sum(weights) / step) * step for weight in weights[:-1]]
    return [float(part) for part in [*parts, round((total - sum(parts)) / step) * step]]


def subscription(key: str, arr: float | None) -> Subscription:
    """Return one subscription; its projection follows from the decision to renew."""
    decision = pick("decision", key, DECISIONS)
    growth = pick("growth", key, [1.0, 1.0, 1.03, 1.05])
    shares = {"Yes": growth, "No": 0.0, "No (SF)": 0.0, "TBD": 1.0, "BU decision required": 0.5}
    share = shares.get(decision or "")
    projected = None if arr is None or share is None else round(arr * share * 4) / 4
    number = float(1_400_000 + int(draw("sub id", key) * 300_000))
    sub_id = number if chance("sub id kind", key, 88) else pick("odd id", key, ODD_IDS)
    return Subscription(sub_id, arr, projected, pick("renewal", key, RENEWALS), decision)


def subscriptions(name: str, total: float, count: int) -> list[Subscription]:
    """Return a customer's subscriptions, now and then with an unpriced one at the end."""
    arrs: list[float | None] = list(split("arr", name, total, count))
    if chance("unpriced", name, 12):
        arrs.append(None)
    return [subscription(f"{name} #{i}", arr) for i, arr in enumerate(arrs)]


def orders(name: str, total: float) -> list[list[float | None]]:
    """Return one or two order lines; a quarter without revenue is zero or empty."""
    slots = 8 if chance("two orders", name, 20) else 4
    live = [i for i in range(slots) if chance(f"live {i}", name, 50)] or [0]
    amounts = dict(zip(live, split("nrr", name, total, len(live)), strict=True))
    quarters = [amounts.get(i, pick(f"idle {i}", name, [None, 0.0])) for i in range(slots)]
    return [row for row in (quarters[:4], quarters[4:]) if any(row)]


def record(unit: Unit, name: str, kind: str) -> Record:
    """Make a record: kind says whether it stands in the RR sheet, the NRR sheet, both, or unpriced in the RR sheet."""
    count = 1 + int(draw("count", name) ** 2 * 4)
    subs = [subscription(f"{name} #0", pick("nothing", name, [None, 0.0]))]
    if kind in {"rr", "both"}:
        subs = subscriptions(name, amount("rr", name, 3_000, 1_100_000), count)
    booked = orders(name, amount("nrr", name, 2_500, 240_000)) if kind in {"nrr", "both"} else []
    return Record(unit, name, [] if kind == "nrr" else subs, booked)


def kind_of(name: str) -> str:
    """Draw the kind of a customer that stands in the portfolio once."""
    return next(kind for limit, kind in KINDS if chance("kind", name, limit))


def records(unit: Unit, heroes: dict[str, dict[str, int]]) -> list[Record]:
    """Return a unit's records in the order of the sheets."""
    made = [
        Record(unit, name, subscriptions(name, size["rr"], size["parts"]), orders(name, size["nrr"]))
        if (size := heroes.get(name))
        else record(unit, name, kind_of(name))
        for name in unit.customers
    ]
    for recurring, one_off in unit.doubles:
        made += [record(unit, recurring, "rr"), record(unit, one_off, "nrr")]
    return sorted(made, key=lambda item: draw("place", item.name))
