"""The app's side: the one SELECT of docs/cache.md, run in real Node, read-only, while Python writes.

Node reads with `node:sqlite`, which is built in, and with `better-sqlite3`, which `make test` installs.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from fixture_types import NewDatabase, Node, Start
from sqlalchemy import text

from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.model.lifetimes import Lifetimes
from demodb.store.engine import Store
from demodb.store.schema import open_store

KEY = "intelligence:spotify"
DRIVERS = ("node:sqlite", "better-sqlite3")
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


def blocks(repository: Path, language: str) -> list[str]:
    """The blocks of docs/cache.md in a language."""
    return re.findall(
        rf"^```{language}\n(.*?)^```", (repository / "docs" / "cache.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )


@pytest.fixture(scope="session")
def documented(repository: Path) -> str:
    """The SELECT of the docs: the one block of SQL that names the table."""
    (select,) = [block for block in blocks(repository, "sql") if "FROM cache_entry" in block]
    return select


@pytest.fixture
def query(documented: str, tmp_path: Path) -> Path:
    path = tmp_path / "select.sql"
    path.write_text(documented, "utf-8")
    return path


@pytest.fixture
def file(new_database: NewDatabase) -> str:
    path = new_database("sqlite")
    open_store(path, create=True).close()
    return path


@pytest.mark.parametrize("driver", DRIVERS)
def test_node_reads_whole_values_and_never_goes_back_while_python_writes_at_full_speed(
    file: str, query: Path, node: Node, start: Start, driver: str
) -> None:
    writer = start(WRITER, file)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "writing\n"
    seen = node("reader.mjs", driver, file, query, KEY, str(GENERATIONS))
    assert writer.poll() is None
    assert (seen["missing"], seen["broken"], seen["backwards"]) == (0, 0, 0)
    assert seen["generations"] == GENERATIONS
    assert seen["fresh"] + seen["stale"] == seen["reads"]


@pytest.mark.parametrize(
    ("seconds", "fresh"), [(0, True), (3599.999, True), (3600, False), (3600 + 24 * 3600 - 0.001, False), (25 * 3600, None)]
)
def test_node_knows_fresh_from_stale_and_stale_from_gone(
    file: str, query: Path, node: Node, clock: Clock, *, seconds: float, fresh: bool | None
) -> None:
    with open_store(file) as store:
        Cache(store, clock, Lifetimes("demo", lambda: 0.5)).set(KEY, "news", Value('{"ü":1}', "claude", "m"))
    row = node("read-once.mjs", "node:sqlite", file, query, KEY, str(clock.epoch_ms() + round(seconds * 1000)))
    if fresh is None:
        assert row is None
    else:
        assert (row["value"], bool(row["fresh"]), row["source"], row["model"]) == ('{"ü":1}', fresh, "claude", "m")
        assert row["created_at"] == clock.epoch_ms()
        assert row["fresh_until"] == clock.epoch_ms() + 3_600_000


def test_node_finds_nothing_under_a_key_that_is_not_there_or_still_being_made(
    file: str, query: Path, node: Node, clock: Clock
) -> None:
    with open_store(file) as store:
        assert Cache(store, clock).lease(KEY, "news", "me")
    assert node("read-once.mjs", "node:sqlite", file, query, KEY, str(clock.epoch_ms())) is None
    assert node("read-once.mjs", "node:sqlite", file, query, "nothing", str(clock.epoch_ms())) is None


@pytest.mark.parametrize("driver", DRIVERS)
def test_the_example_of_the_docs_reads_what_python_wrote(
    repository: Path, tmp_path: Path, documented: str, node: Node, driver: str
) -> None:
    with open_store(tmp_path / "demodb.db", create=True) as store:
        Cache(store, Clock()).set(KEY, "news", Value('{"summary":"ü"}'))
    (example,) = [block for block in blocks(repository, "js") if f'from "{driver}"' in block]
    program = tmp_path / "example.mjs"
    program.write_text(f"const query = {json.dumps(documented)};\n{example}console.log(JSON.stringify(intelligence));\n", "utf-8")
    (tmp_path / "node_modules").symlink_to(repository / "tests" / "node" / "node_modules")
    assert node(program) == {"summary": "ü"}


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
