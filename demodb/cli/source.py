"""`demodb source list | remove`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from demodb.api.source import ImportReport, SourceList, list_sources, remove_source
from demodb.cli.common import common, opened
from demodb.cli.examples import examples
from demodb.cli.left_view import left_lines
from demodb.cli.moments import local_moment
from demodb.cli.output import State, emit, next_step, printable
from demodb.cli.saving import Saving, saved_first
from demodb.model.counts import plural
from demodb.payloads.import_ import left_payload
from demodb.payloads.source import sources_payload
from demodb.settings import Settings, project_root


@click.group("source", epilog=examples("demodb source list"))
def command() -> None:
    """See what was read and which records stand on it, and take a source out."""


@command.command("list", epilog=examples("demodb source list --json | jq '.sources[] | select(.state == \"gone\")'"))
@common
def list_(state: State, settings: Settings) -> None:
    """List the files that records come from: when each was read, how many it lists, how many it alone does.

    A source whose file is gone keeps its records, until it is removed or `import NEW --replaces OLD` puts another in its
    place. A file that demodb exported itself lists only the customers that somebody added in it.
    """
    with opened(settings) as store:
        known = list_sources(store, project_root(Path()))
    if state.as_json:
        emit(sources_payload(known))
    else:
        for line in _lines(known):
            click.echo(line)
    next_step(state, "demodb source remove PATH" if any(source.state == "gone" for source in known.sources) else "demodb status")


def _lines(known: SourceList) -> Iterator[str]:
    if known.sources:
        yield f"{'read':<21}{'records':>9}{'alone':>9}  source"
    for source in known.sources:
        read = local_moment(source.read_at) or "never"
        yield f"{read:<21}{source.records:>9,}{source.alone:>9,}  {printable(source.path)}{_STATES[source.state]}"
    plans, news = plural(known.plan_files, "plan file"), plural(known.news_files, "news file")
    yield f"{plural(len(known.sources), 'source')} of records; {plans} and {news} were read as well."
    if known.unsourced:
        yield f"{plural(known.unsourced, 'record')} without a known source: a list that names the business unit decides."
    for file in known.failed:
        yield click.style("Failed: ", fg="yellow") + printable(f"{file.path}: {file.why}")


_STATES = {"read": "", "failed": "  (failed)", "gone": "  (gone)", "written": "  (written by demodb)"}


@command.command("remove", epilog=examples("demodb source remove old/customers_stl_all.json"))
@click.argument("path")
@common
def remove(state: State, settings: Settings, path: str) -> None:
    """Forget that PATH was read, and take out the records that no other source lists.

    An account without records is departed: its plan stays in the store, and is not exported.
    """
    with opened(settings) as store:
        remove_source(store.trial(), path, project_root(Path()), state.clock)
        saved = saved_first(Saving(settings, state.clock), store, "source-remove")
        report = remove_source(store, path, project_root(Path()), state.clock)
    if state.as_json:
        emit({"removed": path, **left_payload(report), "snapshot": saved})
    else:
        click.echo(removed_line(path, report))
        for line in left_lines(report):
            click.echo(line)
    next_step(state, "demodb account list --departed" if report.departed else "demodb source list")


def removed_line(path: str, report: ImportReport) -> str:
    """What came of it, in a line."""
    return f"{printable(path)} is no source any more: {plural(len(report.left), 'record')} left with it."
