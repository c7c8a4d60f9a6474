"""The plan of `demodb seed --plan`: told as it is made, for a person and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from demodb.api.seed import Plan, SectionStep, plan_text, step_payload
from demodb.api.seed_plan import Tally, counted
from demodb.cli.one_line import one_line
from demodb.cli.output import harmless_json, printable
from demodb.cli.seed_runs import conflict_counts
from demodb.model.counts import plural
from demodb.model.merge import ABSENT
from demodb.model.rows import place_text
from demodb.payloads.envelope import enveloped

STDOUT = "-"
"""The value of --json that means the standard output."""
PLAN_MARK = '"format": "demodb-seed-plan"'
"""By this a file is known for a plan, and is written over."""


def tell_plan(plan: Plan, json_to: str | None, *, verbose: bool) -> Tally:
    """Print a plan while it is made, or write it as JSON to stdout, or do both with the JSON in a file."""
    tally = Tally()
    steps = counted(plan.steps, tally)
    if json_to != STDOUT:
        steps = _printed(steps, verbose=verbose)
    pieces = plan_text(enveloped(plan.head), (step_payload(step, verbose=verbose) for step in steps))
    if json_to == STDOUT:
        for piece in pieces:
            click.echo(harmless_json(piece), nl=False)
        return tally
    if json_to is None:
        for _ in steps:
            pass
    else:
        with Path(json_to).open("w", encoding="utf-8") as file:
            file.writelines(pieces)
    for line in tally_lines(tally):
        click.echo(line)
    return tally


def _printed(steps: Iterable[SectionStep], *, verbose: bool) -> Iterator[SectionStep]:
    lines = verbose_lines if verbose else compact_lines
    for _, group in groupby(steps, key=lambda step: step.account):
        steps_of_account = list(group)
        for line in lines(steps_of_account):
            click.echo(line)
        yield from steps_of_account


def compact_lines(steps: Sequence[SectionStep]) -> Iterator[str]:
    """One account's work on one line; none where all is kept."""
    work = [step for step in steps if step.action != "keep"]
    if not work:
        return
    parts = [
        f"{action} {', '.join(_with_conflicts(step) for step in work if step.action == action)}"
        for action in dict.fromkeys(step.action for step in work)
    ]
    yield f"{printable(steps[0].account)}: {'; '.join(parts)}"


def _with_conflicts(step: SectionStep) -> str:
    rows = sum(not conflict.field for conflict in step.conflicts)
    counts = conflict_counts(len(step.conflicts), rows)
    return f"{step.section} ({', '.join(counts)})" if counts else step.section


def verbose_lines(steps: Sequence[SectionStep]) -> Iterator[str]:
    """One account field by field, with what is kept and why."""
    yield printable(steps[0].account)
    for step in steps:
        yield f"  {step.action} {step.section}: {step.reason}"
        yield from _change_lines(step)
        for conflict in step.conflicts:
            place = place_text(step.section, conflict.list, conflict.row, conflict.field)
            yield f"    ! {printable(place)}: {one_line(conflict.ours)} stays, the template says {one_line(conflict.theirs)}"


def _change_lines(step: SectionStep) -> Iterator[str]:
    for change in step.changes:
        place = printable(place_text(step.section, change.list, change.row, change.field))
        if change.was is ABSENT:
            yield f"    + {place}: {one_line(change.now)}"
        elif change.now is ABSENT:
            yield f"    - {place}: {one_line(change.was)}"
        else:
            yield f"    ~ {place}: {one_line(change.was)} -> {one_line(change.now)}"


def tally_lines(tally: Tally) -> Iterator[str]:
    """Counts by action and reason, and what they come to."""
    if tally.to_do:
        yield ""
    yield f"{'action':<10}{'sections':>8}  reason"
    for (action, reason), count in sorted(tally.sections.items()):
        yield f"{action:<10}{count:>8,}  {reason}"
    yield ""
    accounts = plural(tally.accounts, "account")
    if tally.to_do:
        yield f"{plural(tally.to_do, 'section')} to be seeded or upgraded; {accounts} looked at."
    else:
        yield f"Nothing is to be done: {accounts} looked at."
