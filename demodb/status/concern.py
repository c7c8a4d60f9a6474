"""What a status tells: something that blocks the demo, or that a person should know."""

from __future__ import annotations

from dataclasses import dataclass

from demodb.model.documents import Section


@dataclass(frozen=True)
class Concern:
    """Something that blocks the demo, or that a person should know; `fix` is what to do."""

    code: str
    message: str
    fix: str
    account: str | None = None
    section: Section | None = None
