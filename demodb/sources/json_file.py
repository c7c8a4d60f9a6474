"""A JSON file read strictly, with what is wrong with it told by its path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from demodb.errors import Problem
from demodb.model.strict_json import parse_json
from demodb.sources.unread import IS_NO_FILE, is_special


def read_json(path: Path) -> tuple[Any, list[Problem]]:
    """The value in a file, or None with all problems. Whole numbers below 2**53 come as int, all others as float."""
    if is_special(path):
        return None, [Problem(str(path), "", IS_NO_FILE)]
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [Problem(str(path), "", f"cannot be read: {error.strerror}")]
    value, faults = parse_json(data)
    return (None if faults else value), [Problem(str(path), place, message) for place, message in faults]
