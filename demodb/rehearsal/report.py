"""What a rehearsal found in all: how many of each code, and of each the first ones, so that it stays small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from demodb.errors import ExitCode
from demodb.model.names import match_key
from demodb.model.story import Window
from demodb.rehearsal.finding import SEVERITIES, Finding, Severity

MOST_KEPT = 100
"""Findings of one code and severity that are kept; all are counted."""


@dataclass
class RehearsalReport:
    """The findings of the demo's hours, the worst first, and how many there are; `ignored` are those that are meant so.

    `not_kept`: why the store does not keep that they were found, where it cannot be written to.
    """

    window: Window
    accounts: int = 0
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[tuple[Severity, str]] = field(default_factory=Counter)
    ignored: int = 0
    not_kept: str | None = None

    @property
    def by_severity(self) -> dict[Severity, int]:
        """How many findings of each severity there are."""
        return {severity: sum(count for (other, _), count in self.counts.items() if other == severity) for severity in SEVERITIES}

    @property
    def worst(self) -> Finding | None:
        """The finding to begin with."""
        return self.findings[0] if self.findings else None

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with."""
        return ExitCode.NOT_READY if self.by_severity["blocker"] else ExitCode.DONE


@dataclass
class Tally:
    """Takes findings in, but those that are ignored: "code", or "code:account" with any spelling of the account's name."""

    report: RehearsalReport
    ignore: Collection[str] = ()
    _ignored: frozenset[tuple[str, str]] = frozenset()

    def __post_init__(self) -> None:
        parts = (code.partition(":") for code in self.ignore)
        self._ignored = frozenset((code.strip(), match_key(account)) for code, _, account in parts)

    def take(self, findings: Iterable[Finding]) -> None:
        """Count findings, and keep the first of each kind."""
        for finding in findings:
            if self._is_ignored(finding):
                self.report.ignored += 1
                continue
            kind = finding.severity, finding.code
            self.report.counts[kind] += 1
            if self.report.counts[kind] <= MOST_KEPT:
                self.report.findings.append(finding)

    def done(self) -> RehearsalReport:
        """The report, the worst first and the codes in their order."""
        self.report.findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
        return self.report

    def _is_ignored(self, finding: Finding) -> bool:
        if not self._ignored:
            return False
        return bool({(finding.code, ""), (finding.code, match_key(finding.account or ""))} & self._ignored)
