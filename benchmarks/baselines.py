"""What the figures are held against: the least work that gives the same result.

`baselines.py copy|portfolio|loop|hash|tree|plans SOURCE TARGET` prints the seconds that it took.

`baselines.py export`, `briefs`, `snapshot`, `rehearse` are no baselines: they are timed by the clock of the loops beside them.
"""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import sqlite3
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from demodb.advice.brief import brief
from demodb.advice.report import brief_basis, report_text
from demodb.api.export import export
from demodb.api.keeping import Keeping
from demodb.api.snapshot import save
from demodb.clock import epoch_ms
from demodb.model.story import Window
from demodb.rehearsal.report import RehearsalReport, Tally
from demodb.rehearsal.view import Scene
from demodb.rehearsal.walk import walk
from demodb.store.bulk import Span
from demodb.store.material import read_material
from demodb.store.migrate import upgrade
from demodb.store.plans import account_chunks, read_sections
from demodb.store.schema import open_store, store_url

TABLES = (
    "plan_section",
    "stakeholder",
    "interest",
    "pain_point",
    "opportunity",
    "competitor",
    "competitor_trait",
    "action_item",
)
PORTFOLIO = ("business_unit", "account", "customer_record")
LISTED = (*PORTFOLIO, "subscription", "known_file", "listing")


def copy_rows(source: str, target: str) -> float:
    """Copy the rows of all plans with executemany into the same schema in one transaction; the seconds that took."""
    return _copied(source, target, PORTFOLIO, TABLES)


def copy_portfolio(source: str, target: str) -> float:
    """Copy the rows of all lists of customers likewise."""
    return _copied(source, target, (), LISTED)


def _copied(source: str, target: str, before: tuple[str, ...], tables: tuple[str, ...]) -> float:
    upgrade(store_url(target))
    read = sqlite3.connect(source)
    write = sqlite3.connect(target, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        write.execute(f"PRAGMA {pragma}")
    _copy(read, write, before)
    # As the seeder does: it says itself what the triggers would find out row by row.
    write.execute("UPDATE change_counter SET quiet = 1")
    begun = time.perf_counter()
    _copy(read, write, tables)
    write.close()
    return time.perf_counter() - begun


def _copy(read: sqlite3.Connection, write: sqlite3.Connection, tables: tuple[str, ...]) -> None:
    write.execute("BEGIN IMMEDIATE")
    for table in tables:
        columns = [row[1] for row in read.execute(f"PRAGMA table_info({table})")]
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        rows = read.execute(f"SELECT {names} FROM {table}")  # noqa: S608 - names of our own tables
        write.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - the same
    write.execute("COMMIT")


def write_files(source: str, target: str) -> float:
    """Write the bytes of an export's files again, one plain open and write each; the seconds that took."""
    root, to = Path(source), Path(target)
    contents = [(path.relative_to(root), path.read_bytes()) for path in root.rglob("*") if path.is_file()]
    for folder in {to / path.parent for path, _ in contents}:
        folder.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    for path, content in contents:
        with (to / path).open("wb") as opened:
            opened.write(content)
    return time.perf_counter() - begun


def hash_files(source: str, target: str) -> float:
    """Read and hash the files of an export, one plain open and read each; the seconds that took."""
    del target
    begun = time.perf_counter()
    for folder, _folders, names in os.walk(source):
        for name in names:
            with open(f"{folder}/{name}", "rb") as opened:  # noqa: PTH123 - the least work that there is
                hashlib.sha256(opened.read()).digest()
    return time.perf_counter() - begun


def export_store(source: str, target: str) -> float:
    """Export a store into a new folder, collecting garbage as seldom as the command line does; the seconds that took."""
    gc.set_threshold(1_000_000)
    with open_store(source) as store:
        begun = time.perf_counter()
        export(store, Path(target))
        return time.perf_counter() - begun


def make_briefs(source: str, target: str) -> float:
    """Make the reports by rules of all accounts, as an export on the command line does; the seconds that took."""
    del target
    gc.set_threshold(1_000_000)
    with open_store(source) as store, store.read() as connection:
        seconds = 0.0
        for accounts in account_chunks(connection):
            materials = list(read_material(connection, [account.key for account in accounts]))
            begun = time.perf_counter()
            for material in materials:
                report_text(brief(material), brief_basis(material)).encode()
            seconds += time.perf_counter() - begun
        return seconds


def copy_tree(source: str, target: str) -> float:
    """Copy a project's store and its exported files; the seconds that took."""
    begun = time.perf_counter()
    shutil.copytree(Path(source) / "export", Path(target) / "export")
    shutil.copyfile(Path(source) / "demodb.db", Path(target) / "demodb.db")
    return time.perf_counter() - begun


def save_snapshot(source: str, target: str) -> float:
    """Save the first snapshot of a project; the seconds that took."""
    gc.set_threshold(1_000_000)
    os.chdir(source)
    shutil.rmtree("snapshots", ignore_errors=True)
    with open_store("demodb.db") as store:
        begun = time.perf_counter()
        save(store, Path(target).name, Keeping(Path(), Path("export")))
        return time.perf_counter() - begun


def read_plans(source: str, target: str) -> float:
    """Read the sections of all accounts, a chunk at a time; the seconds that took."""
    del target
    with open_store(source) as store, store.read() as connection:
        begun = time.perf_counter()
        for accounts in account_chunks(connection):
            read_sections(connection, Span(accounts[0].key, accounts[-1].key))
        return time.perf_counter() - begun


def rehearse_store(source: str, target: str) -> float:
    """Rehearse the next hour, the exported folder apart, collecting garbage as the command line does; the seconds that took."""
    del target
    gc.set_threshold(1_000_000)
    now = datetime.now(UTC)
    scene = Scene(Window(now, now + timedelta(hours=1)))
    with open_store(source) as store, store.read() as connection:
        begun = time.perf_counter()
        walk(connection, scene, epoch_ms(now), Tally(RehearsalReport(scene.window)))
        return time.perf_counter() - begun


RUNS = {
    "copy": copy_rows,
    "portfolio": copy_portfolio,
    "loop": write_files,
    "hash": hash_files,
    "tree": copy_tree,
    "export": export_store,
    "briefs": make_briefs,
    "snapshot": save_snapshot,
    "plans": read_plans,
    "rehearse": rehearse_store,
}

if __name__ == "__main__":
    run = RUNS[sys.argv[1]]
    print(run(sys.argv[2], sys.argv[3]))
