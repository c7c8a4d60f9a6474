"""Moments as they are shown, to a person and in JSON. Apart from `output`: `--help` loads nothing that knows a clock."""

from __future__ import annotations

from datetime import datetime

from demodb.clock import moment_of


def iso_moment(ms: int | None) -> str | None:
    """A moment in milliseconds since 1970 as an ISO date-time, UTC; None where there is none."""
    return None if ms is None else moment_of(ms).isoformat(timespec="seconds")


def local_moment(ms: int | None) -> str:
    """A moment in milliseconds since 1970 for a person, such as 2026-11-24 14:33:56 in the machine's zone; "" for none."""
    return "" if ms is None else f"{moment_of(ms).astimezone():%Y-%m-%d %H:%M:%S}"


def local_iso(moment: datetime | None) -> str | None:
    """An aware moment as an ISO date-time in the machine's zone; None where there is none."""
    return moment.astimezone().isoformat(timespec="seconds") if moment else None
