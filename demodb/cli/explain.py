"""`demodb explain`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from demodb.api.explain import ExplainedValue, explain
from demodb.api.pack_choice import pack_choice
from demodb.cli.common import account_names, common, opened
from demodb.cli.one_line import one_line
from demodb.cli.output import State, emit, next_step, printable
from demodb.model.merge import ABSENT
from demodb.settings import Settings

_STYLES = {"edited": "yellow", "added": "green", "deleted": "red"}
_PIPED = 400
"""Columns of a pipe: wide enough for a field to stand on one line, so that it can be searched."""


@click.command("explain", epilog="Examples: demodb explain Spotify   demodb explain Spotify strategy/painPoints/pp-001/title")
@click.argument("account", shell_complete=account_names)
@click.argument("field", required=False, default="")
@common
def command(state: State, settings: Settings, account: str, field: str) -> None:
    """Say where the values of ACCOUNT's plan come from: a file, a template, a person.

    FIELD is a place such as strategy/painPoints/pp-001/title, or the beginning of several, such as strategy/painPoints.
    """
    with opened(settings) as store:
        name, origins = explain(store, account, pack_choice(store, settings.pack, settings.packs), field)
    if state.as_json:
        emit({"account": name, "fields": [_payload(origin) for origin in origins]})
    else:
        plain = state.color is False
        width = None if sys.stdout.isatty() else _PIPED
        console = Console(highlight=False, color_system=None if plain else "auto", width=width)
        console.print(Text(printable(name), style="bold"))
        console.print(origin_table(origins))
    open_conflicts = any(origin.conflict for origin in origins)
    next_step(state, "demodb conflicts list" if open_conflicts else "demodb show ACCOUNT")


def _payload(origin: ExplainedValue) -> dict[str, Any]:
    """As JSON; `theirs` is there where a conflict is open, unless the template has no such key."""
    payload = asdict(origin)
    if not origin.conflict or origin.theirs is ABSENT:
        del payload["theirs"]
    return payload


def origin_table(origins: Sequence[ExplainedValue]) -> Table:
    """Each field with its value and where it comes from."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("Field", "Value", "Where from"):
        table.add_column(title, overflow="fold")
    for origin in origins:
        style = _STYLES.get(origin.kind, "")
        value = "" if origin.kind == "deleted" else one_line(origin.value)
        table.add_row(printable(origin.place), Text(value), Text(where_from(origin), style=style))
    return table


def where_from(origin: ExplainedValue) -> str:
    """Where a value comes from, and what else it might be."""
    said: str = printable(origin.source)
    if origin.kind in ("edited", "deleted"):
        said += f", which says {one_line(ABSENT if origin.template is None else origin.template)}"
    if origin.entry:
        said += f"; entry {origin.entry}"
    if origin.conflict:
        said += f"; open conflict: the newer template says {one_line(origin.theirs)}"
    return said
