"""Whether there is anything to show: accounts at all, and of each account its four sections."""

from __future__ import annotations

from collections.abc import Iterator

from demodb.rehearsal.check import Check, Meaning
from demodb.rehearsal.finding import Spot
from demodb.rehearsal.view import RehearsedAccount, Scene


def _missing(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    for section in view.missing:
        yield Spot(f"it has no {section} section", "demodb seed", section)


def empty_spots(accounts: int) -> Iterator[Spot]:
    """Where the portfolio is empty."""
    if not accounts:
        yield Spot("the store holds no account", "demodb import PATH")


EMPTY = Meaning("no-accounts", "blocker", "the store holds no account", "the app has nothing to show")
CHECKS = (
    Check(
        Meaning("missing-section", "blocker", "an account lacks a section of its plan", "the app shows an empty page for it"),
        _missing,
    ),
)
