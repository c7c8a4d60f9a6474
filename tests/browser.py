"""A real Chromium, and pages of it that are watched: what leaves this machine, breaks the policy or throws fails the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

Picture = Callable[..., None]
Accessible = Callable[[Page], None]

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_NEAR = {"127.0.0.1", "localhost", ""}


def chromium() -> str:
    """Where Chromium is; a test that needs it is skipped on a machine without, and fails in CI."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail("there is no Chromium on this machine, and in CI the pages have to be tried: apt-get install chromium")
    pytest.skip("the studio's pages are tried in Chromium, and there is none on this machine: apt-get install chromium")


@contextmanager
def started() -> Iterator[Browser]:
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(_ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Watch:
    """What went wrong on the pages of a context; `allowed` are words of console errors that a test means to see."""

    faults: list[str] = field(default_factory=list)
    allowed: tuple[str, ...] = ()

    def on_request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob", "about") and url.hostname not in _NEAR:
            self.faults.append(f"a request left this machine: {request.url}")

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(word in message.text for word in self.allowed):
            self.faults.append(f"the console says: {message.text}")

    def on_error(self, error: Exception) -> None:
        self.faults.append(f"a script threw: {error}")


@contextmanager
def watched(browser: Browser, **options: object) -> Iterator[tuple[BrowserContext, Watch]]:
    """A context of its own, and what goes wrong in it; at the end nothing may have."""
    context = browser.new_context(**options)  # type: ignore[arg-type] # the options are the caller's
    context.set_default_timeout(15_000)
    watch = Watch()

    def watched_page(page: Page) -> None:
        page.on("pageerror", watch.on_error)

    context.on("request", watch.on_request)
    context.on("console", watch.on_console)
    context.on("page", watched_page)
    yield context, watch
    context.close()
    assert watch.faults == [], "\n".join(watch.faults)


def serious_findings(page: Page, axe: str) -> list[str]:
    """What axe-core finds wrong on a page that is serious or worse, each with the element; `axe` is its source."""
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [
        f"{one['id']}: {node['target']}: {node['failureSummary']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
