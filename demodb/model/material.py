"""What intelligence about an account is made from: its plan, customer records and news, as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from demodb.model.canonical import digest, number
from demodb.model.documents import SECTIONS, Document, Section

RevenuePeriod = Literal["year", "quarter"]
"""Whether recurring revenue and ARR are taken for amounts of a year, or for those of a quarter, as the app's page does."""

_QUARTERS = 4


@dataclass(frozen=True)
class Material:
    """One account's material.

    `records` are customer records as {businessUnit, name, rr, nrr, subscriptions}, amounts in USD a year, subscriptions as
    in a customer file; `sections` are those that are there; `news` is the news file's document, its text untrusted. `as_of`
    is the day from which its templates count, else that of the store's newest run: what is past is judged by it.
    `other_slugs` are those of other spellings, under which the app looks for the same account.
    """

    key: str
    name: str
    slug: str
    records: tuple[dict[str, Any], ...]
    sections: Mapping[Section, Document]
    news: dict[str, Any] | None = None
    as_of: date | None = None
    other_slugs: tuple[str, ...] = ()

    @property
    def slugs(self) -> tuple[str, ...]:
        """Every slug under which the app looks for the account, its own first."""
        return self.slug, *self.other_slugs

    @cached_property
    def revenue(self) -> float:
        """USD a year, over all records."""
        return float(round(sum(record["rr"] + record["nrr"] for record in self.records), 2))

    @property
    def subscriptions(self) -> list[dict[str, Any]]:
        """The subscriptions of all records."""
        return [subscription for record in self.records for subscription in record["subscriptions"]]

    def over(self, period: RevenuePeriod) -> Material:
        """The material whose texts say the year's amounts: with `quarter`, four times what is recurring.

        It is of the same input: its hash is that of the data and does not change with how amounts are told.
        """
        if period == "year":
            return self
        told = replace(self, records=tuple(map(_of_four_quarters, self.records)))
        told.__dict__["input_hash"] = self.input_hash
        return told

    @cached_property
    def plan(self) -> dict[str, Any]:
        """The whole plan as one document: what stands under `account-plan:{slug}`."""
        sections: dict[str, Document] = {section: self.sections[section] for section in SECTIONS if section in self.sections}
        return {"customerName": self.name, "slug": self.slug, **sections}

    @cached_property
    def plan_hash(self) -> str:
        """The versioned hash of the plan."""
        return digest(self.plan)

    @cached_property
    def input_hash(self) -> str:
        """The versioned hash of everything that intelligence is made from."""
        return digest([self.plan, list(self.records), self.news, self.as_of and self.as_of.isoformat()])


def _of_four_quarters(record: Mapping[str, Any]) -> dict[str, Any]:
    subscriptions = [
        {**item, **{name: _times(item[name]) for name in ("arr", "projected_arr")}} for item in record["subscriptions"]
    ]
    return {**record, "rr": _times(record["rr"]), "subscriptions": subscriptions}


def _times(amount: float | None) -> float | None:
    return None if amount is None else number(round(_QUARTERS * amount, 2))
