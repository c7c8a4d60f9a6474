"""What a template may know of an account."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from demodb.model.countries import country_of


@dataclass(frozen=True)
class AccountFacts:
    """An account's key and name, its main business unit's key, its revenue in USD a year, whether a renewal is at risk."""

    key: str
    name: str
    unit: str
    revenue: float
    renewal_risk: bool = False

    @cached_property
    def country(self) -> str | None:
        """The country that the name tells."""
        return country_of(self.name)
