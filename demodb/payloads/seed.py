"""What seeding, its aim, an undo and the past runs came to, as JSON."""

from __future__ import annotations

from math import isfinite
from typing import Any

from demodb.api.seed import AimReport, PastRun, SeedReport, UndoReport
from demodb.payloads.moments import iso_moment


def seed_payload(report: SeedReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "dryRun": report.dry_run,
        "accounts": report.accounts,
        "packs": report.packs,
        "asOf": report.as_of.isoformat(),
        "sections": report.sections,
        "conflicts": report.conflicts,
        **({"aim": aim_payload(report.aim)} if report.aim else {}),
    }


def aim_payload(report: AimReport) -> dict[str, Any]:
    """The report as JSON."""
    measures = {
        aimed.measure: {
            "wanted": str(aimed.wanted),
            "before": aimed.before,
            "after": aimed.after,
            "reached": aimed.reached,
            "least": aimed.ends[0] if isfinite(aimed.ends[0]) else None,
            "most": aimed.ends[1] if isfinite(aimed.ends[1]) else None,
        }
        for aimed in report.measures
    }
    weights: dict[str, dict[str, dict[str, float]]] = {}
    for one in report.reweighed:
        weights.setdefault(one.pack, {})[one.situation] = {"before": one.before, "after": one.after}
    return {
        "accounts": report.accounts,
        "lookedAt": report.looked_at,
        "free": report.free,
        "measures": measures,
        "weights": weights,
    }


def run_payload(run: PastRun) -> dict[str, Any]:
    """A past run as JSON."""
    return {
        "kind": run.kind,
        "at": iso_moment(run.at),
        "person": run.person,
        "packs": dict(run.packs),
        "asOf": run.as_of,
        "counts": dict(run.counts),
    }


def undo_payload(report: UndoReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "dryRun": report.dry_run,
        "accounts": report.accounts,
        "sections": report.sections,
        "rows": report.rows,
        "conflicts": report.conflicts,
        "kept": [row._asdict() for row in report.kept],
    }
