"""Who gets in: the link lets one browser in, once; the token lets in others; nobody else sees anything."""

from __future__ import annotations

import httpx2
from browser import Watch
from playwright.sync_api import Page
from studio_project import Running


def test_the_link_lets_one_browser_in_once(studio: Running) -> None:
    with httpx2.Client(timeout=60) as first, httpx2.Client(timeout=60) as second:
        assert first.get(studio.access.url, follow_redirects=True).status_code == 200
        assert second.get(studio.access.url).status_code == 401
        assert second.get(studio.origin).headers["location"] == "/enter"
        assert first.get(studio.origin).status_code == 200


def test_the_page_opens_in_a_browser_under_the_policy(page: Page, studio: Running) -> None:
    assert page.url == f"{studio.origin}/"
    assert page.locator("h1").inner_text().startswith("Ready until 15:40")


def test_the_token_lets_in_a_second_browser(page: Page, studio: Running, watch: Watch) -> None:
    watch.allowed = ("401",)
    page.context.clear_cookies()
    page.goto(studio.origin)
    page.get_by_label("Token").fill("no token at all")
    page.get_by_role("button", name="Enter").click()
    assert "not the token" in page.get_by_role("alert").inner_text()
    page.get_by_label("Token").fill(studio.access.token)
    page.get_by_role("button", name="Enter").click()
    page.wait_for_url(f"{studio.origin}/")
