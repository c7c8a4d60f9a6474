"""The studio is ended while a page follows work: at once, and without a word."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import httpx2
import pytest
from fixture_types import Start
from pytest_httpserver import HTTPServer
from scripted_api import KEY
from werkzeug import Response

COMMAND = """
import os, runpy, sys
os.chdir(sys.argv.pop(1))
runpy.run_module("demodb", run_name="__main__")
"""


@pytest.fixture
def silent_api() -> Iterator[str]:
    """An API that answers nothing until the test is over."""
    over = Event()

    def wait(_: object) -> Response:
        over.wait(30)
        return Response("", 500)

    with HTTPServer(host="127.0.0.1", threaded=True) as server:
        server.expect_request("/v1/messages", method="POST").respond_with_handler(wait)
        server.expect_request("/", method="HEAD").respond_with_data("")
        yield server.url_for("")
        over.set()


def test_ctrl_c_ends_the_studio_though_a_page_follows_a_warm_up(project: Path, silent_api: str, start: Start) -> None:
    environment = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": silent_api}
    process = start(COMMAND, project, "studio", "--no-open", "--json", "--port", "0", environment=environment)
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    with httpx2.Client(follow_redirects=True, timeout=30) as client:
        client.get(told["url"])
        origin = told["url"].partition("/enter")[0]
        client.headers |= {"Origin": origin, "HX-Request": "true"}
        client.post(f"{origin}/act/warmup", data={"force": "1"})
        with client.stream("GET", f"{origin}/act/job/warmup") as events:
            pieces = events.iter_text()
            assert "Warming up" in next(pieces) or "waiting" in next(pieces)
            before = monotonic()
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    assert monotonic() - before < 8
