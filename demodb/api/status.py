"""`demodb status`: is the demo ready?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from demodb.status.concern import Concern
from demodb.status.heroes import HeroState
from demodb.status.readiness import StatusReport, judge
from demodb.store.engine import Store

__all__ = ["Concern", "HeroState", "StatusReport", "status"]


def status(store: Store, at: datetime, root: Path = Path()) -> StatusReport:
    """Judge the store as it is now for the moment `at` (an aware datetime): the demo's beginning. Reads only.

    `root` is the project's folder, from which the paths of the sources count.
    """
    with store.read() as connection:
        return judge(connection, at, root)
