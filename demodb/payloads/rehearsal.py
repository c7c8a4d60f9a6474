"""What a rehearsal found, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from demodb.api.rehearse import SEVERITIES, RehearsalReport
from demodb.payloads.moments import local_iso


def rehearsal_payload(report: RehearsalReport) -> dict[str, Any]:
    """The report as JSON; `byCode` has by severity and code how many there are, of which `findings` has the first hundred."""
    counts: dict[str, dict[str, int]] = {severity: {} for severity in SEVERITIES}
    for (severity, code), count in sorted(report.counts.items()):
        counts[severity][code] = count
    return {
        "at": local_iso(report.window.at),
        "until": local_iso(report.window.until),
        "accounts": report.accounts,
        **{f"{severity}s": count for severity, count in report.by_severity.items()},
        "ignored": report.ignored,
        "notKept": report.not_kept,
        "byCode": counts,
        "findings": [asdict(finding) for finding in report.findings],
    }
