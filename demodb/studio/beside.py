"""The verdict where accounts are many: what lies beside them is looked at in the background, and no page waits for it."""

from __future__ import annotations

from datetime import timedelta

from demodb.api.status import Asked, Beside, StatusReport, has_many_accounts, is_current, look_beside, status
from demodb.studio.desk import Desk

KIND = "beside"
"""The kind of the job."""

MOST_AT_ONCE = 2000
"""Accounts up to which all is looked at while the page is made."""
_AGAIN = timedelta(seconds=30)
"""How long what was seen is good for."""


def judged(desk: Desk, asked: Asked) -> tuple[StatusReport, bool]:
    """The status, and whether something of it is still being looked at."""
    if not has_many_accounts(desk.store, MOST_AT_ONCE):
        return status(desk.store, asked), False
    seen = _seen(desk, asked)
    job = desk.jobs.get(KIND)
    return status(desk.store, asked, seen), job is not None and not job.ended


def _seen(desk: Desk, asked: Asked) -> Beside:
    """What was seen last; nothing before the first look has ended."""
    job = desk.jobs.get(KIND)
    last: Beside | None = job.last if job else None
    if job is None or (job.ended and (last is None or _is_over(desk, asked, last))):
        desk.jobs.start(KIND, lambda _: look_beside(desk.store, asked))
    return last or Beside()


def _is_over(desk: Desk, asked: Asked, last: Beside) -> bool:
    return last.at is None or asked.present - last.at > _AGAIN or not is_current(desk.store, last)
