"""Seeding as real processes: two at once do it once, and one that is killed leaves all or nothing."""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Contents, CustomersFile, Start
from pack_texts import SEVERITY, release
from sqlalchemy import func, select

from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, history, seed, undo
from demodb.store.bulk import CHUNK
from demodb.store.engine import Store
from demodb.store.rows import table_of
from demodb.store.schema import open_store
from demodb.store.tables import PlanSection

AS_OF = date(2026, 11, 24)
SEED = """
import sys
import time
from datetime import date
from demodb.api.seed import By, PackChoice, SeedOptions, seed
from demodb.store.schema import open_store
def told(done, accounts):
    print(done, flush=True)
    time.sleep(float(sys.argv[3]))
with open_store(sys.argv[1]) as store:
    report = seed(store, SeedOptions(date(2026, 11, 24), PackChoice(sys.argv[2])), by=By("me", progress=told))
    print("seeded", report.seeded, "upgraded", report.upgraded, flush=True)
"""
ACCOUNTS = 2 * CHUNK + 1


@pytest.fixture
def many(db: str, store: Store, tmp_path: Path, customers_file: CustomersFile) -> str:
    """A store of so many accounts that a run takes several chunks."""
    customers = [(f"Customer {number:05}", float(number), 0.0) for number in range(ACCOUNTS)]
    import_sources(store, [customers_file(tmp_path / "in", "Kandy", customers)])
    return db


def revisions(store: Store) -> dict[tuple[str, str | None], int]:
    """How many sections stand at which revision."""
    table = table_of(PlanSection)
    counted = select(table.c.section, table.c.revision, func.count()).group_by(table.c.section, table.c.revision)
    with store.read() as connection:
        return {(section, revision): count for section, revision, count in connection.execute(counted)}


@pytest.mark.slow
def test_two_processes_that_seed_at_once_seed_everything_once(
    db: str, store: Store, small: str, start: Start, tmp_path: Path, customers_file: Any
) -> None:
    import_sources(store, [customers_file(tmp_path / "in", "Kandy", [(f"Customer {n}", 1.0, 0.0) for n in range(300)])])
    processes = [start(SEED, db, small, "0") for _ in range(2)]
    said = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert sorted(out.splitlines()[-1] for out, _ in said) == ["seeded 0 upgraded 0", "seeded 1200 upgraded 0"]
    assert len(history(store)) == 1


@pytest.mark.slow
def test_an_upgrade_that_is_killed_leaves_all_as_it_was_and_the_next_one_does_it_whole(
    many: str, small: str, start: Start, contents: Contents
) -> None:
    with open_store(many) as store:
        seed(store, SeedOptions(AS_OF, PackChoice(small)))
        before, runs = contents(store), history(store)
    release(small, 2, SEVERITY)
    process = start(SEED, many, small, "600")
    assert process.stdout is not None
    assert process.stdout.readline() == f"{CHUNK}\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL
    with open_store(many) as store:
        assert (contents(store) == before, history(store) == runs) == (True, True)
        _wait_for_the_server(store)
        assert seed(store, SeedOptions(AS_OF, PackChoice(small))).upgraded == 4 * ACCOUNTS
        assert {revision for _, revision in revisions(store)} == {"0002"}
        undo(store)
        assert revisions(store) == {}


def _wait_for_the_server(store: Store) -> None:
    """A server notices after a moment that its client is gone, and gives back the writer's lock then."""
    for _ in range(100):
        with store.read() as connection:
            if connection.dialect.name == "sqlite":
                return
            held = connection.exec_driver_sql(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            ).scalar_one()
        if not held:
            return
        time.sleep(0.1)
