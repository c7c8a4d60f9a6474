"""`demodb studio`."""

from __future__ import annotations

import json
import os
import sys
import threading
import webbrowser
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import click

from demodb.cli.common import common, opened
from demodb.cli.examples import examples
from demodb.cli.output import State, note
from demodb.environment import user_name
from demodb.errors import ExtraMissingError
from demodb.payloads.envelope import enveloped
from demodb.settings import Settings

if TYPE_CHECKING:
    from demodb.studio.access import Access

_WEB = {"starlette", "jinja2", "markupsafe", "python_multipart", "uvicorn"}


@click.command("studio", epilog=examples("demodb studio", "demodb studio --read-only", "demodb studio --no-open --json --port 0"))
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at; one that others can reach needs --token-file.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8140, show_default=True, help="0: any that is free.")
@click.option("--open/--no-open", "opens", default=True, help="Whether to open the browser. Default: it is opened.")
@click.option("--read-only", is_flag=True, help="Let pages show everything and change nothing.")
@click.option("--write", "api_writes", is_flag=True, help="Let programs write through the API; without it they read.")
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Holds the token of programs and of further browsers. Default: one is made for this run.",
)
@common
def command(state: State, settings: Settings, *, host: str, port: int, opens: bool, token_file: Path | None, **may: bool) -> None:
    """Open a local web app over the store: see whether the demo is ready, and mend it on the spot.

    The address that is printed lets one browser in, once. With --json it stands in one line, with the token that programs send
    to the API under /api/. Ctrl-C ends it.
    """
    studio = _studio()
    token = _token(studio, host, token_file)
    with opened(settings) as store:
        desk = studio.Desk(store, Path(), user_name(), db=settings.db, writes=not may["read_only"], api_writes=may["api_writes"])
        address = studio.Address(host, port, token, state.debug)
        if not studio.run(desk, address, lambda access: _told(state, access, opens=opens)):
            _leave()


def _studio() -> ModuleType:
    """The studio. Raises ExtraMissingError where its libraries are not installed."""
    try:
        from demodb.studio import running  # noqa: PLC0415 - only who installs the extra has its libraries
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _WEB:
            raise
        fix = "pip install 'demodb[studio]'"
        raise ExtraMissingError(f"the studio needs {error.name}, which is not installed", fix=fix) from error
    return running


def _token(studio: ModuleType, host: str, file: Path | None) -> str:
    """The token of a file; "" where none is given, which only an address of this machine may do without."""
    if file is None:
        if studio.is_loopback(host):
            return ""
        raise click.UsageError(
            f"whoever reaches {host} could open the studio: give --token-file FILE too", click.get_current_context()
        )
    token = file.read_bytes().decode(errors="replace").strip()
    if len(token) < studio.SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or len(token.split()) != 1:
        what = f"expected one word of at least {studio.SHORTEST_TOKEN} ASCII characters in {file}"
        raise click.BadParameter(what, param_hint="--token-file")
    return token


def _leave() -> None:
    """End at once. Work that goes on in threads would find taken away, bit by bit, what it stands on: a kill it survives."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _told(state: State, access: Access, *, opens: bool) -> None:
    """Say where the studio is, now that it listens."""
    if state.as_json:
        click.echo(json.dumps(enveloped({"url": access.url, "token": access.token})))
    else:
        click.echo(f"The studio is at {access.url}")
        note("The link lets one browser in, once. Ctrl-C ends the studio.")
    if opens:
        # A browser in the terminal holds up who opened it.
        threading.Thread(target=webbrowser.open, args=(access.url,), daemon=True).start()
