"""Upgrades of seeded stores: a store seeded from the first revision of the shipped pack, and a pack with all of them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PACK = Path(__file__).resolve().parent.parent / "demodb" / "packs" / "shipped" / "telecom"
CUSTOMERS = Path(__file__).resolve().parent.parent / "data" / "customers"
EDITED = 10
RUNS = 15


class Usage(NamedTuple):
    """What a process took: wall seconds, processor seconds (user and system), peak memory in MB."""

    seconds: float
    cpu: float
    memory: float


def used(command: Sequence[str], folder: Path, **environment: str) -> Usage:
    """Run a process whole."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Usage(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def packs(folder: Path) -> tuple[str, str]:
    """The pack as it was at its first revision, and as it is: two folders of one name."""
    for age, pattern in (("old", "0001_*.toml"), ("new", "*.toml")):
        (folder / age / "telecom").mkdir(parents=True)
        for path in PACK.glob(pattern):
            shutil.copy(path, folder / age / "telecom")
    return str(folder / "old" / "telecom"), str(folder / "new" / "telecom")


def edit(database: Path, accounts: int) -> None:
    """Edit a pain point of some accounts, as a person would."""
    with sqlite3.connect(database) as connection:
        connection.execute(
            "UPDATE pain_point SET title = 'Edited by hand' WHERE id = 'pp-001' AND account_key IN"
            " (SELECT key FROM account ORDER BY key LIMIT ?)",
            (accounts,),
        )
    connection.close()


def upgrade_sample(demodb: str, folder: Path) -> tuple[Usage, Usage]:
    """Upgrading the sample's accounts, all seeded and some edited, and `import sqlmodel`: medians, run in turn."""
    old, new = packs(folder)
    used([demodb, "import", str(CUSTOMERS)], folder)
    used([demodb, "seed"], folder, DEMODB_PACK=old)
    edit(folder / "demodb.db", EDITED)
    shutil.copy(folder / "demodb.db", folder / "base.db")
    ours, theirs = [], []
    for _ in range(RUNS):
        for path in folder.glob("demodb.db*"):
            path.unlink()
        shutil.copy(folder / "base.db", folder / "demodb.db")
        ours.append(used([demodb, "seed"], folder, DEMODB_PACK=new))
        theirs.append(used([sys.executable, "-c", "import sqlmodel"], folder))
    return _medians(ours), _medians(theirs)


def _medians(runs: Sequence[Usage]) -> Usage:
    return Usage(*map(statistics.median, zip(*runs, strict=True)))


def upgrade_many(demodb: str, folder: Path) -> tuple[Usage, Usage]:
    """Upgrading the accounts that a folder's customer files hold, and seeding them from the first revision."""
    old, new = packs(folder)
    used([demodb, "import", *map(str, folder.glob("*.json"))], folder)
    seeded = used([demodb, "seed"], folder, DEMODB_PACK=old)
    return used([demodb, "seed"], folder, DEMODB_PACK=new), seeded
