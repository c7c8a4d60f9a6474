"""Edits, made and logged, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from demodb.api.edit import EditReport
from demodb.api.log import LoggedEdit
from demodb.model.changes import change_payload
from demodb.payloads.moments import iso_moment


def edit_report_payload(report: EditReport) -> dict[str, Any]:
    """The report as JSON; a side of a change that is not there is left out."""
    return {
        "dryRun": report.dry_run,
        "account": report.account,
        "sections": [
            {"section": one.section, "entry": one.entry, "changes": [change_payload(change) for change in one.changes]}
            for one in report.sections
        ],
    }


def log_payload(edits: Iterable[LoggedEdit], undone: int | None = None) -> dict[str, Any]:
    """Entries of the log as JSON, and the number of the one that was taken back, if one was."""
    return {"undone": undone, "edits": [edit_payload(edit) for edit in edits]}


def edit_payload(edit: LoggedEdit) -> dict[str, Any]:
    """An entry of the log as JSON; what is not known, or not there, is left out."""
    made = [change_payload(change) for change in edit.changes]
    return {
        "entry": edit.id,
        "account": edit.account,
        "section": edit.section,
        "at": iso_moment(edit.at),
        "side": edit.side,
        "source": edit.source,
        **({"person": edit.person} if edit.person else {}),
        "changes": made,
    }
