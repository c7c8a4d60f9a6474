"""What tests of exports do to a store, and how they look at what came of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from demodb.api.export import ExportBy, ExportReport
from demodb.clock import Clock
from demodb.store.engine import Store

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FILES = 17
ACTION = {"id": "a-1", "title": "Call back", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}
BOARD = "account-plans/actions/acme-ltd.json"


def how(**choices: Any) -> ExportBy:
    return ExportBy(clock=Clock(now=lambda: NOW), token=lambda: "0123456789abcdef", **choices)


def figures(report: ExportReport) -> tuple[int, int, int, list[str]]:
    return report.written, report.unchanged, report.removed, report.kept


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def retitle(store: Store, title: str) -> None:
    """Give all pain points a title, and let all be so bad that the reports speak of them too."""
    with store.write() as connection:
        connection.execute(text("UPDATE pain_point SET title = :title, severity = 'high', status = 'active'"), {"title": title})


def delete_account(store: Store, *keys: str) -> None:
    with store.write() as connection:
        for key in keys:
            connection.execute(text("DELETE FROM account WHERE key = :key"), {"key": key})


def rename(store: Store, name: str) -> None:
    """A copied store is another one: it gets a name of its own."""
    with store.write() as connection:
        connection.execute(text("UPDATE identity SET name = :name"), {"name": name})
