"""Keeping warm: nothing expires before the end, failures are told and mended soon, and the end is true. A clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from scripted_api import MODEL, Api, failed
from sqlalchemy import select

from demodb.api.keep_warm import KeptWarm, keep_warm
from demodb.api.warmup import Access, Pace, Surroundings, WarmupOptions, WarmupReport
from demodb.errors import StoreBusyError
from demodb.model.prices import Price
from demodb.store.cache import ENTRY
from demodb.store.engine import Store

MARGIN = timedelta(minutes=10)
Round = tuple[datetime, WarmupReport, datetime | None]


class Keeping:
    """Keeps the heroes of a store warm, and notes the rounds, and whether everything was fresh whenever somebody slept."""

    def __init__(self, store: Store, access: Access, around: Surroundings) -> None:
        self.store, self.access, self.around = store, access, around
        self.rounds: list[Round] = []
        self.was_fresh: list[bool] = []
        self.at_round: Callable[[int], None] = lambda _: None

    def run(self, until: datetime, **options: Any) -> KeptWarm:
        clock = self.around.clock._replace(sleep=self._sleep)
        asked = WarmupOptions(until=until, **options)
        return keep_warm(self.store, asked, self.access, replace(self.around, clock=clock), told=self._told)

    def _sleep(self, seconds: float) -> None:
        self.around.clock.sleep(seconds)
        self.was_fresh.append(self.first_end() > self.around.clock.now().timestamp() * 1000)

    def _told(self, report: WarmupReport, again: datetime | None) -> None:
        self.rounds.append((self.around.clock.now(), report, again))
        self.at_round(len(self.rounds))

    def first_end(self) -> int:
        with self.store.read() as connection:
            ends: list[int] = list(connection.execute(select(ENTRY.c.fresh_until).where(ENTRY.c.value.is_not(None))).scalars())
            return min(ends, default=0)


@pytest.fixture
def keeping(heroes: Store, api: Api, access: Access, around: Surroundings) -> Keeping:
    del api
    prices = {MODEL: Price(input=3, output=15, as_of="2026-11-01")}
    return Keeping(heroes, replace(access, pace=Pace(spacing=0, cap=0.1, attempts=1), prices=prices), around)


@pytest.mark.slow
@pytest.mark.parametrize("ttl", [1800, 300, 60])
def test_nothing_expires_and_the_end_keeps_its_margin(keeping: Keeping, ttl: int) -> None:
    until = keeping.around.clock.now() + timedelta(seconds=4 * ttl)
    kept = keeping.run(until, ttl=ttl)
    assert keeping.was_fresh
    assert all(keeping.was_fresh)
    assert kept.why == "lasts"
    assert keeping.first_end() >= (until + MARGIN).timestamp() * 1000
    assert kept.stopped_at == keeping.rounds[-1][0] <= until


@pytest.mark.slow
def test_the_report_has_the_sums_over_all_rounds(keeping: Keeping) -> None:
    kept = keeping.run(keeping.around.clock.now() + timedelta(hours=2))
    reports = [report for _, report, _ in keeping.rounds]
    assert len(reports) == kept.rounds > 3
    for name in ("plans", "intelligence", "briefs", "skipped", "calls", "input_tokens", "output_tokens"):
        assert getattr(kept.report, name) == sum(getattr(report, name) for report in reports)
    assert kept.report.cost_usd == pytest.approx(sum(report.cost_usd or 0.0 for report in reports))
    assert kept.report.calls == kept.report.intelligence == 5 * kept.rounds
    assert len(kept.report.accounts) == 5


@pytest.mark.slow
@pytest.mark.parametrize("ttl", [1800, 40])
def test_a_failure_is_told_at_once_and_tried_again_before_anything_expires(keeping: Keeping, api: Api, ttl: int) -> None:
    good = api.default
    api.default = failed(529)

    def recover(rounds: int) -> None:
        api.default = good if rounds == 2 else api.default

    keeping.at_round = recover
    kept = keeping.run(keeping.around.clock.now() + timedelta(seconds=3 * ttl), ttl=ttl)
    assert [report.warning is not None for _, report, _ in keeping.rounds][:3] == [True, True, False]
    pause = (keeping.rounds[1][0] - keeping.rounds[0][0]).total_seconds()
    assert pause <= min(60, ttl / 4)
    assert all(keeping.was_fresh)
    assert (kept.why, kept.report.briefs) == ("lasts", 5)


def test_briefs_that_last_do_not_end_it_while_claude_may_still_answer(keeping: Keeping, api: Api) -> None:
    api.default = failed(529)
    until = keeping.around.clock.now() + timedelta(minutes=5)
    kept = keeping.run(until)
    assert (kept.why, kept.rounds > 3, kept.stopped_at >= until) == ("lasts", True, True)


def test_where_the_end_comes_first_that_is_said(keeping: Keeping, api: Api) -> None:
    """Nothing stands in, and nothing is answered."""
    api.default = failed(529)
    until = keeping.around.clock.now() + timedelta(seconds=90)
    kept = keeping.run(until, brief=False)
    assert (kept.why, kept.stopped_at >= until, kept.report.intelligence) == ("end", True, 0)
    assert keeping.rounds[-1][2] is None


def test_a_busy_store_is_told_and_tried_again(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that another program has locked."""
    run, times = keeping.store.run, iter([True, False])

    def busy(*arguments: Any) -> Any:
        if next(times, False):
            raise StoreBusyError("demodb.db is busy")
        return run(*arguments)

    monkeypatch.setattr(keeping.store, "run", busy)
    kept = keeping.run(keeping.around.clock.now() + timedelta(minutes=10))
    assert "busy" in str(keeping.rounds[0][1].warning)
    assert (kept.why, kept.report.intelligence) == ("lasts", 5)
