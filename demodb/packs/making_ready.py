"""Makes the ready forms of the revisions that come with demodb, those of the second version of the facts: `make packs`.

What is made ready was checked as a whole before: who reads a ready form need not check it again.
"""

from __future__ import annotations

import json
from pathlib import Path

from demodb.packs.pack import PACKS, pack_of
from demodb.packs.ready import ready_path
from demodb.packs.releases import READY_FACTS, Release, read_revision, release_of, revision_value
from demodb.packs.releases import read_releases as read_files


def ready_form(release: Release) -> str:
    """The ready form of a revision: the digest of its file and its parts, and below them what the file says as JSON."""
    value = json.dumps(revision_value(release.path), ensure_ascii=False, separators=(",", ":"), default=str)
    return f"{' '.join((release.digest, *release.parts))}\n{value}\n"


def make_ready(packs: Path = PACKS) -> None:
    """Write the ready forms of all packs in a folder. Raises PackError with what is wrong."""
    for folder in sorted(path for path in packs.iterdir() if path.is_dir()):
        releases, version = [], 1
        for release in read_files(folder):
            revision = read_revision(release.path, version)
            version = revision.facts
            releases.append(release_of(release.path, release.digest, revision))
            pack_of(folder.name, releases)
            if version >= READY_FACTS:
                ready_path(release.path).write_text(ready_form(releases[-1]), "utf-8")


if __name__ == "__main__":
    make_ready()
