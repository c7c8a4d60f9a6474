"""`/api/cache/{key}` in the words of HTTP: what it says of a value's freshness is what the documented SELECT says."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest
from api_clients import Hand, StartStudio, error_of
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from studio_project import NOW, Running, running

from demodb.api.cache import extend_cache
from demodb.cache.cache import Cache, Value
from demodb.clock import epoch_ms
from demodb.store.engine import Store
from demodb.store.schema import open_store

DOCUMENTED = (Path(__file__).resolve().parents[2] / "docs" / "cache.md").read_text("utf-8")
SELECT = text(DOCUMENTED.partition("```sql\n")[2].partition("```")[0])
INSERT = text(
    "INSERT INTO cache_entry (key, kind, value, created_at, fresh_until, stale_until, generation, source)"
    " VALUES (:key, 'news', :value, :created, :fresh, :stale, 1, 'store')"
)
MS = epoch_ms(NOW)
NEAR = st.integers(-3_000, 3_000) | st.integers(-90_000_000, 90_000_000)
MOMENTS = NEAR.map(lambda ms: MS + ms) | st.sampled_from([0, -(2**62), 2**62])


def told_of(answer: httpx2.Response) -> tuple[int, int, int]:
    """Age, max-age and stale-while-revalidate of an answer."""
    found = re.fullmatch(
        r"private, max-age=(\d+), stale-while-revalidate=(\d+), stale-if-error=(\d+)", answer.headers["cache-control"]
    )
    assert found, answer.headers
    assert found[2] == found[3]
    return int(answer.headers["age"]), int(found[1]), int(found[2])


def selected(store: Store, key: str, now: int) -> tuple[str, bool] | None:
    """What the documented SELECT gives: the value, and whether it is fresh."""
    with store.read() as connection:
        row = connection.execute(SELECT, {"key": key, "now": now}).mappings().one_or_none()
    return (row["value"], bool(row["fresh"])) if row else None


@pytest.mark.postgresql
def test_what_it_says_of_freshness_is_what_the_documented_select_says(db: str, tmp_path: Path) -> None:
    hand = Hand()
    open_store(db, create=True).close()

    @settings(max_examples=examples(60))
    @given(MOMENTS, MOMENTS, MOMENTS, st.integers(-2_000, 2_000))
    def same(created: int, fresh: int, stale: int, after: int) -> None:
        with studio.desk.store.write() as connection:
            connection.execute(text("DELETE FROM cache_entry"))
            made = {"key": "k", "value": '{"v":1}', "created": created, "fresh": min(fresh, stale), "stale": stale}
            connection.execute(INSERT, made)
        hand.at = datetime.fromtimestamp((MS + after) / 1000, UTC)
        answer, row = program.get("/cache/k"), selected(studio.desk.store, "k", epoch_ms(hand.at))
        assert answer.status_code == (200 if row else 404)
        if row:
            age, most, longer = told_of(answer)
            assert (answer.text, most > age) == row
            assert age < most + longer
            assert answer.headers["demodb-state"] == ("fresh" if row[1] else "stale")

    with running(tmp_path, clock=hand.clock, db=db) as studio, studio.api() as program:
        same()


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def studio(start_studio: StartStudio, hand: Hand) -> Running:
    return start_studio(clock=hand.clock)


def test_a_value_goes_from_fresh_to_stale_to_gone_as_the_clock_moves(studio: Running, hand: Hand) -> None:
    Cache(studio.desk.store, hand.clock).set("news:x", "news", Value('{"n":1}'), fresh_ms=60_000)
    seen = []
    with studio.api() as program:
        for seconds in (0, 30, 59.999, 60, 3600, 60 + 24 * 3600 - 0.001):
            hand.at = NOW + timedelta(seconds=seconds)
            answer = program.get("/cache/news:x")
            seen.append((*told_of(answer), answer.headers["demodb-state"]))
        hand.at = NOW + timedelta(seconds=60 + 24 * 3600)
        gone = program.get("/cache/news:x")
    assert seen == [
        (0, 60, 86_400, "fresh"),
        (30, 60, 86_400, "fresh"),
        (59, 60, 86_400, "fresh"),
        (60, 60, 86_400, "stale"),
        (3600, 60, 86_400, "stale"),
        (86_459, 60, 86_400, "stale"),
    ]
    assert (gone.status_code, error_of(gone)["code"]) == (404, "unknown-entry")


def test_the_body_is_the_cached_value_and_its_facts_are_headers(studio: Running) -> None:
    store, clock = studio.desk.store, studio.desk.clock
    entry = Cache(store, clock).get("intelligence:spotify")
    assert entry
    with studio.api() as program:
        answer = program.get("/cache/intelligence:spotify")
    assert answer.text == entry.value
    assert (answer.headers["content-type"], answer.headers["demodb-source"]) == ("application/json", "rules")
    assert parsedate_to_datetime(answer.headers["last-modified"]) == NOW
    assert parsedate_to_datetime(answer.headers["date"]).tzinfo is UTC
    assert datetime.fromisoformat(answer.headers["demodb-fresh-until"]) == datetime.fromtimestamp(entry.fresh_until / 1000, UTC)
    assert "demodb-model" not in answer.headers


def test_who_has_the_value_is_told_for_how_much_longer_it_lasts(studio: Running) -> None:
    with studio.api() as program:
        first = program.get("/cache/intelligence:spotify")
        extend_cache(studio.desk.store, studio.desk.clock, NOW + timedelta(hours=9))
        again = program.get("/cache/intelligence:spotify", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert told_of(again)[1] == 9 * 3600 > told_of(first)[1]
        Cache(studio.desk.store, studio.desk.clock).set("intelligence:spotify", "claude-enrichment", Value('{"new":1}'))
        newer = program.get("/cache/intelligence:spotify", headers={"If-None-Match": first.headers["etag"]})
        assert (newer.status_code, newer.json()) == (200, {"new": 1})


KEYS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)


def test_a_key_may_hold_anything(studio: Running) -> None:
    with studio.api() as program:

        @settings(max_examples=examples(50))
        @given(KEYS | st.sampled_from(["news:a/b", "/", "a//b", "..", "50%", "a?b#c", "account-plan:various:-x", "a\nb\n"]))
        def found(key: str) -> None:
            Cache(studio.desk.store, studio.desk.clock).set(key, "news", Value(json.dumps(key)))
            answer = program.get(f"/cache/{quote(key, safe='')}") if set(key) != {"."} else None
            assert answer is None or (answer.status_code, answer.json()) == (200, key)

        found()


def test_hostile_words_in_a_source_stay_within_their_header(studio: Running) -> None:
    source = "rules\r\nSet-Cookie: x=1; ü"
    Cache(studio.desk.store, studio.desk.clock).set("k", "news", Value("1", source=source))
    with studio.api() as program:
        answer = program.get("/cache/k")
    assert answer.headers["demodb-source"] == quote(source, safe=" :")
    assert "set-cookie" not in answer.headers


def test_a_key_that_the_cache_has_not_is_told_with_those_like_it(studio: Running) -> None:
    with studio.api() as program:
        error = error_of(answer := program.get("/cache/intelligence:spotfy"))
    assert answer.status_code == 404
    assert "intelligence:spotify" in error["fix"]


def test_the_list_is_what_the_command_lists(studio: Running) -> None:
    with studio.api() as program:
        every, some = program.get("/cache").json(), program.get("/cache", params={"pattern": "intelligence:*"}).json()
    assert (len(every["entries"]), every["fresh"], every["stale"]) == (10, 10, 0)
    assert {entry["kind"] for entry in some["entries"]} == {"claude-enrichment"}
