"""One page on an account for who presents it: who is in the room, what to say, what not to touch, the numbers by heart."""

from __future__ import annotations

from dataclasses import dataclass

from demodb.advice.presenter import Attendee, Card, Doubts, Point, presenter_card
from demodb.advice.presenter_numbers import Due, Numbers, numbers_of
from demodb.api.account_page import AccountPage, read_account_page
from demodb.api.rehearse import Rehearsing
from demodb.model.story import Window
from demodb.store.engine import Store

__all__ = ["Attendee", "Card", "Due", "Numbers", "Point", "Presenter", "presenter_page"]

_TOLD_ELSEWHERE = ("renewal-over", "overdue-actions")
"""Findings that the page tells in its own words."""


@dataclass(frozen=True)
class Presenter:
    """The page: its card, for the demo's hours; `source` is who made the advice, `app_arr` what the app's card calls ARR."""

    account: str
    slug: str
    departed: bool
    window: Window
    card: Card
    source: str
    app_arr: float


def presenter_page(store: Store, name: str, asked: Rehearsing) -> Presenter:
    """The page on an account. What the cache has speaks, else the rules; amounts are told as in texts for the app.

    Raises UnknownAccountError.
    """
    page = read_account_page(store, name, asked)
    advice = page.cached.advice if page.cached and page.cached.advice else page.rules
    day, told = asked.window.at.date(), page.material.over(asked.revenue_period)
    card = presenter_card(told, advice, _doubts(page), day)
    app_arr = numbers_of(page.material.over("quarter"), day).recurring
    account = page.plan.account
    return Presenter(account.name, account.slug, page.departed_at is not None, asked.window, card, advice["source"], app_arr)


def _doubts(page: AccountPage) -> Doubts:
    conflicts = [place for place, value in page.plan.origins.items() if value.conflict]
    worst = [finding for finding in page.findings if finding.severity != "hint" and finding.code not in _TOLD_ELSEWHERE]
    return Doubts(conflicts, [finding.why for finding in worst])
