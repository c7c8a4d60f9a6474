"""Sections from a pack: pure functions of the account's facts, the pack, the seed and the as-of date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import floor, log10
from typing import Any, NamedTuple

from demodb.model.account import AccountFacts
from demodb.model.documents import Document, Section
from demodb.model.names import email_domain
from demodb.model.rows import Row, with_lists
from demodb.model.subjects import Subjects
from demodb.packs.account_draws import AccountDraws, is_own
from demodb.packs.dates import dated
from demodb.packs.drawn_people import people
from demodb.packs.drawn_rows import card_rows, deal_rows, pain_rows, rival_rows
from demodb.packs.draws import Draws
from demodb.packs.fields import Offset
from demodb.packs.format import Content, Rival, StakeholderRow, Text
from demodb.packs.pack import Pack
from demodb.packs.people import language_of, persona

_PROBABILITY_STEP = 5
_INTERESTS = 2
_SPARE = 2
"""Competitors drawn beyond the rows, as an account is never its own competitor."""

MadeRow = tuple[str, Row]
"""A row with what it is about: the key of the pool's entry that it is drawn from, and for a person the name."""


class Made(NamedTuple):
    """What a template makes of a section: the document, and what its rows are about.

    `facts` are those that it is kept with beside the account's name and country, None before the second version of the facts.
    """

    document: Document
    subjects: Subjects
    facts: str | None = None


@dataclass(frozen=True)
class Template:
    """A pack, the seed of its draws and the date that its dates count from."""

    pack: Pack
    seed: str
    as_of: date

    def section(self, section: Section, facts: AccountFacts) -> Document:
        """The document of a section for an account."""
        return self.made(section, facts).document

    def made(self, section: Section, facts: AccountFacts) -> Made:
        """A section for an account, and what each of its rows is about."""
        drawn = self.drawn(facts)
        lists = drawn_lists(section, drawn) if drawn else self._lists(section, facts)
        document = with_lists({}, {name: [row for _, row in rows] for name, rows in lists.items()})
        subjects = {(name, row["id"]): subject for name, rows in lists.items() for subject, row in rows}
        return Made(document, subjects, drawn.kept if drawn else None)

    def drawn(self, facts: AccountFacts) -> AccountDraws | None:
        """What is drawn for an account from a pack of the second version of the facts, None from one of the first."""
        content = self.pack.content
        if isinstance(content, Content):
            return None
        if not self._latest or self._latest[0].facts is not facts:
            self._latest[:] = [AccountDraws(content, Draws(self.pack.name, self.seed, facts.key), self.as_of, facts)]
        return self._latest[0]

    @cached_property
    def _latest(self) -> list[AccountDraws]:
        """What is drawn for the last account, of which one section comes after another."""
        return []

    def _lists(self, section: Section, facts: AccountFacts) -> dict[str, list[MadeRow]]:
        return _MAKERS[section](self, facts, Draws(self.pack.name, self.seed, facts.key))

    def dated(self, draws: Draws, path: str, offset: Offset, *, ahead: bool = False) -> str:
        """An ISO date at an offset from the as-of date; see `dated`."""
        return dated(self.as_of, draws, path, offset, ahead=ahead)


def _stakeholders(template: Template, facts: AccountFacts, draws: Draws) -> dict[str, list[MadeRow]]:
    domain, taken, people = email_domain(facts.name), list[str](), list[MadeRow]()
    for row in template.pack.rows.stakeholders.rows:
        person = persona(draws, f"stakeholders/{row.id}", facts.country, taken)
        taken.append(person.last_name)
        about = _about(template, facts, draws, row)
        email = f"{person.mailbox}@{domain}"
        made = {"id": row.id, "name": person.name, "email": email, "reportsTo": row.reportsTo, **about}
        people.append((person.name, made))
    return {"": people}


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
        "lastInteraction": template.dated(draws, f"{path}/lastInteraction", row.lastInteraction),
        "notes": _filled(note, template, facts, draws, path),
    }
    return about | {"raciRole": row.raciRole} if row.raciRole else about


def _filled(text: str, template: Template, facts: AccountFacts, draws: Draws, path: str) -> str:
    if "{" not in text:
        return text
    product = draws.pick(f"{path}/product", template.pack.products(facts.unit))
    competitor = _rivals(template, facts, draws)[0].name if "{competitor}" in text else ""
    return text.format(account=facts.name, product=product, competitor=competitor)


def _strategy(template: Template, facts: AccountFacts, draws: Draws) -> dict[str, list[MadeRow]]:
    return {"painPoints": _pain_points(template, facts, draws), "opportunities": _opportunities(template, facts, draws)}


def _texts(entry: Text, template: Template, facts: AccountFacts, draws: Draws, path: str) -> dict[str, str]:
    return {
        "title": _filled(entry.title, template, facts, draws, path),
        "description": _filled(entry.description, template, facts, draws, path),
    }


def _pain_points(template: Template, facts: AccountFacts, draws: Draws) -> list[MadeRow]:
    rows = template.pack.rows.strategy.painPoints.rows
    entries = draws.ranked("painPoints", template.pack.pool("painPoints", facts), len(rows))
    return [
        (
            entry.key,
            {
                "id": row.id,
                **_texts(entry, template, facts, draws, f"painPoints/{row.id}"),
                "status": row.status,
                "severity": row.severity,
                "identifiedDate": template.dated(draws, f"painPoints/{row.id}/identified", row.identified),
            },
        )
        for row, entry in zip(rows, entries, strict=False)
    ]


def _opportunities(template: Template, facts: AccountFacts, draws: Draws) -> list[MadeRow]:
    rows = template.pack.rows.strategy.opportunities.rows
    entries = draws.ranked("opportunities", template.pack.pool("opportunities", facts), len(rows))
    opportunities = list[MadeRow]()
    for row, entry in zip(rows, entries, strict=False):
        path = f"opportunities/{row.id}"
        low, high = (percent // _PROBABILITY_STEP for percent in row.probability)
        share = draws.share(f"{path}/share", *row.share)
        made = {
            "id": row.id,
            **_texts(entry, template, facts, draws, path),
            "status": row.status,
            "estimatedValue": rounded(max(share * facts.revenue, row.minimum * (1 + share))),
            "probability": draws.between(f"{path}/probability", low, high) * _PROBABILITY_STEP,
            "identifiedDate": template.dated(draws, f"{path}/identified", row.identified),
        }
        opportunities.append((entry.key, made))
    return opportunities


def rounded(value: float) -> int:
    """A figure as a person would estimate it: two significant digits, whole thousands at least."""
    if value < 1:
        return 0
    unit = max(1000, 10 ** max(0, floor(log10(value)) - 1))
    return int(max(unit, round(value / unit) * unit))


def _rivals(template: Template, facts: AccountFacts, draws: Draws) -> list[Rival]:
    """The account's competitors, likeliest first: no fewer than the pack's rows."""
    count = len(template.pack.rows.competitors.rows) + _SPARE
    ranked = draws.ranked("competitors", template.pack.pool("competitors", facts), count)
    return [rival for rival in ranked if not is_own(rival.match_key, facts.key)] or ranked


def _competitors(template: Template, facts: AccountFacts, draws: Draws) -> dict[str, list[MadeRow]]:
    competitors = list[MadeRow]()
    for row, rival in zip(template.pack.rows.competitors.rows, _rivals(template, facts, draws), strict=False):
        path = f"competitors/{row.id}"
        if draws.chance(f"{path}/chance", row.chance):
            made = {
                "id": row.id,
                "name": rival.name,
                "type": rival.type,
                "description": rival.description,
                "strengths": rival.strengths,
                "weaknesses": rival.weaknesses,
                "lastUpdated": template.dated(draws, f"{path}/updated", row.updated),
            }
            competitors.append((rival.key, made))
    return {"": competitors}


def _actions(template: Template, facts: AccountFacts, draws: Draws) -> dict[str, list[MadeRow]]:
    rows = template.pack.rows.actions.rows
    if not rows:
        return {"": []}
    entries = draws.ranked("actions", template.pack.pool("actions", facts), len(rows))
    actions = [
        (
            entry.key,
            {
                "id": row.id,
                **_texts(entry, template, facts, draws, f"actions/{row.id}"),
                "status": row.status,
                "priority": row.priority,
                "dueDate": template.dated(draws, f"actions/{row.id}/due", row.due, ahead=True),
                "createdAt": template.dated(draws, f"actions/{row.id}/created", row.created),
            },
        )
        for row, entry in zip(rows, entries, strict=False)
    ]
    return {"": actions}


_MAKERS: dict[Section, Callable[[Template, AccountFacts, Draws], dict[str, list[MadeRow]]]] = {
    "stakeholders": _stakeholders,
    "strategy": _strategy,
    "competitors": _competitors,
    "actions": _actions,
}


def drawn_lists(section: Section, drawn: AccountDraws) -> dict[str, list[MadeRow]]:
    """A section's lists of rows out of what is drawn."""
    match section:
        case "stakeholders":
            return {"": people(drawn)}
        case "strategy":
            return {"painPoints": pain_rows(drawn), "opportunities": deal_rows(drawn)}
        case "competitors":
            return {"": rival_rows(drawn)}
        case _:
            return {"": card_rows(drawn)}
