"""What an export did, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from demodb.api.export import ExportReport


def export_payload(report: ExportReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "directory": report.directory,
        "check": report.check,
        "written": report.written,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "kept": report.kept,
        "notRemoved": report.not_removed,
        "told": report.told,
        "into": asdict(report.into) if report.into else None,
    }
