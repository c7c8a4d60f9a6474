"""The sample as a project that is ready, and studios that serve it: real servers, with a clock of the test's."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import httpx2
from uvicorn import Server

from demodb.api.access import access_of
from demodb.api.export import ExportBy
from demodb.api.import_ import Sources, declared_names
from demodb.api.init import init_project
from demodb.api.prepare import Wanted, Warming, prepare
from demodb.api.seed import By, PackChoice, SeedOptions
from demodb.api.store import open_store
from demodb.api.warmup import Surroundings, lifetimes_of
from demodb.clock import Clock
from demodb.settings import load_settings, load_story
from demodb.studio.access import Access
from demodb.studio.app import application
from demodb.studio.desk import Desk
from demodb.studio.jobs import REHEARSAL
from demodb.studio.serving import listening, server_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""The morning of the demo at 14:00."""

CLOCK = Clock(now=lambda: NOW)


def make_sample(folder: Path, clock: Clock = CLOCK) -> None:
    """The sample's project, as `init --sample` and `prepare` leave it that morning without a key."""
    init_project(folder, sample=True)
    prepare_project(folder, clock)


def prepare_project(folder: Path, clock: Clock = CLOCK) -> None:
    """A project prepared that morning without a key."""
    settings, story = load_settings(folder), load_story(folder, clock.today())
    assert story is not None
    around = Surroundings(clock, lifetimes_of(settings, lambda: 0.5))
    options = SeedOptions(NOW.date(), PackChoice(settings.pack, team=settings.team), settings.seed)
    sources = Sources(settings.sources, declared_names(settings))
    with open_store(settings.db, create=True) as store:
        prepare(
            store,
            sources,
            options,
            Warming(access_of(settings), around),
            settings.export_dir,
            exporting=ExportBy(folder, clock),
            by=By("alice", clock),
            wanted=Wanted(story),
        )


@dataclass(frozen=True)
class Running:
    """A studio that runs: what it works with, where its project lies, and what leads into it."""

    desk: Desk
    access: Access

    @property
    def folder(self) -> Path:
        return self.desk.folder

    server: Server

    @property
    def origin(self) -> str:
        return self.access.origin

    def client(self, **more: Any) -> httpx2.Client:
        """A client that has entered, as a browser does."""
        session = self.access.enter_by_token(self.access.token)
        headers = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        cookies = {self.access.cookie: str(session)}
        return httpx2.Client(base_url=self.origin, cookies=cookies, headers=headers, **{"timeout": 60, **more})

    def rehearsed(self) -> None:
        """Wait for the rehearsal that the demo's page begins once it is on its way."""
        while self.desk.jobs.get(REHEARSAL) is None:
            sleep(0.01)
        self.desk.jobs.wait(REHEARSAL, 120)

    def api(self, token: str | None = None) -> httpx2.Client:
        """A program that has the token."""
        bearer = {"Authorization": f"Bearer {token or self.access.token}"}
        return httpx2.Client(base_url=f"{self.origin}/api", headers=bearer, timeout=60)


StartStudio = Callable[..., Running]


@contextmanager
def running(
    folder: Path, *, clock: Clock = CLOCK, db: str | None = None, writes: bool = True, api_writes: bool = False, **more: Any
) -> Iterator[Running]:
    """A studio over the project in a folder, served from a thread; `more` as the desk takes it."""
    settings = load_settings(folder, {"db": db})
    with open_store(settings.db) as store, closing(listening("127.0.0.1", 0)) as sock:
        desk = Desk(store, folder, "alice", clock, settings.db, writes, api_writes, **more)
        access = Access("127.0.0.1", sock.getsockname()[1])
        server = server_of(application(desk, access))
        thread = Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        try:
            yield Running(desk, access, server)
        finally:
            server.should_exit = True
            thread.join(10)


def copied_project(made: Path, folder: Path) -> Path:
    """A copy of a project of a test's own."""
    shutil.copytree(made, folder, symlinks=True)
    return folder
