"""Makes the ready forms of the revisions that come with demodb, those of the second version of the facts: `make packs`.

What is made ready was checked as a whole before: who reads a ready form need not check it again.
"""

from __future__ import annotations

import json

from demodb.packs.pack import PACKS, pack_of, shipped_packs
from demodb.packs.ready import ready_path
from demodb.packs.releases import READY_FACTS, Release, read_revision, release_of, revision_value
from demodb.packs.releases import read_releases as read_files


def ready_form(release: Release) -> str:
    """The ready form of a revision: the digest of its file and its parts, and below them what the file says as JSON."""
    value = json.dumps(revision_value(release.path), ensure_ascii=False, separators=(",", ":"), default=str)
    return f"{' '.join((release.digest, *release.parts))}\n{value}\n"


def make_ready() -> None:
    """Write the ready forms that are not there, or not those of their files. Raises PackError with what is wrong."""
    for name in shipped_packs():
        releases, version = [], 1
        for release in read_files(PACKS / name):
            revision = read_revision(release.path, version)
            version = revision.facts
            releases.append(release_of(release.path, release.digest, revision))
            pack_of(name, releases)
            if version >= READY_FACTS:
                ready_path(release.path).write_text(ready_form(releases[-1]), "utf-8")


if __name__ == "__main__":
    make_ready()
