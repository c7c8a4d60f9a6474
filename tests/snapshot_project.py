"""A small project on either engine to save snapshots of: two accounts, their files exported, values in the cache."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from fixture_types import CustomersFile
from sqlalchemy import select, text

from demodb.api.export import ExportBy, export
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.keeping import Keeping
from demodb.api.seed import SeedOptions, seed
from demodb.clock import Clock, epoch_ms
from demodb.store.engine import Store
from demodb.store.rows import CARRIED

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINUTE = 60_000
ROOT = Path()
EXPORT = Path("export")
BOARD = EXPORT / "account-plans" / "actions" / "acme-ltd.json"


@dataclass
class Time:
    """A clock that is put forward by hand."""

    moment: datetime = field(default=NOW)

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.moment)

    def passes(self, **durations: float) -> None:
        self.moment += timedelta(**durations)


def keeping(time: Time, **choices: Any) -> Keeping:
    return Keeping(ROOT, EXPORT, clock=time.clock, **choices)


def filled(store: Store, customers: CustomersFile, time: Time) -> None:
    """Two accounts seeded and exported, and a value in the cache that lives for half an hour."""
    import_sources(
        store, [customers(Path("in"), "STL", [("Acme Ltd", 1000, 0), ("Zephyr GmbH", 10, 5)])], how=ImportBy(clock=time.clock)
    )
    seed(store, SeedOptions(date(2026, 11, 24)))
    with store.write() as connection:
        entry = {"key": "note:acme", "until": epoch_ms(time.moment) + 30 * MINUTE, "now": epoch_ms(time.moment)}
        values = "(:key, 'note', '{\"a\": 1}', :now, :until, :until, 1, 'store')"
        columns = "(key, kind, value, created_at, fresh_until, stale_until, generation, source)"
        connection.execute(text(f"INSERT INTO cache_entry {columns} VALUES {values}"), entry)
    export(store, EXPORT, ExportBy(clock=time.clock))


def execute(store: Store, statement: str, **values: Any) -> None:
    with store.write() as connection:
        connection.execute(text(statement), values)


def rows_of(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the counter of changes, and of the cache only what no clock changes."""
    apart = ("fresh_until", "stale_until", "generation", "lease_owner", "lease_until")
    with store.read() as connection:
        return {
            table.name: sorted(
                (
                    tuple(row)
                    for row in connection.execute(
                        select(*(c for c in table.columns if table.name != "cache_entry" or c.name not in apart))
                    )
                ),
                key=repr,
            )
            for table in CARRIED
        }


def files_of(folder: Path = EXPORT) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
