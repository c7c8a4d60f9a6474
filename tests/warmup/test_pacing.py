"""When calls are made, by a clock that goes on only where somebody waits."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_api import Time

from demodb.clock import Clock
from demodb.warmup.pacing import Gate, Line

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def clock_of(time: Time) -> Clock:
    return Clock(now=lambda: time.now, monotonic=time.monotonic, sleep=time.go, pause=time.pause)


@given(st.floats(0.1, 60), st.lists(st.floats(0, 100), min_size=1, max_size=8))
def test_starts_are_apart_and_in_the_order_in_which_they_came(spacing: float, works: list[float]) -> None:
    time, starts = Time(EPOCH), []

    async def start(number: int, gate: Gate) -> None:
        await gate.passed()
        starts.append((number, time.monotonic()))
        time.go(works[number])

    async def all_at_once() -> None:
        gate = Gate(spacing, clock_of(time))
        await asyncio.gather(*(start(number, gate) for number in range(len(works))))

    asyncio.run(all_at_once())
    assert [number for number, _ in starts] == list(range(len(works)))
    assert all(later - earlier >= spacing for (_, earlier), (_, later) in pairwise(starts))


def test_the_first_start_and_one_that_comes_late_wait_for_nobody() -> None:
    time = Time(EPOCH)

    async def starts() -> list[float]:
        gate = Gate(2.0, clock_of(time))
        await gate.passed()
        first = time.monotonic()
        time.go(10)
        await gate.passed()
        return [first, time.monotonic()]

    assert asyncio.run(starts()) == [0.0, 10.0]


def test_what_is_put_back_is_done_behind_the_others_and_not_before_its_time() -> None:
    time = Time(EPOCH)
    done: list[tuple[str, float]] = []

    async def do(job: str) -> float | None:
        first = job not in [name for name, _ in done]
        done.append((job, time.monotonic()))
        return 30.0 if job == "a" and first else None

    asyncio.run(Line(["a", "b", "c"], clock_of(time)).work(do, workers=1))
    assert done == [("a", 0.0), ("b", 0.0), ("c", 0.0), ("a", pytest.approx(30.0))]
