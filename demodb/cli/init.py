"""`demodb init`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from demodb.api.init import init_project
from demodb.cli.output import State, emit, next_step


@click.command("init", epilog="Examples: demodb init   demodb init demo --sample")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), default=Path(), required=False)
@click.option("--sample", is_flag=True, help="Put the sample portfolio beside it.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_obj
def command(state: State, directory: Path, *, sample: bool, as_json: bool, debug: bool) -> None:
    """Start a project folder with a commented demodb.toml."""
    state.as_json, state.debug = as_json, debug
    report = init_project(directory, sample=sample)
    if state.as_json:
        emit({"directory": report.directory, "files": report.files})
    else:
        place = "the working directory" if directory == Path() else str(directory)
        click.echo(f"Made in {place}: {', '.join(report.files)}.")
    into = "" if directory == Path() else f"cd {shlex.quote(str(directory))} && "
    next_step(state, into + ("demodb prepare" if sample else "demodb import PATH"))
