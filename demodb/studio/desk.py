"""What every page works with: the store, the project's settings and story, the clock, and whether it may write."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from starlette.requests import Request

from demodb.api.by import By
from demodb.api.status import Asked, asked_of
from demodb.api.store import Store, damage_told
from demodb.clock import Clock
from demodb.model.story import NO_STORY, Story
from demodb.settings import Settings, load_settings, load_story, project_root
from demodb.studio.jobs import Jobs


@dataclass(frozen=True)
class Desk:
    """One running studio. `folder` is where it was started, `db` the store that was named there, if one was.

    `writes`: whether pages may change something, `api_writes`: whether programs may; `person` is who is told of in the logs.
    `patience`: how many seconds a button's act is waited for before the page says that it is under way.
    """

    store: Store
    folder: Path
    person: str
    clock: Clock = field(default_factory=Clock)
    db: str | None = None
    writes: bool = True
    api_writes: bool = False
    jobs: Jobs = field(default_factory=Jobs)
    patience: float = 5.0

    @property
    def settings(self) -> Settings:
        """The settings as they are now: a person may change demodb.toml while the studio runs. Raises SettingsError."""
        return load_settings(self.folder, {"db": self.db})

    @property
    def story(self) -> Story:
        """The story as it is now. Raises SettingsError."""
        return load_story(self.folder, self.clock.now().date()) or NO_STORY

    @property
    def day(self) -> date:
        """The day that dates count from: the demo's, as the story tells it, else today. Raises SettingsError."""
        return self.story.demo.as_of(self.clock.now())

    @property
    def root(self) -> Path:
        """The project's folder."""
        return project_root(self.folder)

    @property
    def by(self) -> By:
        """Who edits, by which clock."""
        return By(self.person, self.clock)

    def asked(self, at: datetime | None = None) -> Asked:
        """What a status is asked: of a moment, by default of the story's demo where that is near, else of now."""
        return asked_of(self.settings, self.story, self.root, self.clock.now(), at)

    def told(self, error: Exception) -> Exception:
        """An error as a person is told it: one that values may make, over a store that is not whole, is the store's."""
        try:
            with damage_told(self.settings):
                raise error  # noqa: TRY301 - the context judges what passes through it
        except Exception as known:  # noqa: BLE001 - it is handed on
            return known


def desk_of(request: Request) -> Desk:
    """The studio that a request came to."""
    desk: Desk = request.app.state.desk
    return desk
