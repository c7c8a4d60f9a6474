"""A scripted API on loopback, which the real SDK talks to, and what it answers."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import pairwise
from typing import Any

from werkzeug import Request, Response

KEY = "sk-ant-test-0123456789"
MODEL = "claude-sonnet-5-5"
NAMES = ("Alpha Telecom", "Beta Mobile", "Gamma Net", "Delta Cable", "Epsilon Fibre")

Reply = Callable[[Request], Response]


def advice(text: str = "It stands well.") -> dict[str, Any]:
    return {
        "summary": text,
        "opportunities": [{"title": "Grow", "description": "More seats.", "confidence": "high"}],
        "risks": [{"title": "Churn", "description": "A rival is near.", "severity": "low", "mitigation": "Call them."}],
        "recommendations": [{"title": f"Do {n}", "description": "Soon.", "priority": "high"} for n in range(3)],
    }


def message(text: str, stop_reason: str = "end_turn") -> dict[str, Any]:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": MODEL,
        "content": [{"type": "text", "text": text}],
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": {"input_tokens": 1000, "output_tokens": 200},
    }


def answered(value: Any, stop_reason: str = "end_turn", *, after: float = 0.0) -> Reply:
    def reply(_: Request) -> Response:
        time.sleep(after)
        text = value if isinstance(value, str) else json.dumps(value)
        body = json.dumps(message(text, stop_reason))
        return Response(body, headers={"request-id": "req_1"}, content_type="application/json")

    return reply


def failed(status: int, **headers: str) -> Reply:
    def reply(_: Request) -> Response:
        body = {"type": "error", "error": {"type": "some_error", "message": f"scripted {status}"}}
        return Response(json.dumps(body), status, {"request-id": "req_bad", **headers}, content_type="application/json")

    return reply


def echoing(status: int) -> Reply:
    """Sends the key back, as a careless proxy does: in the text of an error or an answer, and in headers. Asks for no pause."""

    def reply(request: Request) -> Response:
        key = request.headers["Authorization"].removeprefix("Bearer ")
        escaped = "".join(f"%{ord(character):02X}" for character in key)
        error = {"type": "error", "error": {"type": f"bad_{key}", "message": f"no {key}, {escaped}, JSON"}}
        good = message(json.dumps(advice(f"It stands well, says {key}, {escaped}, JSON.")), "end_turn")
        body = error if status >= HTTPStatus.BAD_REQUEST else good
        headers = {"request-id": f"req_{key}", "x-echo": key, "retry-after": "0"}
        text = json.dumps(body).replace("JSON", "".join(f"\\u{ord(character):04x}" for character in key))
        return Response(text, status, headers, content_type="application/json")

    return reply


def dropped(request: Request) -> Response:
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    return Response("")


@dataclass
class Api:
    """The scripted API: what came when, and what is answered to whom; a good answer where nothing is scripted."""

    url: str
    script: dict[str, list[Reply]] = field(default_factory=dict)
    default: Reply = field(default_factory=lambda: answered(advice()))
    arrivals: list[tuple[float, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Response:
        body = request.get_json()
        text = body["messages"][0]["content"]
        name = next((one for one in NAMES if one in text), "?")
        with self.lock:
            self.arrivals.append((time.monotonic(), name))
            self.bodies.append(body)
            self.headers.append(dict(request.headers))
            replies = self.script.get(name)
            reply = replies.pop(0) if replies else self.default
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            return reply(request)
        finally:
            with self.lock:
                self.in_flight -= 1

    @property
    def asked(self) -> list[str]:
        return [name for _, name in self.arrivals]

    @property
    def gaps(self) -> list[float]:
        times = [at for at, _ in self.arrivals]
        return [later - earlier for earlier, later in pairwise(times)]


@dataclass
class Time:
    """A clock that goes on when somebody sleeps or pauses, or when it is told to."""

    now: datetime

    def go(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def monotonic(self) -> float:
        return self.now.timestamp()

    async def pause(self, seconds: float) -> None:
        self.go(seconds)
        await asyncio.sleep(0)
