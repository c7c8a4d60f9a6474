"""Lines for demodb.toml that are suggested to a person, ready to paste."""

from __future__ import annotations

import json
from collections.abc import Iterable


def toml_line(key: str, value: str) -> str:
    """A line such as `"Cloud Sense" = "CloudSense"`."""
    return f"{toml_text(key)} = {toml_text(value)}"


def toml_list(values: Iterable[str]) -> str:
    """A list of texts, such as `["Various", "Other"]`."""
    return f"[{', '.join(map(toml_text, values))}]"


def toml_text(text: str) -> str:
    """A text in quotes; what a terminal would not show is written as an escape."""
    return "".join(c if c.isprintable() else _escape(c) for c in json.dumps(text, ensure_ascii=False))


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= _BASIC else f"\\U{code:08x}"


_BASIC = 0xFFFF
