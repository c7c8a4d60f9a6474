"""The last rehearsal on the demo's page: run in the background, its findings grouped by code, each with what mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.rehearse import BY_CODE, SEVERITIES, Finding, RehearsalReport, Severity, rehearse
from demodb.api.status import StatusReport
from demodb.studio.desk import Desk, desk_of
from demodb.studio.jobs import Job
from demodb.studio.mending import Mend, mend_of
from demodb.studio.pages import page
from demodb.studio.rehearsals import KIND, rehearsing

MOST_UNASKED = 5000
"""Accounts above which none is run unasked: it takes the machine for a while."""
FIRST = 3
"""Findings of a code that are shown at once."""


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


def rehearse_unasked(desk: Desk, report: StatusReport) -> bool:
    """Run one in the background where none was run here yet, or the store has changed since; no page waits for it.

    Gives whether one runs.
    """
    job = desk.jobs.get(KIND)
    moved = job is not None and job.result is not None and desk.writes and report.rehearsed and report.rehearsed.changed
    if (job is None or moved) and report.accounts <= MOST_UNASKED:
        job = start(desk, anew=False)
    return job is not None and not job.ended


def start(desk: Desk, *, anew: bool = True) -> Job:
    """Run one in the background, or join the one that runs."""
    return desk.jobs.start(KIND, lambda _: _rehearsed(desk, anew=anew))


def _rehearsed(desk: Desk, *, anew: bool) -> RehearsalReport:
    return rehearse(desk.store, replace(rehearsing(desk), anew=anew, keep=desk.writes))


def values(desk: Desk) -> dict[str, object]:
    """What the part of the page needs."""
    job = desk.jobs.get(KIND)
    report: RehearsalReport | None = job.last if job else None
    return {"job": job, "rehearsal": report, "groups": list(findings_of(report)) if report else [], "first": FIRST}


def part(request: Request) -> Response:
    """How the last one stands."""
    desk = desk_of(request)
    response = page(request, "home/_rehearsal.html", values(desk))
    job = desk.jobs.get(KIND)
    if job and job.ended:
        response.headers["HX-Trigger"] = "rehearsed"
    return response


def run(request: Request) -> Response:
    """Begin one."""
    desk = desk_of(request)
    start(desk)
    return page(request, "home/_rehearsal.html", values(desk))


def of_code(request: Request) -> Response:
    """All findings of a code that are kept."""
    job, wanted = desk_of(request).jobs.get(KIND), request.query_params.get("of", "")
    every = findings_of(job.last) if job and job.last else iter(())
    return page(request, "home/_findings.html", {"group": next((group for group in every if group.key == wanted), None)})


ROUTES = [
    Route("/rehearsal", part),
    Route("/rehearse", run, methods=["POST"]),
    Route("/findings", of_code),
]
