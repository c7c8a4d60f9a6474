"""The hours of the demo: how an entry of the cache stands at each of their minutes, told as spells; what is to be said of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from demodb.cache.keys import intelligence_key, plan_key
from demodb.clock import epoch_ms, moment_of
from demodb.model.lifetimes import Freshness, freshness
from demodb.model.story import Window
from demodb.model.suggested import suggested
from demodb.rehearsal.check import Check, Meaning
from demodb.rehearsal.finding import Severity, Spot
from demodb.rehearsal.view import Cached, RehearsedAccount, Scene


class Spell(NamedTuple):
    """A time through which an entry stands alike, from `begin` to `end` in ms since 1970; the end is the next one's beginning."""

    state: Freshness
    begin: int
    end: int


def spells(entry: Cached | None, begin: int, end: int) -> list[Spell]:
    """How an entry stands from `begin` to `end`, both included, in order; nothing there is gone throughout."""
    if entry is None:
        return [Spell("gone", begin, end)]
    turns = sorted({begin, *(turn for turn in (entry.fresh_until, entry.stale_until) if begin < turn <= end)})
    ends = [*turns[1:], end]
    found = [
        Spell(freshness(entry.fresh_until, entry.stale_until, turn), turn, until) for turn, until in zip(turns, ends, strict=True)
    ]
    return [spell for number, spell in enumerate(found) if not number or spell.state != found[number - 1].state]


def window_spells(entry: Cached | None, window: Window) -> list[Spell]:
    """How an entry stands through the demo."""
    return spells(entry, epoch_ms(window.at), epoch_ms(window.until))


def spot_of(key: str, spell: Spell, window: Window, severity: Severity | None, command: str) -> Spot:
    """What is to be said of a spell that is not fresh."""
    begin, end = (_clock(moment, window) for moment in (spell.begin, spell.end))
    told = f"from {begin} to {end}" if spell.begin < spell.end else f"at {begin}"
    what = "is stale" if spell.state == "stale" else "has nothing to give"
    return Spot(f"the cache {what} under {key} {told}", command, row=key, value=told, severity=severity)


def until_command(words: str, window: Window, *accounts: str) -> str:
    """A command that makes the cache last to the demo's end, for some accounts where they are named."""
    until = window.until.isoformat(timespec="minutes")
    return suggested(words, *accounts, until=until) if accounts else f"demodb {words} --until {until}"


def extend_command(key: str, window: Window) -> str:
    """A command that keeps an entry fresh past the demo's end."""
    until = (window.until + timedelta(minutes=1)).isoformat(timespec="minutes")
    return suggested("cache extend", key, until=until)


def _clock(ms: int, window: Window) -> str:
    moment: datetime = moment_of(ms).astimezone(window.at.tzinfo)
    return f"{moment:%H:%M}" if moment.second == 0 else f"{moment:%H:%M:%S}"


def _gone(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    yield from _in_state(view, scene, "gone", None if view.hero else "hint")


def _stale(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    yield from _in_state(view, scene, "stale", None if view.hero else "hint")


def _in_state(view: RehearsedAccount, scene: Scene, state: Freshness, severity: Severity | None) -> Iterator[Spot]:
    for key in _keys(view):
        entry = view.cached.get(key)
        for spell in window_spells(entry, scene.window):
            if spell.state == state:
                yield spot_of(key, spell, scene.window, severity, _warmup(view, scene))


def _warmup(view: RehearsedAccount, scene: Scene) -> str:
    """The command that fills the cache for an account: by itself it is about heroes."""
    return until_command("warmup", scene.window, *(() if view.hero else (view.name,)))


def _keys(view: RehearsedAccount) -> list[str]:
    """The keys that the app looks under: of an account that the demo does not open those alone that are there."""
    keys = [key(slug) for slug in view.material.slugs for key in (plan_key, intelligence_key)]
    return keys if view.hero else [key for key in keys if key in view.cached]


def _changed(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    for key in _keys(view):
        entry = view.cached.get(key)
        if entry and entry.changed:
            severity: Severity | None = None if view.hero else "hint"
            why = f"what stands under {key} in the cache was made from something else than the store has now"
            yield Spot(why, _warmup(view, scene), row=key, severity=severity)


def _broken(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    for key in _keys(view):
        entry = view.cached.get(key)
        if entry and entry.broken:
            severity: Severity | None = None if view.hero else "warning"
            yield Spot(entry.broken, f"{suggested('cache clear', key)}, then demodb warmup", row=key, severity=severity)


def _by_rules(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    if view.hero:
        for key in _keys(view):
            entry = view.cached.get(key)
            if entry and entry.source == "rules":
                command = f"set ANTHROPIC_API_KEY, then {until_command('warmup', scene.window)}"
                yield Spot("its intelligence is a brief by rules", command, row=key, value="rules")


CHECKS = (
    Check(
        Meaning(
            "cache-gone",
            "blocker",
            "the cache has no plan or no intelligence of a hero in some minute of the demo; a hint for other accounts' entries",
            "the app has nothing to show at once",
        ),
        _gone,
    ),
    Check(
        Meaning(
            "cache-stale",
            "blocker",
            "plan or intelligence of a hero is stale in some minute of the demo; a hint for other accounts' entries",
            "the app makes it anew while the customer waits",
        ),
        _stale,
    ),
    Check(
        Meaning(
            "cache-changed",
            "blocker",
            "a hero's plan or intelligence in the cache was made from something else than the store has now",
            "the app shows what was edited away; a hint for other accounts' entries",
        ),
        _changed,
    ),
    Check(
        Meaning(
            "cache-broken",
            "blocker",
            "the intelligence of a hero in the cache is none that the app takes; a warning for other accounts'",
            "the app refuses it",
        ),
        _broken,
    ),
    Check(
        Meaning(
            "cache-rules",
            "hint",
            "the intelligence of a hero is a brief by rules, not by Claude",
            "it says what the plan says, and no more",
        ),
        _by_rules,
    ),
)
OTHER_ENTRY = Meaning(
    "cache-other",
    "hint",
    "an entry of the cache that is no account's turns stale or goes in the demo",
    "whatever the app keeps there is made anew meanwhile",
)
"""What is said of entries under other keys."""
