"""The studio served: at an address of this machine, quietly, until Ctrl-C. The home of uvicorn."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from demodb.errors import AddressError

_GRACE_SECONDS = 2
"""How long pages that are under way may take once the studio is to end."""


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; with port 0 at any free one. Raises AddressError where there is none to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        here = error.errno not in (errno.EADDRINUSE, errno.EACCES)
        fix = "give --host an address of this machine" if here else "choose another --port, or any free one with --port 0"
        raise AddressError(f"the studio cannot listen at {host}:{port}: {_why(error)}", fix=fix) from error


def _why(error: OSError) -> str:
    """Why there is no socket, without the address that Python puts behind it."""
    return os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)


@dataclass(frozen=True)
class Hooks:
    """Who is told that a server listens, and as soon as it is to end: what answers without end has to stop then."""

    listens: Callable[[], None] = lambda: None
    ends: Callable[[], None] = lambda: None


class _Server(uvicorn.Server):
    """A server that tells of its beginning, once a signal ends it in peace, and of its end."""

    def __init__(self, config: uvicorn.Config, hooks: Hooks) -> None:
        super().__init__(config)
        self._hooks = hooks

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and tell of it."""
        await super().startup(sockets)
        self._hooks.listens()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve. The loop is made before the work for it: Ctrl-C in between leaves nothing that nobody awaits."""
        with asyncio.Runner(loop_factory=self.config.get_loop_factory()) as runner:
            runner.get_loop()
            runner.run(self.serve(sockets))

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Be told to end, by Ctrl-C or by the system. What is broken off by it from then on is no error."""
        self._hooks.ends()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
        super().handle_exit(sig, frame)


def server_of(app: ASGIApp, hooks: Hooks | None = None) -> uvicorn.Server:
    """A server of an app, which logs what goes wrong only."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    return _Server(config, hooks or Hooks())


def serve(sock: socket.socket, app: ASGIApp, hooks: Hooks) -> None:
    """Serve at a socket that listens, until Ctrl-C."""
    with suppress(KeyboardInterrupt):  # how a server is ended
        server_of(app, hooks).run(sockets=[sock])
