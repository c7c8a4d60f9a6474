"""The app's side: the one SELECT of docs/cache.md, run in real Node with better-sqlite3, read-only, while Python writes."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.model.lifetimes import Lifetimes
from demodb.store.engine import Store
from demodb.store.schema import open_store

Start = Callable[..., "subprocess.Popen[str]"]

KEY = "intelligence:spotify"
GENERATIONS = 200
WRITER = """
import json, sys
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.store.schema import open_store

with open_store(sys.argv[1]) as store:
    cache, n = Cache(store, Clock()), 0
    while True:
        n += 1
        text = json.dumps({"first": n, "padding": "ü" * 30_000, "last": n}, ensure_ascii=False)
        cache.set("intelligence:spotify", "news", Value(text), fresh_ms=n % 3)
        if n == 1:
            print("writing", flush=True)
"""


@pytest.fixture(scope="session")
def documented(repository: Path) -> str:
    """The SELECT of the docs: the one block of SQL that names the table."""
    blocks = re.findall(r"^```sql\n(.*?)^```", (repository / "docs" / "cache.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (found,) = [block for block in blocks if "FROM cache_entry" in block]
    return str(found)


@pytest.fixture
def query(documented: str, tmp_path: Path) -> Path:
    path = tmp_path / "select.sql"
    path.write_text(documented, "utf-8")
    return path


@pytest.fixture
def node(repository: Path) -> Callable[..., Any]:
    """Runs one of the programs in tests/node; the JSON value that it prints."""

    def run(program: str, *arguments: str | Path) -> Any:
        command = ["node", str(repository / "tests" / "node" / program), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, check=False, text=True)
        assert done.returncode == 0, f"{done.stderr}\n`make test` installs what tests/node needs"
        return json.loads(done.stdout)

    return run


@pytest.fixture
def file(new_database: Callable[[str], str]) -> str:
    path = new_database("sqlite")
    open_store(path, create=True).close()
    return path


def test_node_reads_whole_values_and_never_goes_back_while_python_writes_at_full_speed(
    file: str, query: Path, node: Callable[..., Any], start: Start
) -> None:
    writer = start(WRITER, file)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "writing\n"
    seen = node("reader.mjs", file, query, KEY, str(GENERATIONS))
    assert writer.poll() is None
    assert (seen["missing"], seen["broken"], seen["backwards"]) == (0, 0, 0)
    assert seen["generations"] == GENERATIONS
    assert seen["fresh"] + seen["stale"] == seen["reads"]


@pytest.mark.parametrize(
    ("seconds", "fresh"), [(0, True), (3599.999, True), (3600, False), (3600 + 24 * 3600 - 0.001, False), (25 * 3600, None)]
)
def test_node_knows_fresh_from_stale_and_stale_from_gone(
    file: str, query: Path, node: Callable[..., Any], clock: Clock, *, seconds: float, fresh: bool | None
) -> None:
    with open_store(file) as store:
        Cache(store, clock, Lifetimes("demo", lambda: 0.5)).set(KEY, "news", Value('{"ü":1}', "claude", "m"))
    row = node("read-once.mjs", file, query, KEY, str(clock.epoch_ms() + round(seconds * 1000)))
    if fresh is None:
        assert row is None
    else:
        assert (row["value"], bool(row["fresh"]), row["source"], row["model"]) == ('{"ü":1}', fresh, "claude", "m")
        assert row["created_at"] == clock.epoch_ms()
        assert row["fresh_until"] == clock.epoch_ms() + 3_600_000


def test_node_finds_nothing_under_a_key_that_is_not_there_or_still_being_made(
    file: str, query: Path, node: Callable[..., Any], clock: Clock
) -> None:
    with open_store(file) as store:
        assert Cache(store, clock).lease(KEY, "news", "me")
    assert node("read-once.mjs", file, query, KEY, str(clock.epoch_ms())) is None
    assert node("read-once.mjs", file, query, "nothing", str(clock.epoch_ms())) is None


def test_the_select_of_the_docs_says_on_both_engines_what_python_says(store: Store, documented: str, clock: Clock) -> None:
    Cache(store, clock).set(KEY, "news", Value("1", "rules"))
    for after in (0, 3_599_999, 3_600_000, 25 * 3_600_000 - 1, 25 * 3_600_000):
        at = clock.epoch_ms() + after
        with store.read() as connection:
            row = connection.execute(text(documented), {"key": KEY, "now": at}).first()
        found = Cache(store, Clock(now=partial(datetime.fromtimestamp, at / 1000, UTC))).get(KEY)
        assert (row is None) is (found is None)
        if row and found:
            assert (row.value, bool(row.fresh), row.generation) == (found.value, found.fresh, found.generation)
