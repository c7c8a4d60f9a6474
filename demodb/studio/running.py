"""What the command line starts a studio with."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from demodb.clock import Clock
from demodb.studio.access import SHORTEST_TOKEN, Access, is_loopback
from demodb.studio.app import application
from demodb.studio.desk import Desk
from demodb.studio.serving import Hooks, listening, serve

__all__ = ["SHORTEST_TOKEN", "Address", "Desk", "is_loopback", "run"]

_MOMENT_SECONDS = 0.5


@dataclass(frozen=True)
class Address:
    """Where a studio listens, and the token that a person chose; "" for one that is made. `debug`: tracebacks are shown."""

    host: str
    port: int
    token: str = ""
    debug: bool = False


def run(desk: Desk, at: Address, told: Callable[[Access], None]) -> bool:
    """Serve a studio until Ctrl-C; `told` is called once it listens. Raises AddressError.

    Gives whether all work has ended: what goes on in threads is given a moment.
    """
    if not at.debug:
        logging.disable(logging.ERROR)
    with closing(listening(at.host, at.port)) as sock:
        access = Access(at.host, sock.getsockname()[1], token=at.token)
        serve(sock, application(desk, access), Hooks(lambda: told(access), desk.jobs.leave))
    return _have_ended(desk.clock)


def _have_ended(clock: Clock) -> bool:
    """Whether the other threads end within a moment."""
    until = clock.monotonic() + _MOMENT_SECONDS
    others = [thread for thread in threading.enumerate() if thread is not threading.current_thread()]
    for thread in others:
        thread.join(max(0.0, until - clock.monotonic()))
    return not any(thread.is_alive() for thread in others)
