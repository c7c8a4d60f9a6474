"""Intelligence: what is known and advised about an account, as the app reads it.

The facts and limits are the app's; `source` and `model` are ours.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from demodb.model.dates import iso_date_time
from demodb.model.documents import MAY_BE_ABSENT, Contract, Level

Source = Literal["claude", "rules"]
RECOMMENDATIONS = 3
"""How many recommendations are asked for."""


class OpportunityNote(Contract):
    """Something that could be sold; `estimated_value` in USD."""

    title: str
    description: str
    confidence: Level
    estimated_value: Annotated[float, Field(ge=0)] = MAY_BE_ABSENT


class RiskNote(Contract):
    """Something that could go wrong, and what to do about it."""

    title: str
    description: str
    severity: Level
    mitigation: str


class Recommendation(Contract):
    """Something to do."""

    title: str
    description: str
    priority: Level
    next_steps: list[str] = MAY_BE_ABSENT


class Advice(Contract):
    """The part of intelligence that its author writes; the rest is known beforehand."""

    summary: str = Field(min_length=1)
    opportunities: list[OpportunityNote]
    risks: list[RiskNote]
    recommendations: list[Recommendation] = Field(min_length=RECOMMENDATIONS, max_length=RECOMMENDATIONS)


class Intelligence(Advice):
    """The whole document under `intelligence:{slug}`; `model` is null for a brief."""

    customer_name: str
    generated_at: Annotated[str, AfterValidator(iso_date_time)]
    source: Source
    model: str | None


ADVICE_KEYS = ("summary", "opportunities", "risks", "recommendations")
"""The keys of a document that its author writes."""


def intelligence_document(
    customer_name: str, advice: dict[str, Any], *, generated_at: datetime, source: Source, model: str | None = None
) -> dict[str, Any]:
    """Advice (the camelCase keys of `Advice`) as a whole document; `generated_at` is aware, and written in UTC."""
    head = {"customerName": customer_name, "generatedAt": f"{generated_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    return head | {key: advice[key] for key in ADVICE_KEYS} | {"source": source, "model": model}
