"""Briefs: the same document as Claude's advice, by rules from the plan and the customer records alone. No clock, no chance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from demodb.advice.assessment import assessment_of
from demodb.advice.moves import Moves
from demodb.advice.notes import Note, RiskNotes, Weighed, opportunity_note
from demodb.advice.summary import summary
from demodb.model.intelligence import RECOMMENDATIONS
from demodb.model.material import Material

NOTES = 5
"""How many opportunities and how many risks a brief holds at most."""


def brief(material: Material, day: date | None = None) -> dict[str, Any]:
    """The advice on an account by rules, valid against `Advice` for every valid plan; the same material gives the same brief.

    `day` is the one by which quarters and dates are past or to come, such as the demo's; else it is the material's as-of
    date, and without one nothing is past.
    """
    found = assessment_of(material, day or material.as_of)
    return {
        "summary": summary(material, found),
        "opportunities": [opportunity_note(deal, material.key, place) for place, deal in enumerate(found.deals[:NOTES])],
        "risks": _most_pressing(RiskNotes(found, material.key).all(), NOTES),
        "recommendations": _most_pressing(Moves(found, material.key).all(), RECOMMENDATIONS),
    }


def _most_pressing(weighed: Iterable[Weighed], most: int) -> list[Note]:
    """The first few; among equals the order in which the rules stand."""
    return [one.write() for one in sorted(weighed, key=lambda one: one.place)[:most]]
