"""The pain points, opportunities, competitors and cards of an account, from a pack of the second version of the facts."""

from __future__ import annotations

from typing import Any

from demodb.packs.account_draws import AccountDraws, Deal, Pain
from demodb.packs.dates import WORKING_DAYS, working_day
from demodb.packs.fields import Offset
from demodb.packs.situated import Card, RivalEntry, TextEntry

_PROBABILITY_STEP = 5

MadeRows = list[tuple[str, dict[str, Any]]]
"""Rows with the keys of the entries that they were drawn from."""


def pain_rows(drawn: AccountDraws) -> MadeRows:
    """The pain points, open ones and the worst first."""
    numbered = sorted(enumerate(drawn.pains, start=1), key=lambda pair: pair[1].order)
    return [(pain.entry.key, _pain(drawn, number, pain)) for number, pain in numbered]


def _pain(drawn: AccountDraws, number: int, pain: Pain) -> dict[str, Any]:
    path = f"painPoints/{pain.entry.key}"
    return {
        "id": f"pp-{number:03}",
        **_texts(drawn, pain.entry, path),
        "status": pain.status,
        "severity": pain.severity,
        "identifiedDate": drawn.dated(f"{path}/identified", pain.identified),
        **drawn.owner(pain.entry.owner),
    }


def _texts(drawn: AccountDraws, entry: TextEntry, path: str) -> dict[str, str]:
    return {
        "title": drawn.said(entry.title_pool, path, "title", entry.rival),
        "description": drawn.said(entry.description_pool, path, "description", entry.rival),
    }


def deal_rows(drawn: AccountDraws) -> MadeRows:
    """The opportunities, open ones and the largest first."""
    numbered = sorted(enumerate(drawn.deals, start=1), key=lambda pair: pair[1].order)
    return [(deal.entry.key, _deal(drawn, number, deal)) for number, deal in numbered]


def _deal(drawn: AccountDraws, number: int, deal: Deal) -> dict[str, Any]:
    path, stage = f"opportunities/{deal.entry.key}", drawn.content.strategy.opportunities.stages[deal.stage]
    low, high = (percent // _PROBABILITY_STEP for percent in stage.probability)
    return {
        "id": f"op-{number:03}",
        **_texts(drawn, deal.entry, path),
        "status": deal.stage,
        "estimatedValue": deal.value,
        "probability": drawn.draws.between(f"{path}/probability", low, high) * _PROBABILITY_STEP,
        "identifiedDate": drawn.dated(f"{path}/identified", stage.identified),
        **drawn.owner(deal.entry.owner),
    }


def rival_rows(drawn: AccountDraws) -> MadeRows:
    """The competitors, ours first."""
    return [(rival.key, _rival(drawn, number, rival)) for number, rival in enumerate(drawn.rivals, start=1)]


def _rival(drawn: AccountDraws, number: int, rival: RivalEntry) -> dict[str, Any]:
    profile = drawn.rival_profile
    return {
        "id": f"co-{number:03}",
        "name": rival.name,
        "type": rival.type,
        "description": rival.description,
        "strengths": rival.strengths,
        "weaknesses": rival.weaknesses,
        **({"lastUpdated": drawn.dated(f"competitors/{rival.key}/updated", profile.updated)} if profile else {}),
    }


def card_rows(drawn: AccountDraws) -> MadeRows:
    """The cards of the board."""
    return [(card.key, _card(drawn, number, card)) for number, card in enumerate(drawn.cards, start=1)]


def _card(drawn: AccountDraws, number: int, card: Card) -> dict[str, Any]:
    path, board = f"actions/{card.key}", drawn.board
    if board is None:
        return {}
    status = drawn.weighed(f"{path}/status", board.status)
    made = {
        "id": f"ac-{number:03}",
        **_texts(drawn, card, path),
        "status": status,
        "priority": drawn.weighed(f"{path}/priority", board.priority),
    }
    due, created = board.due.get(status), board.created
    weeks = drawn.draws.between(f"{path}/due", due.low, due.high) if due else 0
    if created.weeks:
        # A card was made a week before it was due at least.
        low = max(created.low, 1 - weeks)
        created = Offset(low, max(created.high, low), weeks=True)
    dates = {"dueDate": working_day(drawn.as_of, weeks, _weekday(drawn, path))} if due else {}
    return made | dates | {"createdAt": drawn.dated(f"{path}/created", created), **drawn.owner(card.owner)}


def _weekday(drawn: AccountDraws, path: str) -> int:
    return drawn.draws.between(f"{path}/due/weekday", 0, WORKING_DAYS - 1)
