"""Whole runs: what is skipped, what is made, what stands in, and until when it lasts. The clock is passed in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fixture_types import Contents, Fill
from scripted_api import NAMES, Api, Time, advice, answered, failed
from sqlalchemy import select
from werkzeug import Request, Response

from demodb.api.warmup import Access, Pace, Surroundings, WarmupOptions, warmup
from demodb.cache.cache import Cache, CachedValue, Value
from demodb.errors import UnknownAccountError
from demodb.model.faults import model_faults
from demodb.model.intelligence import Intelligence
from demodb.store.cache import ENTRY
from demodb.store.engine import Store
from demodb.store.plans import NewSection, insert_sections

ALL = WarmupOptions()
ONE = WarmupOptions(accounts=(NAMES[0],))
NO_KEY = "no ANTHROPIC_API_KEY is set"


def entry(store: Store, around: Surroundings, key: str = "intelligence:alpha-telecom") -> CachedValue:
    found = Cache(store, around.clock, around.lifetimes).get(key)
    assert found is not None
    return found


def ends(store: Store) -> set[int]:
    with store.read() as connection:
        return set(connection.execute(select(ENTRY.c.fresh_until)).scalars())


def ms(moment: Any) -> int:
    return int(moment.timestamp() * 1000)


def edit(store: Store, key: str = "alpha telecom") -> None:
    with store.write() as connection:
        insert_sections(connection, [NewSection(key, "actions", [], None)])


# --- without a key -------------------------------------------------------------------------------------------------------


def test_without_a_key_plans_and_briefs_are_made_on_both_engines(store: Store, fill: Fill, around: Surroundings) -> None:
    report = warmup(fill(store), ALL, NO_KEY, around)
    assert (report.heroes, report.plans, report.intelligence, report.briefs, report.calls) == (5, 5, 0, 5, 0)
    assert (report.cost_usd, report.input_tokens) == (0.0, 0)
    assert (
        report.warning == f"{NO_KEY}: 5 briefs by rules instead; set it in the environment or in .env and run demodb warmup again"
    )
    found = entry(store, around)
    document = json.loads(found.value)
    assert model_faults(Intelligence, document) == []
    assert (found.source, document["source"], document["model"], document["customerName"]) == ("rules", "rules", None, NAMES[0])
    assert ends(store) == {ms(around.clock.now() + timedelta(seconds=1800))}
    plan = json.loads(entry(store, around, "account-plan:alpha-telecom").value)
    assert plan == {"customerName": NAMES[0], "slug": "alpha-telecom"}


def test_a_brief_says_recurring_revenue_as_the_settings_take_it_and_is_of_the_same_input(
    heroes: Store, around: Surroundings
) -> None:
    warmup(heroes, ALL, NO_KEY, around)
    before = entry(heroes, around)
    warmup(heroes, replace(ALL, force=True), NO_KEY, replace(around, revenue_period="quarter"))
    after = entry(heroes, around)
    assert json.loads(after.value)["summary"] != json.loads(before.value)["summary"]
    assert after.input_hash == before.input_hash


def test_a_second_run_writes_no_row(store: Store, fill: Fill, around: Surroundings, time: Time, contents: Contents) -> None:
    warmup(fill(store), ALL, NO_KEY, around)
    before = contents(store)
    time.go(600)
    report = warmup(store, ALL, NO_KEY, around)
    assert (report.plans, report.briefs, report.skipped) == (0, 0, 5)
    assert contents(store) == before
    assert report.expires_at == around.clock.now() + timedelta(seconds=1200)


def test_a_second_run_with_a_key_makes_no_call_and_writes_no_row(
    heroes: Store, api: Api, access: Access, around: Surroundings, contents: Contents
) -> None:
    warmup(heroes, ALL, access, around)
    before = contents(heroes)
    report = warmup(heroes, ALL, access, around)
    assert (report.plans, report.intelligence, report.skipped, report.calls) == (0, 0, 5, 0)
    assert (len(api.asked), contents(heroes) == before) == (5, True)


def test_a_brief_whose_input_did_not_change_keeps_its_value_and_lasts(heroes: Store, around: Surroundings, time: Time) -> None:
    warmup(heroes, ALL, NO_KEY, around)
    before = entry(heroes, around)
    time.go(1200)
    report = warmup(heroes, ALL, NO_KEY, around)
    after = entry(heroes, around)
    assert (after.value, after.created_at, after.generation) == (before.value, before.created_at, 1)
    assert after.fresh_until == ms(around.clock.now() + timedelta(seconds=1800))
    assert report.briefs == 0


@pytest.mark.parametrize("how", ["stale", "edited", "forced"])
def test_a_brief_that_is_stale_or_outdated_is_remade(heroes: Store, around: Surroundings, time: Time, how: str) -> None:
    warmup(heroes, ALL, NO_KEY, around)
    before = entry(heroes, around)
    time.go(3600 if how == "stale" else 60)
    if how == "edited":
        edit(heroes)
    report = warmup(heroes, replace(ONE, force=how == "forced"), NO_KEY, around)
    assert report.briefs == 1
    assert entry(heroes, around).created_at > before.created_at


@pytest.mark.parametrize("how", ["fresh", "stale", "edited", "forced"])
def test_a_brief_never_replaces_a_value_by_claude(
    heroes: Store, api: Api, access: Access, around: Surroundings, time: Time, how: str
) -> None:
    warmup(heroes, ALL, access, around)
    before = entry(heroes, around)
    time.go(3600 if how == "stale" else 60)
    if how == "edited":
        edit(heroes)
    report = warmup(heroes, replace(ALL, force=how == "forced"), NO_KEY, around)
    after = entry(heroes, around)
    assert (after.value, after.source, report.briefs, len(api.asked)) == (before.value, "claude", 0, 5)
    if how in ("stale", "edited"):
        assert (after.fresh_until, after.stale_until, report.kept > 0) == (before.fresh_until, before.stale_until, True)


def test_a_brief_that_comes_late_leaves_a_value_by_claude_and_its_maker_alone(
    store: Store, fill: Fill, around: Surroundings
) -> None:
    cache = Cache(fill(store), around.clock, around.lifetimes)
    assert cache.lease("b", "claude-enrichment", "maker")
    cache.set("a", "claude-enrichment", Value("1", "claude"))
    cache.set_below({key: ("claude-enrichment", Value("2", "rules")) for key in "abc"}, "claude")
    assert [found.value for found in cache.get_many(["a", "b", "c"]).values()] == ["1", "2", "2"]
    assert cache.fulfil("b", "claude-enrichment", "maker", Value("3", "claude"))


def test_briefs_stand_in_the_cache_before_the_first_call_and_answers_take_their_place(
    heroes: Store, api: Api, access: Access, around: Surroundings, time: Time
) -> None:
    stood: list[list[str | None]] = []

    def look(request: Request) -> Response:
        stood.append([one.source for one in Cache(heroes, around.clock, around.lifetimes).list("intelligence:*")])
        return answered(advice())(request)

    warmup(heroes, ONE, access, around)
    time.go(3600)
    api.default = look
    api.script[NAMES[1]] = [failed(400)]
    report = warmup(heroes, ALL, replace(access, pace=Pace(spacing=0, concurrency=1)), around)
    assert stood[0] == ["claude", *["rules"] * 4]
    assert (report.intelligence, report.briefs, report.skipped, report.kept) == (4, 1, 0, 0)
    assert [one.source for one in report.accounts] == ["claude", "rules", "claude", "claude", "claude"]


def test_without_briefs_what_is_empty_stays_empty(heroes: Store, around: Surroundings) -> None:
    report = warmup(heroes, replace(ALL, brief=False), NO_KEY, around)
    assert (report.plans, report.briefs, {one.source for one in report.accounts}) == (5, 0, {None})
    assert Cache(heroes, around.clock, around.lifetimes).get("intelligence:alpha-telecom") is None


def test_where_claude_fails_a_stale_value_is_kept_and_an_empty_place_gets_a_brief(
    heroes: Store, api: Api, access: Access, around: Surroundings, time: Time
) -> None:
    warmup(heroes, ONE, access, around)
    before = entry(heroes, around)
    time.go(3600)
    api.default = failed(401)
    report = warmup(heroes, ALL, access, around)
    after = entry(heroes, around)
    assert (after.value, after.fresh_until, after.stale_until) == (before.value, before.fresh_until, before.stale_until)
    assert "401" in str(after.last_error)
    assert (report.kept, report.briefs) == (1, 4)
    assert [one.source for one in report.accounts] == ["claude", "rules", "rules", "rules", "rules"]


# --- what is skipped -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "changed", "calls"),
    [
        (899, {}, 0),
        (901, {}, 1),
        (60, {"force": True}, 1),
        (60, {"ttl": 3600}, 1),
        (60, {"ttl": 3000}, 0),
        (60, {"until": timedelta(minutes=18)}, 0),
        (60, {"until": timedelta(minutes=20)}, 1),
    ],
    ids=str,
)
def test_what_lasts_long_enough_is_left(
    heroes: Store, access: Access, around: Surroundings, time: Time, *, seconds: int, changed: dict[str, Any], calls: int
) -> None:
    warmup(heroes, ONE, access, around)
    time.go(seconds)
    if "until" in changed:
        changed = {"until": around.clock.now() + changed["until"]}
    report = warmup(heroes, replace(ONE, **changed), access, around)
    assert (report.calls, report.skipped) == (calls, 1 - calls)


def test_another_input_model_or_source_is_made_anew(heroes: Store, api: Api, access: Access, around: Surroundings) -> None:
    assert warmup(heroes, ONE, NO_KEY, around).briefs == 1
    assert warmup(heroes, ONE, access, around).intelligence == 1
    assert warmup(heroes, ONE, replace(access, model="claude-opus-5-5"), around).intelligence == 1
    edit(heroes)
    report = warmup(heroes, ONE, replace(access, model="claude-opus-5-5"), around)
    assert (report.intelligence, report.plans, len(api.asked)) == (1, 1, 3)


def test_unknown_accounts_are_refused_before_anything_is_written(
    heroes: Store, api: Api, access: Access, around: Surroundings
) -> None:
    with pytest.raises(UnknownAccountError):
        warmup(heroes, WarmupOptions(accounts=(NAMES[0], "Nobody")), access, around)
    assert (api.asked, ends(heroes)) == ([], set())


# --- how long it lasts ---------------------------------------------------------------------------------------------------


def test_all_entries_of_a_run_get_one_expiry(heroes: Store, access: Access, around: Surroundings, time: Time) -> None:
    warmup(heroes, ONE, access, around)
    time.go(300)
    report = warmup(heroes, ALL, access, around)
    assert report.skipped == 1
    assert ends(heroes) == {ms(around.clock.now() + timedelta(seconds=1800))}
    assert report.expires_at == around.clock.now() + timedelta(seconds=1800)


def test_entries_last_until_the_moment_wanted_and_a_margin(heroes: Store, access: Access, around: Surroundings) -> None:
    until = around.clock.now() + timedelta(hours=4)
    report = warmup(heroes, replace(ALL, until=until), access, around)
    assert report.expires_at == until + timedelta(minutes=10)
    assert ends(heroes) == {ms(until + timedelta(minutes=10))}
    assert warmup(heroes, replace(ALL, until=until), access, around).skipped == 5


def test_a_lifetime_may_be_given(heroes: Store, around: Surroundings) -> None:
    warmup(heroes, replace(ALL, ttl=90), NO_KEY, around)
    assert ends(heroes) == {ms(around.clock.now() + timedelta(seconds=90))}


def test_an_expiry_is_never_shortened(heroes: Store, around: Surroundings) -> None:
    warmup(heroes, replace(ALL, ttl=7200), NO_KEY, around)
    warmup(heroes, replace(ALL, ttl=60), NO_KEY, around)
    assert ends(heroes) == {ms(around.clock.now() + timedelta(seconds=7200))}


def test_what_is_past_its_stale_time_is_swept(heroes: Store, around: Surroundings, time: Time) -> None:
    warmup(heroes, ALL, NO_KEY, around)
    time.go(2 * 24 * 3600)
    warmup(heroes, ONE, NO_KEY, around)
    assert len(Cache(heroes, around.clock, around.lifetimes).list()) == 2
