"""Status at a moment: heroes that are warm then, stale, by rules or missing, how long they last, and what mends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from statements import statements_of

from demodb.api.status import Asked, Concern, StatusReport, status
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.store.engine import Store

NOW = datetime(2026, 11, 24, 13, tzinfo=UTC)
HEROES = ("atandt-services-inc", "british-telecommunications-plc", "liquid-telecom", "spotify", "telefonica-uk-limited")


@pytest.fixture
def cache(prepared: Store) -> Cache:
    return Cache(prepared, Clock(now=lambda: NOW))


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def warm(cache: Cache, *slugs: str, source: str = "claude", last: int = 30) -> None:
    for slug in slugs:
        cache.set(f"intelligence:{slug}", "claude-enrichment", Value("{}", source), fresh_ms=last * 60_000)
        cache.set(f"account-plan:{slug}", "account-plan", Value("{}", "store"), fresh_ms=90 * 60_000)


def warnings(report: StatusReport) -> list[Concern]:
    """What is said of the heroes: nothing was exported here."""
    return [found for found in report.warnings if found.code != "no-export"]


def findings(report: StatusReport) -> list[tuple[str, str | None, str]]:
    return [(found.code, found.account, found.message) for found in warnings(report)]


def test_warm_heroes_are_counted_and_no_warning(prepared: Store, cache: Cache) -> None:
    warm(cache, *HEROES)
    warm(cache, "spotify", last=20)
    report = status(prepared, NOW + minutes(19))
    assert report.by_warmth == {"warm": 5, "stale": 0, "rules": 0, "missing": 0}
    assert report.lasts_until == NOW + minutes(20)
    assert (report.ready, warnings(report)) == (True, [])


def test_a_hero_stays_warm_up_to_the_very_moment_and_is_stale_from_then_on(prepared: Store, cache: Cache) -> None:
    warm(cache, *HEROES, last=30)
    assert status(prepared, NOW + minutes(30) - timedelta(milliseconds=1)).by_warmth["warm"] == 5
    late = status(prepared, NOW + minutes(30))
    assert late.by_warmth == {"warm": 0, "stale": 5, "rules": 0, "missing": 0}
    assert late.ready
    assert late.lasts_until == NOW + minutes(90)
    assert ("hero-stale", "Spotify", "intelligence of Spotify will be stale") in findings(late)
    assert {found.fix for found in warnings(late)} == {"demodb cache extend --until 2026-11-24T14:30+00:00"}


def test_the_fix_for_stale_heroes_makes_them_warm(prepared: Store, cache: Cache) -> None:
    warm(cache, *HEROES, last=30)
    at = NOW + minutes(45)
    (fix,) = {found.fix for found in warnings(status(prepared, at))}
    cache.extend_fitting("*", Clock(now=lambda: datetime.fromisoformat(fix.split()[-1])).epoch_ms())
    assert warnings(status(prepared, at)) == []


def test_briefs_by_rules_are_no_warmth_by_claude(prepared: Store, cache: Cache) -> None:
    warm(cache, *HEROES)
    warm(cache, "liquid-telecom", source="rules")
    report = status(prepared, NOW)
    assert report.by_warmth == {"warm": 4, "stale": 0, "rules": 1, "missing": 0}
    assert findings(report) == [("hero-by-rules", "Liquid Telecom", "the intelligence of Liquid Telecom is a brief by rules")]
    assert report.warnings[0].fix == "set ANTHROPIC_API_KEY, then demodb warmup"
    assert status(prepared, Asked(NOW, calls=True)).warnings[0].fix == "demodb warmup"
    at = NOW + minutes(10)
    asked = status(prepared, Asked(at, NOW, hour=True, calls=True))
    assert (asked.ready, asked.warnings[0].fix) == (True, "demodb warmup --until 2026-11-24T14:10+00:00")


def test_what_is_missing_then_is_named_plan_and_intelligence(prepared: Store, cache: Cache) -> None:
    warm(cache, *HEROES)
    cache.invalidate("*:spotify")
    cache.invalidate("account-plan:liquid-telecom")
    report = status(prepared, NOW)
    assert report.by_warmth == {"warm": 4, "stale": 0, "rules": 0, "missing": 1}
    assert findings(report) == [
        ("hero-missing", "Liquid Telecom", "the cache has no plan of Liquid Telecom"),
        ("hero-missing", "Spotify", "the cache has no plan and no intelligence of Spotify"),
    ]
    assert {hero.account: hero.plan for hero in report.warmth if hero.plan != "fresh"} == {
        "Liquid Telecom": "missing",
        "Spotify": "missing",
    }


def test_what_will_be_gone_by_then_is_missing(prepared: Store, cache: Cache) -> None:
    warm(cache, *HEROES)
    report = status(prepared, NOW + timedelta(days=2))
    assert report.by_warmth["missing"] == 5
    assert report.lasts_until is None


@pytest.mark.slow
def test_times_are_told_in_the_zone_that_was_asked_in(prepared: Store, cache: Cache) -> None:
    warm(cache, *HEROES)
    report = status(prepared, NOW.astimezone(timezone(timedelta(hours=9))))
    assert report.lasts_until is not None
    assert report.lasts_until.isoformat() == "2026-11-24T22:30:00+09:00"


def test_the_heroes_are_judged_in_one_read_however_many_there_are(prepared: Store) -> None:
    with statements_of(prepared) as few:
        status(prepared, NOW)
    with prepared.write() as connection:
        connection.exec_driver_sql("UPDATE account SET hero = 1")
    with statements_of(prepared) as many:
        assert status(prepared, NOW).heroes == 128
    assert len(many) == len(few) > 0
