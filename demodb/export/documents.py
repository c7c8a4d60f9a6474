"""What is exported, file by file: plans, intelligence, reports, customer files, news, in the app's shapes. Reads only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from demodb.cache.intelligence import intelligence_of
from demodb.cache.keys import intelligence_key
from demodb.export.book import book_of
from demodb.export.budget import Budget
from demodb.export.reports import Unmade, is_by_claude, report_paths, unmade_report
from demodb.model.account import Account
from demodb.model.canonical import canonical, pretty
from demodb.model.documents import SECTIONS, Section
from demodb.model.material import Material, RevenuePeriod
from demodb.model.names import REPORTS, customers_file, news_file
from demodb.model.origin import MadeFrom, TemplateOrigin
from demodb.model.paths import part_fault
from demodb.store.accounts import alias_rows, apart_rows, heroes
from demodb.store.bulk import CHUNK, Span
from demodb.store.cache import entries_of
from demodb.store.connection import Connection
from demodb.store.material import material_of
from demodb.store.news import read_news
from demodb.store.plans import StoredSection, account_chunks, read_sections
from demodb.store.portfolio import StoredRecord, Unit, record_names, unit_records, units
from demodb.store.runs import newest_as_of
from demodb.store.tables.files import FileKind

NEWS = "news"
NESTED = (NEWS, REPORTS)
"""The folders in which a name with a slash makes folders: of news and of reports."""

FOLDERS = (*(f"account-plans/{section}" for section in SECTIONS), "intelligence", *NESTED)
"""The folders of an export."""


class ExportFile(NamedTuple):
    """A file to be: its path below the export's folder, its bytes or how they are made, and what the manifest says of it.

    For the memory its kind and whose it is; `document` is the canonical text of a plan's section, `weeks` by how many its dates
    were moved; `told` is what a person has to know of it. A path that is made of a name may be none that can be written to: see
    `part_fault`.
    """

    path: str
    said: bytes | Unmade
    facts: dict[str, Any]
    kind: FileKind
    account_key: str | None = None
    section: Section | None = None
    document: str | None = None
    told: Sequence[str] = ()
    weeks: int = 0

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return self.said if isinstance(self.said, bytes) else self.said.make()

    @property
    def inputs(self) -> bytes | None:
        """The digest of all that its bytes are made from; None where they stand already."""
        return None if isinstance(self.said, bytes) else self.said.inputs


class Asked(NamedTuple):
    """What an export is asked for: how reports tell recurring revenue, and the name of the workbook, if one is wanted."""

    revenue_period: RevenuePeriod = "year"
    workbook: str | None = None


AS_USUAL = Asked()

_FOLDERS_DEEP: dict[FileKind, int] = {"plan": 2, "intelligence": 1, "customers": 0, "workbook": 0}
"""In how many folders a file lies, outside of those that are `NESTED`."""


def path_fault(file: ExportFile) -> str | None:
    """Why a file cannot be written under its path, or None: a hand in the store may have given it any."""
    deep = file.path.count("/")
    is_nested = file.path.startswith(tuple(f"{folder}/" for folder in NESTED))
    if (not is_nested and deep != _FOLDERS_DEEP.get(file.kind, deep)) or file.path.endswith(("/.json", "/.md")):
        return "cannot be written: its name has to be one of a file, and not a path or nothing"
    return part_fault(file.path)


class Chunk(NamedTuple):
    """Some accounts with all that is exported of them; `served` are the slugs, `names` the spellings of each, by its key."""

    accounts: Sequence[Account]
    served: Mapping[str, Sequence[str]]
    names: Mapping[str, Sequence[str]]
    sections: Mapping[tuple[str, Section], StoredSection]
    intelligence: Mapping[str, dict[str, Any]]
    news: Mapping[str, dict[str, Any]]
    materials: Iterator[Material]


def export_files(connection: Connection, at: int, asked: Asked) -> Iterator[ExportFile]:
    """Every file of an export, a chunk of accounts at a time; intelligence that may still be served `at` (ms since 1970)."""
    newest = newest_as_of(connection)
    for accounts in account_chunks(connection, CHUNK // 2):
        yield from _files_of(_chunk(connection, accounts, at, newest), asked)
    yield from _list_files(connection, asked.workbook)


def account_files(connection: Connection, account: Account, at: int, asked: Asked) -> tuple[list[ExportFile], Sequence[str]]:
    """The files of one account that is present, and the names that it is known by; only what is the account's is read."""
    chunk = _chunk(connection, [account], at, newest_as_of(connection))
    return list(_files_of(chunk, asked)), chunk.names[account.key]


def _files_of(chunk: Chunk, asked: Asked) -> Iterator[ExportFile]:
    yield from _plan_files(chunk)
    yield from _intelligence_files(chunk)
    yield from _report_files(chunk, asked.revenue_period)
    yield from _news_files(chunk)


def _chunk(connection: Connection, accounts: Sequence[Account], at: int, newest: str | None) -> Chunk:
    keys = Span(accounts[0].key, accounts[-1].key)
    spellings = record_names(connection, keys)
    served = {row.key: sorted({row.slug, *spellings.get(row.key, {}).values()}) for row in accounts}
    names = {row.key: sorted({row.name, *spellings.get(row.key, ())}) for row in accounts}
    sections, news = read_sections(connection, keys), read_news(connection, keys)
    entries = entries_of(connection, [intelligence_key(row.slug) for row in accounts], at)
    read = {entry.key: intelligence_of(entry.key, entry.value) for entry in entries.values()}
    intelligence = {row.key: read[key] for row in accounts if (key := intelligence_key(row.slug)) in read}
    materials = material_of(connection, accounts, keys, (sections, news), newest)
    return Chunk(accounts, served, names, sections, intelligence, news, materials)


def export_names(connection: Connection) -> dict[str, Any]:
    """The heroes, the aliases and, where there are any, the names kept apart that a manifest tells of."""
    aliases = {row.name: row.account for row in alias_rows(connection, present_only=True)}
    apart = {row.name: row.account for row in apart_rows(connection)}
    names = {"heroes": [row.name for row in heroes(connection)], "aliases": aliases}
    return {**names, "apart": apart} if apart else names


def _plan_files(chunk: Chunk) -> Iterator[ExportFile]:
    for key, name, *_ in chunk.accounts:
        for section in SECTIONS:
            stored = chunk.sections.get((key, section))
            if stored is not None:
                content, edited = pretty(stored.document), stored.edited
                origin = _origin(stored.origin, generated=stored.generated, edited=edited)
                origin = {**origin, **_made_from(stored.made, name)}
                if stored.weeks:
                    origin = {**origin, "shifted": stored.weeks}
                facts = {"account": name, "section": section, "origin": origin}
                document = canonical(stored.document) if edited else stored.base
                file = ExportFile("", content, facts, "plan", key, section, document, weeks=stored.weeks)
                for slug in chunk.served[key]:
                    yield file._replace(path=f"account-plans/{section}/{slug}.json")


def _made_from(made: MadeFrom, name: str) -> dict[str, Any]:
    """What a manifest tells of the facts that a section was made from, where they are not those of any account."""
    told: dict[str, Any] = {} if made.name in (None, name) else {"madeFor": made.name}
    if made.country is not None:
        told["madeIn"] = made.country
    return {**told, "facts": json.loads(made.facts)} if made.facts else told


@cache  # few sections are made unlike each other
def _origin(template: TemplateOrigin | None, *, generated: bool, edited: bool) -> dict[str, Any]:
    origin: dict[str, Any] = {"kind": "generated" if generated else "imported"}
    if template:
        origin = {
            "kind": "template",
            "pack": template.pack,
            "revision": template.revision,
            "seed": template.seed,
            "asOf": template.as_of,
        }
    return origin | {"edited": True} if edited else origin


def _intelligence_files(chunk: Chunk) -> Iterator[ExportFile]:
    for row in chunk.accounts:
        document = chunk.intelligence.get(row.key)
        if document is not None:
            content, facts = pretty(document), {"account": row.name, "source": document["source"]}
            for slug in chunk.served[row.key]:
                yield ExportFile(f"intelligence/{slug}.json", content, facts, "intelligence", row.key)


def _report_files(chunk: Chunk, period: RevenuePeriod) -> Iterator[ExportFile]:
    """The report on each account: what the cache may serve, else a brief by rules."""
    for material in chunk.materials:
        document = chunk.intelligence.get(material.key)
        report = unmade_report(material, document, period)
        facts = {"account": material.name, "source": "claude" if is_by_claude(document) else "rules"}
        for path in report_paths(material.name, chunk.names[material.key]):
            yield ExportFile(f"{REPORTS}/{path}", report, facts, "intelligence", material.key)


def _news_files(chunk: Chunk) -> Iterator[ExportFile]:
    """The news of each account under every spelling of it."""
    for row in chunk.accounts:
        if row.key in chunk.news:
            content = pretty(chunk.news[row.key])
            for path in sorted({news_file(name) for name in chunk.names[row.key]}):
                yield ExportFile(f"{NEWS}/{path}", content, {"account": row.name}, "news", row.key)


def read_budget(connection: Connection) -> Budget:
    """The rows of the budget's two sheets."""
    budget, known = Budget(), units(connection)
    for key, unit in known.items():
        budget.add(unit.name, unit_records(connection, key), [one.name for one in known.values()])
    return budget


def _list_files(connection: Connection, workbook: str | None) -> Iterator[ExportFile]:
    """The customer files, and the workbook where one is wanted."""
    budget, known = Budget(), units(connection)
    names = [unit.name for unit in known.values()]
    for key, unit in known.items():
        records = unit_records(connection, key)
        yield ExportFile(customers_file(key), pretty(customer_document(unit, records)), {}, "customers")
        if workbook:
            budget.add(unit.name, records, names)
    if workbook:
        yield ExportFile(workbook, book_of(budget), {}, "workbook", told=budget.told)


def customer_document(unit: Unit, records: Sequence[StoredRecord]) -> dict[str, Any]:
    """A business unit's customer file; totals, ranks and shares derive from its records, which come the largest first."""
    totals = [round(record.rr + record.nrr, 2) for record in records]
    revenue = round(sum(totals), 2)
    customers = [
        {
            "customer_name": record.name,
            "rr": record.rr,
            "nrr": record.nrr,
            "total": total,
            "rank": rank,
            "pct_of_total": round(100 * total / revenue, 2) if revenue else 0,
            "subscriptions": list(record.subscriptions),
            **record.extra,
            **({"country": record.country} if record.country else {}),
        }
        for rank, (record, total) in enumerate(zip(records, totals, strict=True), start=1)
    ]
    head = {"bu_name": unit.name, "total_revenue": revenue, "customer_count": len(customers), "customers": customers}
    return head | unit.extra
