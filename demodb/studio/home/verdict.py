"""The verdict of the demo's page: at the moment asked about, until when it holds, what blocks and what warns, the heroes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from demodb.api.outlook import Outlook, Spell, outlook
from demodb.api.status import Asked, ConcernGroup, StatusReport, grouped
from demodb.errors import TypedTimeError, UnknownValueError
from demodb.model.story import Window, hours
from demodb.model.typed_times import typed_moment
from demodb.studio.beside import judged
from demodb.studio.desk import Desk
from demodb.studio.mending import Mend, mend_of, turn_of

_BEYOND, _BEHIND, _FARTHEST, _MINUTE = timedelta(hours=2), timedelta(minutes=30), timedelta(hours=6), timedelta(minutes=1)
"""How much the slider shows beyond the demo, behind the last thing that ends, how far beyond the demo at most; its step."""

MOST_HEROES = 24
"""Heroes that are shown as cards."""


class Trouble(NamedTuple):
    """What blocks or warns and is mended by the same, each thing in a line."""

    blocks: bool
    messages: tuple[str, ...]
    mend: Mend


class Band(NamedTuple):
    """A part of the line over the slider, in thousandths of it: whether the demo is ready through it, and from when to when."""

    left: float
    width: float
    ready: bool
    spell: Spell


@dataclass(frozen=True)
class Verdict:
    """The verdict at a moment, how the hours to come look, and whether something is still being looked at."""

    report: StatusReport
    asked: Asked
    window: Window
    ahead: Outlook
    looking: bool = False

    @cached_property
    def begin(self) -> datetime:
        """Where the slider begins: at the present minute."""
        return self.asked.present.replace(second=0, microsecond=0)

    @cached_property
    def end(self) -> datetime:
        """Where it ends: behind the demo, and behind what ends soon after it."""
        last = max((spell.begin for spell in self.ahead.spells), default=self.begin)
        latest = max(self.window.until, self.begin)
        return max(latest + _BEYOND, min(last, latest + _FARTHEST) + _BEHIND, self.asked.at + _BEHIND)

    @property
    def minutes(self) -> int:
        """How many steps the slider has."""
        return (self.end - self.begin) // _MINUTE

    @property
    def minute(self) -> int:
        """Where it stands."""
        return (self.asked.at - self.begin) // _MINUTE

    @property
    def always(self) -> bool:
        """Whether something blocks at every hour, so that time changes nothing about it."""
        return len(self.report.blockers) > self.ahead.at(self.asked.at).blocks * self.asked.hour

    @property
    def until(self) -> datetime | None:
        """Until when the demo is ready; None where it is not, or where nothing that is known ends it."""
        return self.ahead.holds_until(self.asked.at) if self.report.ready else None

    @property
    def holds(self) -> bool:
        """Whether it is ready to the end of the demo."""
        return self.report.ready and (self.until is None or self.until > self.window.until)

    @property
    def same_day(self) -> bool:
        """Whether the moment is today's, so that the time says it all."""
        return self.asked.at.date() == self.asked.present.astimezone(self.asked.at.tzinfo).date()

    @property
    def bands(self) -> list[Band]:
        """The line over the slider."""
        shown = (spell for spell in self.ahead.spells if spell.begin < self.end)
        return [_band(self, spell) for spell in shown]

    def place(self, moment: datetime) -> float:
        """Where a moment lies on that line, in thousandths."""
        return round(1000 * min(max((moment - self.begin) / (self.end - self.begin), 0), 1), 1)

    @cached_property
    def troubles(self) -> list[Trouble]:
        """What blocks and then what warns, in the order in which it is best mended."""
        lacking = self.report.lacking
        blockers, warnings = grouped(self.report.blockers, lacking), grouped(self.report.warnings, lacking)
        return [*_troubles(blockers, blocks=True), *_troubles(warnings, blocks=False)]


def _band(verdict: Verdict, spell: Spell) -> Band:
    left, right = verdict.place(spell.begin), verdict.place(min(spell.end, verdict.end))
    return Band(left, round(right - left, 1), not (spell.blocks or verdict.always), spell)


def _troubles(groups: Iterable[ConcernGroup], *, blocks: bool) -> list[Trouble]:
    messages = defaultdict[Mend, list[str]](list)
    for group in groups:
        messages[mend_of(group.fix, group.concerns[0].account)].append(group.message)
    ordered = sorted(messages.items(), key=lambda one: turn_of(one[0].fix))
    return [Trouble(blocks, tuple(told), mend) for mend, told in ordered]


def verdict_of(desk: Desk, at: str) -> Verdict:
    """The verdict at a moment as it was typed or sent, "" for the demo's. Raises UnknownValueError for one that is none."""
    now, story = desk.clock.now(), desk.story
    asked = desk.asked(_moment(at, now))
    window = hours(story, now)
    report, looking = judged(desk, asked)
    return Verdict(report, asked, window, outlook(report, asked, _horizon(window, asked)), looking)


def _horizon(window: Window, asked: Asked) -> datetime:
    return max(window.until, asked.present, asked.at) + _FARTHEST


def _moment(text: str, now: datetime) -> datetime | None:
    if not text:
        return None
    try:
        return typed_moment(text, now.astimezone()).astimezone(now.tzinfo)
    except TypedTimeError as error:
        raise UnknownValueError("moment", text, ["15:30"]) from error
