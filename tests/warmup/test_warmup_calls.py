"""Calls over real HTTP: each way in which one can fail is handled in its own way, and told in its own words."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from fixture_types import Fill
from scripted_api import KEY, MODEL, NAMES, Api, Reply, Time, advice, answered, dropped, failed
from sqlalchemy import select
from werkzeug import Request, Response

from demodb.api.access import access_of
from demodb.api.warmup import Access, Pace, Surroundings, WarmupOptions, warmup
from demodb.cache.cache import Cache
from demodb.model.faults import model_faults
from demodb.model.intelligence import Intelligence
from demodb.model.prices import Price
from demodb.settings import Settings
from demodb.store.calls import CALL
from demodb.store.engine import Store

ONE = WarmupOptions(accounts=(NAMES[0],))
HTML = "<html><body>Sign in to the hotel's network</body></html>"


def log(store: Store) -> list[Any]:
    with store.read() as connection:
        return list(connection.execute(select(CALL).order_by(CALL.c.id)))


def cached(store: Store, around: Surroundings, name: str = NAMES[0]) -> dict[str, Any]:
    found = Cache(store, around.clock, around.lifetimes).get(f"intelligence:{name.lower().replace(' ', '-')}")
    assert found is not None
    document: dict[str, Any] = json.loads(found.value)
    assert model_faults(Intelligence, document) == []
    return document


def raw(body: str, content_type: str) -> Reply:
    return lambda _: Response(body, content_type=content_type)


def test_good_answers_are_cached_and_logged(store: Store, fill: Fill, api: Api, access: Access, around: Surroundings) -> None:
    heroes = fill(store)
    access = replace(access, prices={MODEL: Price(input=3, output=15, as_of="2026-11-01")})
    report = warmup(heroes, WarmupOptions(), access, around)
    assert (report.heroes, report.plans, report.intelligence, report.briefs, report.calls) == (5, 5, 5, 0, 5)
    assert (report.input_tokens, report.output_tokens, report.warning) == (5000, 1000, None)
    assert report.cost_usd == pytest.approx(5 * (1000 * 3 + 200 * 15) / 1e6)
    assert sorted(api.asked) == sorted(NAMES)
    assert {(one.source, one.attempts, one.error) for one in report.accounts} == {("claude", 1, None)}
    assert cached(heroes, around)["model"] == MODEL
    rows = log(heroes)
    assert {(row.status, row.request_id, row.stop_reason, row.error) for row in rows} == {(200, "req_1", "end_turn", None)}
    assert {(row.input_tokens, row.output_tokens, row.attempt) for row in rows} == {(1000, 200, 1)}


def test_what_it_cost_is_known_where_every_call_told_it_or_was_refused(
    heroes: Store, api: Api, access: Access, around: Surroundings
) -> None:
    access = replace(access, prices={MODEL: Price(input=3, output=15, as_of="2026-11-01")}, timeout=1.0)
    api.script[NAMES[0]] = [failed(429)]
    assert warmup(heroes, ONE, access, around).cost_usd == pytest.approx((1000 * 3 + 200 * 15) / 1e6)
    # One that ends without an answer may have been worked on.
    api.script[NAMES[0]] = [answered(advice(), after=2.0)]
    report = warmup(heroes, replace(ONE, force=True), access, around)
    assert (report.calls, report.cost_usd, [row.cost_usd for row in log(heroes)][2]) == (2, None, None)


def test_a_call_asks_for_the_form_of_the_answer(heroes: Store, api: Api, access: Access, around: Surroundings) -> None:
    warmup(heroes, ONE, access, around)
    body, headers = api.bodies[0], api.headers[0]
    assert (body["model"], body["output_config"]["format"]["type"]) == (MODEL, "json_schema")
    assert body["output_config"]["format"]["schema"]["additionalProperties"] is False
    assert headers["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "reply",
    [failed(429, **{"retry-after": "0"}), failed(408), failed(500), failed(503), failed(529), dropped],
    ids=["429", "408", "500", "503", "529", "dropped"],
)
def test_a_transient_failure_is_tried_again(heroes: Store, api: Api, access: Access, around: Surroundings, reply: Reply) -> None:
    api.script[NAMES[0]] = [reply, reply]
    report = warmup(heroes, ONE, access, around)
    assert (report.intelligence, report.calls, report.accounts[0].attempts, report.accounts[0].error) == (1, 3, 3, None)
    assert [row.attempt for row in log(heroes)] == [1, 2, 3]
    assert log(heroes)[0].error is not None


def test_a_timeout_is_tried_again(heroes: Store, api: Api, access: Access, around: Surroundings) -> None:
    api.script[NAMES[0]] = [answered(advice(), after=1.0)]
    report = warmup(heroes, ONE, replace(access, timeout=0.3), around)
    assert (report.intelligence, report.calls) == (1, 2)
    assert "in time" in log(heroes)[0].error
    assert log(heroes)[0].status is None


def test_what_fails_for_good_is_given_up_after_some_attempts(
    heroes: Store, api: Api, access: Access, around: Surroundings
) -> None:
    api.script[NAMES[0]] = [failed(529)] * 9
    report = warmup(heroes, WarmupOptions(), replace(access, pace=Pace(spacing=0, cap=0.1, attempts=3)), around)
    assert (report.intelligence, report.briefs, report.calls) == (4, 1, 7)
    assert report.accounts[0].error == "the API is overloaded (529): try again later"
    assert report.accounts[0].source == "rules"
    assert report.warning == f"Claude failed for {NAMES[0]}: {report.accounts[0].error}; 1 brief by rules instead"


def test_a_short_retry_after_is_waited_for(heroes: Store, api: Api, access: Access, around: Surroundings) -> None:
    api.script[NAMES[0]] = [failed(429, **{"retry-after": "0.6"})]
    warmup(heroes, ONE, access, around)
    assert api.gaps[0] >= 0.6


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (raw(HTML, "text/html"), "no message of the API"),
        (raw("{", "application/json"), "no message of the API"),
        (raw('{"type": "message"}', "application/json"), "no message of the API"),
        (raw('["no", "message"]', "application/json"), "no message of the API"),
        (answered("I'd rather write prose."), "wrong shape"),
        (answered({"summary": "x"}), "wrong shape"),
        (answered(advice() | {"recommendations": []}), "wrong shape"),
    ],
    ids=["html", "broken json", "no content", "a list", "prose", "keys missing", "no recommendation"],
)
def test_an_answer_of_no_use_is_asked_for_once_more(
    heroes: Store, api: Api, access: Access, around: Surroundings, reply: Reply, told: str
) -> None:
    api.script[NAMES[0]] = [reply]
    assert warmup(heroes, ONE, access, around).calls == 2
    api.script[NAMES[0]] = [reply] * 5
    report = warmup(heroes, replace(ONE, force=True), access, around)
    assert report.calls == 2
    assert told in str(report.accounts[0].error)
    assert cached(heroes, around)["source"] == "claude"


def test_a_cut_off_answer_gets_twice_the_room_once(heroes: Store, api: Api, access: Access, around: Surroundings) -> None:
    api.script[NAMES[0]] = [answered('{"summary": "It', "max_tokens")] * 3
    report = warmup(heroes, ONE, access, around)
    assert [body["max_tokens"] for body in api.bodies] == [4096, 8192]
    assert (report.calls, report.briefs) == (2, 1)
    assert "cut off" in str(report.accounts[0].error)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (answered("I cannot help with that.", "refusal"), "declined"),
        (failed(400), "scripted 400"),
        (failed(413), "too large"),
    ],
    ids=["refusal", "400", "413"],
)
def test_what_another_try_would_not_mend_is_tried_once_and_the_others_go_on(
    heroes: Store, api: Api, access: Access, around: Surroundings, reply: Reply, told: str
) -> None:
    api.script[NAMES[0]] = [reply] * 9
    report = warmup(heroes, WarmupOptions(), access, around)
    assert (report.intelligence, report.briefs, report.calls) == (4, 1, 5)
    assert told in str(report.accounts[0].error)


@pytest.mark.parametrize(
    ("status", "told"), [(401, "ANTHROPIC_API_KEY"), (402, "billing"), (403, "permissions"), (404, f"{MODEL!r}")]
)
def test_what_would_fail_for_all_stops_the_run(
    heroes: Store, api: Api, access: Access, around: Surroundings, status: int, told: str
) -> None:
    api.default = failed(status)
    report = warmup(heroes, WarmupOptions(), replace(access, pace=Pace(spacing=0, concurrency=1)), around)
    assert (report.calls, report.intelligence, report.briefs) == (1, 0, 5)
    assert {one.source for one in report.accounts} == {"rules"}
    assert told in str(report.warning)
    assert "\n" not in str(report.warning)


def test_nothing_of_a_failed_call_keeps_a_lease(heroes: Store, api: Api, access: Access, around: Surroundings) -> None:
    api.default = failed(401)
    warmup(heroes, WarmupOptions(), access, around)
    cache = Cache(heroes, around.clock, around.lifetimes)
    assert cache.lease("intelligence:alpha-telecom", "claude-enrichment", "another", force=True)
    found = cache.get("intelligence:alpha-telecom")
    assert found is not None
    assert "401" in str(found.last_error)


def test_an_answer_is_kept_even_where_the_lease_was_lost_meanwhile(
    heroes: Store, api: Api, access: Access, around: Surroundings
) -> None:
    def lost(request: Request) -> Response:
        Cache(heroes, around.clock, around.lifetimes).invalidate("intelligence:*")
        return answered(advice("late"))(request)

    api.script[NAMES[0]] = [lost]
    assert warmup(heroes, ONE, access, around).intelligence == 1
    assert cached(heroes, around)["summary"] == "late"


def test_starts_are_apart_over_all_accounts_and_retries(
    heroes: Store, api: Api, access: Access, around: Surroundings, time: Time
) -> None:
    clock = around.clock._replace(monotonic=time.monotonic, pause=time.pause)
    api.script[NAMES[1]] = [failed(500), failed(529)]
    warmup(heroes, WarmupOptions(), replace(access, pace=Pace(spacing=5, cap=1)), replace(around, clock=clock))
    starts = sorted(row.started_at for row in log(heroes))
    assert len(starts) == 7
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 5000


@pytest.mark.parametrize("concurrency", [1, 3])
def test_no_more_calls_are_in_flight_than_allowed(
    heroes: Store, api: Api, access: Access, around: Surroundings, concurrency: int
) -> None:
    api.default = answered(advice(), after=0.3)
    warmup(heroes, WarmupOptions(), replace(access, pace=Pace(spacing=0, concurrency=concurrency)), around)
    assert api.most_in_flight == concurrency


@pytest.mark.parametrize("key", ["sk ant", "sk\nant", "sk\u200bant", "sk\x00ant"])
def test_a_key_that_cannot_be_sent_is_told_before_any_call(heroes: Store, api: Api, around: Surroundings, key: str) -> None:
    access = access_of(Settings(ANTHROPIC_API_KEY=key, ANTHROPIC_BASE_URL=api.url))
    assert isinstance(access, str)
    report = warmup(heroes, WarmupOptions(), access, around)
    assert (report.calls, report.briefs, api.asked) == (0, 5, [])
    assert "the API key holds" in str(report.warning)
    assert key not in str(report.warning)


def test_white_space_around_a_key_is_no_part_of_it(heroes: Store, api: Api, around: Surroundings) -> None:
    access = access_of(Settings(ANTHROPIC_API_KEY=f" {KEY}\n", ANTHROPIC_BASE_URL=api.url), pace=Pace(spacing=0))
    assert isinstance(access, Access)
    warmup(heroes, ONE, access, around)
    assert api.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_no_value_shows_the_key(access: Access) -> None:
    assert KEY not in repr(access)
    assert KEY not in repr(Settings(ANTHROPIC_API_KEY=KEY))
    assert access_of(Settings()) == "no ANTHROPIC_API_KEY is set"
    assert access_of(Settings(ANTHROPIC_API_KEY=" ")) == "no ANTHROPIC_API_KEY is set"
