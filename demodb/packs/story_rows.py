"""The pain points, opportunities, competitors and cards of an account, from a pack of the second version of the facts."""

from __future__ import annotations

from typing import Any

from demodb.packs.dates import WORKING_DAYS, working_day
from demodb.packs.situated import Card, RivalEntry, TextEntry
from demodb.packs.story import Deal, Pain, Story

_PROBABILITY_STEP = 5

MadeRows = list[tuple[str, dict[str, Any]]]
"""Rows with the keys of the entries that they were drawn from."""


def pain_rows(story: Story) -> MadeRows:
    """The pain points, open ones and the worst first."""
    numbered = sorted(enumerate(story.pains, start=1), key=lambda pair: pair[1].order)
    return [(pain.entry.key, _pain(story, number, pain)) for number, pain in numbered]


def _pain(story: Story, number: int, pain: Pain) -> dict[str, Any]:
    path = f"painPoints/{pain.entry.key}"
    return {
        "id": f"pp-{number:03}",
        **_texts(story, pain.entry, path),
        "status": pain.status,
        "severity": pain.severity,
        "identifiedDate": story.dated(f"{path}/identified", pain.identified),
        **story.owner(pain.entry.owner),
    }


def _texts(story: Story, entry: TextEntry, path: str) -> dict[str, str]:
    return {
        "title": story.said(entry.title_pool, path, "title", entry.rival),
        "description": story.said(entry.description_pool, path, "description", entry.rival),
    }


def deal_rows(story: Story) -> MadeRows:
    """The opportunities, open ones and the largest first."""
    numbered = sorted(enumerate(story.deals, start=1), key=lambda pair: pair[1].order)
    return [(deal.entry.key, _deal(story, number, deal)) for number, deal in numbered]


def _deal(story: Story, number: int, deal: Deal) -> dict[str, Any]:
    path, stage = f"opportunities/{deal.entry.key}", story.content.strategy.opportunities.stages[deal.stage]
    low, high = (percent // _PROBABILITY_STEP for percent in stage.probability)
    return {
        "id": f"op-{number:03}",
        **_texts(story, deal.entry, path),
        "status": deal.stage,
        "estimatedValue": deal.value,
        "probability": story.draws.between(f"{path}/probability", low, high) * _PROBABILITY_STEP,
        "identifiedDate": story.dated(f"{path}/identified", stage.identified),
        **story.owner(deal.entry.owner),
    }


def rival_rows(story: Story) -> MadeRows:
    """The competitors, ours first."""
    return [(rival.key, _rival(story, number, rival)) for number, rival in enumerate(story.rivals, start=1)]


def _rival(story: Story, number: int, rival: RivalEntry) -> dict[str, Any]:
    profile = story.rival_profile
    return {
        "id": f"co-{number:03}",
        "name": rival.name,
        "type": rival.type,
        "description": rival.description,
        "strengths": rival.strengths,
        "weaknesses": rival.weaknesses,
        **({"lastUpdated": story.dated(f"competitors/{rival.key}/updated", profile.updated)} if profile else {}),
    }


def card_rows(story: Story) -> MadeRows:
    """The cards of the board."""
    return [(card.key, _card(story, number, card)) for number, card in enumerate(story.cards, start=1)]


def _card(story: Story, number: int, card: Card) -> dict[str, Any]:
    path, board = f"actions/{card.key}", story.board
    if board is None:
        return {}
    status = story.drawn(f"{path}/status", board.status)
    made = {
        "id": f"ac-{number:03}",
        **_texts(story, card, path),
        "status": status,
        "priority": story.drawn(f"{path}/priority", board.priority),
    }
    due, created = board.due.get(status), board.created
    weeks = story.draws.between(f"{path}/due", due.low, due.high) if due else 0
    if created.weeks:
        # A card was made a week before it was due at least.
        low = max(created.low, 1 - weeks)
        created = created._replace(low=low, high=max(created.high, low))
    dates = {"dueDate": working_day(story.as_of, weeks, _weekday(story, path))} if due else {}
    return made | dates | {"createdAt": story.dated(f"{path}/created", created), **story.owner(card.owner)}


def _weekday(story: Story, path: str) -> int:
    return story.draws.between(f"{path}/due/weekday", 0, WORKING_DAYS - 1)
