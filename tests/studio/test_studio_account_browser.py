"""The account's page in Chromium."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page
from studio_project import Running


def test_the_page_shows_all_of_an_account(
    page: Page, studio: Running, picture: Callable[[Page, str], None], accessible: Callable[[Page], None]
) -> None:
    page.goto(f"{studio.origin}/account/british-telecommunications-plc")
    picture(page, "account")
    accessible(page)
