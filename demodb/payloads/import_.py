"""What an import did, and what left its source by it, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from demodb.api.import_ import ImportReport, LeftRecord
from demodb.api.upload import Upload


def upload_payload(upload: Upload | None) -> dict[str, str | None] | None:
    """What was saved as JSON; None where nothing was."""
    if upload is None:
        return None
    return {"path": str(upload.path), "earlier": str(upload.earlier) if upload.earlier else None}


def import_payload(report: ImportReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "dryRun": report.dry_run,
        "records": report.records,
        "accounts": report.accounts,
        "files": dict(report.files),
        "unchanged": report.unchanged,
        "merged": [{"account": merged.account, "names": list(merged.names)} for merged in report.merged],
        "suggestions": [list(suggestion.accounts) for suggestion in report.suggestions],
        "orphans": [asdict(orphan) for orphan in report.orphans],
        "repairs": [asdict(repair) for repair in report.repairs],
        "replaced": [asdict(replaced) for replaced in report.replaced],
        "takenIn": [asdict(taken) for taken in report.taken_in],
        "earlier": [asdict(earlier) for earlier in report.earlier],
        "differences": [
            {
                "businessUnit": d.business_unit,
                "customer": d.customer,
                "field": d.field,
                "was": d.was,
                "now": d.now,
                "path": d.path,
            }
            for d in report.differences
        ],
        "leftOut": [asdict(record) for record in report.left_out],
        "notAccounts": report.not_accounts,
        **left_payload(report),
        "passedOver": [{"path": path, "why": why} for path, why in report.passed_over],
        "warnings": list(report.warnings),
        "errors": [asdict(error) for error in report.errors],
        "tables": report.tables,
    }


def left_payload(report: ImportReport) -> dict[str, Any]:
    """What left its source, what came back, and what was perhaps renamed, as JSON."""
    return {
        "left": [_left_payload(left) for left in report.left],
        "departed": list(report.departed),
        "returned": list(report.returned),
        "renames": [asdict(rename) for rename in report.renames],
    }


def _left_payload(left: LeftRecord) -> dict[str, Any]:
    now = {"businessUnit": left.now[0], "customer": left.now[1]} if left.now else None
    return {"businessUnit": left.business_unit, "customer": left.customer, "now": now}
