"""What a rehearsal finds: where, what stands there, why it would be noticed, and the command that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from demodb.model.documents import Section

Severity = Literal["blocker", "warning", "hint"]
SEVERITIES: tuple[Severity, ...] = ("blocker", "warning", "hint")
"""The demo would fail; somebody would notice; somebody might. The worst first."""

Value = str | int | float | None


class RecordPlace(NamedTuple):
    """Where something stands in a customer record: its unit and name, the subscription (from 0) if it is in one, the field."""

    unit: str
    name: str
    subscription: int | None
    field: str


class ArticlePlace(NamedTuple):
    """Where something stands in an account's news: the article (from 0), the field."""

    article: int
    field: str


Source = RecordPlace | ArticlePlace
"""Where in a source's own data something stands."""


@dataclass(frozen=True)
class Spot:
    """What a check sees in one account or in the portfolio; `row` is as a place has it, "painPoints/pp-001" or "sh-001".

    `source` is set where a source's own data is wrong. `severity` is set where it is another one than the check's.
    """

    why: str
    command: str = ""
    section: Section | None = None
    row: str | None = None
    field: str | None = None
    value: Value = None
    source: Source | None = None
    severity: Severity | None = None
    account: str | None = None


@dataclass(frozen=True)
class Finding:
    """A spot with its check's code and severity, and its account's name; `file` and JSON `path` for a source's own data."""

    code: str
    severity: Severity
    account: str | None
    section: Section | None
    row: str | None
    field: str | None
    value: Value
    why: str
    command: str
    file: str | None = None
    path: str | None = None

    @property
    def place(self) -> str:
        """Where it is, for a person: what is known of account, section, row and field, or of the source."""
        if self.file:
            return f"{self.file} {self.path or ''}".strip()
        place = "/".join(part for part in (self.section, self.row, self.field) if part)
        return " ".join(part for part in (self.account, place) if part)
