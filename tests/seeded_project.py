"""A project with a pack of its own: two accounts seeded from revision 0001, a second revision at hand, edits by SQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from fixture_types import RunIn
from pack_texts import SMALL, written

_PART = SMALL[SMALL.index("[[strategy.painPoints.rows]]") : SMALL.index("[[competitors.rows]]")]
REVISED = 'message = "Better texts"\ndate = 2026-12-01\n' + _PART.replace("Old systems", "Aged systems").replace(
    "are old", "have aged"
)
TITLE = "strategy/painPoints/pp-001/title"


def run_sql(folder: Path, statement: str) -> None:
    """Edit the store as a person would with SQLite's shell."""
    with closing(sqlite3.connect(folder / "demodb.db")) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(statement)


def begin(folder: Path, run_in: RunIn, customers: Path) -> None:
    """Import the customers and seed them from the first revision, as of 2026-11-24."""
    (folder / "packs").mkdir()
    written(folder / "packs" / "mine", SMALL)
    (folder / "demodb.toml").write_text('pack = "./packs/mine"\n', "utf-8")
    assert run_in(folder, "import", customers) == 0
    assert run_in(folder, "seed", "--as-of", "2026-11-24") == 0


def release(folder: Path) -> None:
    """Put the second revision beside the first: it changes the title and the description of the pain point."""
    written(folder / "packs" / "mine", SMALL, REVISED)


def edit_title(folder: Path, title: str = "My own words") -> None:
    """Edit the pain point of Acme."""
    run_sql(folder, f"UPDATE pain_point SET title = '{title}' WHERE account_key = 'acme ltd'")
