"""Ready forms of large revisions: JSON beside the TOML file, as reading that takes long. Made by `make packs`.

The first line is the SHA-256 of the TOML file as `digest_of` makes it, and the parts that the revision changes: a ready form of
any other text counts for nothing, and one of which no part is asked for is read no further.
"""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".ready.json"


def ready_path(path: Path) -> Path:
    """Where the ready form of a revision's file lies."""
    return path.with_suffix(SUFFIX)


def ready_parts(path: Path, digest: str) -> tuple[str, ...]:
    """The parts that a revision changes; none where there is no ready form of the text with this digest."""
    ready = ready_path(path)
    if not ready.is_file():
        return ()
    with ready.open("rb") as file:
        made_of, *parts = file.readline().decode("ascii", "replace").split() or [""]
    return tuple(parts) if made_of == digest else ()


def ready_text(path: Path) -> bytes:
    """The revision as JSON, of a file that has a ready form."""
    return ready_path(path).read_bytes().partition(b"\n")[2]
