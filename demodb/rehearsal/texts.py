"""The texts of an account that a demo shows: of its plan and of its intelligence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from demodb.rehearsal.view import RehearsedAccount

MOST_NESTED = 20
"""How deep texts are looked for: people write by hand what no model knows."""


def texts_of(view: RehearsedAccount) -> Iterator[str]:
    """Every text of the plan and of the intelligence in the cache, in no order that matters."""
    for document in view.material.sections.values():
        yield from _texts(document, MOST_NESTED)
    for entry in view.cached.values():
        yield from _texts(dict(entry.advice or {}), MOST_NESTED)


def _texts(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item, depth - 1)
