"""What left its source, as an import and the removal of a source tell it: records, accounts, and what may be a rename."""

from __future__ import annotations

from collections.abc import Iterator

import click

from demodb.api.import_ import ImportReport, LeftRecord, Rename
from demodb.cli.output import listed, printable


def left_lines(report: ImportReport, *, verbose: bool = False, lists_all: str = "`--json`") -> Iterator[str]:
    """That part of the report for a person."""
    lists = {
        "Records that no source lists any more": [_left(left) for left in report.left],
        "Accounts that departed: no source lists them, their plans stay": report.departed,
        "Accounts that are back": report.returned,
    }
    for title, lines in lists.items():
        yield from listed(title, lines, verbose=verbose, lists_all=lists_all)
    for rename in report.renames:
        yield click.style("Perhaps renamed: ", fg="yellow") + _rename(rename)


def _left(left: LeftRecord) -> str:
    now = f" -> {left.now[0]}: {left.now[1]}" if left.now else ""
    return f"{left.business_unit}: {left.customer}{now}"


def _rename(rename: Rename) -> str:
    pair = printable(f"{rename.departed} departed, {rename.account} is there: {rename.why}")
    return f"{pair}. To make them one: {rename.fix}"
