"""What a warm-up says of how long things last is so, under every slug; what changed since is told, refreshed, not prolonged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fixture_types import Copied, CustomersFile
from scripted_api import NAMES, Api, Time, failed
from sqlalchemy import text

from demodb.api.account import alias_account, keep_apart, merge_accounts, remove_alias
from demodb.api.cache import extend_cache, list_cache, read_cache
from demodb.api.import_ import DeclaredNames, import_sources
from demodb.api.source import remove_source
from demodb.api.status import Asked, status
from demodb.api.warmup import Access, Surroundings, WarmupOptions, warmup
from demodb.cache.cache import Cache
from demodb.model.lifetimes import Lifetimes
from demodb.store.engine import Store
from demodb.store.plans import NewSection, insert_sections

ALL = WarmupOptions()
NO_KEY = "no ANTHROPIC_API_KEY is set"
ALPHA = ("account-plan:alpha-telecom", "intelligence:alpha-telecom")


def edit(store: Store, key: str = "alpha telecom") -> None:
    with store.write() as connection:
        insert_sections(connection, [NewSection(key, "actions", [], None)])


def keys(store: Store, around: Surroundings) -> list[str]:
    return [entry.key for entry in Cache(store, around.clock).list()]


def cold(store: Store, around: Surroundings, *, hour: bool = False, calls: bool = False) -> list[tuple[str, str | None, str]]:
    report = status(store, Asked(around.clock.now(), hour=hour, calls=calls))
    found = report.blockers if hour else report.warnings
    return [(one.code, one.account, one.fix) for one in found if one.code in ("hero-changed", "hero-missing", "hero-stale")]


# --- changed since -------------------------------------------------------------------------------------------------------


def test_what_would_be_made_from_something_else_now_is_told_until_a_warm_up_makes_it_anew(
    heroes: Store, around: Surroundings
) -> None:
    warmup(heroes, ALL, NO_KEY, around)
    assert list_cache(heroes, around.clock).changed == frozenset()
    assert not read_cache(heroes, around.clock, ALPHA[0]).changed
    edit(heroes)
    assert list_cache(heroes, around.clock).changed == set(ALPHA)
    assert read_cache(heroes, around.clock, ALPHA[1]).changed
    assert cold(heroes, around) == [("hero-changed", "Alpha Telecom", "demodb warmup")]
    report = warmup(heroes, ALL, NO_KEY, around)
    assert (report.plans, report.briefs) == (1, 1)
    assert (list_cache(heroes, around.clock).changed, cold(heroes, around)) == (frozenset(), [])


def test_a_change_blocks_where_an_hour_was_asked_about_with_a_command_that_mends_it(
    heroes: Store, access: Access, around: Surroundings
) -> None:
    warmup(heroes, ALL, access, around)
    edit(heroes)
    until = (around.clock.now() + timedelta(hours=1)).isoformat(timespec="minutes")
    command = f"demodb warmup --until {until}"
    assert cold(heroes, around, hour=True, calls=True) == [("hero-changed", "Alpha Telecom", command)]
    assert cold(heroes, around, hour=True) == [("hero-changed", "Alpha Telecom", f"set ANTHROPIC_API_KEY, then {command}")]
    warmup(heroes, replace(ALL, until=datetime.fromisoformat(until)), access, around)
    assert cold(heroes, around, hour=True) == []


def test_what_changed_is_not_prolonged_unless_anyway_and_the_others_are(heroes: Store, around: Surroundings) -> None:
    warmup(heroes, ALL, NO_KEY, around)
    edit(heroes)
    until = around.clock.now() + timedelta(hours=3)
    done = extend_cache(heroes, around.clock, until)
    assert (done.entries, done.extended, done.refused, int(done.exit_code)) == (10, 8, ALPHA, 1)
    lasting = {entry.key for entry in Cache(heroes, around.clock).list() if entry.fresh_until == until.timestamp() * 1000}
    assert lasting == set(keys(heroes, around)) - set(ALPHA)
    done = extend_cache(heroes, around.clock, until, "*", anyway=True)
    assert (done.extended, done.refused, int(done.exit_code)) == (2, (), 0)


# --- slugs ---------------------------------------------------------------------------------------------------------------

SPELT = ("Alpha Telecom", "ALPHA TELECOM!")
SLUGS = ("alpha-telecom", "alpha-telecom!")


@pytest.fixture
def spelt(copied: Copied, customers_file: CustomersFile, tmp_path: Path) -> Store:
    """A hero that the customer file names in two ways, with a slug each."""
    store = copied("empty")
    file = customers_file(tmp_path / "in", "Kandy", [(name, 10.0 * n, 1.0) for n, name in enumerate(SPELT, start=1)])
    import_sources(store, [file], DeclaredNames({}, ("Alpha Telecom",)))
    return store


def of_slugs(slugs: Sequence[str]) -> set[str]:
    return {f"{kind}:{slug}" for kind in ("account-plan", "intelligence") for slug in slugs}


@pytest.mark.parametrize("by_claude", [False, True])
def test_a_hero_is_warm_under_each_slug_or_not_warm(
    spelt: Store, access: Access, around: Surroundings, *, by_claude: bool
) -> None:
    report = warmup(spelt, ALL, access if by_claude else NO_KEY, around)
    assert (report.heroes, report.plans, report.calls) == (1, 1, int(by_claude))
    assert set(keys(spelt, around)) == of_slugs(SLUGS)
    entries = Cache(spelt, around.clock).get_many([f"intelligence:{slug}" for slug in SLUGS])
    assert len({(one.value, one.fresh_until, one.source) for one in entries.values()}) == 1
    assert cold(spelt, around) == []
    Cache(spelt, around.clock).invalidate("*:alpha-telecom!")
    assert [found[0] for found in cold(spelt, around)] == ["hero-missing"]
    again = warmup(spelt, ALL, NO_KEY, around)
    assert (again.plans, again.briefs, again.calls) == (1, 0, 0)
    assert (cold(spelt, around), set(keys(spelt, around))) == ([], of_slugs(SLUGS))


def test_a_slug_that_is_new_gets_what_claude_made_and_no_brief(spelt: Store, access: Access, around: Surroundings) -> None:
    warmup(spelt, ALL, access, around)
    Cache(spelt, around.clock).invalidate(f"intelligence:{SLUGS[0]}")
    warmup(spelt, ALL, NO_KEY, around)
    sources = {key: entry.source for key, entry in Cache(spelt, around.clock).get_many(sorted(of_slugs(SLUGS))).items()}
    assert sources == {key: "claude" if key.startswith("intelligence") else "store" for key in of_slugs(SLUGS)}


def test_what_stood_under_the_slugs_of_a_departed_account_goes(
    copied: Copied, customers_file: CustomersFile, tmp_path: Path, around: Surroundings
) -> None:
    store = copied("empty")
    files = [customers_file(tmp_path / unit, unit, [(name, 1, 1)]) for unit, name in (("STL", "Vestholm"), ("Kandy", "Halden"))]
    import_sources(store, files, DeclaredNames({}, ("Vestholm", "Halden")))
    warmup(store, ALL, NO_KEY, around)
    remove_source(store, str(files[0]), Path())
    assert set(keys(store, around)) == of_slugs(["halden"])


def test_a_rename_leaves_nothing_under_the_old_slug(
    copied: Copied, customers_file: CustomersFile, tmp_path: Path, around: Surroundings
) -> None:
    store = copied("empty")
    for name in ("Acme Ltd", "Acme, Ltd!"):
        import_sources(store, [customers_file(tmp_path / "in", "STL", [(name, 1, 1)])], DeclaredNames({}, ("Acme Ltd",)))
        found = set(keys(store, around))
        assert found == set()
        warmup(store, ALL, NO_KEY, around)
    assert set(keys(store, around)) == of_slugs(["acme-ltd!"])


def test_merged_and_parted_accounts_leave_nothing_that_is_another_s(heroes: Store, around: Surroundings) -> None:
    warmup(heroes, ALL, NO_KEY, around)
    merge_accounts(heroes, "Beta Mobile", "Alpha Telecom")
    assert not of_slugs(["beta-mobile"]) & set(keys(heroes, around))
    assert {found[:2] for found in cold(heroes, around)} == {("hero-missing", "Alpha Telecom"), ("hero-changed", "Alpha Telecom")}
    warmup(heroes, ALL, NO_KEY, around)
    assert (cold(heroes, around), of_slugs(["beta-mobile"]) <= set(keys(heroes, around))) == ([], True)
    remove_alias(heroes, "Beta Mobile")
    assert not of_slugs(["beta-mobile"]) & set(keys(heroes, around))
    alias_account(heroes, "beta-m", "Alpha Telecom")


def test_names_that_are_kept_apart_take_nothing_along(spelt: Store, around: Surroundings) -> None:
    warmup(spelt, ALL, NO_KEY, around)
    keep_apart(spelt, "Alpha Telecom", SPELT[1])
    assert set(keys(spelt, around)) == of_slugs(SLUGS[:1])


# --- until when ----------------------------------------------------------------------------------------------------------


def test_what_is_said_is_the_earliest_end_and_who_does_not_reach_the_hour_is_named(
    heroes: Store, api: Api, access: Access, around: Surroundings, time: Time
) -> None:
    warmup(heroes, WarmupOptions(accounts=(NAMES[0],)), access, around)
    ends = around.clock.now() + timedelta(minutes=30)
    edit(heroes)
    time.go(28 * 60)
    until = around.clock.now() + timedelta(hours=2)
    report = warmup(heroes, replace(ALL, until=until), NO_KEY, around)
    assert (report.expires_at, [one.account for one in report.short]) == (ends, [NAMES[0]])
    assert {one.account: one.fresh_until for one in report.accounts} == {
        name: ends if name == NAMES[0] else until + timedelta(minutes=10) for name in NAMES
    }
    time.go(600)
    api.default = failed(401)
    report = warmup(heroes, replace(ALL, until=until), access, around)
    assert (report.expires_at, [(one.account, one.fresh_until) for one in report.short]) == (None, [(NAMES[0], None)])


def test_one_that_lasts_long_lends_its_end_to_no_other(heroes: Store, around: Surroundings) -> None:
    warmup(heroes, WarmupOptions(accounts=(NAMES[0],), ttl=7200), NO_KEY, around)
    report = warmup(heroes, ALL, NO_KEY, around)
    ends = {one.account: one.fresh_until for one in report.accounts}
    now = around.clock.now()
    assert ends == {name: now + timedelta(seconds=7200 if name == NAMES[0] else 1800) for name in NAMES}
    assert report.expires_at == now + timedelta(seconds=1800)


@pytest.mark.parametrize(("mode", "plans"), [("normal", (540, 660)), ("demo", (1800, 1800))])
def test_the_mode_is_seen_in_plans_and_intelligence_lives_alike_in_both(
    heroes: Store, around: Surroundings, time: Time, mode: str, plans: tuple[int, int]
) -> None:
    draws = iter(range(100))
    around = replace(around, lifetimes=Lifetimes("normal" if mode == "normal" else "demo", lambda: next(draws) % 5 / 4))
    report = warmup(heroes, ALL, NO_KEY, around)
    now = around.clock.now().timestamp()
    lives = {entry.key: entry.fresh_until / 1000 - now for entry in Cache(heroes, around.clock).list()}
    assert {life for key, life in lives.items() if key.startswith("intelligence")} == {1800}
    of_plans = [life for key, life in lives.items() if key.startswith("account-plan")]
    assert [round(min(of_plans)), round(max(of_plans))] == [*plans]
    assert report.expires_at == around.clock.now() + timedelta(seconds=plans[0])
    time.go(120)
    assert warmup(heroes, ALL, NO_KEY, around).plans == 0


def test_an_hour_asked_for_outweighs_the_mode(heroes: Store, around: Surroundings) -> None:
    around = replace(around, lifetimes=Lifetimes("normal", lambda: 0.0))
    until = around.clock.now() + timedelta(hours=2)
    assert warmup(heroes, replace(ALL, until=until), NO_KEY, around).expires_at == until + timedelta(minutes=10)


def test_what_raw_sql_left_behind_goes_with_the_next_warm_up(heroes: Store, around: Surroundings) -> None:
    warmup(heroes, ALL, NO_KEY, around)
    with heroes.write() as connection:
        connection.execute(text("DELETE FROM account WHERE key = 'beta mobile'"))
    assert list_cache(heroes, around.clock).changed == of_slugs(["beta-mobile"])
    warmup(heroes, ALL, NO_KEY, around)
    assert not of_slugs(["beta-mobile"]) & set(keys(heroes, around))
