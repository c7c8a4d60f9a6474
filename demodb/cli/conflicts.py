"""`demodb conflicts list | take-mine | take-theirs | edit`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import wraps
from typing import Any, NoReturn

import click

from demodb.api.conflicts import ConflictView, edit, list_conflicts, take_mine, take_theirs
from demodb.api.seed import By
from demodb.cli.common import Command, account_names, common, opened
from demodb.cli.examples import examples
from demodb.cli.one_line import one_line
from demodb.cli.output import State, emit, next_step, printable, shortened
from demodb.environment import user_name
from demodb.model.counts import plural
from demodb.payloads.conflicts import conflicts_payload
from demodb.settings import Settings

_ROW_WIDTH = 200


@click.group("conflicts", epilog=examples("demodb conflicts list"))
def command() -> None:
    """Decide what the store and a newer template, or a file, say each in its way.

    Until then the store's value stands. FIELD is a place such as strategy/painPoints/pp-001/title, or the beginning of
    several, such as strategy. A whole row, such as strategy/painPoints/pp-001, is in conflict where the template has one
    there about something else, or where one side took it out.
    """


@command.command("list", epilog=examples("demodb conflicts list", "demodb conflicts list Spotify"))
@click.argument("account", required=False, shell_complete=account_names)
@common
def list_(state: State, settings: Settings, account: str | None) -> None:
    """List the open conflicts, of ACCOUNT or of all."""
    with opened(settings) as store:
        conflicts = list_conflicts(store, account)
    if state.as_json:
        emit(conflicts_payload(conflicts))
    else:
        for line in conflict_lines(conflicts):
            click.echo(line)
    next_step(state, "demodb conflicts take-theirs ACCOUNT FIELD" if conflicts else "demodb status")


def conflict_lines(conflicts: Sequence[ConflictView]) -> Iterator[str]:
    """The conflicts for a person: whose value is which."""
    for conflict in conflicts:
        yield f"{printable(conflict.account)}: {printable(conflict.place)}"
        yield f"  mine    {_side(conflict.mine)}"
        yield f"  theirs  {_side(conflict.theirs)}  ({_source(conflict)})"
        yield f"  before  {_side(conflict.base)}"
    yield f"{plural(len(conflicts), 'open conflict')}." if conflicts else "There is no open conflict."


def _side(value: Any) -> str:
    """A side in a line; a whole row gets room to be told from another one."""
    return one_line(value, _ROW_WIDTH) if isinstance(value, dict) else one_line(value)


def _source(conflict: ConflictView) -> str:
    """Where theirs is from, and for a template's row what it is about."""
    about = f", about {conflict.subject}" if conflict.subject else ""
    text: str = printable(conflict.path or f"{conflict.pack} {conflict.revision}{about}")
    return text


def deciding(function: Command) -> Command:
    """Add ACCOUNT, FIELD, --all and the common options; the command gets `account` and `field`, both None for all conflicts."""

    @wraps(function)
    def command(state: State, settings: Settings, account: str | None, field: str | None, *, everything: bool) -> int | None:
        if everything == (account is not None):
            raise click.UsageError("give an ACCOUNT, an ACCOUNT and a FIELD, or --all", click.get_current_context())
        return function(state, settings, account, field)

    with_all = click.option("--all", "everything", is_flag=True, help="Decide every open conflict so.")(common(command))
    with_field = click.argument("field", required=False)(with_all)
    return click.argument("account", required=False, shell_complete=account_names)(with_field)


@command.command("take-mine", epilog=examples("demodb conflicts take-mine Spotify", "demodb conflicts take-mine --all"))
@deciding
def mine(state: State, settings: Settings, account: str | None, field: str | None) -> None:
    """Let the values in the store stand: one FIELD of ACCOUNT, all of ACCOUNT, or all."""
    with opened(settings) as store:
        decided = take_mine(store, account, field)
    _print_decided(state, decided, "mine")


@command.command(
    "take-theirs",
    epilog=examples(
        "demodb conflicts take-theirs Spotify strategy/painPoints/pp-001/title",
        "demodb conflicts take-theirs --all",
    ),
)
@deciding
def theirs(state: State, settings: Settings, account: str | None, field: str | None) -> None:
    """Put the values of templates and files into the store: one FIELD of ACCOUNT, all of ACCOUNT, or all.

    Where a whole row is in conflict, theirs takes its place.
    """
    with opened(settings) as store:
        decided = take_theirs(store, account, field, by=By(user_name(), state.clock))
    _print_decided(state, decided, "theirs")


def _print_decided(state: State, decided: Sequence[ConflictView], side: str) -> None:
    if state.as_json:
        emit({"taken": side, **conflicts_payload(decided)})
    else:
        for line in decided_lines(decided, side):
            click.echo(line)
    next_step(state, "demodb export" if decided else "demodb conflicts list")


def decided_lines(decided: Sequence[ConflictView], side: str) -> Iterator[str]:
    """What was decided, for a person."""
    if not decided:
        yield "There is no open conflict."
        return
    yield from shortened(
        decided,
        lambda conflict: f"{printable(conflict.account)}: {printable(conflict.place)}: {one_line(getattr(conflict, side))}",
    )
    whose = "the values in the store stand" if side == "mine" else f"{_theirs(decided)} values stand"
    yield f"{plural(len(decided), 'conflict')} decided: {whose}."


def _theirs(decided: Sequence[ConflictView]) -> str:
    return " and ".join(sorted({"the files'" if conflict.path else "the template's" for conflict in decided}))


@command.command(
    "edit", epilog=examples("demodb conflicts edit Spotify strategy/painPoints/pp-001/title 'Invoices run two days late'")
)
@click.argument("account", shell_complete=account_names)
@click.argument("field")
@click.argument("value")
@common
def edit_(state: State, settings: Settings, account: str, field: str, value: str) -> None:
    """Put VALUE into FIELD of ACCOUNT: JSON if it can be read as JSON, else text.

    A number as text is written in double quotes: '"42"'. Where a whole row is in conflict, VALUE is a JSON object with its id,
    or null for no such row.
    """
    given = _value(value)
    with opened(settings) as store:
        decided = edit(store, account, field, given, by=By(user_name(), state.clock))
    if state.as_json:
        emit({"account": decided.account, "place": decided.place, "value": given})
    else:
        click.echo(f"{printable(decided.account)}: {printable(decided.place)} is {one_line(given)} now.")
    next_step(state, "demodb export")


def _value(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return text


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
