"""`demodb status`: is the demo ready?"""

from __future__ import annotations

from datetime import datetime

from demodb.status.asked import Asked
from demodb.status.concern import Concern
from demodb.status.heroes import HeroState
from demodb.status.readiness import StatusReport, judge
from demodb.store.engine import Store

__all__ = ["Asked", "Concern", "HeroState", "StatusReport", "status"]


def status(store: Store, asked: Asked | datetime) -> StatusReport:
    """Judge the store as it is now for the moment asked about (aware): the demo's beginning. Reads only."""
    with store.read() as connection:
        return judge(connection, asked if isinstance(asked, Asked) else Asked(asked))
