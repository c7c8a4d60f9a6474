"""`demodb log`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from demodb.api.log import Change, LoggedEdit, logged_edits, note_edits, undo_edit
from demodb.api.store import Store
from demodb.cli.common import account_names, common, opened
from demodb.cli.examples import examples
from demodb.cli.moments import local_moment
from demodb.cli.one_line import one_line
from demodb.cli.output import State, emit, next_step, note, printable
from demodb.clock import Clock
from demodb.environment import user_name
from demodb.model.counts import plural
from demodb.model.rows import place_text
from demodb.payloads.edit import log_payload
from demodb.settings import Settings


@click.command("log", epilog=examples("demodb log Spotify", "demodb log --undo 12"))
@click.argument("account", required=False, shell_complete=account_names)
@click.option("--undo", "entry", type=int, metavar="ENTRY", help="Take this entry back, where nothing later stands on it.")
@common
def command(state: State, settings: Settings, account: str | None, *, entry: int | None) -> None:
    """Say what changed in ACCOUNT's plan, from which side and when, the newest first.

    What was changed by SQL is logged when it is first seen: by this command, or as the section is next imported to.
    """
    if (account is None) == (entry is None):
        raise click.UsageError("give an ACCOUNT, or --undo ENTRY", click.get_current_context())
    with opened(settings) as store:
        if entry is not None:
            edits = [undo_edit(store, entry, state.clock, person=user_name())]
        else:
            edits = _read(store, account or "", state.clock)
    if state.as_json:
        emit(log_payload(edits, entry))
    else:
        for line in edit_lines(edits, entry):
            click.echo(line)
    next_step(state, "demodb export" if entry is not None else "demodb log --undo ENTRY" if edits else "demodb status")


def _read(store: Store, account: str, clock: Clock) -> list[LoggedEdit]:
    if unseen := note_edits(store, account, clock):
        note(f"what was changed by SQL lately may be missing until `demodb log` can write: {unseen}")
    return logged_edits(store, account)


def edit_lines(edits: Sequence[LoggedEdit], entry: int | None) -> Iterator[str]:
    """The entries for a person."""
    if entry is not None:
        yield f"Entry {entry} is taken back:"
    elif not edits:
        yield "Nothing was edited."
    for edit in edits:
        source = "".join(f" {printable(text)}" for text in (edit.source, edit.person and f"by {edit.person}") if text)
        yield f"{edit.id}  {local_moment(edit.at)}  {edit.section}  {edit.side}{source}  {plural(len(edit.changes), 'change')}"
        yield from (f"    {_line(edit, change)}" for change in edit.changes)


def _line(edit: LoggedEdit, change: Change) -> str:
    place = printable(place_text(edit.section, change.list, change.row, change.field))
    return f"{place}: {one_line(change.was)} -> {one_line(change.now)}"
