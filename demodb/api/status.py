"""`demodb status`: is the demo ready?"""

from __future__ import annotations

from datetime import datetime

from demodb.status.heroes import HeroState
from demodb.status.readiness import Concern, StatusReport, judge
from demodb.store.engine import Store

__all__ = ["Concern", "HeroState", "StatusReport", "status"]


def status(store: Store, at: datetime) -> StatusReport:
    """Judge the store as it is now for the moment `at` (an aware datetime): the demo's beginning. Reads only."""
    with store.read() as connection:
        return judge(connection, at)
