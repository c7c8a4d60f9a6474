"""Where values come from, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from demodb.api.explain import ExplainedValue
from demodb.model.merge import ABSENT


def explained_payload(value: ExplainedValue) -> dict[str, Any]:
    """A value as JSON; `theirs` where a conflict is open and the other side has something there, `path` where a file says it."""
    payload = asdict(value)
    if not value.conflict or value.theirs is ABSENT:
        del payload["theirs"]
    if value.path is None:
        del payload["path"]
    return payload
