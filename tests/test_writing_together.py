"""Eight processes that write at once: no edit is lost, none is refused, and nobody waits for long. See benchmarks/writers.py."""

from __future__ import annotations

import pytest
from effort import examples
from fixture_types import NewDatabase
from writers import serializable, write_together

from demodb.store.engine import BUSY_SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_eight_processes_that_write_at_once_lose_no_edit_and_none_is_refused(new_database: NewDatabase, engine: str) -> None:
    db = new_database(engine, migrated=True)
    outcome = write_together(db if engine == "sqlite" else serializable(db), seconds=examples(2, deep=30))
    assert outcome.refused == []
    assert outcome.lost == 0
    assert min(outcome.edits) > 0
    assert outcome.longest < BUSY_SECONDS, str(outcome)
