"""What the command line starts a studio with."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from demodb.studio.access import SHORTEST_TOKEN, Access, is_loopback
from demodb.studio.app import application
from demodb.studio.desk import Desk
from demodb.studio.serving import serve

__all__ = ["SHORTEST_TOKEN", "Address", "Desk", "is_loopback", "run"]


@dataclass(frozen=True)
class Address:
    """Where a studio listens, and the token that a person chose; "" for one that is made. `debug`: tracebacks are shown."""

    host: str
    port: int
    token: str = ""
    debug: bool = False


def run(desk: Desk, at: Address, told: Callable[[Access], None]) -> None:
    """Serve a studio until Ctrl-C; `told` is called once it listens. Raises AddressError."""
    if not at.debug:
        logging.disable(logging.ERROR)
    serve(at.host, at.port, lambda access: application(desk, access), told, token=at.token, ending=desk.jobs.leave)
