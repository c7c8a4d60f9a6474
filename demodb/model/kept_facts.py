"""The facts of an account as they are kept with a section that a template of their second version made from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from demodb.model.account import AccountFacts
from demodb.model.canonical import canonical
from demodb.model.renewals import Outcome, Renewal

_Amount = Annotated[float, Field(allow_inf_nan=False)]


class KeptFacts(BaseModel):
    """All but the name and the told country, which a section keeps of every template; `quarter` as in `AccountFacts`.

    `renewals` are pairs of an outcome and the quarters from `quarter` on, None where no quarter is known.
    """

    model_config = ConfigDict(alias_generator=to_camel, frozen=True, populate_by_name=True, defer_build=True)

    unit: str
    revenue: _Amount
    renewal_risk: bool
    recurring: _Amount
    share: _Amount
    quarter: int
    renewals: tuple[tuple[Outcome, int | None], ...] = ()
    industry: str | None = None
    situation: str
    team: dict[str, str] = {}

    @property
    def text(self) -> str:
        """As canonical JSON."""
        return canonical(self.model_dump(mode="json", by_alias=True))


def kept_facts(facts: AccountFacts, industry: str, quarter: int, situation: str) -> str:
    """The facts as a section keeps them, as canonical JSON; `quarter` is the one that its renewals were looked at from."""
    renewals = [[outcome, None if when is None else when - quarter] for outcome, when, _ in facts.renewals]
    return canonical(
        {
            "unit": facts.unit,
            "revenue": facts.revenue,
            "renewalRisk": facts.renewal_risk,
            "recurring": facts.recurring,
            "share": facts.share,
            "quarter": quarter,
            "renewals": renewals,
            "industry": industry,
            "situation": situation,
            "team": dict(facts.team),
        }
    )


def facts_from(text: str | None) -> KeptFacts | None:
    """As `kept_facts` wrote them; None where nothing, or nothing that can be used, is kept."""
    try:
        return KeptFacts.model_validate_json(text) if text else None
    except ValidationError:
        return None


def with_kept(facts: AccountFacts, text: str | None) -> AccountFacts:
    """The facts of an account with those that are kept in the place of today's."""
    kept = facts_from(text)
    if kept is None:
        return facts
    renewals = tuple(Renewal(outcome, None if away is None else kept.quarter + away) for outcome, away in kept.renewals)
    values = {name: getattr(kept, name) for name in KeptFacts.model_fields if name != "renewals"}
    return replace(facts, renewals=renewals, **values)
