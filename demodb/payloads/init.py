"""What a folder holds that a project may read, as JSON."""

from __future__ import annotations

from typing import Any

from demodb.api.proposal import SeenSource


def seen_payload(source: SeenSource) -> dict[str, Any]:
    """A file or folder that a project may read as JSON."""
    return {
        "path": source.path,
        "files": dict(source.files),
        "records": source.records,
        "inDoubt": source.in_doubt,
        "why": source.why or None,
        "proposed": source.is_proposed,
    }
