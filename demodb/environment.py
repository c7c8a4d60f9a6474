"""What the terminal's environment asks of every program, read without the cost of the settings."""

from __future__ import annotations

import getpass
import os


def no_color() -> bool:
    """Whether NO_COLOR is set to anything."""
    return bool(os.environ.get("NO_COLOR"))


def user_name() -> str:
    """Who is logged in, as the system names them; "unknown" where it has no name for them, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
