"""News files into the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from demodb.intake.files import SeenFile
from demodb.intake.identity import AccountKeys, orphan, owner_of
from demodb.intake.report import FilesDone, ImportReport, compare_lists
from demodb.sources.plans import read_news
from demodb.sources.records import NewsRecord, Rejected
from demodb.store import news as store
from demodb.store.accounts import account_names
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.files import Known, note_read
from demodb.store.portfolio import existing_accounts


def take_news(
    connection: Connection, files: Sequence[SeenFile], aliases: AccountKeys, report: ImportReport, done: FilesDone, *, at: int
) -> None:
    """Write the news of accounts that are known, and remember their files; a file of an unknown customer is an orphan."""
    places = {str(file.path): file for file in files}
    for chunk in chunked(_single([file.path for file in files], aliases, report, done)):
        taken = _take_chunk(connection, chunk, aliases, report)
        read = [(key, places[record.origin.path]) for key, record in taken]
        note_read(connection, [Known(file.place, "news", file.sha256, key, read_at=at) for key, file in read])
        done.add(len(chunk))


def _single(paths: Sequence[Path], aliases: AccountKeys, report: ImportReport, done: FilesDone) -> Iterator[NewsRecord]:
    """One file an account: where several speak of the same one, they have to say the same."""
    groups: dict[str, list[NewsRecord]] = {}
    for path in paths:
        try:
            record = read_news(path)
        except Rejected as rejected:
            report.errors += rejected.problems
            report.count("news_article", "rejected")
            done.add()
            continue
        groups.setdefault(owner_of(record.customer_name, aliases), []).append(record)
    for group in groups.values():
        agreed = all(record.document == group[0].document for record in group)
        done.add(len(group) - agreed)
        if agreed:
            yield group[0]
            continue
        report.count("news_article", "rejected", len(group))
        report.errors += [record.origin.problem(_disagreement(record, group)) for record in group]


def _disagreement(record: NewsRecord, group: Sequence[NewsRecord]) -> str:
    others = ", ".join(other.origin.path for other in group if other is not record)
    return f"holds the news of the same customer as {others}, and says something else: keep one of them"


def _take_chunk(
    connection: Connection, records: Sequence[NewsRecord], aliases: AccountKeys, report: ImportReport
) -> list[tuple[str, NewsRecord]]:
    """Those whose account is known, with its key."""
    keys = [owner_of(record.customer_name, aliases) for record in records]
    accounts = existing_accounts(connection, keys)
    stored = store.read_news(connection, keys)
    changed: dict[str, dict[str, Any]] = {}
    names: list[str] = []
    for key, record in zip(keys, records, strict=True):
        if key not in accounts:
            names = names or account_names(connection)
            report.orphans.append(orphan(record.origin.path, record.customer_name, names))
            continue
        document = {**record.document, "article_count": len(record.document["articles"])}
        before = stored.get(key)
        compare_lists(report, "news_article", before["articles"] if before else (), document["articles"])
        report.count("news_feed", "new" if before is None else "same" if before == document else "changed")
        if before != document:
            changed[key] = document
    store.replace_news(connection, changed)
    return [(key, record) for key, record in zip(keys, records, strict=True) if key in accounts]
