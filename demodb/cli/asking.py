"""Columns in doubt: on a terminal a person is asked which is meant, and the settings say it from then on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from demodb.api.import_ import Choice, ColumnsInDoubtError, Doubt, ImportBy
from demodb.cli.output import State, note, printable
from demodb.model.toml import toml_text
from demodb.settings import load_settings, project_root

_WIDTH = 28
_NONE = 0

T = TypeVar("T")


def may_ask(state: State) -> bool:
    """Whether there is a person who sees a question and can answer it."""
    return not state.as_json and sys.stdin.isatty() and sys.stderr.isatty()


def with_answers(attempt: Callable[[ImportBy], T], how: ImportBy) -> T:
    """What an import gives, once a person has said which columns are meant; nothing is imported, or written, before that."""
    asked = set[tuple[str, str]]()
    while True:
        try:
            return attempt(how)
        except ColumnsInDoubtError as found:
            doubts = list({(doubt.table, doubt.column): doubt for doubt in found.doubts}.values())
        if not asked.isdisjoint((doubt.table, doubt.column) for doubt in doubts):
            # Something outweighs what the file says, such as the environment: the import tells what is in doubt.
            how = replace(how, asking=False)
            continue
        asked |= {(doubt.table, doubt.column) for doubt in doubts}
        _settle(doubts)
        how = replace(how, tables=replace(how.tables, tables=load_settings(Path()).tables))


def _settle(doubts: Sequence[Doubt]) -> None:
    """Ask about each, and then write the answers."""
    from demodb.api.mapping import map_columns  # noqa: PLC0415 - only who is asked pays for the library that writes TOML

    chosen = [(doubt, _chosen(doubt)) for doubt in doubts]
    path = map_columns(project_root(Path()), chosen)
    for doubt, choice in chosen:
        line = f"{doubt.column} = {toml_text(choice.named if choice else '')}"
        note(printable(f"Written into {path}: [tables.{toml_text(doubt.table)}.columns] {line}"))


def _chosen(doubt: Doubt) -> Choice | None:
    """The title that a person means; None for none."""
    note("")
    note(printable(f"{doubt.path}: which of these is the column {doubt.column!r}?"))
    for number, choice in enumerate(doubt.choices, start=1):
        title = choice.title if len(choice.title) <= _WIDTH else f"{choice.title[: _WIDTH - 1]}\u2026"
        note(printable(f"  {number}  {choice.place:<6}{title:<{_WIDTH}}  {', '.join(choice.values)}"))
    note(f"  {_NONE}  none of them")
    try:
        answer: int = click.prompt("Number", type=click.IntRange(_NONE, len(doubt.choices)), err=True)
    except click.Abort as abort:
        abort.add_note("nothing was imported")
        raise
    return doubt.choices[answer - 1] if answer != _NONE else None
