"""What looking at many accounts costs: the status, pages of the portfolio, and what is edited; as a script it measures."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from measuring import DEMODB, PYTHON, Line, timed

RUNS = 5
TOUCHED = 100
PAGE, SEARCH = 0.15, 0.08
"""The seconds in which a page is to be there, and what somebody types is to be found, at 100,000 accounts."""


def looking(folder: Path, accounts: int) -> list[Line]:
    """Seeded accounts: the status as a whole process in turn with loading the database library, all else by processor time."""
    pairs = [(timed([DEMODB, "status"], folder), timed([PYTHON, "-c", "import sqlmodel"], folder)) for _ in range(RUNS)]
    status, loading = (statistics.median(column) for column in zip(*pairs, strict=True))
    command = [PYTHON, __file__, str(folder / "demodb.db")]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [
        Line(f"`demodb status` of {accounts:,} accounts", status, "`import sqlmodel`", loading, 3),
        Line(f"a page of {accounts:,} accounts, the slowest of its orders", found["page"], "0.15 s", PAGE, 1),
        Line(f"a search in {accounts:,} accounts, the slowest", found["search"], "0.08 s", SEARCH, 1),
        Line(f"what is edited of {accounts:,}, {TOUCHED} touched", found["touched"], "comparing all", found["all"], 0.05),
    ]


def _measured(path: Path) -> dict[str, float]:
    from demodb.api.portfolio import PortfolioQuery, Sort, compare_touched, portfolio_page  # noqa: PLC0415 - only a process of its own
    from demodb.store.schema import open_store  # noqa: PLC0415 - the same
    from demodb.store.triggers import make_triggers  # noqa: PLC0415 - the same

    with open_store(path) as store:
        compare_touched(store)
        pages = [PortfolioQuery(sort=sort) for sort in get_args(Sort)]
        searches = [PortfolioQuery(search=term) for term in ("c", "gmbh", "099", "nobody")]
        page, search = (max(_median(portfolio_page, store, query) for query in some) for some in (pages, searches))
        with store.write() as connection:
            keys = "SELECT key FROM account ORDER BY key LIMIT"
            edit = f"UPDATE competitor SET name = name || '!' WHERE account_key IN ({keys} {TOUCHED})"  # noqa: S608 - a number
            connection.exec_driver_sql(edit)
        touched = _seconds(compare_touched, store)
        with store.write() as connection:
            make_triggers(connection)
        return {"page": page, "search": search, "touched": touched, "all": _seconds(compare_touched, store)}


def _median(work: Callable[..., Any], *arguments: Any) -> float:
    return statistics.median(_seconds(work, *arguments) for _ in range(RUNS))


def _seconds(work: Callable[..., Any], *arguments: Any) -> float:
    begun = time.process_time()
    work(*arguments)
    return time.process_time() - begun


if __name__ == "__main__":
    print(json.dumps(_measured(Path(sys.argv[1]))))
