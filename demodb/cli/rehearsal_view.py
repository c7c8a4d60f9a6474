"""A rehearsal as it is shown: findings in a terminal, severity by severity and code by code, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

import click

from demodb.api.rehearse import SEVERITIES, Finding, RehearsalReport, Severity
from demodb.cli.output import IN_FULL, and_more, printable
from demodb.model.counts import plural

_COLORS: dict[Severity, str] = {"blocker": "red", "warning": "yellow", "hint": "cyan"}
_SAID: dict[Severity, str] = {"blocker": "Blocks", "warning": "Warns", "hint": "Hint"}
_MOST_OF_A_CODE = 3


def rehearsal_lines(report: RehearsalReport, *, verbose: bool) -> Iterator[str]:
    """The report for a person: the verdict, then the findings, of each code the first few."""
    yield f"{verdict(report)}  {hours_text(report)}"
    yield ""
    yield summary(report)
    for severity in SEVERITIES:
        for code in dict.fromkeys(finding.code for finding in report.findings if finding.severity == severity):
            yield ""
            yield from _of_code(report, severity, code, verbose=verbose)


def hours_text(report: RehearsalReport) -> str:
    """The hours that were rehearsed."""
    at, until = report.window
    return f"from {at:%Y-%m-%d %H:%M} to {until:{'%H:%M' if at.date() == until.date() else '%Y-%m-%d %H:%M'}}"


def verdict(report: RehearsalReport) -> str:
    """Whether something blocks, in colour."""
    if report.by_severity["blocker"]:
        return click.style("WOULD FAIL", fg="red", bold=True)
    return click.style("WOULD HOLD", fg="green", bold=True)


def summary(report: RehearsalReport) -> str:
    """How many findings there are, in a line."""
    counts = [plural(count, severity) for severity, count in report.by_severity.items()]
    ignored = f"; {report.ignored:,} ignored, as the settings say" if report.ignored else ""
    return f"{', '.join(counts)} in {plural(report.accounts, 'account')}{ignored}"


def _of_code(report: RehearsalReport, severity: Severity, code: str, *, verbose: bool) -> Iterator[str]:
    alike = [finding for finding in report.findings if (finding.severity, finding.code) == (severity, code)]
    count = report.counts[severity, code]
    shown = alike if verbose else alike[:_MOST_OF_A_CODE]
    head = click.style(f"{_SAID[severity]}: ", fg=_COLORS[severity], bold=True)
    yield f"{head}{code}" + (f", {count:,} times" if count > 1 else "")
    for finding in shown:
        yield from _lines(finding)
    if count > len(shown):
        yield f"  {and_more(count - len(shown))}: {IN_FULL} lists the first hundred"


def _lines(finding: Finding) -> Iterator[str]:
    place = f"{finding.place}: " if finding.place else ""
    yield f"  {printable(place + finding.why)}"
    if finding.command:
        yield f"    Fix: {printable(finding.command)}"
