"""The studio served: at an address of this machine, quietly, until Ctrl-C. The home of uvicorn."""

from __future__ import annotations

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
        fix = "choose another one with --port, or any free one with --port 0"
        raise AddressError(f"the studio cannot listen at {host}:{port}: {error.strerror}", fix=fix) from error


class _Server(uvicorn.Server):
    """A server that tells as soon as it is to end: what answers without end has to stop then."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Be told to end, by Ctrl-C or by the system."""
        self._ending()
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
        told(access)
        with suppress(KeyboardInterrupt):  # how a server is ended
            server.run(sockets=[sock])
