"""The run: find what is missing, make it chunk by chunk, write it in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from demodb.model.documents import SECTIONS, Section
from demodb.seed.facts import AccountFacts
from demodb.seed.packs import load_pack
from demodb.seed.sections import Template
from demodb.store.chunks import CHUNK
from demodb.store.plans import NewSection, TemplateOrigin, insert_sections
from demodb.store.seeding import Scope, account_facts, missing, scope_counts


@dataclass(frozen=True)
class SeedOptions:
    """What to seed with: pack, seed, as-of date, and the sections wanted."""

    as_of: date
    pack: str = "telecom"
    seed: str = "0"
    sections: Sequence[Section] = SECTIONS


@dataclass
class SeedReport:
    """What a run did: accounts looked at, and per section how many were seeded and kept."""

    accounts: int
    pack: str
    revision: str | None
    as_of: date
    dry_run: bool
    sections: dict[Section, dict[str, int]] = field(default_factory=dict)

    @property
    def seeded(self) -> int:
        """How many sections were made."""
        return sum(counts["seeded"] for counts in self.sections.values())


Progress = Callable[[int, int], None]
"""Told after each chunk: accounts done, accounts in all."""


def seed_missing(connection: Connection, scope: Scope, options: SeedOptions, progress: Progress, *, dry_run: bool) -> SeedReport:
    """Give each account of the scope the sections that it lacks; those that are there stay as they are."""
    accounts, present = scope_counts(connection, scope)
    report = SeedReport(accounts, options.pack, None, options.as_of, dry_run)
    for section in options.sections:
        report.sections[section] = {"seeded": 0, "kept": present.get(section, 0)}
    if all(counts["kept"] == accounts for counts in report.sections.values()):
        return report
    template = Template(load_pack(options.pack), options.seed, options.as_of)
    report.revision = template.pack.revision
    done = 0
    for lacking in missing(connection, scope, options.sections, CHUNK):
        made = list(_made(connection, template, lacking))
        for new in made:
            report.sections[new.section]["seeded"] += 1
        if not dry_run:
            insert_sections(connection, made)
        done += len(lacking)
        progress(done, accounts)
    return report


def _made(connection: Connection, template: Template, lacking: dict[str, list[Section]]) -> Iterator[NewSection]:
    origin = TemplateOrigin(template.pack.name, template.pack.revision, template.seed, template.as_of.isoformat())
    for row in account_facts(connection, list(lacking)):
        facts = _facts(row)
        for section in lacking[facts.key]:
            yield NewSection(facts.key, section, template.section(section, facts), origin)


def _facts(row: Any) -> AccountFacts:
    return AccountFacts(row.key, row.name, row.unit, row.revenue)
