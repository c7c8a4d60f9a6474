"""The rehearsals of a studio: pages and programs share the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from demodb.api.rehearse import RehearsalReport, Rehearsing, hours, rehearse
from demodb.studio.desk import Desk
from demodb.studio.jobs import REHEARSAL, Job


def rehearsing(desk: Desk, at: datetime | None = None, until: datetime | None = None) -> Rehearsing:
    """What a rehearsal is asked: the hours that are named, else the story's, else an hour from now."""
    settings, story, now = desk.settings, desk.story, desk.clock.now()
    told = (settings.rehearse.ignore, desk.root, settings.export_dir, settings.revenue_period)
    return Rehearsing(hours(story, now, at, until), now, story, *told, team=tuple(settings.team.values()))


def last_rehearsal(desk: Desk) -> RehearsalReport:
    """The last rehearsal of this studio; where there is none, one is made that is not kept, once for all who ask."""
    job = desk.jobs.get(REHEARSAL)
    if job is not None and job.last is not None:
        last: RehearsalReport = job.last
        return last
    asked = replace(rehearsing(desk), keep=False)
    return _result(desk, desk.jobs.start(REHEARSAL, lambda _: rehearse(desk.store, asked)))


def new_rehearsal(desk: Desk, asked: Rehearsing) -> RehearsalReport:
    """What a rehearsal of these hours finds; one of other hours that is under way is waited for."""
    while True:
        report = _result(desk, desk.jobs.start(REHEARSAL, lambda _: rehearse(desk.store, asked)))
        if report.window == asked.window:
            return report


def _result(desk: Desk, job: Job) -> RehearsalReport:
    """What a rehearsal found, once it has ended. Raises what ended it."""
    while not job.ended:
        desk.jobs.wait(job.kind, 1)
    if job.error is not None:
        raise job.error
    report: RehearsalReport = job.result
    return report
