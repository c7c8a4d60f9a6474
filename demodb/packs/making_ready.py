"""Makes the ready forms of the revisions that come with demodb: `make packs`.

What is made ready was checked as a whole before: who reads a ready form need not check it again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from demodb.packs.pack import PACKS, pack_of
from demodb.packs.ready import ReadyHead, ready_path
from demodb.packs.releases import Release, read_releases, revision_value


def ready_form(release: Release) -> str:
    """The ready form of a revision; see `ready`."""
    value = revision_value(release.path)
    beside = _json({key: said for key, said in value.items() if key not in release.parts} | {"facts": release.facts})
    parts = [f"{_json(part)}:{_json(value[part])}" for part in release.parts]
    return "\n".join((str(ReadyHead(release.digest, release.facts, release.parts)), beside, *parts, ""))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def make_ready(packs: Path = PACKS) -> None:
    """Write the ready forms of all packs in a folder, over those that are there. Raises PackError with what is wrong."""
    for folder in sorted(path for path in packs.iterdir() if path.is_dir()):
        for path in folder.glob("*.toml"):
            ready_path(path).unlink(missing_ok=True)
        releases = read_releases(folder)
        for number, release in enumerate(releases, start=1):
            pack_of(folder.name, releases[:number])
            ready_path(release.path).write_text(ready_form(release), "utf-8")


if __name__ == "__main__":
    make_ready()
