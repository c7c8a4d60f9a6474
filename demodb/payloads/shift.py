"""What a shift moved, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from demodb.api.shift import MoveReport, ShiftReport


def written_payload(report: MoveReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "dryRun": report.dry_run,
        "accounts": report.accounts,
        "asOf": report.recent.today.isoformat(),
        "recent": report.recent.days,
        "back": report.recent.back,
        "shifted": [asdict(one) for one in report.moved],
        "kept": report.kept,
    }


def shift_payload(report: ShiftReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "dryRun": report.dry_run,
        "accounts": report.accounts,
        "asOf": report.as_of.isoformat(),
        "sections": report.sections,
        "moved": report.moved,
        "kept": report.kept,
        "unknown": report.unknown,
    }
