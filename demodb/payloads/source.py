"""Sources as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from demodb.api.source import SourceList
from demodb.payloads.moments import iso_moment


def sources_payload(known: SourceList) -> dict[str, Any]:
    """The sources as JSON."""
    return {
        "sources": [
            {
                "path": source.path,
                "kind": source.kind,
                "readAt": iso_moment(source.read_at),
                "records": source.records,
                "alone": source.alone,
                "state": source.state,
            }
            for source in known.sources
        ],
        "planFiles": known.plan_files,
        "newsFiles": known.news_files,
        "recordsWithoutSource": known.unsourced,
        "failed": [asdict(file) for file in known.failed],
    }
