"""What is to be said of heroes that are not warm, and the command that mends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from demodb.status.asked import Asked
from demodb.status.concern import Concern
from demodb.status.heroes import HeroState


def cold_heroes(warmth: Sequence[HeroState], asked: Asked) -> Iterator[Concern]:
    """What does not stand as the store says, or not at the moment asked about: it blocks where a person named the hour.

    Else it only warns, as the app works without.
    """
    for hero in warmth:
        states = {"plan": hero.plan, "intelligence": hero.intelligence}
        mended = asked.extend if hero.made and not hero.changed else asked.warmup
        if "missing" in states.values():
            message = f"the cache has no {_named(states, 'missing', 'and no')} of {hero.account}"
            yield Concern("hero-missing", message, mended, hero.account)
        elif "stale" in states.values():
            yield Concern("hero-stale", f"{_named(states, 'stale', 'and')} of {hero.account} will be stale", mended, hero.account)
        if hero.changed:
            message = f"{' and '.join(hero.changed)} of {hero.account} in the cache: changed since"
            by_claude = hero.source == "claude" and "intelligence" in hero.changed
            yield Concern("hero-changed", message, asked.call if by_claude else asked.warmup, hero.account)


def heroes_by_rules(warmth: Sequence[HeroState], asked: Asked) -> Iterator[Concern]:
    """The heroes whose intelligence is not by Claude."""
    for hero in warmth:
        if hero.intelligence == "rules":
            message = f"the intelligence of {hero.account} is a brief by rules"
            yield Concern("hero-by-rules", message, asked.call, hero.account)


def _named(states: Mapping[str, str], state: str, joined: str) -> str:
    return f" {joined} ".join(name for name, presence in states.items() if presence == state)
