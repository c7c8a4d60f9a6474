"""News files into the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from demodb.intake.files import SeenFile
from demodb.intake.identity import AccountKeys, orphan, owner_of
from demodb.intake.report import FilesDone, ImportReport, compare_lists
from demodb.model.likeness import AlikeNames
from demodb.sources.plans import read_news
from demodb.sources.records import NewsRecord, Rejected
from demodb.store import news as store
from demodb.store.accounts import account_names
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.files import Known, note_read
from demodb.store.portfolio import existing_accounts


@dataclass(frozen=True)
class NewsOptions:
    """How news is taken: account keys by the match keys of aliases, and the moment in milliseconds since 1970."""

    aliases: AccountKeys
    at: int


Spoken = tuple[SeenFile, NewsRecord]
"""A news file, and what it says."""


def take_news(
    connection: Connection, files: Sequence[SeenFile], options: NewsOptions, report: ImportReport, done: FilesDone
) -> None:
    """Write the news of accounts that are known; a file of an unknown customer is an orphan."""
    for chunk in chunked(_agreeing(_read(connection, files, options.at, report, done), options.aliases, report, done)):
        _take_chunk(connection, chunk, options, report)
        done.add(len(chunk))


def _read(connection: Connection, files: Sequence[SeenFile], at: int, report: ImportReport, done: FilesDone) -> Iterator[Spoken]:
    """The files that can be read; the problems of the others are reported, and remembered until they are mended."""
    for file in files:
        try:
            yield file, read_news(file.path)
        except Rejected as rejected:
            report.errors += rejected.problems
            report.count("news_article", "rejected")
            note_read(connection, [Known(file.place, "news", read_at=at, failed=str(rejected.problems[0]))])
            done.add()


def _agreeing(news: Iterable[Spoken], aliases: AccountKeys, report: ImportReport, done: FilesDone) -> Iterator[list[Spoken]]:
    """The files of one account after another: where several speak of the same one, they have to say the same."""
    groups: dict[str, list[Spoken]] = {}
    for file, record in news:
        groups.setdefault(owner_of(record.customer_name, aliases), []).append((file, record))
    for group in groups.values():
        records = [record for _, record in group]
        agreed = all(record.document == records[0].document for record in records)
        done.add(len(group) - agreed)
        if agreed:
            yield group
            continue
        report.count("news_article", "rejected", len(group))
        report.errors += [record.origin.problem(_disagreement(record, records)) for record in records]


def _disagreement(record: NewsRecord, group: Sequence[NewsRecord]) -> str:
    others = ", ".join(other.origin.path for other in group if other is not record)
    return f"holds the news of the same customer as {others}, and says something else: keep one of them"


def _take_chunk(connection: Connection, groups: Sequence[Sequence[Spoken]], options: NewsOptions, report: ImportReport) -> None:
    keys = [owner_of(group[0][1].customer_name, options.aliases) for group in groups]
    accounts = existing_accounts(connection, keys)
    stored = store.read_news(connection, keys)
    changed, known = dict[str, dict[str, Any]](), list[Known]()
    names: AlikeNames | None = None
    for key, group in zip(keys, groups, strict=True):
        record = group[0][1]
        if key not in accounts:
            names = names or AlikeNames(account_names(connection))
            report.orphans.append(orphan(record.origin.path, record.customer_name, names))
            continue
        report.repairs += [repair for _, said in group for repair in said.repairs]
        known += [Known(file.place, "news", file.sha256, key, read_at=options.at) for file, _ in group]
        document = {**record.document, "article_count": len(record.document["articles"])}
        before = stored.get(key)
        compare_lists(report, "news_article", before["articles"] if before else (), document["articles"])
        report.count("news_feed", "new" if before is None else "same" if before == document else "changed")
        if before != document:
            changed[key] = document
    store.replace_news(connection, changed)
    note_read(connection, known)
