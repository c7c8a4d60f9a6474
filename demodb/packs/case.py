"""An account as the conditions of a pack see it: its facts at an as-of date, and what they let through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import Field

from demodb.model.account import AccountFacts
from demodb.model.names import unit_key
from demodb.model.renewals import Outcome
from demodb.packs.fields import AnyCountry, Band, Fraction, Numbers, Part, Quarters, Words, no_items
from demodb.packs.index import Index

RelativeRenewal = tuple[Outcome, int | None]
"""What is said of a renewal, and how many quarters after the present one it is, None where its quarter is not known."""


@dataclass(frozen=True)
class Case:
    """The facts that conditions ask for.

    `unit` is None for a business unit that the pack does not know: what names no `bu` is for such an account. `situation` is
    "" while it is being drawn.
    """

    facts: AccountFacts
    unit: str | None
    country: str | None
    industry: str
    quarter: int
    situation: str = ""

    @cached_property
    def renewals(self) -> list[RelativeRenewal]:
        """The renewals, seen from the quarter of the as-of date."""
        return [(outcome, None if when is None else when - self.quarter) for outcome, when, _ in self.facts.renewals]

    @cached_property
    def next_renewal(self) -> int | None:
        """The quarter of the next renewal as a number, None where none is to come."""
        return min((when for _, when, _ in self.facts.renewals if when is not None and when >= self.quarter), default=None)


class RenewalCondition(Part):
    """Which renewals are meant: by what is said of them, and by the quarters from the present one on."""

    outcome: list[Outcome] = Field(default=[], min_length=1)
    quarters: Quarters | None = None

    def meets(self, renewal: RelativeRenewal) -> bool:
        """Whether a renewal is meant."""
        outcome, away = renewal
        if self.outcome and outcome not in self.outcome:
            return False
        return self.quarters is None or (away is not None and self.quarters[0] <= away <= self.quarters[1])


Test = Callable[[Case], bool]
"""What tells whether an account meets a condition."""


def _revenue(low: float, high: float) -> Test:
    return lambda case: low <= case.facts.revenue < high


_TESTS: dict[str, Callable[[Any], Test]] = {
    "country": lambda wanted: lambda case: case.country in wanted,
    "revenue": lambda band: _revenue(*band),
    "renewalRisk": lambda wanted: lambda case: wanted == case.facts.renewal_risk,
    "industry": lambda wanted: lambda case: case.industry in wanted,
    "share": lambda band: lambda case: band[0] <= case.facts.share < band[1],
    "recurring": lambda wanted: lambda case: wanted == (case.facts.recurring > 0),
    "subscriptions": lambda wanted: lambda case: wanted[0] <= len(case.facts.renewals) <= wanted[1],
    "someRenewal": lambda wanted: lambda case: any(map(wanted.meets, case.renewals)),
    "everyRenewal": lambda wanted: lambda case: bool(case.renewals) and all(map(wanted.meets, case.renewals)),
    "noRenewal": lambda wanted: lambda case: not any(map(wanted.meets, case.renewals)),
}
"""The test of each condition, by its key and what it asks for."""


class Conditions(Part):
    """Conditions on an account; what is not given is met by all. The keys in `beside` mean something else."""

    beside: ClassVar[frozenset[str]] = frozenset()

    bu: list[str] = Field(default_factory=no_items)
    country: list[AnyCountry] = Field(default_factory=no_items)
    revenue: Band | None = None
    renewalRisk: bool | None = None  # noqa: N815 - the pack's keys
    industry: list[Words] = Field(default_factory=no_items)
    share: Fraction | None = None
    recurring: bool | None = None
    subscriptions: Numbers | None = None
    someRenewal: RenewalCondition | None = None  # noqa: N815
    everyRenewal: RenewalCondition | None = None  # noqa: N815
    noRenewal: RenewalCondition | None = None  # noqa: N815

    @cached_property
    def units(self) -> frozenset[str]:
        """The keys of its business units."""
        return frozenset(unit_key(name) for name in self.bu)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The keys of the conditions that are given, but those on the business unit and the situation."""
        given = self.model_fields_set & _TESTS.keys()
        return frozenset(name for name in given if name not in self.beside and getattr(self, name) not in (None, []))

    @cached_property
    def meets(self) -> Test:
        """Whether an account meets these: made once, as it is asked dozens of times for each account."""
        tests = [test_of(getattr(self, name)) for name, test_of in _TESTS.items() if name in self.asked]
        return tests[0] if len(tests) == 1 else lambda case: all(test(case) for test in tests)

    def is_for(self, unit: str | None) -> bool:
        """Whether it is for accounts of a business unit: its key, None for one that is not known."""
        return not self.bu or unit in self.units

    def holds(self, case: Case) -> bool:
        """Whether an account meets all conditions."""
        return (not self.bu or case.unit in self.units) and self.meets(case)


class Situated(Conditions):
    """Conditions that may ask for a situation as well."""

    situation: list[Words] = Field(default_factory=no_items)

    @property
    def for_all(self) -> bool:
        """Whether it is for every account of its business units."""
        return not self.asked and not self.situation

    def is_in(self, situation: str) -> bool:
        """Whether it is for accounts in a situation."""
        return not self.situation or situation in self.situation

    def is_of(self, unit: str | None, situation: str) -> bool:
        """Whether it is for accounts of a business unit in a situation."""
        return self.is_in(situation) and self.is_for(unit)

    def holds(self, case: Case) -> bool:
        """Whether an account meets all conditions, its situation among them."""
        return self.is_in(case.situation) and super().holds(case)


S = TypeVar("S", bound=Situated)
PLACE: tuple[Callable[[Situated], Collection[str]], ...] = (
    lambda part: part.situation,
    lambda part: part.units if part.bu else (),
)
"""By what parts are indexed: situation and business unit."""


class Placed(Generic[S]):
    """Parts by situation and business unit: all are looked through once for each, and then only for what else they ask."""

    def __init__(self, parts: Sequence[S]) -> None:
        self._parts = Index(parts, *PLACE)

    def of(self, case: Case) -> Sequence[S]:
        """Those of an account's situation and business unit, in their order."""
        return self._parts.of(case.situation, case.unit)

    def first(self, case: Case) -> S | None:
        """The first that fits an account."""
        return next((part for part in self.of(case) if not part.asked or part.meets(case)), None)
