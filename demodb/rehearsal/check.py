"""A check: a small pure function that looks at an account, with its code, and a line on what it means and why it matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from demodb.rehearsal.finding import Finding, Severity, Spot
from demodb.rehearsal.view import RehearsedAccount, Scene

Look = Callable[[RehearsedAccount, Scene], Iterator[Spot]]


class Meaning(NamedTuple):
    """What a code stands for: how bad it is, what it means, and why somebody would notice. The docs say the same."""

    code: str
    severity: Severity
    means: str
    why: str

    def finding(self, spot: Spot, account: str | None = None) -> Finding:
        """A spot as a finding of this code."""
        severity, name = spot.severity or self.severity, spot.account or account
        place = (spot.section, spot.row, spot.field, spot.value)
        return Finding(self.code, severity, name, *place, spot.why, spot.command)


class Check(NamedTuple):
    """What looks at one account, and what its spots mean."""

    meaning: Meaning
    look: Look
