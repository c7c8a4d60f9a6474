"""Accounts that may have changed their name: a departed one and a present one that look alike, and the command for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from demodb.intake.listing import Listings
from demodb.intake.portfolio import PortfolioChange
from demodb.intake.report import ImportReport, Rename
from demodb.model.names import near_key
from demodb.model.suggested import is_pasteable, suggested
from demodb.store.accounts import departed_names, present_names
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.listing import account_subscription_ids
from demodb.store.plans import read_sections

Pair = tuple[str, str]
"""The keys of a departed account, and of the one that it may be now."""


def withdraw(connection: Connection, path: str, at: int, report: ImportReport) -> None:
    """Forget a source, with what stood on it alone, at the moment `at` (ms since 1970)."""
    listings = Listings(connection)
    listings.settle(path)
    note_renames(connection, PortfolioChange(departures=listings.depart(at, report)), report)


def note_renames(connection: Connection, change: PortfolioChange, report: ImportReport) -> None:
    """Offer each departed account that looks like one present account, where one of the two came or went just now."""
    departed = departed_names(connection)
    if not departed or not (change.new or change.departures.names):
        return
    names = departed | present_names(connection)
    pairs = dict.fromkeys(_near(departed, names, change), "their names are alike")
    joined = {key for pair in pairs for key in pair}
    for pair in _of_one_contract(connection, change):
        if joined.isdisjoint(pair):
            pairs[pair] = "they have the same subscriptions"
    for (old, new), why in pairs.items():
        if _may_merge(connection, old, new) and is_pasteable(names[old]) and is_pasteable(names[new]):
            report.renames.append(Rename(names[old], names[new], why, suggested("account merge", names[old], names[new])))


def _near(departed: Mapping[str, str], names: Mapping[str, str], change: PortfolioChange) -> Iterator[Pair]:
    """Pairs whose names differ by a legal form or an abbreviation only; a name that fits several others fits none."""
    alike: dict[str, list[str]] = defaultdict(list)
    for key in departed:
        alike[near_key(departed[key])].append(key)
    for key, name in names.items():
        if key not in departed and (near := near_key(name)) in alike:
            alike[near].append(key)
    for keys in alike.values():
        if len(keys) == len(_PAIR) and keys[1] not in departed and (keys[0] in change.departures.names or keys[1] in change.new):
            yield keys[0], keys[1]


_PAIR = ("departed", "present")


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


def _may_merge(connection: Connection, old: str, new: str) -> bool:
    """Whether one account can take over all that the other has: no section is written by hand in both, each in its own way."""
    sections = read_sections(connection, [old, new])
    return not any(
        key == old
        and (other := sections.get((new, section))) is not None
        and stored.by_hand
        and other.by_hand
        and stored.document != other.document
        for (key, section), stored in sections.items()
    )
