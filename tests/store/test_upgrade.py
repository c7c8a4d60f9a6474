"""Opening what is there: an older store is upgraded whole or not at all, and what is not ours is left alone."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from crowds import crowd
from fixture_types import Start
from sqlalchemy import MetaData, inspect, select, text

from demodb.api.seed import SeedOptions, seed
from demodb.clock import Clock
from demodb.errors import StoreError
from demodb.model.faults import section_faults
from demodb.packs.pack import load_pack
from demodb.store.engine import Store, database_path, make_engine
from demodb.store.migrate import upgrade
from demodb.store.plans import read_sections
from demodb.store.schema import REVISIONS, open_store, store_url

Rows = dict[str, list[tuple[Any, ...]]]
Release = Callable[[str], Path]
OPEN = "import sys; from demodb.store.schema import open_store; print(*open_store(sys.argv[1]).notices)"
OPEN_EACH = """
import sys, traceback
from demodb.store.schema import open_store
for _ in sys.stdin:
    try:
        with open_store(sys.argv[1]) as store:
            print("opened:", *store.notices, flush=True)
    except Exception:
        print("failed:", repr(traceback.format_exc()), flush=True)
"""
PRELOADED = "import demodb.store.migrate, psycopg; from demodb.store import engine; engine.BUSY_SECONDS = 60.0"
"""All begin at one moment: on a busy machine the last one waits longer than a person would."""
BATCH = """
    with op.batch_alter_table("account", recreate="auto") as batch:
        batch.alter_column("hero", existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=False)
"""


def rows(db: str | Path) -> Rows:
    """Every row of whatever tables there are, the revision included."""
    engine = make_engine(store_url(db))
    metadata = MetaData()
    with Store(engine) as store, store.read() as connection:
        metadata.reflect(connection)
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def kept(before: Rows, after: Rows) -> None:
    """Nothing of an older store is lost: added columns stand behind the old ones, what plan files said moves to the memory."""
    for name, old in before.items():
        if name not in ("plan_source", "alembic_version"):
            widths = {len(row) for row in old}
            assert sorted((row[: min(widths)] for row in after[name]), key=repr) == old if old else after[name] == []
    said = {(row[2], row[0], row[1], bytes.fromhex(row[3].removeprefix("v1:"))) for row in before.get("plan_source", ())}
    assert {(row[0], row[3], row[4], row[5]) for row in after["known_file"]} == said


def folder_of(db: str) -> list[str]:
    """The names beside a SQLite store, without the lock file."""
    path = database_path(store_url(db))
    return [] if path is None else sorted(entry.name for entry in path.parent.glob(f"{path.name}*") if entry.suffix != ".lock")


EDITED = {
    "0001": [("telefonica uk limited", "stakeholders")],
    "0004": [
        ("atandt services inc", "stakeholders"),
        ("atandt services inc", "strategy"),
        ("telefonica uk limited", "stakeholders"),
    ],
}
"""The sections that somebody had edited, by the revision of the old store."""


@pytest.fixture
def next_release(tmp_path: Path, repository: Path) -> Release:
    """Makes a release of demodb with one more migration, which does what is given: its folder, to stand on PYTHONPATH."""
    folder = tmp_path / "next"
    for name in ("demodb", "migrations"):
        shutil.copytree(repository / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    schema = folder / "demodb" / "store" / "schema.py"
    source = schema.read_text("utf-8")
    assert source.count(f'"{REVISIONS[-1]}")') == 1
    schema.write_text(source.replace(f'"{REVISIONS[-1]}")', f'"{REVISIONS[-1]}", "9000")'), "utf-8")

    def write(body: str) -> Path:
        (folder / "migrations" / "versions" / "9000_next.py").write_text(
            "import time\nfrom pathlib import Path\nimport sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = '9000'\ndown_revision = '{REVISIONS[-1]}'\nbranch_labels = depends_on = None\n"
            f"def upgrade():\n{body}\n",
            "utf-8",
        )
        return folder

    return write


def opened_by(process: subprocess.Popen[str]) -> str:
    """What a process that runs OPEN_EACH says of one more attempt."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("again\n")
    process.stdin.flush()
    return process.stdout.readline()


@pytest.mark.slow
def test_an_older_store_is_upgraded_and_keeps_every_row(older: str, revision: str, clock: Clock) -> None:
    before = rows(older)
    assert before.pop("alembic_version") == [(revision,)]
    assert all(before.values())
    with open_store(older, clock=clock) as store:
        (notice,) = store.notices
        with store.read() as connection:
            sections = read_sections(connection, [key for key, *_ in before["account"]])
    after = rows(older)
    assert after.pop("alembic_version") == [(REVISIONS[-1],)]
    kept(before, after)
    assert f"upgraded from {revision} to {REVISIONS[-1]}" in notice
    assert len(sections) == len(before["plan_section"])
    assert sorted(at for at, stored in sections.items() if stored.edited) == EDITED[revision]


@pytest.mark.slow
def test_an_older_store_can_be_seeded_by_todays_pack_and_keeps_what_was_edited(older: str, revision: str, clock: Clock) -> None:
    options = SeedOptions(date(2026, 11, 24))
    with open_store(older, clock=clock) as store:
        with store.read() as connection:
            keys = [key for (key,) in connection.execute(text("SELECT key FROM account"))]
            before = read_sections(connection, keys)
        report = seed(store, options)
        assert (report.accounts, report.upgraded > 0) == (3, True)
        with store.read() as connection:
            after = read_sections(connection, keys)
        assert seed(store, options).upgraded == 0
    heads = load_pack("telecom").section_revisions
    assert len(after) == 4 * 3
    for (key, section), stored in after.items():
        assert section_faults(section, stored.document) == []
        was = before.get((key, section))
        if was is not None and was.origin is None:
            assert stored == was
        else:
            assert stored.origin is not None
            assert stored.origin.revision == heads[section]
            assert stored.edited == (was is not None and was.edited)
    if ("atandt services inc", "stakeholders") in EDITED[revision]:
        people: Any = after["atandt services inc", "stakeholders"].document
        assert [row["title"] for row in people if row["id"] == "sh-002"] == ["Edited title"]
        points = after["atandt services inc", "strategy"].document
        assert isinstance(points, dict)
        assert "pp-002" not in [row["id"] for row in points["painPoints"]]


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_an_older_file_is_backed_up_beside_itself_and_the_notice_names_the_backup(
    older: str, revision: str, clock: Clock
) -> None:
    before = rows(older)
    with open_store(older, clock=clock) as store:
        (notice,) = store.notices
    backup = Path(f"{older}.{revision}.20261124T090000.backup")
    assert str(backup) in notice
    assert folder_of(older) == [Path(older).name, backup.name]
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert rows(backup) == before


def test_a_store_is_upgraded_once(older: str, clock: Clock) -> None:
    open_store(older, clock=clock).close()
    names = folder_of(older)
    with open_store(older) as store:
        assert store.notices == ()
    assert folder_of(older) == names


@pytest.mark.slow
def test_processes_that_open_an_older_store_at_once_upgrade_it_once(older: str, start: Start) -> None:
    before = rows(older)
    process = start(crowd(4, PRELOADED, OPEN), older)
    said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    after = rows(older)
    kept(before, after)
    assert after["alembic_version"] == [(REVISIONS[-1],)]
    if database_path(store_url(older)):
        assert len(folder_of(older)) == 2


@pytest.mark.slow
def test_processes_that_make_a_store_at_once_all_get_it(db: str, start: Start) -> None:
    process = start(crowd(4, PRELOADED, OPEN.replace("argv[1]", "argv[1], create=True")), db)
    said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert rows(db)["alembic_version"] == [(REVISIONS[-1],)]


FAILURES = {
    "boom": '    op.create_table("half", sa.Column("x", sa.Integer()))\n    op.execute("UPDATE account SET hero = 1")\n'
    + BATCH
    + '    raise RuntimeError("boom")',
    "lost rows of news_article": '    op.execute("DELETE FROM news_article WHERE position = 0")',
    "nowhere": '    op.execute("UPDATE account SET name = \'x\'")\n    op.execute("SELECT nothing FROM nowhere")',
}


@pytest.mark.slow
def test_an_upgrade_that_fails_leaves_the_store_as_it_was_and_the_next_one_works(
    older: str, revision: str, next_release: Release, start: Start
) -> None:
    before = rows(older)
    process = start(OPEN_EACH, older, environment={"PYTHONPATH": str(next_release(BATCH)), "PYTHONDONTWRITEBYTECODE": "1"})
    for message, body in FAILURES.items():
        next_release(body)
        said = opened_by(process)
        assert said.startswith("failed: ")
        assert message in said
        assert rows(older) == before
    next_release(BATCH)
    said = opened_by(process)
    assert said.startswith("opened: ")
    assert f"upgraded from {revision} to 9000" in said
    assert process.communicate()[1] == ""
    after = rows(older)
    kept(before, after)
    assert after["alembic_version"] == [("9000",)]


@pytest.mark.slow
def test_an_upgrade_that_is_killed_leaves_the_store_as_it_was_and_the_next_one_works(
    older: str, revision: str, next_release: Release, start: Start, tmp_path: Path
) -> None:
    before, reached = rows(older), tmp_path / "reached"
    body = f'    op.execute("UPDATE account SET hero = 1")\n{BATCH}\n    Path({str(reached)!r}).touch()\n    time.sleep(60)'
    process = start(OPEN, older, environment={"PYTHONPATH": str(next_release(body))})
    while not reached.exists() and process.poll() is None:
        time.sleep(0.02)
    assert reached.exists(), process.communicate()
    process.kill()
    process.wait()
    assert rows(older) == before
    with open_store(older) as store:
        assert f"upgraded from {revision}" in store.notices[0]
    after = rows(older)
    kept(before, after)
    assert after["alembic_version"] == [(REVISIONS[-1],)]


@pytest.mark.slow
@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_store_that_cannot_be_backed_up_is_not_upgraded(older: str, revision: str, clock: Clock) -> None:
    before = rows(older)
    Path(f"{older}.{revision}.20261124T090000.backup.part").mkdir()
    with pytest.raises(StoreError):
        open_store(older, clock=clock)
    assert rows(older) == before


def test_the_version_table_alone_is_an_empty_store(db: str) -> None:
    upgrade(store_url(db))
    with Store(make_engine(store_url(db), foreign_keys=False)) as store, store.write() as connection:
        for name in set(inspect(connection).get_table_names()) - {"alembic_version"}:
            cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f'DROP TABLE "{name}"{cascade}'))
        connection.execute(text("DELETE FROM alembic_version"))
    with suppress(StoreError):
        open_store(db)
        pytest.fail("an empty store was opened without create")
    with open_store(db, create=True) as store:
        assert store.notices == ()
    assert rows(db)["account"] == []


def test_the_sections_of_an_older_store_were_made_with_the_names_of_their_accounts(older: str, clock: Clock) -> None:
    names = {key: name for key, name, *_ in rows(older)["account"]}
    with open_store(older, clock=clock) as store, store.read() as connection:
        sections = read_sections(connection, list(names))
    assert {at: stored.made.name for at, stored in sections.items() if stored.origin} == {
        (key, section): names[key] for (key, section), stored in sections.items() if stored.origin
    }
    assert {stored.made.name for stored in sections.values() if not stored.origin} <= {None}
