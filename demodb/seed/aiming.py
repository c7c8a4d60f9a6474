"""Aiming: weights of situations worked out over the whole portfolio, or a sample of it, so that it shows what the story asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from heapq import nsmallest
from typing import NamedTuple

from demodb.model.account import AccountFacts
from demodb.model.canonical import digest
from demodb.model.documents import Document, Section
from demodb.model.ranges import Range
from demodb.model.rows import row_lists
from demodb.model.story import MEASURES, STORY_FILE, Measure, Story
from demodb.model.totals import Totals, pipeline_of
from demodb.packs.aim import Drawn, Goal, Option, Options, Place, aimed, bounds
from demodb.packs.pack import Pack
from demodb.packs.template import Template
from demodb.seed.plan import Drawing
from demodb.store.aims import StoredAim, put_aims, read_aims
from demodb.store.bulk import CHUNK, chunked
from demodb.store.connection import Connection
from demodb.store.plans import read_sections
from demodb.store.seeding import Scope, account_facts, accounts_in, kept_situations

MOST_LOOKED_AT = 2000
"""Accounts that are looked at; of more, those whose keys hash lowest."""
_SECTIONS: tuple[Section, ...] = ("strategy", "actions")
"""The sections that measures are taken of."""


class Aimed(NamedTuple):
    """What came of one measure: its value before and after, None where there is nothing to measure, and the ends it can reach."""

    measure: Measure
    wanted: Range
    before: float | None
    after: float | None
    reached: bool
    ends: tuple[float, float]

    def shown(self, value: float | None) -> str:
        """One of its values as a person reads it."""
        if value is None:
            return "nothing to measure"
        return f"{value:.1f} %" if MEASURES[self.measure] == "percent" else f"{value:.2f}"


class Reweighed(NamedTuple):
    """A situation of a pack whose weight is another one from now on."""

    pack: str
    situation: str
    before: float
    after: float


@dataclass(frozen=True)
class AimReport:
    """What aiming found: accounts there are, those looked at, and of these the ones whose situation or plan is not settled yet.

    `stored` is what the store is to keep, by pack.
    """

    accounts: int
    looked_at: int
    free: int
    measures: tuple[Aimed, ...]
    reweighed: tuple[Reweighed, ...]
    stored: Mapping[str, StoredAim] = field(default_factory=dict)

    def obstacle(self, aimed: Aimed) -> str:
        """What stands in the way of a measure that is not as wanted; "" for one that is."""
        if aimed.reached:
            return ""
        if aimed.after is None:
            return "no account has anything that it is measured by"
        if aimed.measure == "at_risk_arr":
            return f"it depends on the sources alone: correct them, or ask for something else in {STORY_FILE}"
        least, most = aimed.ends
        if (aimed.wanted.least or 0) > most or (aimed.wanted.most is not None and aimed.wanted.most < least):
            settled = self.looked_at - self.free
            accounts = f"{settled:,} account{'s' * (settled != 1)}"
            ends = f"{aimed.shown(least)} to {aimed.shown(most)}"
            return f"whatever is drawn, it comes to {ends}: {accounts} have plans already, or one situation alone that fits"
        return "no weights come nearer, as one weight is for all accounts and for all measures"


def story_digest(story: Story) -> str:
    """A versioned hash of what a story asks of the portfolio."""
    return digest({measure: [wanted.least, wanted.most] for measure, wanted in story.portfolio.items()})


def aim(connection: Connection, drawing: Drawing, story: Story) -> AimReport:
    """Work out the weights of situations for a story. Reads only; nothing that is seeded counts as anything but what it is.

    It goes out from the weights that were worked out for the same story before, else from the packs' own.
    """
    asked = story_digest(story)
    accounts, keys = _sample(connection)
    around, options = _portfolio(connection, drawing, keys)
    own, before = _weights(drawing.own), _weights(drawing.aimed)
    kept = read_aims(connection, drawing.options.seed)
    start = {place: weight for place, weight in before.items() if place[0] in kept and kept[place[0]].story == asked}
    goal = Goal(story.portfolio, around)
    drawn = aimed(options, goal, own, start)
    then = Drawn(options, before)
    return AimReport(
        accounts,
        len(keys),
        sum(len(some) > 1 for some in options),
        tuple(_measures(options, goal, then, drawn)),
        tuple(Reweighed(*place, before[place], weight) for place, weight in drawn.weights.items() if weight != before[place]),
        {
            name: StoredAim(name, _changed(name, drawn.weights, own), asked)
            for name, pack in drawing.own.items()
            if pack.facts > 1
        },
    )


def keep_aim(connection: Connection, report: AimReport, seed: str) -> None:
    """Keep the weights for all later draws of a seed."""
    put_aims(connection, seed, list(report.stored.values()))


def _weights(packs: Mapping[str, Pack]) -> dict[Place, float]:
    return {(name, key): weight for name, pack in packs.items() for key, weight in pack.situation_weights.items()}


def _changed(pack: str, weights: Mapping[Place, float], own: Mapping[Place, float]) -> dict[str, float]:
    return {place[1]: weight for place, weight in weights.items() if place[0] == pack and weight != own[place]}


def _measures(options: list[Options], goal: Goal, then: Drawn, now: Drawn) -> Iterator[Aimed]:
    before, after = (goal.totals(drawn.pipeline, drawn.boards) for drawn in (then, now))
    for measure, wanted in goal.wanted.items():
        values = before.measured(measure), after.measured(measure)
        yield Aimed(measure, wanted, *values, goal.reached(measure, after), bounds(options, goal, measure))


def _sample(connection: Connection) -> tuple[int, list[str]]:
    """How many accounts there are, and the keys of those that are looked at, in their order."""
    count = 0

    def counted(chunks: Iterable[list[str]]) -> Iterator[str]:
        nonlocal count
        for keys in chunks:
            count += len(keys)
            yield from keys

    keys = nsmallest(MOST_LOOKED_AT, counted(accounts_in(connection, Scope(), CHUNK)), key=_lot)
    return count, sorted(keys)


def _lot(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=8).digest()


def _portfolio(connection: Connection, drawing: Drawing, keys: list[str]) -> tuple[Totals, list[Options]]:
    """What accounts come to whatever is drawn, and what each may come to."""
    around, options = Totals(), list[Options]()
    for some in chunked(keys):
        stored = read_sections(connection, some, _SECTIONS)
        situations = kept_situations(connection, some)
        for told in account_facts(connection, some, drawing.portfolio):
            template = drawing.template_for(told)
            facts = replace(told, situation=situations.get((told.key, template.pack.name)))
            there = {section: stored[told.key, section].document for section in _SECTIONS if (told.key, section) in stored}
            _add(around, facts)
            options.append(list(_options(template, facts, there)))
    return around, options


def _add(totals: Totals, facts: AccountFacts) -> None:
    """Count what an account's sources say."""
    totals.accounts += 1
    totals.revenue += facts.revenue
    totals.arr += sum(renewal.amount or 0 for renewal in facts.renewals)
    totals.at_risk += sum(renewal.amount or 0 for renewal in facts.renewals if renewal.outcome in ("no", "undecided"))


def _options(template: Template, facts: AccountFacts, there: Mapping[Section, Document]) -> Iterator[Option]:
    """What an account may come to: with what is there already, and in each situation with what is not."""
    account_draws = template.drawn(facts)
    situations = account_draws.open_situations if account_draws and len(there) < len(_SECTIONS) else []
    for situation, luck in situations or [(facts.situation or "", 1.0)]:
        drawn = replace(facts, situation=situation) if situations else facts
        documents = {section: there[section] if section in there else template.section(section, drawn) for section in _SECTIONS}
        pipeline = pipeline_of(row_lists("strategy", documents["strategy"])["opportunities"])
        yield Option((template.pack.name, situation), luck, pipeline, bool(documents["actions"]))
