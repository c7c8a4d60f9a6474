"""The studio served: at an address of this machine, quietly, until Ctrl-C. The home of uvicorn."""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Callable
from contextlib import closing, suppress
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from demodb.errors import AddressError
from demodb.studio.access import Access

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


class _Server(uvicorn.Server):
    """A server that tells as soon as it is to end: what answers without end has to stop then."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Be told to end, by Ctrl-C or by the system. What is broken off by it from then on is no error."""
        self._ending()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
        super().handle_exit(sig, frame)


def server_of(app: ASGIApp, ending: Callable[[], None] = lambda: None) -> uvicorn.Server:
    """A server of an app, which logs what goes wrong only; `ending` is called when it is to end."""
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
    return _Server(config, ending)


def serve(
    host: str,
    port: int,
    app_of: Callable[[Access], ASGIApp],
    told: Callable[[Access], None],
    *,
    token: str = "",
    ending: Callable[[], None] = lambda: None,
) -> None:
    """Serve until Ctrl-C. `told` is called once the address listens, with what leads there; `ending` when it is to end."""
    with closing(listening(host, port)) as sock:
        access = Access(host, sock.getsockname()[1], token=token)
        server = server_of(app_of(access), ending)
        with suppress(KeyboardInterrupt):  # how a server is ended, at any moment after it was told
            told(access)
            server.run(sockets=[sock])
