"""`demodb seed`, and the plan of it; its subcommands are in `seed_runs`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from demodb.api.seed import By, SeedReport, Which, apply, options_of, other_seeds, plan, seed
from demodb.api.seed_plan import Tally
from demodb.cli.common import common_but_json, demo_day, narrowed, opened, progress
from demodb.cli.examples import examples
from demodb.cli.named_file import refuse_others
from demodb.cli.output import State, emit, next_step, note
from demodb.cli.seed_aim import aim_lines, asking_story
from demodb.cli.seed_plan import PLAN_MARK, STDOUT, tell_plan
from demodb.cli.seed_runs import conflict_counts, history, pack_names, restore_command, undo_command
from demodb.cli.times import AS_OF
from demodb.environment import user_name
from demodb.model.counts import plural
from demodb.model.documents import SECTIONS, Section
from demodb.payloads.seed import seed_payload
from demodb.settings import Settings


@click.group(
    "seed",
    invoke_without_command=True,
    subcommand_metavar="[COMMAND]",
    epilog=examples("demodb seed", "demodb seed --plan --json plan.json", "demodb seed --apply plan.json", "demodb seed undo"),
)
@narrowed
@click.option("--section", "sections", multiple=True, type=click.Choice(SECTIONS), help="Only this section; repeatable.")
@click.option("--seed", "seed_text", metavar="TEXT", help="Key the draws: another seed gives other content.")
@click.option("--as-of", type=AS_OF, help="The date that all others count from. Default: the story's, else today.")
@click.option("--aim", is_flag=True, help="First weigh the situations so that all accounts show what story.toml asks for.")
@click.option("--dry-run", is_flag=True, help="Write nothing, and show the same report.")
@click.option(
    "--plan", "planning", is_flag=True, help="Write nothing; list what would be done. Exit code 1 if there is anything."
)
@click.option("--verbose", is_flag=True, help="With --plan: field by field, and what is kept.")
@click.option(
    "--apply", "plan_file", type=click.Path(path_type=Path, dir_okay=False), help="Do exactly what the plan in this file says."
)
@click.option(
    "--json",
    "json_to",
    is_flag=False,
    flag_value=STDOUT,
    metavar="[FILE]",
    help="Print the report as one JSON object; with --plan and a FILE, write the plan there.",
)
@common_but_json
def command(  # noqa: PLR0913 - click passes each option as a parameter
    state: State,
    settings: Settings,
    *,
    accounts: tuple[str, ...],
    units: tuple[str, ...],
    sections: tuple[Section, ...],
    seed_text: str | None,
    as_of: datetime | None,
    aim: bool,
    dry_run: bool,
    planning: bool,
    verbose: bool,
    plan_file: Path | None,
    json_to: str | None,
) -> int | None:
    """Give every account each section that it lacks, and upgrade what a newer revision of its template pack makes otherwise.

    What somebody changed stays, and so does what was imported; a row that somebody deleted does not come back. A row that
    somebody changed never becomes one about something else: it stays, and the template's is a conflict. Sections adopted
    with `import --generated` are replaced, but for the rows that somebody changed. A second run does nothing.
    """
    context = click.get_current_context()
    _refuse_contradictions(context)
    if json_to not in (None, STDOUT):
        refuse_others(Path(json_to), PLAN_MARK, "--json")
    if context.invoked_subcommand:
        return None
    state.as_json = json_to == STDOUT
    which, story = Which(accounts, units), asking_story(state.clock.now()) if aim else None
    day = as_of.date() if as_of else demo_day(state)
    with opened(settings) as store, progress("Seeding", quiet=state.as_json or planning) as tell:
        options = options_of(store, settings, day, seed_text, sections or SECTIONS)
        by = By(user_name(), state.clock, tell)
        if planning:
            with plan(store, options, which) as seed_plan:
                tally = tell_plan(seed_plan, json_to, verbose=verbose)
                _tell_next(state, tally, json_to)
                return tally.exit_code
        if plan_file:
            report = apply(store, plan_file, options.choice, by=by)
        else:
            report = seed(store, options, which, dry_run=dry_run, by=by, story=story)
        others = 0 if seed_text is None else other_seeds(store, seed_text, which)
    if others:
        note(f"{plural(others, 'section')} drawn with another seed stay as they are: a seed keys only what is missing.")
        note(f"  Fix: for other content, demodb seed undo, then {state.without('--dry-run')}")
    _print_report(state, report)
    return None


for _subcommand in (history, undo_command, restore_command):
    command.add_command(_subcommand)


def _refuse_contradictions(context: click.Context) -> None:
    """Raise a usage error for options of which one would be without effect."""
    given = _given_options(context)
    sub = context.invoked_subcommand
    if sub and given:
        raise click.UsageError(f"put {', '.join(given)} behind the subcommand: {context.command_path} {sub} …", context)
    contradiction = _contradiction(given)
    if contradiction:
        raise click.UsageError(contradiction, context)


def _given_options(context: click.Context) -> dict[str, Any]:
    """The values of the options that stand on the command line, by the options."""
    options = {parameter.name: parameter.opts[0] for parameter in context.command.params}
    return {
        option: context.params[name]
        for name, option in options.items()
        if name in context.params and context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }


_BESIDE_APPLY = ("--apply", "--json", "--db", "--debug")
"""All that a plan does not say itself."""


def _contradiction(given: Mapping[str, Any]) -> str | None:
    """Which of some options would be without effect, and why; None where each has its effect."""
    said_by_plan = [option for option in given if option not in _BESIDE_APPLY]
    if "--apply" in given and said_by_plan:
        return f"--apply does what its plan says: leave out {', '.join(said_by_plan)}"
    if "--plan" in given and "--aim" in given:
        return "--plan writes nothing, and goes by the weights that are kept: leave out --plan, or take --dry-run"
    if "--plan" in given:
        return "--plan writes nothing by itself: leave out --dry-run" if "--dry-run" in given else None
    if "--verbose" in given:
        return "--verbose goes with --plan"
    if given.get("--json", STDOUT) != STDOUT:
        return f"--json takes a FILE only with --plan, and was given {given['--json']!r}"
    return None


def _tell_next(state: State, tally: Tally, json_to: str | None) -> None:
    if not tally.to_do:
        next_step(state, "demodb export")
    else:
        next_step(state, f"demodb seed --apply {shlex.quote(json_to)}" if json_to else state.without("--plan", "--verbose"))


def _print_report(state: State, report: SeedReport) -> None:
    if state.as_json:
        emit(seed_payload(report))
    else:
        for line in seed_lines(report):
            click.echo(line)
    if report.dry_run and report.changed:
        next_step(state, state.without("--dry-run"))
    else:
        next_step(state, "demodb conflicts list" if report.conflicts else "demodb export")


def seed_lines(report: SeedReport) -> Iterator[str]:
    """The report for a person; the first line says it all."""
    if report.aim:
        yield from aim_lines(report.aim, would="would be " if report.dry_run else "")
    accounts, packs = plural(report.accounts, "account"), pack_names(report.packs)
    if not report.changed:
        yield f"Nothing is missing or outdated: {accounts} looked at."
        return
    would = "would be " if report.dry_run else ""
    clauses = []
    if report.seeded:
        clauses.append(f"{plural(report.seeded, 'section')} {would}seeded from {packs}, as of {report.as_of}")
    if report.upgraded:
        clauses.append(f"{plural(report.upgraded, 'section')} {would}upgraded to {packs}")
    if report.conflicts:
        clauses.append(f"{' and '.join(conflict_counts(report.conflicts, report.rows_in_conflict))} in conflict")
    yield f"{'; '.join(clauses)}; {accounts} looked at."
    yield ""
    yield f"{'section':<16}{'seeded':>10}{'upgraded':>10}{'kept':>10}"
    for section, counts in report.sections.items():
        yield f"{section:<16}{counts['seeded']:>10,}{counts['upgraded']:>10,}{counts['kept']:>10,}"
