"""What `demodb seed --aim` found: for a person and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import click

from demodb.api.seed import Aimed, AimReport
from demodb.cli.common import project_story
from demodb.model.counts import plural
from demodb.model.story import MEASURES, STORY_FILE, Measure, Story


def asking_story() -> Story:
    """The project's story. Raises a usage error where it asks nothing of the portfolio."""
    story = project_story()
    if not story.portfolio:
        raise click.UsageError(f"--aim brings about what {STORY_FILE} asks for in [portfolio], and it asks for nothing there")
    return story


def aim_lines(report: AimReport, *, would: str) -> Iterator[str]:
    """The report for a person."""
    sample = "" if report.looked_at == report.accounts else f" of {report.accounts:,}"
    free = f"{report.free:,} of them may still be drawn into one of several situations"
    yield f"Aimed at {STORY_FILE} over {report.looked_at:,}{sample} accounts; {free}."
    for aimed in report.measures:
        yield f"  {_measured(aimed)}"
        if not aimed.reached:
            yield f"    {_obstacle(aimed, report)}"
    for pack, some in groupby(report.reweighed, lambda one: one.pack):
        yield f"  {pack}, weights {would}changed: " + ", ".join(
            f"{one.situation} {one.before:g} -> {one.after:g}" for one in some
        )
    yield "  what is seeded already stays" if report.reweighed else "  no weight of a situation changes"
    yield ""


def _measured(aimed: Aimed) -> str:
    name, before, after = aimed.measure, _shown(aimed.measure, aimed.before), _shown(aimed.measure, aimed.after)
    came = after if before == after else f"{before} -> {after}"
    return f"{name:<20} {came}, " + (f"as wanted, {aimed.wanted}" if aimed.reached else f"not as wanted, {aimed.wanted}")


def _shown(measure: Measure, value: float | None) -> str:
    if value is None:
        return "nothing to measure"
    return f"{value:.1f} %" if MEASURES[measure] == "percent" else f"{value:.2f}"


def _obstacle(aimed: Aimed, report: AimReport) -> str:
    """What stands in the way of a measure that is not as wanted."""
    if aimed.after is None:
        return "no account has anything that it is measured by"
    if aimed.measure == "at_risk_arr":
        return f"it depends on the sources alone: correct them, or ask for something else in {STORY_FILE}"
    least, most = aimed.ends
    if (aimed.wanted.least or 0) > most or (aimed.wanted.most is not None and aimed.wanted.most < least):
        ends = f"{_shown(aimed.measure, least)} to {_shown(aimed.measure, most)}"
        settled = plural(report.looked_at - report.free, "account")
        return f"whatever is drawn, it comes to {ends}: {settled} have plans already, or one situation alone that fits"
    return "no weights come nearer, as one weight is for all accounts and for all measures"
