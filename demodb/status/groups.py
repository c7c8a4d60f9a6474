"""Concerns that are alike, told as one: so many accounts lack a section, and the one command mends them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from demodb.model.documents import Section
from demodb.status.concern import Concern

_MOST_NAMED = 5


@dataclass(frozen=True)
class ConcernGroup:
    """Concerns of one code, section and fix, in a line."""

    code: str
    message: str
    fix: str
    concerns: tuple[Concern, ...]


def grouped(concerns: Sequence[Concern], lacking: Mapping[Section, int]) -> Iterator[ConcernGroup]:
    """The concerns by code, section and fix, in this order; `lacking` has how many accounts have no such section."""
    ordered = sorted(concerns, key=lambda concern: (concern.code, concern.section or "", concern.fix))
    for (code, section, fix), group in groupby(ordered, key=lambda concern: (concern.code, concern.section, concern.fix)):
        alike = tuple(group)
        yield ConcernGroup(code, _summary(code, section, alike, lacking), fix, alike)


def _summary(code: str, section: Section | None, alike: Sequence[Concern], lacking: Mapping[Section, int]) -> str:
    if len(alike) == 1 or (section is None and code not in _COLD):
        return alike[0].message
    count = lacking[section] if section else len(alike)
    names = [concern.account for concern in alike if concern.account]
    more = f" … and {count - _MOST_NAMED:,} more" if count > _MOST_NAMED else ""
    what = f"{count} accounts have no {section} section" if section else f"{count} {_COLD[code]}"
    return f"{what}: {', '.join(names[:_MOST_NAMED])}{more}"


_COLD = {
    "hero-missing": "heroes have no plan or no intelligence in the cache",
    "hero-stale": "heroes will have a stale plan or stale intelligence",
    "hero-changed": "heroes have a plan or intelligence in the cache that has changed since",
    "hero-by-rules": "heroes have a brief by rules for intelligence",
}
