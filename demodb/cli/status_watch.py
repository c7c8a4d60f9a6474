"""`demodb status --watch`: the verdict as a screen to leave open, drawn anew every few seconds; without a terminal, in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import click
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from demodb.api.status import Concern, HeroState, StatusReport
from demodb.cli.cache_view import CHANGED, duration
from demodb.cli.output import State, and_more, printable, raw_stdout
from demodb.clock import Clock
from demodb.errors import ExitCode

_STYLES = {"warm": "green", "fresh": "green", "rules": "yellow", "stale": "yellow", "missing": "red"}
_NARROW = 76
"""Columns below which the source and what changed are left out of the table of heroes."""

_MOST_CONCERNS = 8

Show = Callable[[StatusReport, datetime], None]
"""Shows a report, and the present moment."""


def watch_status(look: Callable[[], StatusReport], show: Show, clock: Clock, seconds: float) -> ExitCode:
    """Show what `look` gives, every so many seconds, until Ctrl-C; gives what the last round ended with.

    Ctrl-C that comes before the first round has ended raises KeyboardInterrupt.
    """
    last: StatusReport | None = None
    try:
        while True:
            last = look()
            show(last, clock.now())
            clock.sleep(seconds)
    except KeyboardInterrupt:
        if last is None:
            raise
    return last.exit_code


@contextmanager
def screen(state: State) -> Iterator[Show]:
    """One place on a terminal that is drawn anew; without one, or on one that cannot, a block of plain lines each round.

    Rich minds NO_COLOR and the width.
    """
    console = Console(file=raw_stdout(), highlight=False, color_system=None if state.color is False else "auto")
    if not console.is_terminal or console.is_dumb_terminal:
        yield _block
        return
    with Live(console=console, auto_refresh=False) as live:
        yield lambda report, now: live.update(_drawn(report, now, console.width), refresh=True)


def _block(report: StatusReport, now: datetime) -> None:
    click.echo("\n".join([*_lines(report, now), ""]))


def _drawn(report: StatusReport, now: datetime, width: int) -> RenderableType:
    verdict = Text("READY" if report.ready else "NOT READY", style=f"bold {'green' if report.ready else 'red'}")
    head = Text(f"{now:%H:%M:%S}  ", style="bold").append_text(verdict).append(f"  at {report.at:%Y-%m-%d %H:%M}", style="")
    facts = [Text(line, style="dim") for line in _facts(report, now)]
    return Group(head, Text(), _heroes(report, now, width), Text(), *facts, *_concerns(report))


def _heroes(report: StatusReport, now: datetime, width: int) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), expand=False)
    table.add_column("hero", no_wrap=True, overflow="ellipsis")
    for title, least in (("plan", 7), ("intelligence", 12), ("left", 7)):
        table.add_column(title, no_wrap=True, min_width=least, justify="right" if title == "left" else "left")
    if width >= _NARROW:
        table.add_column("source", no_wrap=True)
        table.add_column("", style="yellow", no_wrap=True)
    for hero in report.warmth:
        states = [Text(state, style=_STYLES[state]) for state in (hero.plan, hero.intelligence)]
        more = [hero.source or "-", CHANGED if hero.changed else ""] if width >= _NARROW else []
        table.add_row(Text(printable(hero.account)), *states, _left(hero, now), *map(printable, more))
    return table


def _left(hero: HeroState, now: datetime) -> str:
    return duration(max(0, int((hero.fresh_until - now).total_seconds()))) if hero.fresh_until else "-"


def _facts(report: StatusReport, now: datetime) -> Iterator[str]:
    """The next expiry, the last export, and the last change by the app."""
    ends = report.lasts_until
    yield f"next expiry {ends:%H:%M:%S}, in {duration(max(0, int((ends - now).total_seconds())))}" if ends else "nothing is fresh"
    yield f"last export {_moment(report.exported_at, 'never')}"
    yield f"last change by the app {_moment(report.app_changed_at, 'none since the export')}"


def _moment(moment: datetime | None, never: str) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}" if moment else never


def _concerns(report: StatusReport) -> Iterator[Text]:
    told = [*_told("Blocks", report.blockers), *_told("Warns", report.warnings)]
    for title, concern in told[:_MOST_CONCERNS]:
        yield Text(f"{title}: ", style="red" if title == "Blocks" else "yellow").append(printable(concern.message), style="")
    if len(told) > _MOST_CONCERNS:
        yield Text(and_more(len(told) - _MOST_CONCERNS), style="dim")


def _told(title: str, concerns: Sequence[Concern]) -> list[tuple[str, Concern]]:
    return [(title, concern) for concern in concerns]


def _lines(report: StatusReport, now: datetime) -> Iterator[str]:
    """A report without a terminal."""
    yield f"{now:%Y-%m-%d %H:%M:%S}  {'READY' if report.ready else 'NOT READY'}  at {report.at:%Y-%m-%d %H:%M}"
    for hero in report.warmth:
        changed = f", {CHANGED}" if hero.changed else ""
        by = f" by {printable(hero.source)}" if hero.source else ""
        states = f"plan {hero.plan}, intelligence {hero.intelligence}{by}"
        yield f"  {printable(hero.account)}: {states}, {_left(hero, now)} left{changed}"
    yield from (f"  {line}" for line in _facts(report, now))
    yield from (f"  {line.plain}" for line in _concerns(report))
