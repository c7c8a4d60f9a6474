"""How a long piece of work tells how far it is: a function that is passed in, like the clock."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much in all; 0 for a total that is not known."""


def silent(done: int, total: int) -> None:
    """Nobody is told."""
    del done, total
