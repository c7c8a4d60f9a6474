"""What the last rehearsal found, as the demo's page shows it: grouped by code, each with what mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from demodb.api.rehearse import BY_CODE, SEVERITIES, Finding, RehearsalReport, Severity, rehearse
from demodb.studio.desk import Desk
from demodb.studio.mending import Mend, mend_of
from demodb.studio.rehearsals import rehearsing


class Found(NamedTuple):
    """A finding, and what mends it."""

    finding: Finding
    mend: Mend

    @property
    def where(self) -> str:
        """Where it is, within its account."""
        place, account = self.finding.place, self.finding.account or ""
        return place if self.finding.file else place[len(account) :].strip()


@dataclass(frozen=True)
class Findings:
    """The findings of a code: what it means, how many there are, the first of them; `mend` where one thing mends them all."""

    severity: Severity
    code: str
    means: str
    why: str
    count: int
    found: list[Found]
    mend: Mend | None

    @property
    def key(self) -> str:
        """What the page calls them by."""
        return f"{self.severity}-{self.code}"


def findings_of(report: RehearsalReport) -> Iterator[Findings]:
    """By severity, the worst first, and by code."""
    for severity in SEVERITIES:
        for code in dict.fromkeys(finding.code for finding in report.findings if finding.severity == severity):
            alike = [finding for finding in report.findings if (finding.severity, finding.code) == (severity, code)]
            found = [Found(finding, _mend_of(finding)) for finding in alike]
            mends = {one.mend for one in found}
            shared = mends.pop() if len(mends) == 1 and len(found) > 1 else None
            meaning = BY_CODE[code]
            yield Findings(severity, code, meaning.means, meaning.why, report.counts[severity, code], found, shared)


def _mend_of(finding: Finding) -> Mend:
    place = "/".join(part for part in (finding.section, finding.row) if part) if finding.section else ""
    return mend_of(finding.command, finding.account, place)


def rehearsed(desk: Desk, *, anew: bool) -> RehearsalReport:
    """What a rehearsal of the story's hours finds; it is kept where pages may change something."""
    return rehearse(desk.store, replace(rehearsing(desk), anew=anew, keep=desk.writes))
