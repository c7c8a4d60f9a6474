"""Marks and the counter: whoever writes, and however, a touched section is compared and a change is counted; on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread, Timer

import pytest
from compared import assert_known, known
from fixture_types import CustomersFile
from full_plans import ADDED, CONFLICT, EDITS, FULL, ORIGIN
from good_rows import GOOD, put
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from demodb.api.conflicts import list_conflicts
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, seed, undo
from demodb.api.shift import shift
from demodb.store.check import faults_of
from demodb.store.comparing import compare_some
from demodb.store.engine import COPYING, Store, make_engine
from demodb.store.marks import Found, change_number, due_accounts, is_due, keep_digest, kept_digest
from demodb.store.migrate import upgrade
from demodb.store.plans import NewSection, insert_sections, read_sections, rewrite_sections
from demodb.store.portfolio import insert_accounts
from demodb.store.schema import open_store
from demodb.store.triggers import COUNTED, drop_triggers, trigger_faults


@pytest.fixture
def seeded(store: Store, customers_file: CustomersFile, tmp_path: Path) -> Store:
    """Two accounts with plans of a template, of which nothing is to be compared."""
    import_sources(store, [customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 1000, 0), ("Zephyr GmbH", 10, 5)])])
    seed(store, SeedOptions(date(2026, 11, 24)))
    return store


@pytest.fixture
def full(store: Store) -> Store:
    """An account with a section of each kind."""
    with store.write() as connection:
        insert_accounts(connection, [{"key": "one", "name": "One", "slug": "one"}])
        insert_sections(connection, [NewSection("one", section, document, ORIGIN) for section, document in FULL.items()])
    return store


def execute(store: Store, *statements: str) -> None:
    with store.write() as connection:
        for statement in statements:
            connection.execute(text(statement))


def number_of(store: Store) -> int:
    with store.read() as connection:
        return change_number(connection)


def due(store: Store) -> list[tuple[str, str]]:
    with store.read() as connection:
        rows = connection.execute(text("SELECT account_key, section FROM section_mark WHERE due = 1"))
        return [(key, section) for key, section in rows]


@contextmanager
def counted(store: Store) -> Iterator[None]:
    before = number_of(store)
    yield
    assert number_of(store) > before


def test_what_demodb_seeds_is_not_compared_again(seeded: Store) -> None:
    assert due(seeded) == []
    assert_known(seeded)
    with counted(seeded):
        shift(seeded, date(2026, 12, 24), PackChoice())
    assert due(seeded) == []
    with counted(seeded):
        undo(seeded)
    assert due(seeded) == []
    assert_known(seeded)


@pytest.mark.parametrize("statement", EDITS)
def test_every_edit_by_raw_sql_marks_its_section_and_is_found(full: Store, statement: str) -> None:
    with counted(full):
        execute(full, statement)
    marked = due(full)
    assert ("one", EDITS[statement]) in marked
    assert len(marked) == 1 or "plan_section" in statement
    assert_known(full)
    with full.read() as connection:
        assert known(connection) == {("one", EDITS[statement]): Found(edited=True)}


def test_an_edit_that_is_taken_back_is_none(seeded: Store) -> None:
    execute(seeded, "UPDATE stakeholder SET title = title || '!'")
    assert_known(seeded)
    with seeded.read() as connection:
        assert known(connection) == {(key, "stakeholders"): Found(edited=True) for key in ("acme ltd", "zephyr gmbh")}
    execute(seeded, "UPDATE stakeholder SET title = rtrim(title, '!')")
    assert_known(seeded)
    with seeded.read() as connection:
        assert known(connection) == {}


def test_a_row_that_moves_to_another_account_marks_both(seeded: Store) -> None:
    execute(
        seeded, "UPDATE competitor SET account_key = 'zephyr gmbh', id = 'moved' WHERE account_key = 'acme ltd' AND position = 0"
    )
    assert sorted(due(seeded)) == [("acme ltd", "competitors"), ("zephyr gmbh", "competitors")]


def test_a_conflict_is_found_until_there_is_nothing_to_decide(seeded: Store) -> None:
    with counted(seeded):
        execute(seeded, CONFLICT)
    assert_known(seeded)
    with seeded.read() as connection:
        assert known(connection) == {("acme ltd", "strategy"): Found(conflicts=1)}
    execute(seeded, "UPDATE pain_point SET title = 'theirs' WHERE id = 'pp-001'")
    assert list_conflicts(seeded) == []
    assert_known(seeded)


@pytest.mark.parametrize("table", COUNTED)
def test_a_change_of_any_table_that_tells_something_is_counted(store: Store, table: str) -> None:
    with store.write() as connection:
        for name, row in GOOD:
            put(connection, name, row)
    column = next(name for own, row in GOOD if own == table for name in row)
    with counted(store):
        execute(store, f"UPDATE {table} SET {column} = {column}")
    with counted(store):
        execute(store, f"DELETE FROM {table}")


def test_a_deleted_account_leaves_no_mark(seeded: Store) -> None:
    execute(seeded, "UPDATE action_item SET title = 'x'", "UPDATE pain_point SET title = 'x'")
    assert len(due(seeded)) == 2
    with counted(seeded):
        execute(seeded, "DELETE FROM account WHERE key = 'acme ltd'")
    assert due(seeded) == [("zephyr gmbh", "strategy")]
    execute(seeded, "DELETE FROM account")
    assert due(seeded) == []
    with seeded.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM section_mark")).scalar_one() == 0


def test_work_that_fails_leaves_nobody_quiet(seeded: Store) -> None:
    twice = [NewSection("acme ltd", "strategy", {"painPoints": [], "opportunities": []})]
    with pytest.raises(IntegrityError), seeded.write() as connection:
        insert_sections(connection, twice)
    execute(seeded, "UPDATE pain_point SET title = 'x' WHERE account_key = 'acme ltd'")
    assert due(seeded) == [("acme ltd", "strategy")]


def test_what_a_store_says_is_worked_out_once_until_something_changes(seeded: Store) -> None:
    with seeded.write() as connection:
        keep_digest(connection, b"said", change_number(connection))
        assert kept_digest(connection) == b"said"
    execute(seeded, "UPDATE cache_entry SET kind = kind")
    with seeded.read() as connection:
        assert kept_digest(connection) == b"said"
    execute(seeded, "UPDATE account SET hero = 1")
    with seeded.read() as connection:
        assert kept_digest(connection) is None


# --- the triggers themselves ---------------------------------------------------------------------------------------------


def test_a_store_has_every_trigger(store: Store) -> None:
    with store.read() as connection:
        assert trigger_faults(connection) == []
    assert faults_of(store) == []


def test_a_trigger_that_is_gone_is_told_and_made_anew_as_the_store_is_opened(seeded: Store, db: str) -> None:
    on_server = seeded.engine.dialect.name == "postgresql"
    drop = "DROP TRIGGER demodb_mark ON pain_point" if on_server else "DROP TRIGGER demodb_pain_point_update"
    execute(seeded, drop, "UPDATE pain_point SET title = 'unseen' WHERE account_key = 'acme ltd'")
    name = "pain_point.demodb_mark" if on_server else "demodb_pain_point_update"
    assert faults_of(seeded) == [f"the trigger {name} is not there"]
    with open_store(db) as again:
        assert "triggers were missing" in again.notices[0]
        assert faults_of(again) == []
        assert len(due(again)) == 8
        assert_known(again)
        with again.read() as connection:
            assert known(connection) == {("acme ltd", "strategy"): Found(edited=True)}
    with open_store(db) as whole:
        assert whole.notices == ()


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_trigger_that_was_changed_or_a_quiet_store_is_told_and_mended(seeded: Store, db: str) -> None:
    changed = "CREATE TRIGGER demodb_alias_delete AFTER DELETE ON alias BEGIN SELECT 1; END"
    execute(seeded, "DROP TRIGGER demodb_alias_delete", changed, "UPDATE change_counter SET quiet = 1")
    assert faults_of(seeded) == [
        "the trigger demodb_alias_delete was changed",
        "change_counter: the row 1 is not there, or quiet",
    ]
    with open_store(db) as again:
        assert faults_of(again) == []


@pytest.mark.slow
def test_an_upgrade_makes_the_triggers_of_rebuilt_tables_anew(seeded: Store) -> None:
    with seeded.write() as connection:
        drop_triggers(connection)
    upgrade(seeded.engine.url)
    assert faults_of(seeded) == []
    assert_known(seeded)


@pytest.mark.postgresql
@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_an_edit_that_ends_while_sections_are_compared_is_not_lost(seeded: Store) -> None:
    """Somebody takes an edit back, and ends only as the writer waits to hold the section's mark."""
    execute(seeded, "UPDATE pain_point SET title = title || '!'")
    other = make_engine(seeded.engine.url)
    with other.connect().execution_options(**COPYING) as foreign:
        foreign.execute(text("UPDATE pain_point SET title = rtrim(title, '!') WHERE account_key = 'acme ltd'"))
        ending = Timer(0.5, foreign.commit)
        ending.start()
        with seeded.write() as connection:
            compare_some(connection)
        ending.join()
    other.dispose()
    assert_known(seeded, keep=False)
    with seeded.read() as connection:
        assert known(connection) == {("zephyr gmbh", "strategy"): Found(edited=True)}


@pytest.mark.postgresql
@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_who_edits_another_section_waits_for_nobody(seeded: Store) -> None:
    other = make_engine(seeded.engine.url)
    with other.connect().execution_options(**COPYING) as foreign:
        foreign.execute(text("UPDATE pain_point SET title = 'y' WHERE account_key = 'zephyr gmbh'"))
        execute(seeded, "UPDATE pain_point SET title = 'x' WHERE account_key = 'acme ltd'")
        with seeded.write() as connection:
            assert due_accounts(connection) == ["acme ltd"]
            compare_some(connection)
        foreign.commit()
    other.dispose()
    assert due(seeded) == [("zephyr gmbh", "strategy")]
    assert_known(seeded)


@pytest.mark.postgresql
@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_an_edit_that_begins_while_a_section_is_rewritten_is_not_lost(seeded: Store) -> None:
    """Somebody adds a row as the writer has written the section, and is about to keep what is known of it."""
    other = make_engine(seeded.engine.url)
    with other.connect().execution_options(**COPYING) as foreign:

        def add() -> None:
            foreign.execute(text(ADDED))
            foreign.commit()

        adding = Thread(target=add)

        def meanwhile(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("DELETE FROM section_mark") and not adding.ident:
                adding.start()
                adding.join(0.5)

        event.listen(seeded.engine, "before_cursor_execute", meanwhile)
        with seeded.write() as connection:
            stored = read_sections(connection, ["acme ltd"])["acme ltd", "actions"]
            rewrite_sections(connection, [stored.rewritten([])])
        adding.join()
    other.dispose()
    assert due(seeded) == [("acme ltd", "actions")]
    with seeded.read() as connection:
        assert known(connection) == {("acme ltd", "actions"): Found(edited=True)}


@pytest.mark.postgresql
@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_rows_that_are_truncated_are_edits_too(seeded: Store) -> None:
    with counted(seeded):
        execute(seeded, "TRUNCATE competitor_trait")
    assert sorted(due(seeded)) == [("acme ltd", "competitors"), ("zephyr gmbh", "competitors")]
    assert_known(seeded)


def test_a_reader_of_a_store_that_cannot_be_written_finds_the_same(seeded: Store) -> None:
    execute(seeded, "UPDATE action_item SET title = 'x'", "UPDATE competitor SET name = 'x'")
    with seeded.read() as connection:
        assert is_due(connection)
    assert_known(seeded, keep=False)
