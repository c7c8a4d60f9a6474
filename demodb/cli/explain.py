"""`demodb explain`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from demodb.api.explain import ExplainedValue, explain
from demodb.api.pack_choice import pack_choice
from demodb.cli.common import account_names, common, opened
from demodb.cli.examples import examples
from demodb.cli.one_line import one_line
from demodb.cli.output import State, emit, next_step, printable
from demodb.model.merge import ABSENT
from demodb.payloads.explain import explained_payload
from demodb.settings import Settings

_STYLES = {"edited": "yellow", "added": "green", "deleted": "red"}
_PIPED = 400
"""Columns of a pipe: wide enough for a field to stand on one line, so that it can be searched."""


@click.command("explain", epilog=examples("demodb explain Spotify", "demodb explain Spotify strategy/painPoints/pp-001/title"))
@click.argument("account", shell_complete=account_names)
@click.argument("field", required=False, default="")
@common
def command(state: State, settings: Settings, account: str, field: str) -> None:
    """Say where the values of ACCOUNT's plan come from: a file, a template, a person.

    FIELD is a place such as strategy/painPoints/pp-001/title, or the beginning of several, such as strategy/painPoints.
    """
    with opened(settings) as store:
        name, values = explain(store, account, pack_choice(store, settings.pack, settings.packs), field)
    if state.as_json:
        emit({"account": name, "fields": [explained_payload(value) for value in values]})
    else:
        plain = state.color is False
        width = None if sys.stdout.isatty() else _PIPED
        console = Console(highlight=False, color_system=None if plain else "auto", width=width)
        console.print(Text(printable(name), style="bold"))
        console.print(value_table(values))
    open_conflicts = any(value.conflict for value in values)
    next_step(state, "demodb conflicts list" if open_conflicts else "demodb show ACCOUNT")


def value_table(values: Sequence[ExplainedValue]) -> Table:
    """Each field with its value and where it comes from."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("Field", "Value", "Where from"):
        table.add_column(title, overflow="fold")
    for value in values:
        style = _STYLES.get(value.kind, "")
        text = "" if value.kind == "deleted" else one_line(value.value)
        table.add_row(Text(printable(value.place)), Text(text), Text(where_from(value), style=style))
    return table


def where_from(value: ExplainedValue) -> str:
    """Where a value comes from, and what else it might be."""
    text: str = printable(value.source)
    if value.kind in ("edited", "deleted"):
        text += f", which says {one_line(ABSENT if value.template is None else value.template)}"
    if value.entry:
        text += f"; entry {value.entry}"
    if value.conflict:
        text += f"; open conflict: {printable(value.path or 'the newer template')} says {one_line(value.theirs)}"
    return text
