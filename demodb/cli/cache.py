"""`demodb cache list | get | extend | clear`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click

from demodb.api.cache import Overview, clear_cache, extend_cache, list_cache, read_cache
from demodb.cli.cache_view import CHANGED, duration
from demodb.cli.common import common, opened
from demodb.cli.examples import examples
from demodb.cli.moments import local_moment
from demodb.cli.output import State, emit, harmless_json, next_step, note, printable, shortened
from demodb.cli.saving import Saving, saved_first
from demodb.cli.times import MOMENT
from demodb.model.counts import plural
from demodb.payloads.cache import entry_facts, entry_state, overview_payload, seconds_left, state_ends
from demodb.settings import Settings


@click.group("cache", epilog=examples("demodb cache extend --until 15:30"))
def command() -> None:
    """See what the app finds in the cache, buy time for it, clear it.

    A PATTERN is a key, or has * and ? in it: 'intelligence:*'.
    """


@command.command("list", epilog=examples("demodb cache list", "demodb cache list 'intelligence:*'"))
@click.argument("pattern", default="*")
@common
def list_(state: State, settings: Settings, pattern: str) -> None:
    """List the entries and how long they last.

    Each with its state (fresh or stale), the time left in it, who made the value, and its characters; then totals by kind.
    "Changed since": what it was made from says something else now, and a warm-up makes it anew.
    """
    with opened(settings) as store:
        overview = list_cache(store, state.clock, pattern)
    if state.as_json:
        emit(overview_payload(overview))
    else:
        for line in _lines(overview):
            click.echo(line)
    next_step(state, "demodb cache extend --until TIME" if overview.entries else "demodb status")


def _lines(overview: Overview) -> Iterator[str]:
    width = max((len(entry.key) for entry in overview.entries), default=0)
    for entry in overview.entries:
        state = click.style(f"{entry_state(entry):<7}", fg="green" if entry.fresh else "yellow")
        left = duration(seconds_left(entry, overview.at))
        facts = f"{state}{left:>9}  {printable(entry.source or ''):<8}{entry.size:>9,}  {printable(entry.key):<{width}}"
        yield f"{facts}  {CHANGED}" if entry.key in overview.changed else facts.rstrip()
        if entry.last_error:
            yield f"  last refresh failed: {printable(entry.last_error)}"
    for count in overview.kinds:
        yield f"{printable(count.kind)}: {count.fresh:,} fresh, {count.stale:,} stale, {count.size:,} characters."
    if not overview.entries:
        yield "The cache has nothing that fits."


@command.command("get", epilog=examples("demodb cache get intelligence:spotify | jq .summary"))
@click.argument("key")
@common
def get(state: State, settings: Settings, key: str) -> None:
    """Print the value under KEY.

    The value goes to stdout; whether it is fresh or stale, and until when, to stderr.
    """
    with opened(settings) as store:
        found = read_cache(store, state.clock, key)
    entry = found.entry
    if state.as_json:
        emit({**entry_facts(entry, changed=found.changed), "value": entry.value})
        return
    click.echo(harmless_json(entry.value))
    since = f", {CHANGED}" if found.changed else ""
    note(f"{entry_state(entry)} until {local_moment(state_ends(entry))}, by {printable(entry.source or 'nobody named')}{since}")
    fresh = "demodb cache list" if entry.fresh else "demodb cache extend --until TIME"
    next_step(state, "demodb warmup" if found.changed else fresh)


@command.command(
    "extend", epilog=examples("demodb cache extend --until 15:30", "demodb cache extend 'intelligence:*' --until 16:00")
)
@click.argument("pattern", default="*")
@click.option("--until", type=MOMENT, required=True, help="A time today such as 15:30, or an ISO date-time.")
@click.option("--anyway", is_flag=True, help="Also what was made from something that has changed since.")
@common
def extend(state: State, settings: Settings, pattern: str, *, until: datetime, anyway: bool) -> int:
    """Keep entries fresh until a time, without a call.

    All of them, unless a PATTERN is given. An entry that lasts longer already is left as it is; a stale one is fresh again.
    One that would be made from something else now is refused, and the exit code is 1: a warm-up makes it anew.
    """
    clock = state.clock
    if until <= clock.now():
        raise click.BadParameter(f"{until:%Y-%m-%d %H:%M} is past", param_hint="--until")
    with opened(settings) as store:
        done = extend_cache(store, clock, until, pattern, anyway=anyway)
    if state.as_json:
        counts = {"entries": done.entries, "extended": done.extended, "refused": done.refused}
        emit({"until": until.isoformat(timespec="seconds"), **counts})
    else:
        longer = done.entries - done.extended - len(done.refused)
        kept = f"; {plural(longer, 'entry', 'entries')} lasted longer already" if longer else ""
        click.echo(f"{plural(done.extended, 'entry', 'entries')} kept fresh until {until:%Y-%m-%d %H:%M}{kept}.")
    for line in shortened(done.refused, lambda key: f"{_REFUSED}{printable(key)} was made from what has changed since"):
        note(line)
    next_step(state, f"demodb warmup --until {until.isoformat(timespec='minutes')}" if done.refused else "demodb status")
    return done.exit_code


_REFUSED = click.style("Not extended: ", fg="yellow")


@command.command("clear", epilog=examples("demodb cache clear intelligence:spotify", "demodb cache clear --all"))
@click.argument("pattern", required=False)
@click.option("--all", "everything", is_flag=True, help="Clear every entry.")
@common
def clear(state: State, settings: Settings, pattern: str | None, *, everything: bool) -> None:
    """Remove entries by key or PATTERN."""
    if everything == (pattern is not None):
        raise click.UsageError("give a PATTERN, or --all")
    with opened(settings) as store:
        needed = clear_cache(store.trial(), state.clock, pattern or "*") > 0
        saved = saved_first(Saving(settings, state.clock), store, "cache-clear", needed=needed)
        cleared = clear_cache(store, state.clock, pattern or "*")
    if state.as_json:
        emit({"cleared": cleared, "snapshot": saved})
    else:
        click.echo(f"{plural(cleared, 'entry', 'entries')} cleared.")
    next_step(state, "demodb cache list")
