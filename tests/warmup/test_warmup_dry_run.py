"""A dry run: nothing is called or written, and of each account it is said what would be done, why, and what it would take."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixture_types import Contents
from scripted_api import MODEL, NAMES, Api, Time

from demodb.api.warmup import Access, Surroundings, WarmupOptions, warmup
from demodb.model.prices import Price
from demodb.store.engine import Store
from demodb.store.plans import NewSection, insert_sections

ALL = WarmupOptions()
ONE = WarmupOptions(accounts=(NAMES[0],))
NO_KEY = "no ANTHROPIC_API_KEY is set"


def edit(store: Store, key: str) -> None:
    with store.write() as connection:
        insert_sections(connection, [NewSection(key, "actions", [], None)])


def test_a_dry_run_calls_nothing_and_writes_nothing(
    heroes: Store, api: Api, access: Access, around: Surroundings, contents: Contents
) -> None:
    before = contents(heroes)
    report = warmup(heroes, replace(ALL, dry_run=True), access, around)
    assert (report.calls, report.intelligence, report.plans, api.asked) == (5, 5, 5, [])
    assert report.input_tokens > 5 * 500
    assert contents(heroes) == before
    report = warmup(heroes, replace(ALL, dry_run=True), NO_KEY, around)
    assert (report.calls, report.briefs, contents(heroes) == before) == (0, 5, True)


def test_a_dry_run_says_of_each_account_what_would_be_done_why_and_what_it_takes(
    heroes: Store, access: Access, around: Surroundings, time: Time
) -> None:
    access = replace(access, prices={MODEL: Price(input=3, output=15, as_of="2026-11-01")})
    warmup(heroes, WarmupOptions(accounts=NAMES[:3]), access, around)
    warmup(heroes, WarmupOptions(accounts=(NAMES[3],)), NO_KEY, around)
    edit(heroes, "beta mobile")
    time.go(60)
    by_name = {one.account: one for one in warmup(heroes, replace(ALL, dry_run=True), access, around).expected}
    assert {name: one.action for name, one in by_name.items()} == {
        NAMES[0]: "skip",
        NAMES[1]: "call",
        NAMES[2]: "skip",
        NAMES[3]: "call",
        NAMES[4]: "call",
    }
    whys = ["fresh until", "changed since", "fresh until", "not by Claude", "nothing is cached"]
    assert [part in by_name[name].why for name, part in zip(NAMES, whys, strict=True)] == [True] * 5
    called, skipped = by_name[NAMES[4]], by_name[NAMES[0]]
    assert called.cost_usd == pytest.approx((called.input_tokens * 3 + 4096 * 15) / 1e6)
    assert (skipped.input_tokens, skipped.cost_usd) == (0, 0.0)


def test_the_sums_of_a_dry_run_are_those_of_its_accounts(heroes: Store, access: Access, around: Surroundings) -> None:
    dry = replace(ALL, dry_run=True)
    prices = {MODEL: Price(input=3, output=15, as_of="2026-11-01")}
    report = warmup(heroes, dry, replace(access, prices=prices), around)
    assert report.input_tokens == sum(one.input_tokens for one in report.expected)
    assert report.cost_usd == pytest.approx(sum(one.cost_usd or 0.0 for one in report.expected))
    halved = warmup(heroes, replace(dry, every=True), replace(access, prices=prices), around)
    assert halved.cost_usd == pytest.approx((report.cost_usd or 0.0) / 2)
    assert warmup(heroes, dry, access, around).cost_usd is None


@pytest.mark.parametrize(
    ("how", "told"),
    [("stale", "stale"), ("soon", "ends too soon"), ("forced", "--force"), ("model", f"by {MODEL}")],
)
def test_a_dry_run_names_the_reason(heroes: Store, access: Access, around: Surroundings, time: Time, how: str, told: str) -> None:
    warmup(heroes, ONE, access, around)
    time.go({"stale": 3600, "soon": 1000}.get(how, 60))
    access = replace(access, model="another") if how == "model" else access
    (one,) = warmup(heroes, replace(ONE, dry_run=True, force=how == "forced"), access, around).expected
    assert (one.action, told in one.why) == ("call", True)
