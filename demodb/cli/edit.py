"""`demodb edit`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from demodb.api.edit import UNASKED, AddRow, DeleteRow, EditReport, EmptyList, MoveRow, PlanEdit, SectionEdit, SetField, edit
from demodb.api.log import undo_edit
from demodb.api.seed import By
from demodb.cli.common import account_names, common, opened
from demodb.cli.examples import examples
from demodb.cli.log import edit_lines
from demodb.cli.one_line import one_line
from demodb.cli.output import State, emit, next_step, printable
from demodb.environment import user_name
from demodb.model.changes import Change
from demodb.model.counts import plural
from demodb.model.strict_json import parse_json
from demodb.payloads.edit import edit_report_payload, log_payload
from demodb.settings import Settings


@click.command(
    "edit",
    epilog=examples(
        "demodb edit Spotify strategy/painPoints/pp-001/severity low",
        "demodb edit Spotify --delete actions/act-002",
    ),
)
@click.argument("account", required=False, shell_complete=account_names)
@click.argument("field", required=False)
@click.argument("value", required=False)
@click.option("--expected", metavar="VALUE", help="Only if FIELD says this now; null for nothing.")
@click.option("--add", nargs=2, metavar="LIST JSON", help="Add a row; its id is made where it is left out.")
@click.option("--delete", metavar="ROW", help="Delete a row.")
@click.option("--move", metavar="ROW", help="Put a row before another one, or at the end of its list.")
@click.option("--before", metavar="ID", help="The row that the added or moved one is to stand before.")
@click.option("--empty", metavar="LIST", help="Take out all rows; a section that is missing is there then.")
@click.option("--undo", type=int, metavar="ENTRY", help="Take this entry of the log back, where nothing later stands on it.")
@click.option("--dry-run", is_flag=True, help="Write nothing, and show the same report.")
@common
def command(state: State, settings: Settings, *, undo: int | None, dry_run: bool, **given: Any) -> None:
    """Change a FIELD of ACCOUNT's plan, or its rows.

    FIELD is a place such as strategy/painPoints/pp-001/severity, as `demodb explain` writes it; ROW is one such as
    actions/act-002, and LIST one such as actions or strategy/painPoints. VALUE is a text, a number, or for lists JSON,
    as the field holds it; null clears an optional field. What the app would refuse is refused.
    """
    if undo is not None:
        _undo(state, settings, undo, alone=not dry_run and not any(given.values()))
        return
    asked = _asked(**given)
    with opened(settings) as store:
        report = edit(store, given["account"], [asked], dry_run=dry_run, by=By(user_name(), state.clock))
    if state.as_json:
        emit(edit_report_payload(report))
    else:
        for line in edit_report_lines(report):
            click.echo(line)
    next_step(state, state.without("--dry-run") if dry_run and report.changed else "demodb export")


def _undo(state: State, settings: Settings, entry: int, *, alone: bool) -> None:
    if not alone:
        raise _usage("--undo ENTRY stands alone")
    with opened(settings) as store:
        taken_back = undo_edit(store, entry, state.clock, person=user_name())
    if state.as_json:
        emit(log_payload([taken_back], entry))
    else:
        for line in edit_lines([taken_back], entry):
            click.echo(line)
    next_step(state, "demodb export")


def _asked(*, account: str | None, field: str | None, value: str | None, **given: Any) -> PlanEdit:
    """The one thing that is asked for."""
    kinds = [kind for kind in ("field", "add", "delete", "move", "empty") if {**given, "field": field}[kind]]
    if account is None or len(kinds) != 1 or (field is None) != (value is None):
        raise _usage("give an ACCOUNT, and one of FIELD VALUE, --add, --delete, --move and --empty, or --undo ENTRY alone")
    (kind,) = kinds
    _check_beside(kind, **given)
    return _set(field or "", value or "", given["expected"]) if kind == "field" else _of_rows(kind, given[kind], given["before"])


def _check_beside(kind: str, *, before: str | None, expected: str | None, **others: Any) -> None:
    del others
    if (before is not None and kind not in ("add", "move")) or (expected is not None and kind != "field"):
        raise _usage("--before goes with --add or --move, and --expected with FIELD VALUE")


def _set(field: str, value: str, expected: str | None) -> PlanEdit:
    return SetField(field, value, UNASKED if expected is None else expected, typed=True)


def _of_rows(kind: str, given: Any, before: str | None) -> PlanEdit:
    match kind:
        case "add":
            place, row = given
            return AddRow(place, _json(row), before)
        case "move":
            return MoveRow(given, before)
        case "delete":
            return DeleteRow(given)
    return EmptyList(given)


def _usage(message: str) -> click.UsageError:
    return click.UsageError(message, click.get_current_context())


def _json(text: str) -> Any:
    value, faults = parse_json(text.encode(errors="surrogateescape"))
    if faults:
        raise _usage("the row of --add is no JSON: " + "; ".join(f"{place}: {message}" for place, message in faults))
    return value


def edit_report_lines(report: EditReport) -> Iterator[str]:
    """The report for a person."""
    name = printable(report.account)
    if not report.changed:
        yield f"{name}: nothing differs from what is there."
        return
    for one in report.sections:
        yield from (f"{name}: {_line(one, change)}" for change in one.changes)
        if not one.changes:
            yield f"{name}: {one.section} is there, and empty."
    count = plural(sum(len(one.changes) for one in report.sections), "change")
    entries = ", ".join(str(one.entry) for one in report.sections if one.entry is not None)
    if report.dry_run:
        yield f"{count} would be made."
    else:
        yield f"{count} made" + (f": entry {entries} of the log." if entries else ".")


def _line(one: SectionEdit, change: Change) -> str:
    return f"{printable(one.place_of(change))}: {one_line(change.was)} -> {one_line(change.now)}"
