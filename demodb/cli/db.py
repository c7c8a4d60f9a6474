"""`demodb db check | upgrade | backup | restore`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.filesize import decimal

from demodb.api.db import back_up, check, restore, upgraded
from demodb.api.keeping import keeping_of
from demodb.cli.common import common, opened
from demodb.cli.difference_view import before_line, difference_lines
from demodb.cli.examples import examples
from demodb.cli.output import State, emit, next_step, printable, shortened
from demodb.errors import ExitCode
from demodb.model.counts import plural
from demodb.model.suggested import suggested
from demodb.payloads.differences import differences_payload
from demodb.settings import Settings


@click.group("db", epilog=examples("demodb db check", "demodb db backup monday.db", "demodb db restore monday.db"))
def command() -> None:
    """Check the store as a database, upgrade its schema, copy it to a file and back."""


@command.command("check", epilog=examples("demodb db check --json | jq .faults"))
@common
def check_(state: State, settings: Settings) -> ExitCode:
    """Look the whole store over: its pages and keys, its schema, every text that has to be JSON.

    Exit code 5 where something is wrong.
    """
    with opened(settings) as store:
        report = check(store)
    if state.as_json:
        emit({"store": report.store, "revision": report.revision, "faults": report.faults})
    else:
        for line in shortened(report.faults, printable):
            click.echo(line)
        verdict = plural(len(report.faults), "fault") if report.faults else "nothing is wrong"
        click.echo(f"{report.store}: schema revision {report.revision}, {verdict}.")
    if report.faults:
        next_step(state, "demodb snapshot list")
    return report.exit_code


@command.command("upgrade", epilog=examples("demodb db upgrade"))
@common
def upgrade(state: State, settings: Settings) -> None:
    """Bring the store's schema to what this demodb works with; what there was becomes a snapshot first.

    Every command does so when it opens an older store.
    """
    with opened(settings) as store:
        report = upgraded(store)
    if state.as_json:
        emit({"store": report.store, "revision": report.revision, "upgraded": report.before is not None})
    elif report.before is None:
        click.echo(f"{report.store} stands at schema revision {report.revision}: nothing is to be upgraded.")
    next_step(state, "demodb db check")


@command.command("backup", epilog=examples("demodb db backup monday.db"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@common
def backup(state: State, settings: Settings, file: Path) -> None:
    """Copy the store, as it stands at one moment, into FILE: a SQLite database, whichever engine the store is on."""
    with opened(settings) as store:
        size = back_up(store, file)
    if state.as_json:
        emit({"file": str(file), "bytes": size})
    else:
        click.echo(f"{printable(str(file))}: {decimal(size)}.")
    next_step(state, suggested("db restore", str(file)))


@command.command("restore", epilog=examples("demodb db restore monday.db"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@common
def restore_(state: State, settings: Settings, file: Path) -> None:
    """Let the store hold what FILE does; what there was becomes a snapshot first.

    FILE may come from either engine, and from an older demodb. Exported files stay as they are.
    """
    with opened(settings, create=True) as store:
        report = restore(store, file, keeping_of(settings, clock=state.clock))
    if state.as_json:
        emit({"file": str(file), "snapshot": report.before.name, "differences": differences_payload(report.differences)})
    else:
        for line in difference_lines(report.differences):
            click.echo(line)
        click.echo(f"The store is as in {printable(str(file))}. {before_line(report.before)}")
    next_step(state, "demodb export")
