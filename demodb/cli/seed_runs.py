"""`demodb seed history | undo | restore`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import click

from demodb.api.seed import By, PastRun, UndoReport, Which, restore, undo
from demodb.api.seed import history as read_history
from demodb.cli.common import account_names, common, narrowed, opened, progress
from demodb.cli.examples import examples
from demodb.cli.moments import local_moment
from demodb.cli.output import State, emit, next_step, printable, shortened
from demodb.cli.saving import Saving, saved_first
from demodb.environment import user_name
from demodb.model.counts import plural
from demodb.payloads.seed import run_payload, undo_payload
from demodb.settings import Settings


@click.command("history", epilog=examples("demodb seed history --json | jq '.runs[0]'"))
@common
def history(state: State, settings: Settings) -> None:
    """List the runs that changed something: when, what, by whom.

    Seeding, shifting, undoing and restoring are all listed, the newest first.
    """
    with opened(settings) as store:
        runs = read_history(store)
    if state.as_json:
        emit({"runs": [run_payload(run) for run in runs]})
    else:
        for line in history_lines(runs):
            click.echo(line)
    next_step(state, "demodb seed --plan")


def history_lines(runs: Sequence[PastRun]) -> Iterator[str]:
    """The runs for a person, times in the machine's zone."""
    for run in runs:
        counts = ", ".join(f"{what} {count:,}" for what, count in run.counts.items() if count)
        facts = [counts, pack_names(run.packs), f"as of {run.as_of}" if run.as_of else "", f"by {printable(run.person)}"]
        yield f"{local_moment(run.at)}  {run.kind:<8}{'; '.join(fact for fact in facts if fact)}"
    if not runs:
        yield "No run has changed anything yet."


def conflict_counts(conflicts: int, rows: int) -> list[str]:
    """How many fields, and how many whole rows, are in conflict, in words; `rows` of all the conflicts are of whole rows."""
    counts = ((conflicts - rows, "field"), (rows, "row"))
    return [plural(count, what) for count, what in counts if count]


def pack_names(packs: Mapping[str, str]) -> str:
    """Packs with their revisions: telecom 0002, saas 0001."""
    return ", ".join(f"{name} {revision}" for name, revision in packs.items())


@click.command(
    "undo", epilog=examples("demodb seed undo --dry-run", "demodb seed undo --account Spotify", "demodb seed undo --bu Kandy")
)
@narrowed
@click.option("--dry-run", is_flag=True, help="Write nothing, and show the same report.")
@common
def undo_command(state: State, settings: Settings, *, accounts: tuple[str, ...], units: tuple[str, ...], dry_run: bool) -> None:
    """Take away the template rows that nobody touched.

    What somebody edited or added stays, and so does a stakeholder to whom one who stays reports. The next seed makes again
    what was taken away, but no row that somebody deleted. Conflicts with templates go; those with files stay.
    """
    which = Which(accounts, units)
    with opened(settings) as store, progress("Undoing", quiet=state.as_json) as tell:
        needed = not dry_run and undo(store, which, dry_run=True).changed
        saved = saved_first(Saving(settings, state.clock), store, "undo", needed=needed)
        report = undo(store, which, dry_run=dry_run, by=By(user_name(), state.clock, tell))
    if state.as_json:
        emit({**undo_payload(report), "snapshot": saved})
    else:
        for line in undo_lines(report):
            click.echo(line)
    next_step(state, state.without("--dry-run") if dry_run and report.changed else "demodb status")


def undo_lines(report: UndoReport) -> Iterator[str]:
    """The report for a person, with what was kept and why."""
    looked_at = f"{plural(report.accounts, 'account')} looked at"
    if report.changed:
        would = "would be taken away" if report.dry_run else "taken away"
        conflicts = f", {plural(report.conflicts, 'conflict')}" if report.conflicts else ""
        yield f"{plural(report.rows, 'row')} {would}, {plural(report.sections, 'section')} whole{conflicts}; {looked_at}."
    else:
        yield f"Nothing is to be undone: {looked_at}."
    if report.kept:
        yield ""
        yield f"{plural(len(report.kept), 'row')} {'would stay' if report.dry_run else 'stayed'}:"
    yield from shortened(report.kept, lambda row: f"  {printable(row.account)}: {printable(row.place)}: {row.why}")


@click.command(
    "restore",
    epilog=examples("demodb seed restore Spotify strategy/painPoints/pp-001", "demodb seed restore --bu Kandy --dry-run"),
)
@click.argument("account", required=False, shell_complete=account_names)
@click.argument("places", metavar="[PLACE]...", nargs=-1)
@narrowed
@click.option("--dry-run", is_flag=True, help="Write nothing, and show the same report.")
@common
def restore_command(  # noqa: PLR0913 - click passes each option as a parameter
    state: State,
    settings: Settings,
    *,
    account: str | None,
    places: tuple[str, ...],
    accounts: tuple[str, ...],
    units: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Bring back the template rows that somebody deleted.

    All of them, those of ACCOUNT, or those at each PLACE of it. A PLACE is such as strategy/painPoints/pp-001, or the
    beginning of several, such as strategy. The rows of a section that an undo removed come back when it is seeded again.
    """
    which = Which((account, *accounts) if account else accounts, units)
    with opened(settings) as store, progress("Restoring", quiet=state.as_json) as tell:
        needed = not dry_run and restore(store, which, places, dry_run=True).changed
        saved = saved_first(Saving(settings, state.clock), store, "restore", needed=needed)
        report = restore(store, which, places, dry_run=dry_run, by=By(user_name(), state.clock, tell))
    if state.as_json:
        emit({"dryRun": report.dry_run, "accounts": report.accounts, "rows": report.rows, "snapshot": saved})
    else:
        click.echo(restore_line(report))
    next_step(state, state.without("--dry-run") if dry_run and report.changed else "demodb seed")


def restore_line(report: UndoReport) -> str:
    """The report for a person."""
    looked_at = f"{plural(report.accounts, 'account')} looked at"
    if not report.changed:
        return f"No template row was deleted: {looked_at}."
    return f"{plural(report.rows, 'row')} {'would be brought back' if report.dry_run else 'brought back'}; {looked_at}."
