"""`demodb status`: is the demo ready?"""

from __future__ import annotations

from datetime import datetime

from demodb.model.documents import Section
from demodb.status.readiness import Finding, StatusReport, judge
from demodb.store.engine import Store

__all__ = ["Finding", "Section", "StatusReport", "status"]


def status(store: Store, at: datetime) -> StatusReport:
    """Judge the store for the moment `at` (an aware datetime). Reads only."""
    with store.read() as connection:
        return judge(connection, at)
