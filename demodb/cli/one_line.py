"""How JSON values are told in a line of text."""

from __future__ import annotations

import json
from typing import Any

from demodb.cli.output import printable
from demodb.model.merge import ABSENT

WIDTH = 60


def one_line(value: Any, width: int = WIDTH) -> str:
    """A value as JSON in at most `width` characters; a key that is not there is "nothing"."""
    if value is ABSENT:
        return "nothing"
    text: str = printable(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= width else f"{text[: width - 1]}…"
