"""`demodb init`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from demodb.api.import_ import KINDS
from demodb.api.init import InitReport, init_project
from demodb.api.proposal import SeenSource, proposed, sources_in
from demodb.cli.asking import may_ask
from demodb.cli.examples import examples
from demodb.cli.output import State, emit, next_step, note, printable, shortened
from demodb.model.counts import plural
from demodb.payloads.init import seen_payload
from demodb.settings import PROJECT_FILE


@click.command("init", epilog=examples("demodb init", "demodb init demo --sample", "demodb init --sources accounts.csv"))
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), default=Path(), required=False)
@click.option("--sample", is_flag=True, help="Put the sample portfolio beside it.")
@click.option(
    "--sources",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH",
    help="What to read, in the place of what is recognised in the directory; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_obj
def command(state: State, directory: Path, *, sample: bool, sources: tuple[Path, ...], as_json: bool, debug: bool) -> None:
    """Start a project folder with a commented demodb.toml.

    Lists of customers, plans and news in the directory are recognised, and proposed as the sources: on a terminal it asks,
    without one it writes them.
    """
    state.as_json, state.debug = as_json, debug
    if sample and sources:
        raise click.UsageError("give --sample or --sources, not both", click.get_current_context())
    seen = [] if sample or sources or (directory / PROJECT_FILE).exists() else sources_in(directory)
    named = [_from(directory, path) for path in sources] or _agreed(state, seen)
    report = init_project(directory, sample=sample, sources=named)
    _print(state, directory, report, named, seen)
    into = "" if directory == Path() else f"cd {shlex.quote(str(directory))} && "
    next_step(state, into + ("demodb prepare" if sample or named else "demodb import PATH"))


def _print(state: State, directory: Path, report: InitReport, sources: Sequence[str], seen: Sequence[SeenSource]) -> None:
    if state.as_json:
        told = [seen_payload(source) for source in seen]
        emit({"directory": report.directory, "files": report.files, "sources": sources, "seen": told})
        return
    place = "the working directory" if directory == Path() else str(directory)
    click.echo(printable(f"Made in {place}: {', '.join(report.files)}."))
    if sources:
        click.echo(printable(f"Its sources: {', '.join(sources)}."))


def _from(directory: Path, path: Path) -> str:
    """A path as the settings in a directory have it."""
    return str(path) if path.is_absolute() else os.path.relpath(path, directory)


def _agreed(state: State, seen: Sequence[SeenSource]) -> list[str]:
    """What is proposed, told; on a terminal only with a person's consent."""
    if not state.as_json:
        for line in shortened(list(seen), _line, lists_all="`--json`"):
            note(line)
    names = proposed(seen)
    if names and may_ask(state) and not click.confirm("Are these the sources of the project?", default=True, err=True):
        return []
    return names


def _line(source: SeenSource) -> str:
    if not source.is_proposed:
        return printable(f"Not proposed: {source.why}")
    return printable(f"Recognised: {source.path}: {', '.join(_told(source))}")


def _told(source: SeenSource) -> Iterator[str]:
    yield from (plural(count, *KINDS[kind]) for kind, count in source.files.items())
    if source.records:
        yield plural(source.records, "customer record")
    if source.in_doubt:
        yield "with columns in doubt: demodb import asks which are meant"
    if source.why:
        yield f"not all of it can be read: {source.why}"
