"""What a warm-up is at while it is at it: a table that moves on a terminal, a line for each stage elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from demodb.cli.output import note, printable, raw_stderr
from demodb.clock import local_now
from demodb.progress import Progress, Stage, Watcher, silent, unwatched

if TYPE_CHECKING:
    from rich.table import Table

_COLORS = {"waiting": "yellow", "calling": "cyan", "done": "green", "failed": "red"}


@contextmanager
def watching(description: str, *, quiet: bool) -> Iterator[tuple[Progress, Watcher]]:
    """Who is to be told how far the work is, and at which stage each account is: on stderr, nobody where `quiet`."""
    if quiet:
        yield silent, unwatched
    elif sys.stderr.isatty():
        with _moving(description) as shown:
            yield shown
    else:
        yield silent, _print


def _print(stage: Stage) -> None:
    """A line for a stage; that somebody waits for a turn goes without saying."""
    if stage.what != "waiting" or stage.until or stage.why:
        note(f"{local_now():%H:%M:%S} {printable(stage.who)}: {click.style(stage.what, fg=_COLORS[stage.what])}{_more(stage)}")


def _more(stage: Stage) -> str:
    until = f" until {stage.until.astimezone():%H:%M:%S}" if stage.until else ""
    return until + (f": {printable(stage.why)}" if stage.why else "")


@contextmanager
def _moving(description: str) -> Iterator[tuple[Progress, Watcher]]:
    """A bar, and below it a line for each account that was told of."""
    from rich.console import Console, Group  # noqa: PLC0415 - only a terminal pays for rich
    from rich.live import Live  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    console = Console(file=raw_stderr())
    bar, stages = Bar(console=console), dict[str, Stage]()
    task = bar.add_task(description, total=None)
    with Live(get_renderable=lambda: Group(bar, _table(stages)), console=console, transient=True):
        yield (
            lambda done, total: bar.update(task, completed=done, total=total or None),
            lambda stage: stages.update({stage.who: stage}),
        )


def _table(stages: Mapping[str, Stage]) -> Table:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table.grid(padding=(0, 2))
    # Another thread draws: it looks at what is there now.
    for stage in list(stages.values()):
        table.add_row(Text(printable(stage.who)), Text(stage.what, style=_COLORS[stage.what]), Text(_more(stage).lstrip(": ")))
    return table
