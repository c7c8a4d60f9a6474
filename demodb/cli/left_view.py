"""What left its source, as an import and the removal of a source tell it: records, accounts, and what may be a rename."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from demodb.api.import_ import ImportReport, LeftRecord, Rename
from demodb.cli.output import printable, shortened


def left_payload(report: ImportReport) -> dict[str, Any]:
    """That part of the report as JSON."""
    return {
        "left": [_left_payload(left) for left in report.left],
        "departed": list(report.departed),
        "returned": list(report.returned),
        "renames": [asdict(rename) for rename in report.renames],
    }


def _left_payload(left: LeftRecord) -> dict[str, Any]:
    now = {"businessUnit": left.now[0], "customer": left.now[1]} if left.now else None
    return {"businessUnit": left.business_unit, "customer": left.customer, "now": now}


def left_lines(report: ImportReport) -> Iterator[str]:
    """That part of the report for a person."""
    yield from _listed("Records that no source lists any more", [_left(left) for left in report.left])
    yield from _listed("Accounts that departed: no source lists them, their plans stay", report.departed)
    yield from _listed("Accounts that are back", report.returned)
    for rename in report.renames:
        yield click.style("Perhaps renamed: ", fg="yellow") + _rename(rename)


def _left(left: LeftRecord) -> str:
    now = f" -> {left.now[0]}: {left.now[1]}" if left.now else ""
    return f"{left.business_unit}: {left.customer}{now}"


def _rename(rename: Rename) -> str:
    pair = printable(f"{rename.departed} departed, {rename.account} is there: {rename.why}")
    return f"{pair}. To make them one: {rename.fix}"


def _listed(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"{title} ({len(lines):,}):"
        yield from shortened(lines, lambda line: f"  {printable(line)}")
