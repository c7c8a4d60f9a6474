"""All accounts through the Message Batches API: handed over once, taken in once, whatever interrupts it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from fixture_types import Fill
from scripted_api import MODEL, NAMES, Api, message
from scripted_batches import BatchApi
from sqlalchemy import select

from demodb.api.warmup import Access, Surroundings, WarmupOptions, warmup
from demodb.cache.cache import Cache
from demodb.model.prices import Price
from demodb.store.bulk import CHUNK
from demodb.store.calls import BATCH, CALL, REQUEST
from demodb.store.engine import Store

EVERY = WarmupOptions(every=True)


def rows(store: Store, table: Any) -> list[Any]:
    with store.read() as connection:
        return list(connection.execute(select(table)))


def sources(store: Store, around: Surroundings) -> list[str | None]:
    return [found.source for found in Cache(store, around.clock, around.lifetimes).list("intelligence:*")]


def test_every_account_is_warmed_at_half_the_price(
    store: Store, fill: Fill, batches: BatchApi, access: Access, around: Surroundings
) -> None:
    told: list[tuple[int, int]] = []
    around = replace(around, progress=lambda done, total: told.append((done, total)))
    access = replace(access, prices={MODEL: Price(input=2, output=10, as_of="2026-11-01")})
    report = warmup(fill(store), EVERY, access, around)
    assert (report.plans, report.intelligence, report.briefs, report.calls) == (5, 5, 0, 5)
    assert report.cost_usd == pytest.approx(5 * (1000 * 2 + 200 * 10) / 1e6 / 2)
    assert sources(store, around) == ["claude"] * 5
    assert {row.batch_id for row in rows(store, CALL)} == {"msgbatch_1"}
    assert [row.ended_at is not None for row in rows(store, BATCH)] == [True]
    assert told == [(0, 5), (5, 5)]
    assert warmup(store, EVERY, access, around).skipped == 5
    assert batches.asked.count("create") == 1


def test_custom_ids_are_of_the_form_that_the_api_takes(
    heroes: Store, batches: BatchApi, access: Access, around: Surroundings
) -> None:
    warmup(heroes, EVERY, access, around)
    ids = [one["custom_id"] for one in batches.batches["msgbatch_1"]]
    assert len(set(ids)) == 5
    assert all(re.fullmatch("[a-zA-Z0-9_-]{1,64}", one) for one in ids)
    assert {row.custom_id for row in rows(heroes, REQUEST)} == set(ids)


def test_an_interrupted_run_is_gone_on_with_and_nothing_is_handed_over_twice(
    heroes: Store, batches: BatchApi, access: Access, around: Surroundings
) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    batches.polls = 3
    with pytest.raises(KeyboardInterrupt):
        warmup(heroes, EVERY, access, replace(around, clock=around.clock._replace(sleep=interrupt)))
    assert sources(heroes, around) == ["rules"] * 5
    report = warmup(heroes, EVERY, access, around)
    assert (report.intelligence, batches.asked.count("create")) == (5, 1)
    assert sources(heroes, around) == ["claude"] * 5


def test_results_that_break_off_are_kept_and_the_rest_is_taken_in_by_the_next_run(
    heroes: Store, batches: BatchApi, access: Access, around: Surroundings
) -> None:
    batches.polls, batches.broken_off_after = 0, 2
    report = warmup(heroes, replace(EVERY, brief=False), access, around)
    assert report.warning is not None
    assert (report.intelligence, len(rows(heroes, CALL)), sources(heroes, around)) == (2, 2, ["claude"] * 2)
    batches.broken_off_after = None
    report = warmup(heroes, EVERY, access, around)
    assert sources(heroes, around) == ["claude"] * 5
    assert (batches.asked.count("create"), report.calls, len(rows(heroes, CALL))) == (1, 3, 5)


def test_errors_are_told_for_each_request_and_a_brief_stands_in(
    heroes: Store, batches: BatchApi, access: Access, around: Surroundings
) -> None:
    error = {"type": "error", "error": {"type": "invalid_request_error", "message": "too odd"}}
    batches.results = {
        NAMES[0]: {"type": "errored", "error": error},
        NAMES[1]: {"type": "expired"},
        NAMES[2]: {"type": "succeeded", "message": message("no JSON")},
        NAMES[3]: {"type": "succeeded", "message": message("", "refusal")},
    }
    report = warmup(heroes, EVERY, access, around)
    assert (report.intelligence, report.briefs) == (1, 4)
    told = {one.account: one.error for one in report.accounts}
    parts = {NAMES[0]: "too odd", NAMES[1]: "expired", NAMES[2]: "wrong shape", NAMES[3]: "declined", NAMES[4]: None}
    assert {name: part is None or part in str(told[name]) for name, part in parts.items()} == dict.fromkeys(NAMES, True)
    assert told[NAMES[4]] is None


@pytest.mark.parametrize("status", [401, 400, 529])
def test_where_batches_cannot_be_used_briefs_stand_in_and_no_batch_is_noted(
    heroes: Store, batches: BatchApi, access: Access, around: Surroundings, status: int
) -> None:
    batches.status = status
    report = warmup(heroes, EVERY, access, around)
    assert (report.plans, report.briefs, batches.asked.count("create")) == (5, 5, 1)
    assert str(status) in str(report.warning)
    assert rows(heroes, BATCH) == []


def test_a_batch_that_the_api_forgot_is_given_up_and_asked_for_anew(
    heroes: Store, batches: BatchApi, access: Access, around: Surroundings
) -> None:
    batches.polls = 3

    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        warmup(heroes, EVERY, access, replace(around, clock=around.clock._replace(sleep=interrupt)))
    batches.batches.clear()
    report = warmup(heroes, replace(EVERY, brief=False), access, around)
    assert "does not know its batch" in str(report.warning)
    batches.polls = 0
    assert warmup(heroes, EVERY, access, around).intelligence == 5


def test_without_a_key_every_account_gets_a_brief(store: Store, fill: Fill, api: Api, around: Surroundings) -> None:
    """More accounts than are read at a time."""
    count = CHUNK + 10
    names = [f"Customer {n:04d} Ltd" for n in range(count)]
    fill(store, names)
    report = warmup(store, EVERY, "no key", around)
    assert (report.plans, report.briefs, len(report.accounts), api.asked) == (count, count, count, [])
