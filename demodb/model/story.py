"""The story: what a demo has to show, and when, as story.toml says it. Pure: a parsed table into frozen values, or all faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from demodb.errors import TypedTimeError, did_you_mean
from demodb.model.documents import Relationship
from demodb.model.ranges import Kind, Range, range_of
from demodb.model.typed_times import is_far, local_moment

STORY_FILE = "story.toml"
"""The story's file, beside demodb.toml."""

Measure = Literal["at_risk_arr", "pipeline_to_revenue", "boards_in_use"]
MEASURES: Mapping[Measure, Kind] = {"at_risk_arr": "percent", "pipeline_to_revenue": "ratio", "boards_in_use": "percent"}
"""What `[portfolio]` may ask for: the ARR at risk in percent of all, open deals by revenue, accounts with a card in percent."""

USUAL_LENGTH = timedelta(hours=1)
"""How long a demo takes of which only the beginning is told."""
LONGEST_NIGHT = timedelta(hours=12)
"""How long a demo takes at most that goes over midnight by times of day: one of 15:00 to 14:00 is a slip of the pen."""
NEAR = timedelta(days=1)
"""How far ahead a demo may be that is prepared for to the minute."""

_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?")
_DATE_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")

T = TypeVar("T")


class Untimely(NamedTuple):
    """Why hours do not suit the present moment: whether they are over, the moment that tells it, in words, and what to do."""

    over: bool
    value: str
    why: str
    cure: str


class Window(NamedTuple):
    """The demo's hours as aware moments, `until` included."""

    at: datetime
    until: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether the demo has ended."""
        return self.until < now

    def is_near(self, now: datetime) -> bool:
        """Whether it is under way or begins within a day: then the cache can be filled for it."""
        return self.until >= now and self.at - now <= NEAR

    def untimely(self, now: datetime) -> Untimely | None:
        """What is to be said where the demo is over, or too far away for the cache to be filled for it."""
        at, until = (f"{moment:%Y-%m-%d %H:%M}" for moment in (self.at, self.until))
        if self.is_over(now):
            cure = f"give the next demo's time: `at` in {STORY_FILE}, or --at"
            return Untimely(over=True, value=until, why=f"the demo was over at {until}", cure=cure)
        if self.is_near(now):
            return None
        why = f"the demo begins at {at}, more than a day from now: the cache will not last until then"
        return Untimely(over=False, value=at, why=why, cure="demodb prepare, within a day of the demo")


class Demo(NamedTuple):
    """When the demo is: a time of day, which means the next one, or a moment, which without a zone is the machine's."""

    at: time | datetime | None = None
    until: time | datetime | None = None

    def is_mistyped(self, today: date) -> bool:
        """Whether it names a day that is too far ahead to be meant."""
        return isinstance(self.at, datetime) and self.at.date() > today and is_far(self.at.date(), today)

    def window(self, now: datetime) -> Window | None:
        """The demo's hours seen from an aware moment: by times of day those that are under way, or else the next ones.

        None where no beginning is told.
        """
        if self.at is None:
            return None
        if isinstance(self.at, datetime):
            begin = _aware(self.at)
            return Window(begin, _end(begin, self.until))
        windows = (_on(self.at, self.until, now + timedelta(days=days)) for days in (-1, 0, 1))
        return next(window for window in windows if not window.is_over(now))

    def near(self, now: datetime) -> Window | None:
        """The demo's hours where it is under way or begins within a day, else None."""
        window = self.window(now)
        return window if window and window.is_near(now) else None

    def as_of(self, now: datetime) -> date:
        """The day that the dates of templates count from: the demo's, unless it is over or none is told; then the present one."""
        window = self.window(now)
        return now.date() if window is None or window.is_over(now) else window.at.date()


class Expectation(NamedTuple):
    """What an account has to show; None and () where nothing is asked.

    `champion` is how strong its best champion is at least, `blockers` how many there are, `renewal` in how many days from the
    demo one is due, `news` how many days old its newest article is, `must_mention` words that stand in plan or intelligence.
    """

    champion: Relationship | None = None
    blockers: Range | None = None
    renewal: Range | None = None
    news: Range | None = None
    must_mention: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """The demo's hours, what the portfolio has to show, and accounts by the names that the story has for them."""

    demo: Demo = field(default_factory=Demo)
    portfolio: Mapping[Measure, Range] = field(default_factory=dict)
    accounts: Mapping[str, Expectation] = field(default_factory=dict)


NO_STORY = Story()
"""The story that asks for nothing."""


def hours(story: Story, now: datetime, at: datetime | None = None, until: datetime | None = None) -> Window:
    """The hours to rehearse: those that are named, else the story's, else an hour from now; `until` as by itself of the story."""
    told = story.demo.window(now)
    begin = at or (told.at if told else now)
    end = until or (told.until if told and at is None else begin + USUAL_LENGTH)
    return Window(begin, end)


def story_of(table: Mapping[str, Any]) -> tuple[Story, list[str]]:
    """The story that a parsed file tells, and its faults as `place: what is wrong`; with faults the story is not whole."""
    faults: list[str] = []
    reader = _Reader(faults)
    reader.known("", table, ("demo", "portfolio", "account"))
    demo = _demo(reader, reader.table("demo", table))
    asked = reader.table("portfolio", table)
    reader.known("portfolio", asked, MEASURES)
    ranges = {name: reader.read(f"portfolio.{name}", asked, name, _ranged(kind)) for name, kind in MEASURES.items()}
    accounts = reader.table("account", table)
    told = {name: _expectation(reader, name, reader.table(name, accounts, "account.")) for name in accounts}
    return Story(demo, {name: value for name, value in ranges.items() if value is not None}, told), faults


class _Reader(NamedTuple):
    """Reads values out of tables and notes every fault."""

    faults: list[str]

    def table(self, name: str, values: Mapping[str, Any], within: str = "") -> Mapping[str, Any]:
        """The table under a name; an empty one where there is none."""
        value = values.get(name, {})
        if isinstance(value, dict):
            return value
        self.faults.append(f"{within}{name}: expected a table, [{within}{name}]")
        return {}

    def known(self, place: str, values: Mapping[str, Any], names: Mapping[Any, Any] | tuple[str, ...]) -> None:
        """Note the keys that nobody knows."""
        for key in values:
            if key not in names:
                hint = did_you_mean(get_close_matches(key, names, n=1)) or f"known: {', '.join(names)}"
                self.faults.append(f"{place}{'.' if place else ''}{key}: is not known here; {hint}")

    def read(self, place: str, values: Mapping[str, Any], name: str, parse: Callable[[object], T]) -> T | None:
        """The value under a name; None where there is none, or none that can be read."""
        if name not in values:
            return None
        try:
            return parse(values[name])
        except ValueError as fault:
            self.faults.append(f"{place}: {fault}")
            return None


def _demo(reader: _Reader, table: Mapping[str, Any]) -> Demo:
    reader.known("demo", table, ("at", "until"))
    at, until = (reader.read(f"demo.{name}", table, name, _moment) for name in ("at", "until"))
    if until is not None and "at" not in table:
        reader.faults.append("demo.until: a demo that ends has to begin: give `at` too")
    reader.faults.extend(f"demo.until: {fault}" for fault in _contradictions(at, until))
    return Demo(at, until)


def _contradictions(at: time | datetime | None, until: time | datetime | None) -> Iterator[str]:
    """What is wrong between the beginning and the end."""
    if isinstance(at, time) and isinstance(until, datetime):
        yield "names a date, and `at` none: give both as times of day, or both with their date"
    elif isinstance(at, datetime) and until is not None and not _aware(at) < _end(_aware(at), until):
        yield f"is not later than `at`, {at:%Y-%m-%d %H:%M}"
    elif isinstance(at, time) and isinstance(until, time) and until == at:
        yield f"is not later than `at`, {at:%H:%M}"
    elif at is not None and isinstance(until, time) and (length := _by_night(at, until)) > LONGEST_NIGHT:
        hours = f"{length / timedelta(hours=1):.0f} hours"
        yield f"{until:%H:%M} comes {hours} after `at`, {at:%H:%M}: a demo that takes so long needs both with their date"


def _by_night(at: time | datetime, until: time) -> timedelta:
    """How long a demo takes that ends by its times of day on the morrow; nothing for one that ends on the same day."""
    begin, end = (timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second) for moment in (at, until))
    return end - begin + timedelta(days=1) if end < begin else timedelta()


def _expectation(reader: _Reader, name: str, table: Mapping[str, Any]) -> Expectation:
    place = f"account.{name}"
    parsers: dict[str, Callable[[object], Any]] = {
        "champion": _strength,
        "blockers": _ranged("count"),
        "renewal": _ranged("days"),
        "news": _ranged("days"),
        "must_mention": _words,
    }
    reader.known(place, table, parsers)
    read = {key: reader.read(f"{place}.{key}", table, key, parse) for key, parse in parsers.items()}
    return Expectation(**{key: value for key, value in read.items() if value is not None})


def _ranged(kind: Kind) -> Callable[[object], Range]:
    return lambda typed: range_of(typed, kind)


def _strength(typed: object) -> Relationship:
    for strength in get_args(Relationship):
        if typed == strength:
            known: Relationship = strength
            return known
    raise ValueError(f"{typed!r} is no strength: expected one of {', '.join(get_args(Relationship))}")


def _words(typed: object) -> tuple[str, ...]:
    if isinstance(typed, list) and all(isinstance(word, str) and word.strip() for word in typed):
        return tuple(typed)
    raise ValueError('expected a list of words such as ["fibre", "Kenya"]')


def _moment(typed: object) -> time | datetime:
    """A time of day such as "14:00", or a date and time; TOML's own are taken too."""
    moment = typed if isinstance(typed, time | datetime) else _spelled(typed)
    if moment is None:
        raise ValueError(f'{typed!r} is no time: expected one such as "14:00", or "2026-12-01T14:00"')
    if isinstance(moment, datetime) and moment.tzinfo is None:
        try:
            local_moment(moment, str(typed))
        except TypedTimeError as error:
            raise ValueError(error.message) from error
    return moment


def _spelled(typed: object) -> time | datetime | None:
    if not isinstance(typed, str):
        return None
    try:
        return time.fromisoformat(typed if typed[1:2].isdigit() else f"0{typed}") if _is_time(typed) else _date_time(typed)
    except ValueError:
        return None


def _is_time(typed: str) -> bool:
    return _TIME.fullmatch(typed) is not None


def _date_time(typed: str) -> datetime:
    if not _DATE_TIME.match(typed):
        raise ValueError(typed)
    return datetime.fromisoformat(typed)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.astimezone()


def _end(begin: datetime, until: time | datetime | None) -> datetime:
    """When a demo ends that begins at an aware moment: a time of day is the next one after that."""
    if until is None:
        return begin + USUAL_LENGTH
    if isinstance(until, datetime):
        return _aware(until)
    end = begin.replace(hour=until.hour, minute=until.minute, second=until.second, microsecond=0)
    return end if end >= begin else end + timedelta(days=1)


def _on(at: time, until: time | datetime | None, day: datetime) -> Window:
    """The demo on the day of an aware moment, in that moment's zone."""
    begin = day.replace(hour=at.hour, minute=at.minute, second=at.second, microsecond=0)
    return Window(begin, _end(begin, until))
