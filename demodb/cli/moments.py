"""Moments as they are shown to a person. Apart from `output`: `--help` loads nothing that knows a clock."""

from __future__ import annotations

from demodb.clock import moment_of


def local_moment(ms: int | None) -> str:
    """A moment in milliseconds since 1970 for a person, such as 2026-11-24 14:33:56 in the machine's zone; "" for none."""
    return "" if ms is None else f"{moment_of(ms).astimezone():%Y-%m-%d %H:%M:%S}"
