"""Studios over copies of the sample, and a browser to look at them with."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browser import Accessible, Picture, Watch, serious_findings, started, watched
from playwright.sync_api import Browser, BrowserContext, Page, expect
from studio_acts import Acts, acting_in
from studio_project import Running, StartStudio, copied_project, make_sample, running

REPOSITORY = Path(__file__).resolve().parents[2]
AXE = REPOSITORY / "tests" / "node" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = REPOSITORY / "pictures"
"""Where pictures of the pages go: what a build keeps to be looked at."""

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's project, made once."""
    folder = tmp_path_factory.mktemp("sample") / "project"
    make_sample(folder)
    return folder


@pytest.fixture
def project(made_sample: Path, tmp_path: Path) -> Path:
    """The sample's project, a copy of the test's own."""
    return copied_project(made_sample, tmp_path / "project")


@pytest.fixture
def start_studio(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StartStudio]:
    """Starts a studio over the project: `writes`, `api_writes`, `clock`, `db`, `patience`."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with ExitStack() as stack:
        yield lambda **how: stack.enter_context(running(project, **how))


@pytest.fixture
def studio(start_studio: StartStudio, request: pytest.FixtureRequest) -> Running:
    """A studio that may write; as a parameter of the test says, if one does."""
    return start_studio(**getattr(request, "param", {}))


@pytest.fixture
def acts(studio: Running) -> Iterator[Acts]:
    """A browser's requests for acts of the studio, without the browser."""
    with acting_in(studio) as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, gone again before another module: as long as it is there, nothing else may run a loop of asyncio here."""
    with started() as chromium:
        yield chromium


@pytest.fixture
def watch(context: tuple[BrowserContext, Watch]) -> Watch:
    """What goes wrong on the page: set `allowed` for errors that the test means to see."""
    return context[1]


@pytest.fixture
def context(browser: Browser) -> Iterator[tuple[BrowserContext, Watch]]:
    with watched(browser, viewport={"width": 1280, "height": 800}, locale="en-GB", timezone_id="UTC") as made:
        yield made


@pytest.fixture
def page(context: tuple[BrowserContext, Watch], studio: Running) -> Iterator[Page]:
    """A page that has entered the studio, at the demo's morning by its clock too; it is closed before the studio is."""
    made = context[0].new_page()
    made.clock.set_fixed_time(studio.desk.clock.now())
    made.goto(studio.access.url)
    yield made
    made.close()


@pytest.fixture
def picture() -> Picture:
    """Keeps a picture of a page in both themes, and at 360 px: of all of it, or with `whole=False` of what is in view."""

    def take(page: Page, name: str, *, whole: bool = True) -> None:
        PICTURES.mkdir(exist_ok=True)
        size: Any = page.viewport_size
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.screenshot(path=PICTURES / f"{name}-{theme}.png", full_page=whole)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 360, "height": 740})
        page.screenshot(path=PICTURES / f"{name}-360.png", full_page=whole)
        page.set_viewport_size(size)

    return take


@pytest.fixture
def accessible() -> Accessible:
    """Asserts that axe-core finds nothing serious on a page, in both themes."""
    axe = AXE.read_text("utf-8")

    def check(page: Page) -> None:
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            assert serious_findings(page, axe) == [], theme
        page.emulate_media(color_scheme="light")

    return check
