"""Figures of the warm-up: without a key beside loading the database library, and with an API on loopback that takes its time."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ANSWER_SECONDS = 5.0
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
