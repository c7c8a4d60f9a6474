"""`demodb seed`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import click

from demodb.api.seeding import SECTIONS, Section, SeedOptions, SeedReport, seed
from demodb.cli.common import AS_OF, account_names, common, opened, progress
from demodb.cli.output import State, emit, next_step, plural
from demodb.clock import Clock
from demodb.settings import Settings


@click.command("seed", epilog="Examples: demodb seed   demodb seed --account Spotify --section actions --dry-run")
@click.option("--account", "accounts", multiple=True, shell_complete=account_names, help="Only this account; repeatable.")
@click.option("--bu", "units", multiple=True, metavar="NAME", help="Only accounts of this business unit; repeatable.")
@click.option("--section", "sections", multiple=True, type=click.Choice(SECTIONS), help="Only this section; repeatable.")
@click.option("--seed", "seed_text", metavar="TEXT", help="Key the draws: another seed gives other content.")
@click.option("--as-of", type=AS_OF, help="The date that all others count from. Default: today.")
@click.option("--dry-run", is_flag=True, help="Write nothing, and show the same report.")
@common
def command(  # noqa: PLR0913 - click passes each option as a parameter
    state: State,
    settings: Settings,
    *,
    accounts: tuple[str, ...],
    units: tuple[str, ...],
    sections: tuple[Section, ...],
    seed_text: str | None,
    as_of: datetime | None,
    dry_run: bool,
) -> None:
    """Give every account each section that it lacks, from the template pack.

    What is there stays as it is, an empty section included. A second run adds nothing.
    """
    options = SeedOptions(
        as_of=as_of.date() if as_of else Clock().today(),
        pack=settings.pack,
        seed=settings.seed if seed_text is None else seed_text,
        sections=sections or SECTIONS,
    )
    with opened(settings) as store, progress("Seeding", quiet=state.as_json) as told:
        report = seed(store, options, accounts=accounts, business_units=units, dry_run=dry_run, progress=told)
    if state.as_json:
        emit(seed_payload(report))
    else:
        for line in seed_lines(report):
            click.echo(line)
    next_step(state, "demodb seed" if dry_run and report.seeded else "demodb export")


def seed_payload(report: SeedReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "dryRun": report.dry_run,
        "accounts": report.accounts,
        "pack": report.pack,
        "revision": report.revision,
        "asOf": _iso(report.as_of),
        "sections": report.sections,
    }


def _iso(day: date) -> str:
    return day.isoformat()


def seed_lines(report: SeedReport) -> Iterator[str]:
    """The report for a person."""
    accounts = plural(report.accounts, "account")
    if not report.seeded:
        yield f"Nothing is missing: {accounts} looked at."
        return
    would = "would be seeded" if report.dry_run else "seeded"
    pack = f"{report.pack} {report.revision}"
    yield f"{plural(report.seeded, 'section')} {would} from {pack}, as of {report.as_of}; {accounts} looked at."
    yield ""
    yield f"{'section':<16}{'seeded':>8}{'kept':>8}"
    for section, counts in report.sections.items():
        yield f"{section:<16}{counts['seeded']:>8,}{counts['kept']:>8,}"
