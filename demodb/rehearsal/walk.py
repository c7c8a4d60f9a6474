"""The walk: all accounts of one moment of the store, a chunk at a time, past every check; then what they have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from demodb.cache.inputs import input_hash
from demodb.cache.intelligence import intelligence_of
from demodb.cache.keys import intelligence_key, plan_key
from demodb.errors import StoreCorruptError
from demodb.model.account import Account
from demodb.model.material import Material
from demodb.model.names import nearest
from demodb.model.rows import Place
from demodb.model.story import Expectation, Story
from demodb.rehearsal import telling, whole
from demodb.rehearsal.check import Check
from demodb.rehearsal.finding import Finding, Spot
from demodb.rehearsal.hours import OTHER_ENTRY, extend_command, spot_of, window_spells
from demodb.rehearsal.in_sources import files_of, in_source
from demodb.rehearsal.registry import CHECKS
from demodb.rehearsal.report import Tally
from demodb.rehearsal.sameness import MOST_SHOWN, Sameness, Shapes, Shared, Text, sameness_spots
from demodb.rehearsal.view import Cached, RehearsedAccount, Scene
from demodb.store.accounts import account_names, find_accounts
from demodb.store.bulk import Keys, Span
from demodb.store.cache import StoredEntry, entries_of
from demodb.store.connection import Connection
from demodb.store.material import material_of
from demodb.store.news import read_news
from demodb.store.plans import StoredSection, account_chunks, read_sections
from demodb.store.rehearsal import other_entries
from demodb.store.runs import newest_as_of
from demodb.store.sameness import alike_notes, alike_titles, alike_values, distinct_texts, shared_people

Read = tuple[Mapping[Place, StoredSection], Mapping[str, dict[str, Any]]]
"""Sections by account and section, and news by account."""

MOST_TEXTS = 4000
"""Distinct texts of a kind that are compared with each other."""


def walk(connection: Connection, scene: Scene, now: int, tally: Tally) -> None:
    """Tell the tally all that is found for the scene, the cache taken as it is at the moment `now`, in ms since 1970."""
    expected = _expectations(connection, scene.story, tally)
    portfolio, shapes = telling.Portfolio(), Shapes()
    newest = newest_as_of(connection)
    for accounts in account_chunks(connection):
        for view in _views(connection, accounts, newest, now):
            asked = expected.get(view.material.key)
            view = replace(view, expected=asked) if asked else view  # noqa: PLW2901 - the same account
            portfolio.add(view)
            if not view.missing:
                shapes.add(view)
            tally.take(findings_of(connection, view, scene))
    tally.report.accounts = portfolio.accounts
    tally.take(map(whole.EMPTY.finding, whole.empty_spots(portfolio.accounts)))
    tally.take(map(telling.PORTFOLIO.finding, telling.portfolio_spots(portfolio, scene.story)))
    tally.take(_others(connection, scene, now))
    same = _sameness(connection, portfolio.accounts)
    tally.take(meaning.finding(spot) for meaning, spot in sameness_spots(same, shapes))


def walk_account(connection: Connection, account: Account, read: Read, scene: Scene, tally: Tally, now: int) -> RehearsedAccount:
    """Tell the tally what is found in one account, of which sections and news were read already; what was looked at."""
    moments = newest_as_of(connection), now
    view = next(views_of(connection, [account], [account.key], read, moments))
    known = find_accounts(connection, scene.story.accounts)
    asked = next((scene.story.accounts[name] for name, one in known.items() if one.key == account.key), None)
    view = replace(view, expected=asked)
    tally.report.accounts = 1
    tally.take(findings_of(connection, view, scene))
    return view


def look_at(view: RehearsedAccount, scene: Scene, checks: Sequence[Check] = CHECKS) -> Iterator[tuple[Check, Spot]]:
    """What the checks of single accounts see in one, in their order."""
    for check in checks:
        for spot in check.look(view, scene):
            yield check, spot


def findings_of(connection: Connection, view: RehearsedAccount, scene: Scene) -> list[Finding]:
    """What is to be said of one account, with the source's file where its own data is wrong."""
    seen = [(check.meaning.finding(spot, view.name), spot.source) for check, spot in look_at(view, scene)]
    sources = [source for _, source in seen if source]
    files = files_of(connection, view.material.key, sources) if sources else {}
    return [in_source(finding, source, files[source]) if source else finding for finding, source in seen]


def _expectations(connection: Connection, story: Story, tally: Tally) -> dict[str, Expectation]:
    """What the story asks, by the key of the account; names that are nobody's, or one account's twice, are told."""
    known = find_accounts(connection, story.accounts)
    unknown = [name for name in story.accounts if name not in known]
    names = account_names(connection) if unknown else []
    tally.take(map(telling.UNKNOWN.finding, telling.unknown_spots({name: nearest(name, names) for name in unknown})))
    named: dict[str, list[str]] = defaultdict(list)
    for name, account in known.items():
        named[account.name].append(name)
    twice = {account: told for account, told in named.items() if len(told) > 1}
    tally.take(map(telling.TWICE.finding, telling.twice_spots(twice)))
    return {account.key: story.accounts[name] for name, account in known.items()}


def _views(connection: Connection, accounts: Sequence[Account], newest: str | None, now: int) -> Iterator[RehearsedAccount]:
    """A chunk of accounts with all that a rehearsal looks at."""
    span = Span(accounts[0].key, accounts[-1].key)
    read = read_sections(connection, span), read_news(connection, span)
    yield from views_of(connection, accounts, span, read, (newest, now))


def views_of(
    connection: Connection, accounts: Sequence[Account], keys: Keys, read: Read, moments: tuple[str | None, int]
) -> Iterator[RehearsedAccount]:
    """Accounts, which have these keys and of which sections and news were read already, as a rehearsal looks at them.

    `moments` are the as-of date of the newest run and the moment, in ms since 1970, as of which the cache is taken.
    """
    newest, now = moments
    sections, _ = read
    materials = list(material_of(connection, accounts, keys, read, newest))
    keys = [key(slug) for material in materials for slug in material.slugs for key in (plan_key, intelligence_key)]
    entries = entries_of(connection, keys, now)
    heroes = {account.key for account in accounts if account.hero}
    templated, countries = defaultdict(set), dict[str, str | None]()
    for (key, section), stored in sections.items():
        if stored.origin:
            templated[key].add(section)
            countries[key] = stored.made.country or countries.get(key)
    for material in materials:
        view = RehearsedAccount(material, material.key in heroes, frozenset(templated[material.key]))
        yield replace(view, cached=_cached(material, entries) if entries else {}, country=countries.get(material.key))


def _cached(material: Material, entries: Mapping[str, StoredEntry]) -> dict[str, Cached]:
    cached = {}
    for slug in material.slugs:
        plan, intelligence = entries.get(plan_key(slug)), entries.get(intelligence_key(slug))
        if plan:
            cached[plan.key] = _entry(plan, material.plan_hash)
        if intelligence:
            cached[intelligence.key] = _intelligence(intelligence, input_hash(material))
    return cached


def _entry(entry: StoredEntry, hashed: str) -> Cached:
    changed = entry.input_hash is not None and entry.input_hash != hashed
    return Cached(entry.fresh_until, entry.stale_until, entry.source, changed)


def _intelligence(entry: StoredEntry, hashed: str) -> Cached:
    try:
        return replace(_entry(entry, hashed), advice=intelligence_of(entry.key, entry.value))
    except StoreCorruptError as error:
        return replace(_entry(entry, hashed), broken=error.message)


def _others(connection: Connection, scene: Scene, now: int) -> Iterator[Finding]:
    """What is to be said of entries of the cache that are no account's."""
    for key, fresh_until, stale_until in other_entries(connection, now):
        for spell in window_spells(Cached(fresh_until, stale_until), scene.window):
            if spell.state != "fresh":
                yield OTHER_ENTRY.finding(spot_of(key, spell, scene.window, None, extend_command(key, scene.window)))


def _sameness(connection: Connection, accounts: int) -> Sameness:
    return Sameness(
        accounts,
        Shared(*alike_titles(connection, MOST_SHOWN)),
        Shared(*alike_notes(connection, MOST_SHOWN)),
        Shared(*alike_values(connection, MOST_SHOWN)),
        shared_people(connection, MOST_SHOWN),
        [Text(*text) for text in distinct_texts(connection, MOST_TEXTS)],
    )
