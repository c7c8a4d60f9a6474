"""What all commands share: their options, the settings, the store, progress, and completion of account names."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from demodb.api.store import Store, damage_told, opened_store
from demodb.cli.output import State, note, raw_stderr
from demodb.errors import DemodbError
from demodb.model.story import NO_STORY, Story
from demodb.progress import telling
from demodb.settings import Settings, load_settings, load_story

Command = Callable[..., int | None]


def common(function: Command) -> Command:
    """Add --db, --json and --debug; the command gets the State and the Settings as its first arguments."""

    @wraps(function)
    def command(state: State, settings: Settings, *, as_json: bool, **arguments: Any) -> int | None:
        state.as_json = as_json
        return function(state, settings, **arguments)

    return common_but_json(click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")(command))


def common_but_json(function: Command) -> Command:
    """Add --db and --debug only, for a command whose --json is of another kind: it tells the State of it itself."""

    @wraps(function)
    def command(context: click.Context, db: str | None, *, debug: bool, **arguments: Any) -> int | None:
        state: State = context.obj
        state.debug = debug
        settings = load_settings(Path(), {"db": db})
        with damage_told(settings):
            return function(state, settings, **arguments)

    options: tuple[Callable[[Command], Command], ...] = (
        click.option("--debug", is_flag=True, help="Show the traceback of an error."),
        click.option("--db", metavar="URL", help="The store: a file's path or a PostgreSQL URL. Default: demodb.db."),
    )
    decorated: Command = click.pass_context(command)
    for option in options:
        decorated = option(decorated)
    return decorated


def in_full(function: Command) -> Command:
    """Add --verbose, which shows the lists of a report whole; the State is told."""

    @wraps(function)
    def command(state: State, settings: Settings, *, verbose: bool, **arguments: Any) -> int | None:
        state.verbose = verbose
        return function(state, settings, **arguments)

    decorated: Command = click.option("--verbose", is_flag=True, help="Show every list whole, of errors and warnings too.")(
        command
    )
    return decorated


def overriding(function: Command) -> Command:
    """Add --remove and --force, which an export needs for what it does not do by itself; the command gets both."""
    by_force = click.option(
        "--force", is_flag=True, help="Overwrite files that somebody changed, and another store's; a snapshot is saved first."
    )
    by_removal = click.option("--remove", is_flag=True, help="Remove files of accounts that are gone, however many they are.")
    return by_removal(by_force(function))


def narrowed(function: Command) -> Command:
    """Add --account and --bu; the command gets them as `accounts` and `units`."""
    by_unit = click.option(
        "--bu", "units", multiple=True, metavar="NAME", help="Only accounts of this business unit; repeatable."
    )
    by_name = click.option(
        "--account", "accounts", multiple=True, shell_complete=account_names, help="Only this account; repeatable."
    )
    return by_name(by_unit(function))


def project_story(now: datetime) -> Story:
    """What the project's story.toml says; the story that asks for nothing where there is none."""
    return load_story(Path(), now.date()) or NO_STORY


def demo_day(state: State) -> date:
    """The day that dates count from where none is given: the demo's, as the story tells it, else today."""
    now = state.clock.now()
    return project_story(now).demo.as_of(now)


@contextmanager
def opened(settings: Settings, *, create: bool = False, dry_run: bool = False) -> Iterator[Store]:
    """The store as `opened_store` gives it, after telling what opening it did."""
    with opened_store(settings, create=create, dry_run=dry_run) as store:
        for line in store.notices:
            note(line)
        with telling(lambda: [] if store.commits else ["nothing was changed in the store"]):
            yield store


@contextmanager
def progress(description: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, on a terminal only: told how much is done, and of how much (0: not known)."""
    if quiet or not sys.stderr.isatty():
        yield _no_bar
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal pays for rich
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(file=raw_stderr()), transient=True) as bar:
        task = bar.add_task(description, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def _no_bar(done: int, total: int) -> None:
    del done, total


def account_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Completion of account names from the store of the settings; nothing where there is none."""
    del parameter
    with suppress(DemodbError):
        settings = load_settings(Path(), {"db": context.params.get("db")})
        from demodb.api.account import account_names as known  # noqa: PLC0415 - completion only

        with opened_store(settings) as store:
            return [name for name in known(store) if name.casefold().startswith(incomplete.casefold())]
    return []
