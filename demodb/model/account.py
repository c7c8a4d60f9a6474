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

    The main business unit is the one with the greatest revenue; "" where the account has no customer record. `told` is the
    country that records tell, as its ISO 3166 code where that is known; None where none does.
    """

    key: str
    name: str
    unit: str
    revenue: float
    renewal_risk: bool = False
    told: str | None = None

    def made_with(self, name: str | None, told: str | None) -> AccountFacts:
        """The same facts with the name, None for the account's own, and the told country that a section was made with."""
        same = name in (None, self.name) and told == self.told
        return self if same else replace(self, name=name or self.name, told=told)

    @cached_property
    def country(self) -> str | None:
        """The country that records tell, else the one that the name tells."""
        return self.told or country_of(self.name)
