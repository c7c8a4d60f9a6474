"""The studio stopped, or was started anew, while a page of it is open: told on every page, and what was typed stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser import Watch
from playwright.sync_api import Page, expect
from studio_project import Running

STOPPED, ANEW = "The studio does not answer", "The studio was started anew"


@pytest.fixture
def home(page: Page, studio: Running) -> Page:
    """The page once the rehearsal that it began is shown."""
    studio.rehearsed()
    expect(page.locator("#rehearsal")).to_contain_text("in 128 accounts", timeout=15_000)
    return page


def test_that_the_studio_was_stopped_is_told_once_and_it_is_asked_no_more(home: Page, studio: Running, watch: Watch) -> None:
    watch.allowed = ("ERR_CONNECTION_REFUSED", "Failed to fetch")
    errors = list[str]()
    home.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    studio.server.should_exit = True
    expect(home.locator("#told")).to_contain_text(STOPPED, timeout=20_000)
    seen = len(errors)
    home.wait_for_timeout(6500)
    assert len(errors) == seen <= 3
    home.locator("#told").get_by_role("button", name="Try again").click()
    expect(home.locator("#told")).to_contain_text(STOPPED)


def test_a_page_that_the_studio_no_longer_lets_in_says_so_once_and_asks_no_more(home: Page, watch: Watch) -> None:
    watch.allowed = ("401",)
    home.context.clear_cookies()
    expect(home.locator("#told")).to_contain_text(ANEW, timeout=20_000)
    expect(home.get_by_role("heading", level=1)).to_have_text(re.compile("Ready until 15:40"))
    asked = list[str]()
    home.on("request", lambda request: asked.append(request.url))
    home.wait_for_timeout(6500)
    assert asked == []


@pytest.mark.parametrize("told", [STOPPED, ANEW])
def test_an_edit_that_the_studio_does_not_take_is_told_and_what_was_typed_stays(
    page: Page, studio: Running, watch: Watch, told: str
) -> None:
    watch.allowed = ("401", "ERR_CONNECTION_REFUSED", "Failed to fetch")
    page.goto(f"{studio.origin}/account/spotify")
    person = page.locator("[data-place^='stakeholders/'][data-row]").first
    person.focus()
    person.locator("[data-edit='']").click()
    title = page.locator("#dialog").get_by_label("Title")
    title.fill("Chief of Trains")
    if told == ANEW:
        page.context.clear_cookies()
    else:
        studio.server.should_exit = True
        page.wait_for_timeout(1500)  # It answers what is under way.
    page.locator("#dialog").get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#dialog #told")).to_contain_text(told)
    expect(title).to_have_value("Chief of Trains")


@pytest.mark.parametrize("path", ["/", "/verdict", "/accounts?search=tele", "/account/spotify", "/conflicts", "/log"])
def test_a_store_that_is_gone_is_told_by_every_page_and_nothing_is_called_ready(studio: Running, path: str) -> None:
    database = Path(str(studio.desk.store.place))
    with studio.client() as client:
        assert client.get(path).status_code == 200
        database.rename(database.with_name("elsewhere.db"))
        answer = client.get(path)
    assert answer.status_code == 503
    assert "was moved, deleted or replaced since it was opened" in answer.text
    assert "Ready until" not in answer.text
    assert not database.exists()
