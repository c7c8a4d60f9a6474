"""What a reset took back, as JSON."""

from __future__ import annotations

from typing import Any

from demodb.api.reset import ResetReport
from demodb.payloads.differences import differences_payload, snapshot_payload


def reset_payload(report: ResetReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "dryRun": report.dry_run,
        "reset": snapshot_payload(report.snapshot),
        "snapshot": report.before.name if report.before else None,
        "differences": differences_payload(report.differences),
        "files": {"written": report.files.written, "removed": report.files.removed, "left": report.files.left},
        "damaged": report.damaged or None,
    }
