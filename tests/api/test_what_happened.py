"""What happened lately: imports, runs, edits, exports and what the app changed, the newest first; on both engines."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from fixture_types import CustomersFile
from snapshot_project import BOARD, EXPORT, ROOT, Time, execute
from sqlalchemy import text
from statements import statements_of

from demodb.api.edit import SetField, edit
from demodb.api.export import ExportBy, export
from demodb.api.happened import HappenedLine, what_happened
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.log import edit_log
from demodb.api.seed import By, SeedOptions, seed, undo
from demodb.clock import epoch_ms
from demodb.store.engine import Store

ACTION = {"id": "a-1", "title": "Call back", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def lived(store: Store, customers_file: CustomersFile, time: Time) -> Store:
    """A store in which one thing happened each minute."""
    by = By("ann", time.clock)
    listed = customers_file(Path("in"), "STL", [("Acme Ltd", 1000, 0), ("Zephyr GmbH", 10, 5)])
    import_sources(store, [listed], how=ImportBy(clock=time.clock))
    time.passes(minutes=1)
    seed(store, SeedOptions(date(2026, 11, 24)), by=by)
    time.passes(minutes=1)
    export(store, EXPORT, ExportBy(clock=time.clock))
    time.passes(minutes=1)
    title = SetField("strategy/painPoints/pp-001/title", "Mine")
    edit(store, "Acme Ltd", [title], by=by)
    time.passes(minutes=1)
    BOARD.write_text(json.dumps([ACTION]), "utf-8")
    import_sources(store, [BOARD], how=ImportBy(ROOT, time.clock))
    time.passes(minutes=1)
    execute(store, "UPDATE competitor SET name = 'x' WHERE account_key = 'zephyr gmbh' AND position = 0")
    edit_log(store, "Zephyr GmbH", time.clock)
    time.passes(minutes=1)
    undo(store, by=by)
    return store


def everything(store: Store, limit: int) -> list[HappenedLine]:
    page = what_happened(store, limit=limit)
    lines = page.lines
    while page.next:
        page = what_happened(store, page.next, limit)
        assert page.lines
        lines += page.lines
    return lines


def test_each_thing_that_happened_is_told_once_the_newest_first(lived: Store, time: Time) -> None:
    minute = epoch_ms(time.moment - timedelta(minutes=6))
    told = [((line.at - minute) // 60_000, line.kind, line.who, line.what, line.account) for line in everything(lived, 50)]
    assert told == [
        (6, "undo", "ann", told[0][3], None),
        (5, "edit", None, "competitors/co-001/name", "Zephyr GmbH"),
        (4, "import", None, "export/account-plans/actions/acme-ltd.json", None),
        (4, "app", None, "actions/a-1", "Acme Ltd"),
        (3, "edit", "ann", "strategy/painPoints/pp-001/title", "Acme Ltd"),
        (2, "export", None, "export", None),
        (1, "seed", "ann", "seeded 8", None),
        (0, "import", None, "in/customers_stl_all.json", None),
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_pages_are_the_whole_in_pieces(lived: Store, limit: int) -> None:
    assert everything(lived, limit) == everything(lived, 50)


@pytest.mark.slow
def test_things_of_one_moment_are_each_told_once(lived: Store) -> None:
    with lived.write() as connection:
        for table in ("seed_run", "edit", "exported_folder"):
            connection.execute(text(f"UPDATE {table} SET at = 7"))
        connection.execute(text("UPDATE known_file SET read_at = 7 WHERE read_at IS NOT NULL"))
        more = "SELECT folder || :n, at, said, advice, left_alone FROM exported_folder WHERE folder = 'export'"
        for number in "12":
            connection.execute(text(f"INSERT INTO exported_folder {more}"), {"n": number})
    whole = everything(lived, 50)
    assert [line.kind for line in whole] == ["import", "undo", "seed", "edit", "app", "edit", *["export"] * 3]
    for limit in range(1, 5):
        assert everything(lived, limit) == whole


def test_what_no_page_gave_out_means_the_newest(lived: Store) -> None:
    newest = what_happened(lived)
    odd = ("", "{", "null", "[1, 2]", '["a", 1, 2]', "[1, 3, 4]", '[1, 0, "x"]', f"[{1 << 70}, 0, 1]", '[1, 3, "\\u0000"]')
    for after in odd:
        assert what_happened(lived, after) == newest


def test_the_strip_is_read_by_four_statements_whatever_its_length(lived: Store) -> None:
    for limit in (1, 20):
        with statements_of(lived) as statements:
            what_happened(lived, limit=limit)
        assert len([one for one in statements if one.startswith("SELECT")]) == 4
