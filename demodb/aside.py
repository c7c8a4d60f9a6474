"""A file that takes another one's place in one step, once it is whole and on the disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_ORDINARY = 0o644


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """What is written here stands at `path` at the end, and nothing of it where an error ends it; who may read it stays."""
    mode = path.stat().st_mode & 0o777 if path.exists() else _ORDINARY
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:64]}.", delete=False) as aside:
        try:
            yield aside
            aside.flush()
            os.fchmod(aside.fileno(), mode)
            os.fsync(aside.fileno())
            Path(aside.name).replace(path)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise
