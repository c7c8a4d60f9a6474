"""What is exported, file by file: plans, intelligence, customer files, news, in the app's shapes. Reads, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from demodb.cache.intelligence import intelligence_of
from demodb.cache.keys import intelligence_key
from demodb.model.canonical import canonical, pretty
from demodb.model.documents import SECTIONS, Section
from demodb.model.names import customers_file, news_file
from demodb.model.origin import TemplateOrigin
from demodb.model.paths import part_fault
from demodb.store.accounts import alias_rows, apart_rows, heroes
from demodb.store.bulk import CHUNK, Span
from demodb.store.cache import entries_of
from demodb.store.connection import Connection
from demodb.store.news import read_news
from demodb.store.plans import account_chunks, read_sections
from demodb.store.portfolio import StoredRecord, Unit, record_names, unit_records, units
from demodb.store.tables.files import FileKind

NEWS = "news"
"""The folder of news, in which a name with a slash makes folders."""

FOLDERS = (*(f"account-plans/{section}" for section in SECTIONS), "intelligence", NEWS)
"""The folders of an export."""


class ExportFile(NamedTuple):
    """A file to be: its path below the export's folder, its bytes, and what the manifest says of it.

    For the memory its kind and whose it is; `document` is the canonical text of a plan's section. A path that is made of a
    name may be none that can be written to: see `part_fault`.
    """

    path: str
    content: bytes
    facts: dict[str, Any]
    kind: FileKind
    account_key: str | None = None
    section: Section | None = None
    document: str | None = None


_FOLDERS_DEEP: dict[FileKind, int] = {"plan": 2, "intelligence": 1, "customers": 0}
"""In how many folders a file lies; news in any number, as its name may have slashes."""


def path_fault(file: ExportFile) -> str | None:
    """Why a file cannot be written under its path, or None: a hand in the store may have given it any."""
    if file.path.count("/") != _FOLDERS_DEEP.get(file.kind, file.path.count("/")) or file.path.endswith("/.json"):
        return "cannot be written: its name has to be one of a file, and not a path or nothing"
    return part_fault(file.path)


def export_files(connection: Connection, at: int) -> Iterator[ExportFile]:
    """Every file of an export, a chunk of accounts at a time; intelligence that may still be served `at` (ms since 1970)."""
    for chunk in account_chunks(connection, CHUNK // 2):
        keys = Span(chunk[0].key, chunk[-1].key)
        names = record_names(connection, keys)
        served = {row.key: sorted({row.slug, *names.get(row.key, {}).values()}) for row in chunk}
        yield from _plan_files(connection, chunk, keys, served)
        yield from _intelligence_files(connection, chunk, served, at)
        yield from _news_files(connection, chunk, keys, names)
    for key, row in units(connection).items():
        content = pretty(customer_document(row, unit_records(connection, key)))
        yield ExportFile(customers_file(key), content, {}, "customers")


def export_names(connection: Connection) -> dict[str, Any]:
    """The heroes, the aliases and, where there are any, the names kept apart that a manifest tells of."""
    aliases = {row.name: row.account for row in alias_rows(connection, present_only=True)}
    apart = {row.name: row.account for row in apart_rows(connection)}
    names = {"heroes": [row.name for row in heroes(connection)], "aliases": aliases}
    return {**names, "apart": apart} if apart else names


def _plan_files(
    connection: Connection, chunk: Sequence[Any], keys: Span, served: Mapping[str, list[str]]
) -> Iterator[ExportFile]:
    sections = read_sections(connection, keys)
    for key, name, *_ in chunk:
        for section in SECTIONS:
            stored = sections.get((key, section))
            if stored is not None:
                content, edited = pretty(stored.document), stored.edited
                origin = _origin(stored.origin, generated=stored.generated, edited=edited)
                if stored.made_for not in (None, name):
                    origin = {**origin, "madeFor": stored.made_for}
                if stored.made_in is not None:
                    origin = {**origin, "madeIn": stored.made_in}
                facts = {"account": name, "section": section, "origin": origin}
                document = canonical(stored.document) if edited else stored.base
                file = ExportFile("", content, facts, "plan", key, section, document)
                for slug in served[key]:
                    yield file._replace(path=f"account-plans/{section}/{slug}.json")


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


def _intelligence_files(
    connection: Connection, chunk: Sequence[Any], served: Mapping[str, list[str]], at: int
) -> Iterator[ExportFile]:
    entries = entries_of(connection, [intelligence_key(row.slug) for row in chunk], at)
    for row in chunk:
        entry = entries.get(intelligence_key(row.slug))
        if entry is not None:
            content = pretty(intelligence_of(entry.key, entry.value))
            for slug in served[row.key]:
                facts = {"account": row.name, "source": entry.source}
                yield ExportFile(f"intelligence/{slug}.json", content, facts, "intelligence", row.key)


def _news_files(
    connection: Connection, chunk: Sequence[Any], keys: Span, names: Mapping[str, Mapping[str, str]]
) -> Iterator[ExportFile]:
    """The news of each account under every spelling of it."""
    news = read_news(connection, keys)
    for row in chunk:
        if row.key in news:
            content = pretty(news[row.key])
            for path in sorted({news_file(name) for name in (row.name, *names.get(row.key, ()))}):
                yield ExportFile(f"{NEWS}/{path}", content, {"account": row.name}, "news", row.key)


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
