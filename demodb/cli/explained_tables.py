"""`demodb import --explain`: how the columns of tables are understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from demodb.api.import_ import SeenTable, TableSettings, explain_tables
from demodb.cli.output import State, emit, note, printable, problem_line
from demodb.errors import ExitCode
from demodb.model.counts import plural
from demodb.payloads.tables import table_payload

_WIDTH = 28


def explained(state: State, paths: Sequence[Path], tables: TableSettings) -> int:
    """Show the tables at the paths, column by column; bad input where one of them would be refused."""
    seen = [table for path in paths for table in explain_tables(path, tables)]
    if state.as_json:
        emit({"tables": [table_payload(table) for table in seen]})
    else:
        for line in _lines(seen):
            click.echo(line)
    for table in seen:
        for warning in table.warnings:
            note(click.style("Warning: ", fg="yellow") + printable(warning))
        for problem in table.problems:
            note(click.style("Error: ", fg="red", bold=True) + problem_line(problem))
    return ExitCode.BAD_INPUT if _is_refused(seen) else ExitCode.DONE


def _is_refused(seen: Sequence[SeenTable]) -> bool:
    """Whether there is no table at all, or one with a fault: a sheet without a table is passed over where another has one."""
    return not any(table.is_table for table in seen) or any(table.problems for table in seen if table.is_table)


def _lines(seen: Sequence[SeenTable]) -> Iterator[str]:
    for table in seen:
        where = printable(f"{table.path}: {table.sheet}" if table.sheet else table.path)
        if not table.row:
            yield f"{where}: no table."
            continue
        yield f"{where}: a header in row {table.row}, {plural(table.customers, 'customer')} below it."
        for column in table.columns:
            values, title = printable(", ".join(column.values)), printable(_cut(column.title))
            yield f"  {column.place:<6}{title:<{_WIDTH}}  {column.column or '(not read)':<14}  {values}"
    yield "Nothing was imported."


def _cut(title: str) -> str:
    return title if len(title) <= _WIDTH else f"{title[: _WIDTH - 1]}\u2026"
