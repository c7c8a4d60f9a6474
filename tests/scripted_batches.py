"""The Message Batches API on loopback, scripted, which the real SDK talks to."""

from __future__ import annotations

import gc
import json
import os
import signal
import time
from dataclasses import dataclass, field
from typing import Any, Literal

from scripted_api import NAMES, advice, dropped, message
from werkzeug import Request, Response


def interrupt_the_run() -> None:
    """Ctrl-C while it waits for the answer, and not in a finalizer of some garbage, where Python passes over it."""
    gc.collect()
    time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(1.0)


@dataclass
class BatchApi:
    """The scripted batches endpoints: `polls` says how often a batch is still in progress before it has ended."""

    url: str
    polls: int = 1
    batches: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    broken_off_after: int | None = None
    status: int = 200
    loses: Literal["nothing", "answers", "requests", "the run"] = "nothing"
    asked: list[str] = field(default_factory=list)

    def create(self, request: Request) -> Response:
        self.asked.append("create")
        if self.status != 200:
            return Response(json.dumps({"type": "error", "error": {"type": "x", "message": "no"}}), self.status)
        name = f"msgbatch_{self.asked.count('create')}"
        if self.loses == "requests":
            return dropped(request)
        self.batches[name] = request.get_json()["requests"]
        if self.loses == "the run":
            interrupt_the_run()
        if self.loses == "answers":
            return dropped(request)
        return self._json(self._state(name, ended=False))

    def list(self, _: Request) -> Response:
        """The newest first."""
        self.asked.append("list")
        states = [self._state(name, ended=self.polls <= 0) for name in reversed(self.batches)]
        return self._json({"data": states, "has_more": False, "first_id": None, "last_id": None})

    def answer(self, request: Request) -> Response:
        *_, name, last = request.path.rsplit("/", 2)
        if last == "results":
            self.asked.append("results")
            return self._results(name)
        self.asked.append("state")
        if last not in self.batches:
            return Response(json.dumps({"type": "error", "error": {"type": "not_found_error", "message": "no"}}), 404)
        self.polls -= 1
        return self._json(self._state(last, ended=self.polls < 0))

    @staticmethod
    def _json(value: Any) -> Response:
        return Response(json.dumps(value), content_type="application/json")

    def _state(self, name: str, *, ended: bool) -> dict[str, Any]:
        count = len(self.batches[name])
        counts = {"processing": 0 if ended else count, "succeeded": count if ended else 0}
        return {
            "id": name,
            "type": "message_batch",
            "processing_status": "ended" if ended else "in_progress",
            "request_counts": {**counts, "errored": 0, "canceled": 0, "expired": 0},
            "created_at": "2026-11-24T09:00:00Z",
            "expires_at": "2026-11-25T09:00:00Z",
            "results_url": f"{self.url}v1/messages/batches/{name}/results" if ended else None,
        }

    def _results(self, name: str) -> Response:
        good = {"type": "succeeded", "message": message(json.dumps(advice()))}
        lines = [
            json.dumps({"custom_id": one["custom_id"], "result": self.results.get(self.account(one), good)})
            for one in reversed(self.batches[name])
        ]
        if self.broken_off_after is not None:
            lines = [*lines[: self.broken_off_after], '{"custom_id": "acc']
        return Response("\n".join(lines) + "\n", content_type="application/x-jsonl")

    @staticmethod
    def account(request: dict[str, Any]) -> str:
        text = request["params"]["messages"][0]["content"]
        return next(name for name in NAMES if name in text)
