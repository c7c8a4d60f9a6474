"""Processes that edit one store at once: is an edit lost, is a writer refused, how long does the slowest wait?

`python benchmarks/writers.py [--seconds 60] [--db ADDRESS]` prints a line for docs/benchmarks.md; without --db it is of a new
SQLite file in the system's folder for temporary files. On a server it makes the tables in the database of the address.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from demodb.errors import StoreError
from demodb.store.schema import open_store

PROCESSES = 8
SHARED = "shared"


@dataclass(frozen=True)
class Told:
    """What one of the processes tells: the seconds of each of its edits, waiting included, and the messages of refusals."""

    seconds: list[float]
    refused: list[str]


@dataclass(frozen=True)
class Outcome:
    """What came of all of them. `counted` is what the edits themselves left in the store: all in one row, and each in its own."""

    told: list[Told]
    counted: tuple[int, list[int]]

    @property
    def edits(self) -> list[int]:
        """How many edits each process was told to be done."""
        return [len(one.seconds) for one in self.told]

    @property
    def lost(self) -> int:
        """How many of them the store does not have."""
        shared, own = self.counted
        return max(sum(self.edits) - shared, sum(self.edits) - sum(own))

    @property
    def refused(self) -> list[str]:
        """Why edits were refused."""
        return [message for one in self.told for message in one.refused]

    @property
    def seconds(self) -> list[float]:
        """What each edit took, the quickest first."""
        return sorted(chain.from_iterable(one.seconds for one in self.told))

    @property
    def longest(self) -> float:
        """What the slowest edit took."""
        return self.seconds[-1]

    def __str__(self) -> str:
        """The line of the table."""
        middle, late = statistics.median(self.seconds), self.seconds[len(self.seconds) * 99 // 100]
        edits = f"{sum(self.edits):,} | {min(self.edits):,} to {max(self.edits):,}"
        return f"{edits} | {self.lost} | {len(self.refused)} | {middle:.3f} s | {late:.3f} s | {self.longest:.3f} s"


def write_together(db: str, seconds: float, processes: int = PROCESSES) -> Outcome:
    """Let so many processes edit a store for so long: each edit counts in a row of all, which it reads first, and in its own."""
    names = [f"writer {number}" for number in range(processes)]
    with open_store(db, create=True) as store, store.write() as connection:
        for name in (SHARED, *names):
            connection.execute(text("INSERT INTO business_unit (key, name) VALUES (:key, '0')"), {"key": name})
    # Each is a program of its own, as commands are: nothing is inherited.
    spawned = get_context("spawn")
    with spawned.Manager() as manager, spawned.Pool(processes) as pool:
        told = pool.map(partial(_write, db, seconds, manager.Barrier(processes)), names, chunksize=1)
    with open_store(db) as store, store.read() as connection:
        return Outcome(told, (_count(connection, SHARED), [_count(connection, name) for name in names]))


def _write(db: str, seconds: float, together: Barrier, name: str) -> Told:
    told = Told([], [])
    with open_store(db) as store:
        together.wait()
        end = time.monotonic() + seconds
        while (begun := time.monotonic()) < end:
            try:
                store.run(partial(_edit, names=(SHARED, name)))
            except StoreError as error:
                told.refused.append(f"after {time.monotonic() - begun:.1f} s: {error}")
            else:
                told.seconds.append(time.monotonic() - begun)
    return told


def _edit(connection: Connection, names: Iterable[str]) -> None:
    for name in names:
        values = {"key": name, "name": str(_count(connection, name) + 1)}
        connection.execute(text("UPDATE business_unit SET name = :name WHERE key = :key"), values)


def _count(connection: Connection, name: str) -> int:
    return int(connection.execute(text("SELECT name FROM business_unit WHERE key = :key"), {"key": name}).scalar_one())


def serializable(db: str) -> str:
    """An address of a server whose transactions are serializable, unless a program says otherwise."""
    option = "-c default_transaction_isolation=serializable"
    return make_url(db).update_query_dict({"options": option}).render_as_string(hide_password=False)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--db")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = serializable(arguments.db) if arguments.db else str(Path(folder) / "demodb.db")
        outcome = write_together(db, arguments.seconds)
    print("| edits | by a process | lost | refused | median | 99 of 100 within | longest |")
    print("|---|---|---|---|---|---|---|")
    print(f"| {outcome} |")
    for message in outcome.refused:
        print(message)


if __name__ == "__main__":
    main()
