"""The app's JSON contract as Pydantic models: what a valid section document, customer file and news file is.

A document stays the plain JSON value that it was read as, so that unknown keys, and absent keys versus null, survive;
the models only judge it.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from demodb.model.dates import iso_date

Section = Literal["stakeholders", "strategy", "competitors", "actions"]
SECTIONS: tuple[Section, ...] = get_args(Section)
"""The four sections of a plan, in the order in which they are shown."""

Document = dict[str, Any] | list[Any]
"""A section as JSON: an object for strategy, a list for the others."""

Role = Literal["decision-maker", "influencer", "champion", "user", "blocker"]
RaciRole = Literal["responsible", "accountable", "consulted", "informed"]
Relationship = Literal["strong", "moderate", "weak", "unknown"]
Level = Literal["high", "medium", "low"]
PainPointStatus = Literal["active", "monitoring", "resolved"]
OpportunityStatus = Literal["identified", "exploring", "proposed", "won", "lost"]
CompetitorType = Literal["our-competitor", "customer-competitor", "both"]
ActionStatus = Literal["todo", "in-progress", "done"]

_EMAIL = re.compile(r"[A-Za-z0-9_'+-]+(?:\.[A-Za-z0-9_'+-]+)*(?<!')@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}")


def _email(text: str) -> str:
    if _EMAIL.fullmatch(text):
        return text
    raise ValueError("expected an e-mail address such as jo@example.com")


def _number_or_text(value: Any) -> Any:
    if value is None or (isinstance(value, int | float | str) and not isinstance(value, bool)):
        return value
    raise ValueError("expected a number, a text or null")


IsoDate = Annotated[str, AfterValidator(iso_date)]
Email = Annotated[str, AfterValidator(_email)]
Amount = Annotated[float, Field(ge=0)]


class Contract(BaseModel):
    """The rules of every document: camelCase keys, no conversion of types, finite numbers, unknown keys allowed."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="allow", strict=True, defer_build=True, allow_inf_nan=False, hide_input_in_errors=True
    )


VACANT = "Vacant"
"""What stands as the name at a place of an org chart that nobody has."""

MAY_BE_ABSENT: Any = None
"""The default of a key that may be absent. It is never looked at: null is refused unless the type allows it."""


class Stakeholder(Contract):
    """A person on the customer's side; `reports_to` is the id of another one of the same account."""

    id: str
    name: str
    title: str
    role: Role
    raci_role: RaciRole = MAY_BE_ABSENT
    email: Email = MAY_BE_ABSENT
    phone: str = MAY_BE_ABSENT
    reports_to: str | None = MAY_BE_ABSENT
    tenure: str = MAY_BE_ABSENT
    interests: list[str] = MAY_BE_ABSENT
    relationship_strength: Relationship
    last_interaction: IsoDate = MAY_BE_ABSENT
    notes: str = MAY_BE_ABSENT


class PainPoint(Contract):
    """What hurts the customer."""

    id: str
    title: str
    description: str
    status: PainPointStatus
    severity: Level
    identified_date: IsoDate
    owner: str = MAY_BE_ABSENT


class Opportunity(Contract):
    """What could be sold: `estimated_value` in USD, `probability` in percent."""

    id: str
    title: str
    description: str
    status: OpportunityStatus
    estimated_value: float = MAY_BE_ABSENT
    probability: float = Field(default=MAY_BE_ABSENT, ge=0, le=100)
    identified_date: IsoDate
    owner: str = MAY_BE_ABSENT


class Strategy(Contract):
    """Pain points and opportunities."""

    pain_points: list[PainPoint]
    opportunities: list[Opportunity]


class Competitor(Contract):
    """A rival of ours, of the customer's, or of both."""

    id: str
    name: str
    type: CompetitorType
    description: str
    strengths: list[str]
    weaknesses: list[str]
    last_updated: IsoDate


class ActionItem(Contract):
    """A card on the app's board."""

    id: str
    title: str
    description: str = MAY_BE_ABSENT
    status: ActionStatus
    priority: Level
    owner: str = MAY_BE_ABSENT
    due_date: IsoDate = MAY_BE_ABSENT
    created_at: IsoDate


class Subscription(Contract):
    """One subscription of a customer record; amounts in USD a year."""

    model_config = ConfigDict(alias_generator=None)

    sub_id: Annotated[Any, AfterValidator(_number_or_text)]
    arr: float | None
    projected_arr: float | None
    renewal_qtr: str | None
    will_renew: str | None


class Customer(Contract):
    """One customer record as a customer file holds it."""

    model_config = ConfigDict(alias_generator=None)

    customer_name: str
    rr: Amount
    nrr: Amount
    total: Amount
    rank: int = MAY_BE_ABSENT
    pct_of_total: float = MAY_BE_ABSENT
    subscriptions: list[Subscription]


class CustomerFile(Contract):
    """A business unit's customers."""

    model_config = ConfigDict(alias_generator=None)

    bu_name: str
    total_revenue: Amount = MAY_BE_ABSENT
    customer_count: int = Field(default=MAY_BE_ABSENT, ge=0)
    customers: list[Customer]


class Article(Contract):
    """One piece of news; title and summary are untrusted text from a feed."""

    model_config = ConfigDict(alias_generator=None)

    title: str
    url: str
    source: str
    published: str
    summary: str
    relevance_score: float = Field(ge=0, le=1)


class NewsFile(Contract):
    """A customer's news."""

    model_config = ConfigDict(alias_generator=None)

    customer_name: str
    last_updated: str
    article_count: int = Field(default=MAY_BE_ABSENT, ge=0)
    articles: list[Article]


SECTION_MODELS: dict[Section, Any] = {
    "stakeholders": list[Stakeholder],
    "strategy": Strategy,
    "competitors": list[Competitor],
    "actions": list[ActionItem],
}
