"""Sections from a pack: pure functions of the account's facts, the pack, the seed and the as-of date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import floor, log10
from typing import Any

from demodb.model.countries import country_of
from demodb.model.documents import Document, Section
from demodb.model.names import email_domain
from demodb.seed.draws import Draws
from demodb.seed.packs import Pack, StakeholderRow, Text
from demodb.seed.personas import language_of, persona

_PROBABILITY_STEP = 5
_INTERESTS = 2
_SPARE = 2
"""Competitors drawn beyond the rows, as an account is never its own competitor."""


@dataclass(frozen=True)
class AccountFacts:
    """What a template may know of an account: its main business unit's key, and its revenue in USD a year."""

    key: str
    name: str
    unit: str
    revenue: float

    @cached_property
    def country(self) -> str | None:
        """The country that the name tells."""
        return country_of(self.name)


@dataclass(frozen=True)
class Template:
    """A pack, the seed of its draws and the date that its dates count from."""

    pack: Pack
    seed: str
    as_of: date

    def section(self, section: Section, facts: AccountFacts) -> Document:
        """The document of a section for an account."""
        return _MAKERS[section](self, facts, Draws(self.pack.name, self.seed, facts.key))

    def before(self, days: int) -> str:
        """The ISO date so many days ahead of the as-of date."""
        return (self.as_of - timedelta(days=days)).isoformat()


def _stakeholders(template: Template, facts: AccountFacts, draws: Draws) -> Document:
    domain, taken, rows = email_domain(facts.name), list[str](), []
    for row in template.pack.content.stakeholders.rows:
        person = persona(draws, f"stakeholders/{row.id}", facts.country, taken)
        taken.append(person.last_name)
        about = _about(template, facts, draws, row)
        email = f"{person.mailbox}@{domain}"
        rows.append({"id": row.id, "name": person.name, "email": email, "reportsTo": row.reportsTo, **about})
    return rows


def _about(template: Template, facts: AccountFacts, draws: Draws, row: StakeholderRow) -> dict[str, Any]:
    """What is said of a person, whoever it is."""
    path = f"stakeholders/{row.id}"
    titles = draws.ranked(f"{path}/title", row.title_pool, 1)[0]
    years = draws.between(f"{path}/tenure", *row.tenure)
    note = draws.ranked(f"{path}/notes", row.note_pool, 1)[0]
    about = {
        "title": titles.get(language_of(facts.country), titles["en"]),
        "role": row.role,
        "tenure": f"{years} year{'' if years == 1 else 's'}",
        "interests": draws.ranked(f"{path}/interests", row.interest_pool, _INTERESTS),
        "relationshipStrength": draws.ranked(f"{path}/relationship", row.relationship_pool, 1)[0],
        "lastInteraction": template.before(draws.between(f"{path}/lastInteraction", *row.lastInteraction)),
        "notes": _filled(note, template, facts, draws, path),
    }
    return about | {"raciRole": row.raciRole} if row.raciRole else about


def _filled(text: str, template: Template, facts: AccountFacts, draws: Draws, path: str) -> str:
    if "{" not in text:
        return text
    products = template.pack.products(facts.unit)
    return text.format(account=facts.name, product=draws.pick(f"{path}/product", products))


def _strategy(template: Template, facts: AccountFacts, draws: Draws) -> Document:
    return {"painPoints": _pain_points(template, facts, draws), "opportunities": _opportunities(template, facts, draws)}


def _texts(entry: Text, template: Template, facts: AccountFacts, draws: Draws, path: str) -> dict[str, str]:
    return {
        "title": _filled(entry.title, template, facts, draws, path),
        "description": _filled(entry.description, template, facts, draws, path),
    }


def _pain_points(template: Template, facts: AccountFacts, draws: Draws) -> list[dict[str, Any]]:
    rows = template.pack.content.strategy.painPoints.rows
    entries = draws.ranked("painPoints", template.pack.pool("painPoints", facts.unit), len(rows))
    return [
        {
            "id": row.id,
            **_texts(entry, template, facts, draws, f"painPoints/{row.id}"),
            "status": row.status,
            "severity": row.severity,
            "identifiedDate": template.before(draws.between(f"painPoints/{row.id}/identified", *row.identified)),
        }
        for row, entry in zip(rows, entries, strict=False)
    ]


def _opportunities(template: Template, facts: AccountFacts, draws: Draws) -> list[dict[str, Any]]:
    rows = template.pack.content.strategy.opportunities.rows
    entries = draws.ranked("opportunities", template.pack.pool("opportunities", facts.unit), len(rows))
    made = []
    for row, entry in zip(rows, entries, strict=False):
        path = f"opportunities/{row.id}"
        low, high = (percent // _PROBABILITY_STEP for percent in row.probability)
        share = draws.share(f"{path}/share", *row.share)
        made.append(
            {
                "id": row.id,
                **_texts(entry, template, facts, draws, path),
                "status": row.status,
                "estimatedValue": rounded(max(share * facts.revenue, row.minimum * (1 + share))),
                "probability": draws.between(f"{path}/probability", low, high) * _PROBABILITY_STEP,
                "identifiedDate": template.before(draws.between(f"{path}/identified", *row.identified)),
            }
        )
    return made


def rounded(value: float) -> int:
    """A figure as a person would estimate it: two significant digits, whole thousands at least."""
    if value < 1:
        return 0
    unit = max(1000, 10 ** max(0, floor(log10(value)) - 1))
    return int(max(unit, round(value / unit) * unit))


def _competitors(template: Template, facts: AccountFacts, draws: Draws) -> Document:
    rows = template.pack.content.competitors.rows
    ranked = draws.ranked("competitors", template.pack.pool("competitors", facts.unit), len(rows) + _SPARE)
    rivals = [rival for rival in ranked if not _is_own(rival.match_key, facts.key)]
    made = []
    for row, rival in zip(rows, rivals, strict=False):
        path = f"competitors/{row.id}"
        if draws.chance(f"{path}/chance", row.chance):
            made.append(
                {
                    "id": row.id,
                    "name": rival.name,
                    "type": rival.type,
                    "description": rival.description,
                    "strengths": rival.strengths,
                    "weaknesses": rival.weaknesses,
                    "lastUpdated": template.before(draws.between(f"{path}/updated", *row.updated)),
                }
            )
    return made


def _is_own(rival: str, account: str) -> bool:
    """Whether a competitor's match key means the account itself: its whole name is in the account's, or the first word is."""
    return f" {rival} " in f" {account} " or rival.split(maxsplit=1)[0] == account.split(maxsplit=1)[0]


def _actions(template: Template, facts: AccountFacts, draws: Draws) -> Document:
    del template, facts, draws
    return []


_MAKERS: dict[Section, Callable[[Template, AccountFacts, Draws], Document]] = {
    "stakeholders": _stakeholders,
    "strategy": _strategy,
    "competitors": _competitors,
    "actions": _actions,
}
