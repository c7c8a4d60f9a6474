"""Moments as JSON has them. The home of their formats."""

from __future__ import annotations

from datetime import datetime

from demodb.clock import moment_of


def iso_moment(ms: int | None) -> str | None:
    """A moment in milliseconds since 1970 as an ISO date-time, UTC; None where there is none."""
    return None if ms is None else moment_of(ms).isoformat(timespec="seconds")


def local_iso(moment: datetime | None) -> str | None:
    """An aware moment as an ISO date-time in the machine's zone; None where there is none."""
    return moment.astimezone().isoformat(timespec="seconds") if moment else None
