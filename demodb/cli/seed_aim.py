"""What `demodb seed --aim` found: for a person and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

import click

from demodb.api.seed import Aimed, AimReport
from demodb.cli.common import project_story
from demodb.model.counts import plural
from demodb.model.story import STORY_FILE, Story


def asking_story(now: datetime) -> Story:
    """The project's story. Raises a usage error where it asks nothing of the portfolio."""
    story = project_story(now)
    if not story.portfolio:
        raise click.UsageError(f"--aim brings about what {STORY_FILE} asks for in [portfolio], and it asks for nothing there")
    return story


def aim_lines(report: AimReport, *, would: str) -> Iterator[str]:
    """The report for a person."""
    sample = "" if report.looked_at == report.accounts else f"{report.looked_at:,} of "
    free = f"{report.free:,} of them may still be drawn into one of several situations"
    yield f"Aimed at {STORY_FILE} over {sample}{plural(report.accounts, 'account')}; {free}."
    for aimed in report.measures:
        yield f"  {_measured(aimed)}"
        if obstacle := report.obstacle(aimed):
            yield f"    {obstacle}"
    for pack, some in groupby(report.reweighed, lambda one: one.pack):
        yield f"  {pack}, weights {would}changed: " + ", ".join(
            f"{one.situation} {one.before:g} -> {one.after:g}" for one in some
        )
    yield "  what is seeded already stays" if report.reweighed else "  no weight of a situation changes"
    yield ""


def _measured(aimed: Aimed) -> str:
    name, before, after = aimed.measure, aimed.shown(aimed.before), aimed.shown(aimed.after)
    came = after if before == after else f"{before} -> {after}"
    return f"{name:<20} {came}, " + (f"as wanted, {aimed.wanted}" if aimed.reached else f"not as wanted, {aimed.wanted}")
