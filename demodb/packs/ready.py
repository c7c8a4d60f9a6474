"""Ready forms of revisions: JSON beside the TOML file, as reading that takes long. Made by `make packs`.

The first line is the SHA-256 of the TOML file as `digest_of` makes it, the version of the facts that the revision draws from, and
the parts that it changes: a ready form of any other text counts for nothing. The second is what stands beside the parts, as an
object; then there is a line for each part, so that those which later revisions have anew need not be read.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

SUFFIX = ".ready.json"


class ReadyHead(NamedTuple):
    """What the first line of a ready form says: the digest of what it was made of, the version of the facts, the parts."""

    digest: str
    facts: int
    parts: tuple[str, ...]

    def __str__(self) -> str:
        """The line."""
        return " ".join((self.digest, str(self.facts), *self.parts))


def ready_path(path: Path) -> Path:
    """Where the ready form of a revision's file lies."""
    return path.with_suffix(SUFFIX)


def ready_head(path: Path, digest: str) -> ReadyHead | None:
    """What the ready form of a revision's file says first; None where there is none of the text with this digest."""
    ready = ready_path(path)
    if not ready.is_file():
        return None
    with ready.open("rb") as file:
        made_of, *told = file.readline().decode("ascii", "replace").split() or [""]
    return ReadyHead(made_of, int(told[0]), tuple(told[1:])) if made_of == digest else None


def ready_text(path: Path, parts: Collection[str]) -> bytes:
    """The revision as JSON, with these alone of its parts; of a file that has a ready form."""
    first, beside, *lines = ready_path(path).read_bytes().splitlines()
    _, _, *names = first.decode("ascii").split()
    wanted = [line for name, line in zip(names, lines, strict=True) if name in parts]
    return b",".join((beside.removesuffix(b"}"), *wanted)) + b"}"
