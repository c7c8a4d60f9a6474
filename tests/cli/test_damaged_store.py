"""Values in the store that nobody should have written: a command that cannot go on says which, and never calls it a bug."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from effort import examples
from fixture_types import Command
from sqlalchemy import Table

from demodb.store.rows import TABLES

SHOW, CHECK = ("show", "Acme Ltd"), ("export", "--check")
TEXT, BYTES = "'{\"a\": ['", "x'ff00'"
WAYS = ((TEXT, SHOW), (BYTES, CHECK), (TEXT, CHECK), (BYTES, SHOW))
"""A value that is written, and the command that meets it: one of a column, another one of the next one; all in `deep`."""


def made_odd(database: Path, table: Table, column: str, value: str) -> bool:
    """Whether the database let the value in."""
    with closing(sqlite3.connect(database)) as connection:
        try:
            connection.execute(f"UPDATE {table.name} SET {column} = {value}")
        except sqlite3.IntegrityError:
            return False
        connection.commit()
        return connection.total_changes > 0


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_odd_value_in_the_store_is_told_as_a_bug(table: Table, project: Path, demodb: Command) -> None:
    demodb("warmup", "--all")
    good = shutil.copyfile(project / "demodb.db", project / "good.db")
    for number, column in enumerate(table.columns):
        for value, command in (*WAYS[number % len(WAYS) :], *WAYS)[: examples(1, deep=len(WAYS))]:
            shutil.copyfile(good, project / "demodb.db")
            if made_odd(project / "demodb.db", table, column.name, value):
                done = demodb(*command)
                assert "unexpected" not in done.err, (column.name, value, command, done.err)


def test_a_damaged_value_is_told_with_its_place_and_the_way_back(project: Path, demodb: Command) -> None:
    with closing(sqlite3.connect(project / "demodb.db")) as connection:
        connection.execute("UPDATE customer_record SET rr = 'abc' WHERE name = 'Acme Ltd'")
        connection.commit()
    done = demodb("show", "Acme Ltd")
    assert done.code == 5
    assert done.err.splitlines() == [
        "Error: demodb.db is damaged: customer_record: rr of kandy, Acme Ltd is text, not real",
        "  Fix: `demodb db check` lists it all; go back with `demodb reset` or `demodb db restore FILE`, or mend it there",
    ]
    assert demodb("db", "check").code == 5
