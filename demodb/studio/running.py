"""What the command line starts a studio with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from demodb.studio.access import SHORTEST_TOKEN, Access, is_loopback
from demodb.studio.app import application
from demodb.studio.desk import Desk
from demodb.studio.serving import serve

__all__ = ["SHORTEST_TOKEN", "Address", "Desk", "is_loopback", "run"]


@dataclass(frozen=True)
class Address:
    """Where a studio listens, and the token that a person chose; "" for one that is made."""

    host: str
    port: int
    token: str = ""


def run(desk: Desk, at: Address, told: Callable[[Access], None]) -> None:
    """Serve a studio until Ctrl-C; `told` is called once it listens. Raises AddressError."""
    serve(at.host, at.port, lambda access: application(desk, access), told, token=at.token, ending=desk.jobs.leave)
