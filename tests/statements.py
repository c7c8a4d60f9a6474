"""Which statements a store is asked to run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from demodb.store.engine import Store


@contextmanager
def statements_of(store: Store) -> Iterator[list[str]]:
    """The statements that run inside; one that runs with many rows at once is one."""
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(store.engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", listen)
