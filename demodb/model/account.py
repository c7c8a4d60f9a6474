"""An account: who it is, and what a template may know of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from demodb.model.countries import country_of


class Account(NamedTuple):
    """An account: the match key of its name, the name as it is shown, the app's file name for it, whether the demo opens it."""

    key: str
    name: str
    slug: str
    hero: bool


@dataclass(frozen=True)
class AccountFacts:
    """An account's key and name, its main business unit's key, its revenue in USD a year, whether a renewal is at risk.

    The main business unit is the one with the greatest revenue; "" where the account has no customer record.
    """

    key: str
    name: str
    unit: str
    revenue: float
    renewal_risk: bool = False

    def called(self, name: str | None) -> AccountFacts:
        """The same facts under the name that a section was made with; None for the account's own."""
        return self if name in (None, self.name) else replace(self, name=name)

    @cached_property
    def country(self) -> str | None:
        """The country that the name tells."""
        return country_of(self.name)
