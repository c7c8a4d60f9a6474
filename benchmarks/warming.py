"""Figures of the warm-up: without a key beside loading the database library, and with an API on loopback that takes its time."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ANSWER_SECONDS = 5.0
_NOWHERE = subprocess.DEVNULL
_NOTE = {"title": "T", "description": "D"}
_ADVICE = {
    "summary": "It stands well.",
    "opportunities": [],
    "risks": [],
    "recommendations": [{**_NOTE, "priority": "high"} for _ in range(3)],
}
_MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": [{"type": "text", "text": json.dumps(_ADVICE)}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 1, "output_tokens": 1},
}


class _Slow(BaseHTTPRequestHandler):
    """Answers each call after a while."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """One call."""
        self.rfile.read(int(self.headers["content-length"]))
        time.sleep(ANSWER_SECONDS)
        body = json.dumps(_MESSAGE).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of http.server
        """Say nothing."""


@contextmanager
def slow_api() -> Iterator[str]:
    """The address of an API that answers well, and slowly."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def dead_host() -> Iterator[str]:
    """The address of a host that takes connections and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@contextmanager
def closed_port() -> Iterator[str]:
    """An address that refuses connections."""
    with dead_host() as address:
        pass
    yield address


def warm_in_vain(demodb: str, folder: Path, host: Callable[[], AbstractContextManager[str]]) -> tuple[float, float]:
    """The seconds until the briefs of a `demodb warmup --force` without a network stand, and until it has ended."""
    before = _briefs(folder)
    with host() as address:
        environment = {**os.environ, "ANTHROPIC_API_KEY": "sk-none", "ANTHROPIC_BASE_URL": address}
        begun = time.perf_counter()
        command = [demodb, "warmup", "--force"]
        warming = subprocess.Popen(command, cwd=folder, env=environment, text=True, stderr=subprocess.PIPE, stdout=_NOWHERE)
        while _briefs(folder) == before and warming.poll() is None:
            time.sleep(0.005)
        briefs = time.perf_counter() - begun
        _, told = warming.communicate()
        seconds = time.perf_counter() - begun
    if warming.returncode or "no network: 5 briefs stand" not in told:
        raise SystemExit(told)
    return briefs, seconds


def _briefs(folder: Path) -> int:
    """When the last brief was written, in ms since 1970; 0 for none."""
    with closing(sqlite3.connect(f"file:{folder / 'demodb.db'}?mode=ro", uri=True)) as connection:
        newest = "SELECT coalesce(max(created_at), 0) FROM cache_entry WHERE source = 'rules'"
        return int(connection.execute(newest).fetchone()[0])


def warm_heroes(demodb: str, folder: Path, *arguments: str) -> float:
    """The seconds of `demodb warmup --force` as a whole process against the slow API."""
    with slow_api() as address:
        environment = {**os.environ, "ANTHROPIC_API_KEY": "sk-none", "ANTHROPIC_BASE_URL": address}
        begun = time.perf_counter()
        command = [demodb, "warmup", "--force", "--json", *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
        seconds = time.perf_counter() - begun
    if json.loads(done.stdout)["intelligence"] != len(json.loads(done.stdout)["accounts"]):
        raise SystemExit(done.stdout)
    return seconds
