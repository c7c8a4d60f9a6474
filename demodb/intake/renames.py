"""Accounts that may have changed their name: a departed one and a present one that look alike, and the command for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from demodb.cache.strays import drop_strays
from demodb.intake.listing import Listings
from demodb.intake.portfolio import PortfolioChange
from demodb.intake.report import ImportReport, Rename
from demodb.intake.takeover import section_side
from demodb.model.documents import SECTIONS, Section
from demodb.model.joining import joined
from demodb.model.likeness import near_groups
from demodb.model.suggested import is_pasteable, suggested
from demodb.store.accounts import departed_names, present_names
from demodb.store.bulk import CHUNK, chunked
from demodb.store.connection import Connection
from demodb.store.listing import account_subscription_ids
from demodb.store.plans import StoredSection, read_sections

Pair = tuple[str, str]
"""The keys of a departed account, and of the one that it may be now."""


def withdraw(connection: Connection, path: str, at: int, report: ImportReport) -> None:
    """Forget a source, with what stood on it alone, at the moment `at` (ms since 1970)."""
    listings = Listings(connection)
    listings.settle(path)
    note_renames(connection, PortfolioChange(departures=listings.depart(at, report)), report)
    drop_strays(connection)


def note_renames(connection: Connection, change: PortfolioChange, report: ImportReport) -> None:
    """Offer each departed account that looks like one present account, where one of the two came or went just now."""
    departed = departed_names(connection)
    if not departed or not (change.new or change.departures.names):
        return
    names = departed | present_names(connection)
    pairs = dict.fromkeys(_near(departed, names, change), "their names are alike")
    paired = {key for pair in pairs for key in pair}
    for pair in _of_one_contract(connection, change):
        if paired.isdisjoint(pair):
            pairs[pair] = "they have the same subscriptions"
    for pair in _mergeable(connection, pairs):
        was, now = names[pair[0]], names[pair[1]]
        if is_pasteable(was) and is_pasteable(now):
            report.renames.append(Rename(was, now, pairs[pair], suggested("account merge", was, now)))


def _near(departed: Mapping[str, str], names: Mapping[str, str], change: PortfolioChange) -> Iterator[Pair]:
    """Pairs whose names differ by a legal form or an abbreviation only; a name that fits several others fits none."""
    for group in near_groups(names):
        was, now = [key for key in group if key in departed], [key for key in group if key not in departed]
        if len(was) == len(now) == 1 and (was[0] in change.departures.names or now[0] in change.new):
            yield was[0], now[0]


def _of_one_contract(connection: Connection, change: PortfolioChange) -> Iterator[Pair]:
    """Pairs of an account that departed and one that is new, whose subscriptions have the same ids, and nobody else's have."""
    before = _by_ids({key: ids for key, ids in change.departures.subscriptions.items() if key in change.departures.names})
    if not before:
        return
    ids: dict[str, set[str]] = defaultdict(set)
    for keys in chunked(sorted(change.new)):
        for key, sub_id in account_subscription_ids(connection, keys):
            ids[key].add(sub_id)
    after = _by_ids(ids)
    for same in before.keys() & after.keys():
        if len(before[same]) == len(after[same]) == 1:
            yield before[same][0], after[same][0]


def _by_ids(ids: Mapping[str, set[str]]) -> dict[frozenset[str], list[str]]:
    by_ids: dict[frozenset[str], list[str]] = defaultdict(list)
    for key, some in ids.items():
        by_ids[frozenset(some)].append(key)
    return by_ids


def _mergeable(connection: Connection, pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Those of some pairs that can be merged as they are: nobody has to say whose rows stand."""
    for some in chunked(pairs, CHUNK // 2):
        sections = read_sections(connection, sorted({key for pair in some for key in pair}))
        yield from ((old, new) for old, new in some if not any(_clashes(sections, old, new)))


def _clashes(sections: Mapping[tuple[str, Section], StoredSection], old: str, new: str) -> Iterator[str]:
    for section in SECTIONS:
        one, other = sections.get((old, section)), sections.get((new, section))
        if one and other and section_side(one, other) == "both":
            yield from joined(section, one.document, other.document).clashes
