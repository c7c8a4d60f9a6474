"""What a round of a sync did, as JSON."""

from __future__ import annotations

from typing import Any

from demodb.api.sync import SyncReport
from demodb.payloads.export import export_payload
from demodb.payloads.import_ import import_payload


def sync_payload(report: SyncReport) -> dict[str, Any]:
    """The report of a round as JSON."""
    return {
        "import": import_payload(report.imported) if report.imported else None,
        "export": export_payload(report.exported) if report.exported else None,
    }
