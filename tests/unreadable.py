"""A folder that nobody can list, not even root, for whom permissions do not count."""

from __future__ import annotations

import os
from pathlib import Path


def too_deep_to_list(folder: Path) -> None:
    """Make folders inside each other until the path is longer than the system takes."""
    inner, name = os.open(folder, os.O_RDONLY), "d" * 250
    for _ in range(20):
        os.mkdir(name, dir_fd=inner)
        outer, inner = inner, os.open(name, os.O_RDONLY, dir_fd=inner)
        os.close(outer)
    os.close(inner)
