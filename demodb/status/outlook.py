"""How the cache lets the verdict stand through the hours: told as spells, whose ends are those of the entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from demodb.clock import epoch_ms, moment_of
from demodb.status.asked import Asked
from demodb.status.cold import cold_heroes
from demodb.status.heroes import KnownHero


class Spell(NamedTuple):
    """A time through which as many things of the cache block, from `begin` on; `end` is the next one's beginning."""

    begin: datetime
    end: datetime
    blocks: int


def spells(heroes: Sequence[KnownHero], asked: Asked, until: datetime) -> tuple[Spell, ...]:
    """How it stands from the moment asked about to a later one, in order; two that follow each other differ."""
    changes = sorted(change for hero in heroes for change in _changes(hero, asked, until))
    blocks, found = 0, [(epoch_ms(asked.at), 0)]
    for moment, at_once in groupby(changes, key=lambda change: change[0]):
        blocks += sum(more for _, more in at_once)
        if moment == found[-1][0]:
            found[-1] = moment, blocks
        elif blocks != found[-1][1]:
            found.append((moment, blocks))
    begins = [moment_of(moment).astimezone(asked.at.tzinfo) for moment, _ in found]
    return tuple(Spell(*times, count) for times, (_, count) in zip(pairwise([*begins, until]), found, strict=True))


def _changes(hero: KnownHero, asked: Asked, until: datetime) -> Iterator[tuple[int, int]]:
    """When a hero begins to block more or less, and by how much: first all that it blocks at the moment asked about."""
    begin, before = epoch_ms(asked.at), 0
    for moment in sorted({begin, *(turn for turn in hero.turns if begin < turn < epoch_ms(until))}):
        at = replace(asked, at=moment_of(moment).astimezone(asked.at.tzinfo), hour=True)
        blocks = sum(1 for _ in cold_heroes([hero.state(at)], at))
        if blocks != before:
            yield moment, blocks - before
        before = blocks
