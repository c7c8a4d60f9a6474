"""`demodb snapshot save | list | show | drop`."""

from __future__ import annotations

import click
from rich.filesize import decimal

from demodb.api.keeping import keeping_of
from demodb.api.snapshot import drop, list_snapshots, save, show
from demodb.cli.common import common, opened
from demodb.cli.difference_view import difference_lines, snapshot_line
from demodb.cli.examples import examples
from demodb.cli.output import State, emit, next_step, note, printable, shortened
from demodb.model.counts import plural
from demodb.payloads.differences import differences_payload, snapshot_payload, snapshots_payload
from demodb.settings import Settings


@click.group("snapshot", epilog=examples("demodb snapshot save before-the-board", "demodb snapshot list", "demodb reset"))
def command() -> None:
    """Save the store, its cache and the exported files as they are, to go back to them with `demodb reset`."""


@command.command("save", epilog=examples("demodb snapshot save before-the-board"))
@click.argument("name")
@common
def save_(state: State, settings: Settings, name: str) -> None:
    """Save the store, its cache and the exported files under NAME.

    NAME is up to 40 lower-case letters, digits, and - . _ between them. A file that several snapshots hold is kept once.
    """
    with opened(settings) as store:
        snapshot = save(store, name, keeping_of(settings, clock=state.clock))
    if state.as_json:
        emit({"snapshot": snapshot_payload(snapshot)})
    else:
        click.echo(snapshot_line(snapshot))
    next_step(state, f"demodb reset {name}")


@command.command("list", epilog=examples("demodb snapshot list --json | jq -r '.snapshots[].name'"))
@common
def list_(state: State, settings: Settings) -> None:
    """List the snapshots of this store, the newest first, with the bytes that each would take alone.

    The last ten that commands saved by themselves, before they destroyed something, are kept; those saved by name until they
    are dropped.
    """
    with opened(settings) as store:
        found = list_snapshots(store, keeping_of(settings, clock=state.clock))
    if state.as_json:
        emit(snapshots_payload(found))
    else:
        for snapshot in found.snapshots:
            click.echo(snapshot_line(snapshot))
        click.echo(f"{plural(len(found.snapshots), 'snapshot')}; all of them take {decimal(found.size)}.")
    for line in found.damaged:
        note(click.style("Damaged: ", fg="yellow") + printable(line))
    next_step(state, "demodb snapshot show NAME" if found.snapshots else "demodb snapshot save NAME")


@command.command("show", epilog=examples("demodb snapshot show before-the-board"))
@click.argument("name")
@common
def show_(state: State, settings: Settings, name: str) -> None:
    """Say what the snapshot NAME holds, and what changed since: what `demodb reset NAME` would take back."""
    with opened(settings) as store:
        details = show(store, name, keeping_of(settings, clock=state.clock))
    if state.as_json:
        differing = {"differences": differences_payload(details.differences), "differingFiles": details.files}
        emit({"snapshot": snapshot_payload(details.snapshot), **differing})
    else:
        click.echo(snapshot_line(details.snapshot))
        for line in difference_lines(details.differences):
            click.echo(line)
        click.echo(f"{plural(len(details.files), 'exported file')} changed since.")
        for line in shortened(details.files, lambda path: f"  {printable(path)}"):
            click.echo(line)
    next_step(state, f"demodb reset {details.snapshot.name}")


@command.command("drop", epilog=examples("demodb snapshot drop before-the-board"))
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@common
def drop_(state: State, settings: Settings, names: tuple[str, ...]) -> None:
    """Remove snapshots, and what only they hold."""
    with opened(settings) as store:
        dropped = drop(store, names, keeping_of(settings, clock=state.clock))
    if state.as_json:
        emit({"dropped": [snapshot.name for snapshot in dropped]})
    else:
        click.echo(f"Dropped: {', '.join(snapshot.name for snapshot in dropped)}.")
    next_step(state, "demodb snapshot list")
