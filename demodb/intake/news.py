"""News files into the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from demodb.intake.portfolio import Aliases, owner_of
from demodb.intake.report import ImportReport, Orphan, compare_lists
from demodb.model.names import nearest
from demodb.sources.plans import read_news
from demodb.sources.records import NewsRecord, Rejected
from demodb.store import news as store
from demodb.store.accounts import account_names
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.portfolio import existing_accounts


def take_news(connection: Connection, paths: Sequence[Path], aliases: Aliases, report: ImportReport) -> None:
    """Write the news of accounts that are known; a file of an unknown customer is an orphan."""
    for chunk in chunked(_single(paths, aliases, report)):
        _take_chunk(connection, chunk, aliases, report)


def _single(paths: Sequence[Path], aliases: Aliases, report: ImportReport) -> Iterator[NewsRecord]:
    """One file an account: where several speak of the same one, they have to say the same."""
    groups: dict[str, list[NewsRecord]] = {}
    for path in paths:
        try:
            record = read_news(path)
        except Rejected as rejected:
            report.errors += rejected.problems
            report.count("news_article", "rejected")
            continue
        groups.setdefault(owner_of(record.customer_name, aliases), []).append(record)
    for group in groups.values():
        if all(record.document == group[0].document for record in group):
            yield group[0]
            continue
        report.count("news_article", "rejected", len(group))
        report.errors += [record.origin.problem(_disagreement(record, group)) for record in group]


def _disagreement(record: NewsRecord, group: Sequence[NewsRecord]) -> str:
    others = ", ".join(other.origin.path for other in group if other is not record)
    return f"holds the news of the same customer as {others}, and says something else: keep one of them"


def _take_chunk(connection: Connection, records: Sequence[NewsRecord], aliases: Aliases, report: ImportReport) -> None:
    keys = [owner_of(record.customer_name, aliases) for record in records]
    known = existing_accounts(connection, keys)
    before = store.read_news(connection, keys)
    changed: dict[str, dict[str, Any]] = {}
    for key, record in zip(keys, records, strict=True):
        if key not in known:
            near = nearest(record.customer_name, account_names(connection), 1)
            report.orphans.append(Orphan(record.origin.path, near[0] if near else None))
            continue
        document = {**record.document, "article_count": len(record.document["articles"])}
        old = before.get(key)
        compare_lists(report, "news_article", old["articles"] if old else (), document["articles"])
        report.count("news_feed", "new" if old is None else "same" if old == document else "changed")
        if old != document:
            changed[key] = document
    store.replace_news(connection, changed)
