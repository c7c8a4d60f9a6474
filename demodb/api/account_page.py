"""All that a page about one account shows, read in one moment of the store by a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demodb.advice.brief import brief
from demodb.advice.plain_text import plain_text
from demodb.api.rehearse import Rehearsing, scene_of
from demodb.cache.keys import intelligence_key
from demodb.clock import epoch_ms
from demodb.model.account import Account
from demodb.model.documents import SECTIONS, Section
from demodb.model.homelands import homeland
from demodb.model.industries import industry_of
from demodb.model.intelligence import intelligence_document
from demodb.model.kept_facts import KeptFacts, facts_from
from demodb.model.material import Material
from demodb.rehearsal.finding import Finding
from demodb.rehearsal.report import RehearsalReport, Tally
from demodb.rehearsal.view import Cached, RehearsedAccount
from demodb.rehearsal.walk import walk_account
from demodb.seed.explain import ExplainedValue, noted
from demodb.store.accounts import aliases_of, departed_at, find_account, find_accounts
from demodb.store.conflicts import open_in
from demodb.store.connection import Connection
from demodb.store.engine import Store
from demodb.store.files import news_paths, plan_paths
from demodb.store.listing import listed_paths
from demodb.store.news import read_news
from demodb.store.plans import StoredSection, read_sections
from demodb.store.portfolio import StoredRecord, records_of, units

__all__ = [
    "AccountPage",
    "AccountPlan",
    "ExplainedValue",
    "StoredRecord",
    "StoredSection",
    "read_account_page",
    "read_account_plan",
]

_SUMMARY, _TITLE = 600, 300


@dataclass(frozen=True)
class AccountPlan:
    """An account's sections that are there, and by place where each value comes from, as far as no pack has to be read."""

    account: Account
    sections: Mapping[Section, StoredSection]
    origins: Mapping[str, ExplainedValue]

    @property
    def facts(self) -> KeptFacts | None:
        """The facts that a template drew from; None where none kept them."""
        kept = (facts_from(stored.made.facts) for stored in self.sections.values() if stored.origin)
        return next((facts for facts in kept if facts), None)


@dataclass(frozen=True)
class AccountPage:
    """All of an account: its plan, `records` with their unit's name, other names, news as plain text, and what is cached.

    `departed_at` is in milliseconds since 1970, None where a source lists it. `files` are those that list the records, by the
    records' names, and under "" those that brought the news, as far as they are known. `cached` is its intelligence, `rules`
    what the rules would say now. `findings` are those of a rehearsal of this account alone. `told` is what settings say that the
    account does, None where they say nothing.
    """

    plan: AccountPlan
    departed_at: int | None
    records: Sequence[StoredRecord]
    aliases: Sequence[str]
    material: Material
    news: Mapping[str, Any] | None
    files: Mapping[str, str]
    cached: Cached | None
    rules: Mapping[str, Any]
    findings: Sequence[Finding]
    told: str | None = None

    @property
    def country(self) -> str | None:
        """The country that records tell, else the one that the name tells, as its ISO 3166 code."""
        return next((record.country for record in self.records if record.country), homeland(self.material.name))

    @property
    def industry(self) -> str:
        """What settings say that the account does, or told a template, else what its name and its unit tell."""
        told = self.told or (self.plan.facts and self.plan.facts.industry)
        largest = max(self.records, key=lambda record: record.rr + record.nrr, default=None)
        return told or industry_of(self.material.name, largest.unit if largest else "")


def read_account_plan(store: Store, name: str, sections: Sequence[Section] = SECTIONS) -> AccountPlan:
    """Some sections of an account's plan, and where their values come from. Raises UnknownAccountError."""
    with store.read() as connection:
        account = find_account(connection, name)
        return _plan(connection, account, read_sections(connection, [account.key], sections))


def read_account_page(store: Store, name: str, asked: Rehearsing, industries: Mapping[str, str] | None = None) -> AccountPage:
    """All of an account, looked at for the demo's hours; `industries` are what settings say that accounts do, by their names.

    Raises UnknownAccountError.
    """
    tally = Tally(RehearsalReport(asked.window), asked.ignore)
    with store.read() as connection:
        account = find_account(connection, name)
        read = read_sections(connection, [account.key]), read_news(connection, [account.key])
        rehearsed = walk_account(connection, account, read, scene_of(connection, asked), tally, epoch_ms(asked.known))
        records = records_of(connection, [account.key])
        return AccountPage(
            _plan(connection, account, read[0]),
            departed_at(connection, account.key),
            _with_unit_names(connection, records),
            aliases_of(connection, account.key),
            rehearsed.material,
            _inert(rehearsed.material.news),
            _files(connection, account, records),
            rehearsed.cached.get(intelligence_key(account.slug)),
            _rules(rehearsed, asked),
            tally.done().findings,
            _industry(connection, account, industries or {}),
        )


def _industry(connection: Connection, account: Account, industries: Mapping[str, str]) -> str | None:
    known = find_accounts(connection, industries)
    return next((industry for name, industry in industries.items() if name in known and known[name].key == account.key), None)


def _with_unit_names(connection: Connection, records: Sequence[StoredRecord]) -> Sequence[StoredRecord]:
    names = {key: unit.name for key, unit in units(connection).items()}
    return [record._replace(unit=names[record.unit]) for record in records]


def _files(connection: Connection, account: Account, records: Sequence[StoredRecord]) -> Mapping[str, str]:
    listed = {name: path for (_, name), path in listed_paths(connection, [record.key for record in records]).items()}
    news = news_paths(connection, account.key)
    return listed | ({"": ", ".join(news)} if news else {})


def _plan(connection: Connection, account: Account, read: Mapping[tuple[str, Section], StoredSection]) -> AccountPlan:
    paths, conflicts = plan_paths(connection, [account.key]), open_in(connection, read)
    values: dict[str, ExplainedValue] = {}
    for section in (section for section in SECTIONS if (account.key, section) in read):
        files = sorted(path for _, of, path in paths if of == section)
        about = [conflict for conflict in conflicts if conflict.section == section]
        values |= {value.place: value for value in noted(read[account.key, section], files, about)}
    return AccountPlan(account, {section: read[account.key, section] for _, section in read}, values)


def _inert(news: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """News whose titles and summaries, which come from feeds, are plain text."""
    if news is None:
        return None
    limits = {"title": _TITLE, "summary": _SUMMARY, "source": _TITLE}
    articles = [
        {**article, **{name: plain_text(article[name], limit) for name, limit in limits.items()}} for article in news["articles"]
    ]
    return {**news, "articles": articles}


def _rules(rehearsed: RehearsedAccount, asked: Rehearsing) -> Mapping[str, Any]:
    advice = brief(rehearsed.material.over(asked.revenue_period))
    return intelligence_document(rehearsed.name, advice, generated_at=asked.now, source="rules")
