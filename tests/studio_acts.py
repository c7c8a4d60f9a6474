"""Acts of a studio as a browser asks for them, followed to their end."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
from studio_project import Running

from demodb.api.snapshot import keeping_of, list_snapshots

_FOLLOWED = re.compile(r'hx-sse:connect="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """The last part that an act's page shows: as it is, and as somebody reads it."""

    status: int
    part: str

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", self.part)))

    def value(self, name: str) -> str:
        """The value of a hidden field of the part."""
        (found, *_) = re.findall(rf'name="{name}" value="([^"]*)"', self.part)
        return html.unescape(found)


@dataclass(frozen=True)
class Acts:
    """A browser that has entered a studio."""

    client: httpx2.Client

    def get(self, path: str, **query: str) -> Answer:
        answer = self.client.get(path, params=query, headers={"HX-Request": "true"})
        return Answer(answer.status_code, answer.text)

    def post(self, path: str, data: dict[str, Any] | None = None, files: Any = None) -> Answer:
        answer = self.client.post(path, data=data or {}, files=files, headers={"HX-Request": "true"})
        followed = _FOLLOWED.search(answer.text)
        return Answer(answer.status_code, self._last_of(followed[1]) if followed else answer.text)

    def _last_of(self, path: str) -> str:
        *_, last, ended, rest = self.client.get(path).text.split("\n\n")
        assert (ended.splitlines()[0], rest) == ("event: ended", "")
        return "\n".join(line.removeprefix("data: ") for line in last.splitlines())


@contextmanager
def acting_in(studio: Running) -> Iterator[Acts]:
    """A browser in a studio, for as long as the test goes."""
    with studio.client(timeout=60) as client:
        yield Acts(client)


def saved_before(studio: Running) -> list[str]:
    """The work before which a snapshot was saved, "" for one of a person; the newest first."""
    keeping = keeping_of(studio.desk.settings, root=studio.desk.root)
    return [one.before for one in list_snapshots(studio.desk.store, keeping).snapshots]
