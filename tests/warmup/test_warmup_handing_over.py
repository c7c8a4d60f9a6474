"""Batches that are lost on the way, whose accounts change meanwhile, or that are waited for: never paid twice, never worse."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest
from scripted_api import NAMES, Api, Time, advice, answered
from scripted_batches import BatchApi
from sqlalchemy import select

from demodb.api.warmup import Access, Surroundings, WarmupOptions, WarmupReport, warmup
from demodb.cache.cache import Cache
from demodb.progress import Stage
from demodb.store.calls import BATCH
from demodb.store.engine import Store
from demodb.store.plans import NewSection, insert_sections

EVERY = WarmupOptions(every=True)


def interrupted(around: Surroundings) -> Surroundings:
    """Where somebody presses Ctrl-C as soon as a batch is waited for."""

    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    return replace(around, clock=around.clock._replace(sleep=interrupt))


def batch_ids(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.execute(select(BATCH.c.id).order_by(BATCH.c.id)).scalars())


def edit(store: Store, key: str = "alpha telecom") -> None:
    with store.write() as connection:
        insert_sections(connection, [NewSection(key, "actions", [], None)])


def adds_up(report: WarmupReport, accounts: int = 5) -> bool:
    return report.intelligence + report.briefs + report.skipped + report.kept == accounts == len(report.accounts)


# --- lost on the way -----------------------------------------------------------------------------------------------------


def test_a_batch_whose_answer_was_lost_is_found_again_in_the_same_run(
    heroes: Store, batches: BatchApi, access: Access, around: Surroundings
) -> None:
    batches.loses = "answers"
    batches.polls = 0
    report = warmup(heroes, EVERY, access, around)
    assert (report.intelligence, batches.asked.count("create"), batch_ids(heroes)) == (5, 1, ["msgbatch_1"])


@pytest.mark.parametrize("polls", [0, 3], ids=["ended", "in progress"])
def test_a_batch_that_was_interrupted_while_it_was_handed_over_is_found_by_the_next_run(
    heroes: Store, batches: BatchApi, access: Access, around: Surroundings, polls: int
) -> None:
    """The API has it, and the run ends before it hears so. Another batch lies beside it."""
    asked = [{"custom_id": f"x-{n}", "params": {"messages": [{"content": name}]}} for n, name in enumerate(NAMES[:4])]
    batches.batches["msgbatch_other"] = asked
    batches.loses = "the run"
    with pytest.raises(KeyboardInterrupt):
        warmup(heroes, EVERY, access, around)
    assert [one.startswith("handing-over-") for one in batch_ids(heroes)] == [True]
    batches.loses, batches.polls = "nothing", polls
    report = warmup(heroes, EVERY, access, around)
    assert (report.intelligence, batches.asked.count("create")) == (5, 1)
    assert batch_ids(heroes) == ["msgbatch_1"]


def test_of_two_batches_alike_the_one_with_our_requests_is_found(
    heroes: Store, batches: BatchApi, access: Access, around: Surroundings
) -> None:
    batches.loses = "the run"
    with pytest.raises(KeyboardInterrupt):
        warmup(heroes, EVERY, access, around)
    asked = [{"custom_id": f"x-{n}", "params": {"messages": [{"content": name}]}} for n, name in enumerate(NAMES)]
    batches.batches = {"msgbatch_0": asked, **batches.batches, "msgbatch_9": asked}
    batches.loses, batches.polls = "nothing", 0
    report = warmup(heroes, EVERY, access, around)
    assert (report.intelligence, batch_ids(heroes)) == (5, ["msgbatch_1"])


def test_a_batch_that_never_came_there_is_handed_over_anew(
    heroes: Store, batches: BatchApi, access: Access, around: Surroundings
) -> None:
    batches.loses = "requests"
    report = warmup(heroes, EVERY, access, around)
    assert (report.briefs, adds_up(report), batch_ids(heroes)) == (5, True, [])
    batches.loses = "nothing"
    assert (warmup(heroes, EVERY, access, around).intelligence, batches.asked.count("create")) == (5, 2)


# --- only over what they are better than ---------------------------------------------------------------------------------


def test_a_result_of_an_older_plan_is_not_written_and_the_counts_add_up(
    heroes: Store, batches: BatchApi, access: Access, around: Surroundings
) -> None:
    batches.polls = 3
    with pytest.raises(KeyboardInterrupt):
        warmup(heroes, EVERY, access, interrupted(around))
    edit(heroes)
    report = warmup(heroes, EVERY, access, around)
    assert (report.intelligence, report.briefs, adds_up(report)) == (4, 1, True)
    assert [one.source for one in report.accounts] == ["rules", *["claude"] * 4]
    assert "changed while its batch was under way" in str(report.accounts[0].error)
    assert warmup(heroes, EVERY, access, around).intelligence == 1


def test_a_result_is_not_written_over_a_newer_answer(
    heroes: Store, batches: BatchApi, api: Api, access: Access, around: Surroundings, time: Time
) -> None:
    batches.polls = 3
    with pytest.raises(KeyboardInterrupt):
        warmup(heroes, EVERY, access, interrupted(around))
    time.go(60)
    api.default = answered(advice("newer"))
    assert warmup(heroes, WarmupOptions(accounts=NAMES[:1]), access, around).intelligence == 1
    report = warmup(heroes, replace(EVERY, force=True), access, around)
    assert (report.intelligence, report.skipped, adds_up(report)) == (4, 1, True)
    found = Cache(heroes, around.clock, around.lifetimes).get("intelligence:alpha-telecom")
    assert found is not None
    assert json.loads(found.value)["summary"] == "newer"


# --- never silent --------------------------------------------------------------------------------------------------------


def test_waiting_for_a_batch_is_told_every_few_seconds(
    heroes: Store, batches: BatchApi, access: Access, around: Surroundings
) -> None:
    told: list[tuple[datetime, Stage]] = []
    batches.polls = 3
    begun = around.clock.now()
    warmup(heroes, EVERY, access, replace(around, watcher=lambda stage: told.append((around.clock.now(), stage))))
    moments = [begun, *(at for at, _ in told), around.clock.now()]
    assert (around.clock.now() - begun).total_seconds() >= 45
    assert max((later - earlier).total_seconds() for earlier, later in pairwise(moments)) <= 5
    assert "0 of 5 requests are done" in {stage.why for _, stage in told}
