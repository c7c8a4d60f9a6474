"""Requests to a studio as they are on the wire, byte by byte."""

from __future__ import annotations

import socket

from studio_project import Running


def own(studio: Running) -> str:
    return studio.origin.removeprefix("http://")


def sent(studio: Running, text: str, *, until: int = 65536) -> bytes:
    """What comes back for a request as it is on the wire."""
    with socket.create_connection(("127.0.0.1", studio.access.port), 10) as connection:
        connection.sendall(text.encode("latin-1"))
        answer = b""
        while len(answer) < until and (piece := connection.recv(4096)):
            answer += piece
    return answer
