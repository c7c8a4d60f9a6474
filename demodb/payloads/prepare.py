"""What all steps of a preparation did, as JSON."""

from __future__ import annotations

from demodb.api.prepare import PrepareReport
from demodb.payloads.export import export_payload
from demodb.payloads.import_ import import_payload
from demodb.payloads.rehearsal import rehearsal_payload
from demodb.payloads.seed import seed_payload
from demodb.payloads.shift import shift_payload
from demodb.payloads.status import status_payload
from demodb.payloads.warmup import warmup_payload


def prepare_payload(report: PrepareReport) -> dict[str, object]:
    """The report as JSON, step by step."""
    return {
        "import": import_payload(report.imported) if report.imported else None,
        "seed": seed_payload(report.seeded),
        "shift": shift_payload(report.shifted) if report.shifted else None,
        "warmup": warmup_payload(report.warmed),
        "export": export_payload(report.exported),
        "rehearsal": rehearsal_payload(report.rehearsed),
        "status": status_payload(report.status),
    }
