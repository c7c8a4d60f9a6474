"""One computation at a time across real processes and threads; holders that are killed; a few expiries in real time."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from crowds import crowd
from fixture_types import Start
from sqlalchemy import select

from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.model.lifetimes import Lifetimes
from demodb.store.cache import ENTRY
from demodb.store.engine import Store
from demodb.store.schema import open_store

KEY = "intelligence:spotify"
IMPORTS = """
import sys, threading, time
import psycopg
from pathlib import Path
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.store.schema import open_store
"""
COMPUTING = """
db, log, gate = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])

def compute():
    with log.open("a") as opened:
        opened.write("computed\\n")
    time.sleep(0.5)
    return Value('{"a": 1}', source="claude")

with open_store(db) as store:
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    while not gate.exists():
        time.sleep(0.01)
    cache = Cache(store, Clock())
    found = []
    threads = [threading.Thread(target=lambda: found.append(cache.get_or_compute("intelligence:spotify", "news", compute)))
               for _ in range(3)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
sys.stdout.write(f"{[(value.value, value.generation, value.fresh) for value in found]}\\n")
"""
HOLDER = """
import sys, time
from demodb.cache.cache import Cache
from demodb.clock import Clock
from demodb.store.schema import open_store

def compute():
    print("computing", flush=True)
    time.sleep(600)

with open_store(sys.argv[1]) as store:
    Cache(store, Clock()).get_or_compute("intelligence:spotify", "news", compute, lease_ms=int(sys.argv[2]))
"""


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture
def real(store: Store) -> Cache:
    return Cache(store, Clock(), Lifetimes("demo", lambda: 0.5, stale_seconds=1))


@pytest.mark.slow
def test_four_processes_of_three_threads_compute_once(store: Store, db: str, start: Start, tmp_path: Path) -> None:
    log, gate = tmp_path / "computed.txt", tmp_path / "gate"
    process = start(crowd(4, IMPORTS, COMPUTING), db, log, gate)
    assert [line(process) for _ in range(4)] == ["ready"] * 4
    gate.touch()
    out, errors = process.communicate()
    assert process.returncode == 0, errors
    assert out.splitlines() == [str([('{"a": 1}', 1, True)] * 3)] * 4, errors
    assert log.read_text() == "computed\n"
    assert Cache(store, Clock()).statistics()[0].fresh == 1


@pytest.mark.slow
def test_the_lease_of_a_holder_killed_with_9_runs_out_and_another_one_computes(db: str, real: Cache, start: Start) -> None:
    holder = start(HOLDER, db, "1000")
    assert line(holder) == "computing"
    with real.store.read() as connection:
        end = connection.execute(select(ENTRY.c.lease_until).where(ENTRY.c.key == KEY)).scalar()
    holder.kill()
    assert holder.wait() == -9
    assert end is not None
    found = real.get_or_compute(KEY, "news", lambda: Value("2"))
    assert (found.value, found.generation, found.fresh) == ("2", 1, True)
    assert found.created_at >= end


def test_what_a_killed_holder_was_to_replace_is_served_as_stale(db: str, store: Store, start: Start) -> None:
    Cache(store, Clock()).set(KEY, "news", Value("1"), fresh_ms=0)
    holder = start(HOLDER, db, "60000")
    assert line(holder) == "computing"
    holder.kill()
    holder.wait()
    with open_store(db) as other:
        found = Cache(other, Clock()).get_or_compute(KEY, "news", lambda: pytest.fail("the lease still runs"))
    assert (found.value, found.fresh, found.last_error) == ("1", False, None)


@pytest.mark.slow
def test_in_real_time_a_value_is_fresh_then_stale_then_gone(real: Cache) -> None:
    real.set(KEY, "news", Value("1"), fresh_ms=500)
    seen = []
    while found := real.get(KEY):
        seen.append(found.fresh)
        real.clock.sleep(0.05)
    assert seen == sorted(seen, reverse=True)
    assert {True, False} == set(seen)
    assert real.sweep() == 1


@pytest.mark.slow
def test_in_real_time_an_extension_keeps_a_value_fresh(real: Cache) -> None:
    real.set(KEY, "news", Value("1"), fresh_ms=300)
    until = real.clock.epoch_ms() + 60_000
    assert real.extend([KEY], until) == 1
    real.clock.sleep(0.5)
    found = real.get(KEY)
    assert found is not None
    assert (found.fresh, found.fresh_until) == (True, until)
