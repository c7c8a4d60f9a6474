"""Which accounts a store lists and which have departed, and how tests change what a store and a list say."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from demodb.api.account import list_accounts
from demodb.store.engine import Store


def present(store: Store) -> list[str]:
    return [line.name for line in list_accounts(store)]


def departed(store: Store) -> list[str]:
    return [line.name for line in list_accounts(store, departed=True)]


def write_to(store: Store, sql: str, **values: object) -> None:
    with store.write() as connection:
        connection.execute(text(sql), values)


def respelled(path: Path, before: str, after: str) -> Path:
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    return path
