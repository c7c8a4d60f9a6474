"""Ready forms of large revisions: JSON beside the TOML file, as reading that takes long. Made by `make packs`.

The first line is the SHA-256 of the TOML file as `digest_of` makes it: a ready form of any other text counts for nothing.
"""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".ready.json"


def ready_path(path: Path) -> Path:
    """Where the ready form of a revision's file lies."""
    return path.with_suffix(SUFFIX)


def ready_text(path: Path, digest: str) -> bytes | None:
    """The revision as JSON, None where there is no ready form of the text with this digest."""
    ready = ready_path(path)
    if not ready.is_file():
        return None
    first, _, text = ready.read_bytes().partition(b"\n")
    return text if first.decode("ascii", "replace").strip() == digest else None
