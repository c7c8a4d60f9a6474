"""Answers that say what does not stand in the material are asked for once more, with the faults named, and never kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from scripted_api import NAMES, Api, advice, answered

from demodb.api.warmup import Access, Surroundings, WarmupOptions, warmup
from demodb.cache.cache import Cache
from demodb.store.engine import Store

INVENTED = "It stands well, says John Miller, and is worth 5 million USD in Q3'31."


def test_a_second_answer_that_holds_to_the_data_is_kept(heroes: Store, access: Access, api: Api, around: Surroundings) -> None:
    api.script[NAMES[0]] = [answered(advice(INVENTED)), answered(advice("It stands well."))]
    report = warmup(heroes, WarmupOptions((NAMES[0],)), access, around)
    assert (report.intelligence, report.briefs, report.calls) == (1, 0, 2)
    first, second = (body["messages"][0]["content"] for body in api.bodies)
    assert "John Miller" not in first
    assert "does not stand in the blocks" in second
    assert all(fault in second for fault in ("John Miller", "5 million USD", "Q3'31"))


def test_after_two_answers_with_faults_the_brief_stands(heroes: Store, access: Access, api: Api, around: Surroundings) -> None:
    api.script[NAMES[0]] = [answered(advice(INVENTED)), answered(advice(INVENTED)), answered(advice("Well."))]
    report = warmup(heroes, WarmupOptions((NAMES[0],)), access, around)
    assert (report.intelligence, report.briefs, report.calls) == (0, 1, 2)
    assert [outcome.source for outcome in report.accounts] == ["rules"]
    error = report.accounts[0].error or ""
    assert all(fault in error for fault in ('the name "John Miller"', 'the amount "5 million USD"', "run the warm-up again"))
    entry = Cache(heroes, around.clock).get("intelligence:alpha-telecom")
    assert entry is not None
    assert json.loads(entry.value)["source"] == "rules"


def test_what_claude_is_told_is_the_day_the_demo_and_the_trade(
    heroes: Store, access: Access, api: Api, around: Surroundings
) -> None:
    until = around.clock.now() + timedelta(days=2)
    told = replace(around, sells={"kandy": "Voice for carriers."})
    warmup(heroes, WarmupOptions((NAMES[0],), until=until), access, told)
    message = api.bodies[0]["messages"][0]["content"]
    occasion = json.loads(message.split("<occasion>")[1].split("</occasion>")[0])
    assert occasion["today"] == around.clock.today().isoformat()
    assert occasion["demo"] == until.astimezone().date().isoformat()
    assert occasion["businessUnits"] == {"Kandy": "Voice for carriers."}
