"""An account: who it is, and what a template may know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from demodb.model.countries import country_of
from demodb.model.renewals import Renewal


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
    country that records tell, as its ISO 3166 code where that is known; None where none does. Packs of the first version of
    the facts draw from these alone.

    `recurring` is the part of the revenue that comes again each year, `share` the account's part of its unit's revenue, from
    0 to 1, `renewals` has one for each subscription. `quarter` is the one from which renewals are looked at (see `Renewal`),
    None for that of the as-of date. `industry` is the one that settings tell, `situation` the one that was drawn before, and
    `team` the names of people on our side, by their roles; None or {} where nobody says.
    """

    key: str
    name: str
    unit: str
    revenue: float
    renewal_risk: bool = False
    told: str | None = None
    recurring: float = 0.0
    share: float = 0.0
    renewals: tuple[Renewal, ...] = ()
    quarter: int | None = None
    industry: str | None = None
    situation: str | None = None
    team: Mapping[str, str] = field(default_factory=dict)

    def made_with(self, name: str | None, told: str | None) -> AccountFacts:
        """The same facts with the name, None for the account's own, and the told country that a section was made with."""
        same = name in (None, self.name) and told == self.told
        return self if same else replace(self, name=name or self.name, told=told)

    @cached_property
    def country(self) -> str | None:
        """The country that records tell, else the one that the name tells."""
        return self.told or country_of(self.name)
