"""Warming up in the studio: what it would take, and each hero as it waits, is called, is done, or fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from threading import Event

import pytest
from playwright.sync_api import Page, expect
from pytest_httpserver import HTTPServer
from scripted_api import KEY, Api, advice, answered, failed
from studio_acts import Acts
from studio_project import Running
from werkzeug import Request, Response

from demodb.api.cache import list_cache

HEROES = ("AT&T SERVICES, INC.", "British Telecommunications plc", "Liquid Telecom", "Spotify", "Telefonica UK Limited")
LAST = {"until": "2026-11-24T17:00"}


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """The scripted API, which the settings lead to; what a call needs is loaded, as that takes its time."""
    import_module("demodb.warmup.calling")
    with HTTPServer(host="127.0.0.1", threaded=True) as server:
        made = Api(server.url_for(""))
        server.expect_request("/v1/messages", method="POST").respond_with_handler(made.answer)
        for name, value in {
            "ANTHROPIC_API_KEY": KEY,
            "ANTHROPIC_BASE_URL": made.url,
            "DEMODB_SPACING": "0",
            "DEMODB_CONCURRENCY": "5",
        }.items():
            monkeypatch.setenv(name, value)
        yield made


def test_a_warm_up_is_followed_hero_by_hero(
    page: Page,
    studio: Running,
    acts: Acts,
    api: Api,
    picture: Callable[[Page, str], None],
    accessible: Callable[[Page], None],
) -> None:
    go, asked_to_wait = Event(), Event()

    def reply(request: Request) -> Response:
        text = request.get_json()["messages"][0]["content"]
        if "Spotify" in text and not asked_to_wait.is_set():
            asked_to_wait.set()
            return failed(429, **{"retry-after": "8"})(request)
        go.wait(20)
        return (failed(400) if "Liquid Telecom" in text else answered(advice()))(request)

    api.default = reply
    page.goto(f"{studio.origin}/act/warmup")
    work = page.locator("#work")
    expect(work.get_by_role("heading")).to_contain_text("5 calls, about")
    accessible(page)
    page.get_by_role("button", name="Warm up").click()
    stage = {name: work.get_by_role("row").filter(has_text=name) for name in HEROES}
    expect(stage["AT&T SERVICES, INC."]).to_contain_text("calling")
    expect(stage["Spotify"]).to_contain_text("waiting until")
    accessible(page)
    picture(page, "act-warmup-live")
    assert acts.get("/act").text.count("under way") == 1
    page.goto(f"{studio.origin}/act/warmup")
    go.set()
    expect(work.get_by_role("heading")).to_contain_text("4 intelligence")
    expect(stage["Spotify"]).to_contain_text("claude")
    expect(stage["Liquid Telecom"]).to_contain_text("rules")
    expect(stage["Liquid Telecom"]).to_contain_text("400")
    expect(work).to_contain_text("6 calls")
    picture(page, "act-warmup")


def test_a_second_start_joins_the_warm_up_that_is_under_way(acts: Acts, api: Api) -> None:
    go = Event()
    api.default = lambda request: (go.wait(20), answered(advice())(request))[1]
    begun = acts.client.post("/act/warmup", headers={"HX-Request": "true"})
    assert "hx-sse:connect" in begun.text
    go.set()
    assert "5 intelligence" in acts.post("/act/warmup").text
    assert len(api.asked) == 5


def test_what_a_warm_up_would_take_is_told_by_account(acts: Acts, api: Api) -> None:
    assert "5 calls" in acts.post("/act/warmup/look", LAST).text
    forced = acts.post("/act/warmup/look", {"accounts": "Spotify\n9Bells Communications\n", "rules": "1", "force": "1"}).text
    assert "No call would be made" in forced
    assert forced.count("brief by rules") == 2
    assert api.asked == []


def test_every_account_is_warmed_where_that_is_asked_for(acts: Acts, studio: Running) -> None:
    assert "in batches" not in acts.get("/act/warmup").text
    looked = acts.post("/act/warmup/look", {"all": "1", "force": "1"})
    assert looked.text.count("brief by rules") == 128
    done = acts.post("/act/warmup", {"all": "1", "force": "1"})
    assert "128 briefs made" in done.text
    assert len(list_cache(studio.desk.store, studio.desk.clock, "intelligence:*").entries) == 128
    refused = acts.post("/act/warmup", {"all": "1", "accounts": "Spotify"})
    assert (refused.status, "name none" in refused.text) == (422, True)


def test_every_account_goes_in_batches_at_half_the_price(acts: Acts, api: Api) -> None:
    assert "in batches, at half the price" in acts.get("/act/warmup").text
    assert "128 calls" in acts.post("/act/warmup/look", {"all": "1"}).text
    assert api.asked == []


def test_without_a_key_briefs_by_rules_last_until_the_time_asked_for(acts: Acts) -> None:
    assert "no ANTHROPIC_API_KEY is set" in acts.get("/act/warmup").text
    done = acts.post("/act/warmup", {**LAST, "force": "1", "rules": "1"})
    assert "5 briefs made" in done.text
    assert "Fresh until 2026-11-24 17:10" in done.text


def test_a_time_that_cannot_be_meant_is_told(acts: Acts) -> None:
    for typed, why in (("soon", "is no time"), ("2026-11-24T08:00", "is past"), ("2031-01-01T08:00", "more than a year away")):
        answer = acts.post("/act/warmup", {"until": typed})
        assert (answer.status, why in answer.text) == (422, True)
