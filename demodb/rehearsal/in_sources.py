"""Findings in a source's own data: which file told it, and where in the file it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from demodb.model.names import unit_key
from demodb.rehearsal.finding import Finding, RecordPlace, Source
from demodb.store.connection import Connection
from demodb.store.files import news_paths
from demodb.store.listing import listed_paths
from demodb.store.portfolio import RecordKey


def files_of(connection: Connection, account_key: str, sources: Sequence[Source]) -> Mapping[Source, str | None]:
    """The file of each place in the sources of an account; None where no file tells it, or nobody knows which one does."""
    records = {place: _record_key(place) for place in sources if isinstance(place, RecordPlace)}
    listed = listed_paths(connection, sorted({*records.values()})) if records else {}
    news = news_paths(connection, account_key) if len(records) < len({*sources}) else []
    feed = news[0] if len(news) == 1 else None
    return {place: listed.get(records[place]) if place in records else feed for place in sources}


def in_source(finding: Finding, place: Source, file: str | None) -> Finding:
    """The finding with its source's file and, in it, the JSON path, or for a table the words that lead there."""
    if not isinstance(place, RecordPlace):
        return replace(finding, file=file, path=f"$.articles[{place.article}].{place.field}", field=place.field)
    numbered = "" if place.subscription is None else f".subscriptions[{place.subscription}]"
    if file and file.endswith(".json"):
        name = place.name.replace("\\", "\\\\").replace("'", "\\'")
        return replace(finding, file=file, path=f"$.customers[?@.customer_name=='{name}']{numbered}.{place.field}")
    row = "" if place.subscription is None else f", row {place.subscription + 1} of it"
    return replace(finding, file=file, path=f"customer {place.name}{row}, {place.field}", field=place.field)


def _record_key(record: RecordPlace) -> RecordKey:
    return unit_key(record.unit), record.name
