"""`demodb studio` as a process: what it prints at once, what it refuses before it listens, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fixture_types import Command

pytestmark = pytest.mark.slow  # each starts processes

MODULE = [sys.executable, "-m", "demodb.cli.main"]
TOKEN = "a-token-of-a-persons-own-choice"


@dataclass(frozen=True)
class Started:
    """A studio that runs, and the object that it printed."""

    process: subprocess.Popen[str]
    told: dict[str, Any]

    @property
    def origin(self) -> str:
        url: str = self.told["url"]
        return url.partition("/enter")[0]

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.told['token']}"}

    def interrupted(self) -> tuple[int, str, float]:
        """What it ends with at Ctrl-C, what it said on stderr, and how many seconds that took."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=60)
        assert out == ""
        return self.process.returncode, err, time.monotonic() - begin


Studio = Callable[..., Started]


@pytest.fixture
def studio(prepared: Path) -> Iterator[Studio]:
    """Starts a studio over the sample's store at any free port, with more arguments and environment."""
    with ExitStack() as stack:

        def start(*arguments: str | Path, **environment: str) -> Started:
            command = [*MODULE, "studio", "--no-open", "--json", "--port", "0", *map(str, arguments)]
            process = subprocess.Popen(
                command,
                cwd=prepared,
                env={**os.environ, **environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            assert process.stdout
            return Started(process, json.loads(process.stdout.readline()))

        yield start


@pytest.fixture
def silent_server() -> Iterator[str]:
    """The address of a server that takes every request and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as sock:
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"


def test_it_prints_one_line_when_it_listens_and_ends_quietly(studio: Studio) -> None:
    started = studio()
    assert started.told.keys() == {"schemaVersion", "url", "token"}
    with httpx2.Client(follow_redirects=True) as browser:
        assert browser.get(started.told["url"]).status_code == 200
    assert httpx2.get(f"{started.origin}/api/conflicts", headers=started.bearer).json()["conflicts"] == []
    code, err, _ = started.interrupted()
    assert (code, err) == (0, "")


def test_ctrl_c_right_after_its_line_ends_it_too(studio: Studio) -> None:
    code, err, _ = studio().interrupted()
    assert (code, err) == (0, "")


@pytest.mark.parametrize("debug", [False, True])
def test_a_damaged_store_is_told_as_such_and_its_traceback_shown_with_debug_only(
    studio: Studio, prepared: Path, *, debug: bool
) -> None:
    with closing(sqlite3.connect(prepared / "demodb.db")) as connection, connection:
        connection.execute("UPDATE seed_run SET counts = 'no JSON'")
    started = studio(*(["--debug"] if debug else []))
    with httpx2.Client(follow_redirects=True) as browser:
        answer = browser.get(started.told["url"])
    assert (answer.status_code, "demodb db check" in answer.text) == (503, True)
    program = httpx2.get(f"{started.origin}/api/accounts/Spotify", headers=started.bearer)
    assert program.status_code == 200
    _, err, _ = started.interrupted()
    assert ("Traceback" in err) == debug


def test_the_token_of_a_file_is_the_token_and_programs_write_where_they_may(studio: Studio, prepared: Path) -> None:
    (prepared / "token").write_text(f"{TOKEN}\n", "utf-8")
    started = studio("--token-file", "token", "--write", "--read-only")
    assert started.told["token"] == TOKEN
    marked = httpx2.post(f"{started.origin}/api/accounts/Spotify/hero", headers=started.bearer, json={"hero": True})
    assert marked.status_code == 200
    with httpx2.Client(base_url=started.origin, follow_redirects=True) as browser:
        assert browser.get(started.told["url"]).status_code == 200
        refused = browser.post("/act/seed", headers={"Sec-Fetch-Site": "same-origin"})
    assert (refused.status_code, "--read-only" in refused.text) == (403, True)


def test_without_json_a_person_reads_where_it_is(prepared: Path) -> None:
    command = [*MODULE, "studio", "--no-open", "--port", "0"]
    with subprocess.Popen(command, cwd=prepared, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        line, note = process.stdout.readline(), process.stderr.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert line.startswith("The studio is at http://127.0.0.1:")
    assert note == "The link lets one browser in, once. Ctrl-C ends the studio.\n"
    assert process.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_while_a_job_runs_and_a_page_follows_it(studio: Studio, silent_server: str, number: int) -> None:
    started = studio("--write", ANTHROPIC_API_KEY="sk-none", ANTHROPIC_BASE_URL=silent_server)
    with httpx2.Client(base_url=started.origin, follow_redirects=True, timeout=60) as browser:
        browser.get(started.told["url"])
        begun = browser.post("/act/warmup", data={"force": "on"}, headers={"Sec-Fetch-Site": "same-origin"})
        assert begun.status_code == 200
        with browser.stream("GET", "/act/job/warmup") as events:
            assert events.headers["content-type"].startswith("text/event-stream")
            begin = time.monotonic()
            started.process.send_signal(number)
            list(events.iter_raw())
    _, err = started.process.communicate(timeout=60)
    assert err == ""
    assert time.monotonic() - begin < 20
    assert started.process.returncode == (0 if number == signal.SIGINT else -signal.SIGTERM)


def test_ctrl_c_does_not_wait_for_a_program_that_waits(studio: Studio, silent_server: str) -> None:
    started = studio("--write", ANTHROPIC_API_KEY="sk-none", ANTHROPIC_BASE_URL=silent_server)
    with closing(socket.create_connection(("127.0.0.1", int(started.origin.rpartition(":")[2])))) as waiting:
        body = b'{"force": true}'
        head = f"POST /api/warmup HTTP/1.1\r\nHost: {started.origin[7:]}\r\nAuthorization: Bearer {started.told['token']}\r\n"
        more = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        waiting.sendall(head.encode() + more.encode() + body)
        time.sleep(1)
        code, err, seconds = started.interrupted()
    assert (code, err) == (0, "")
    assert seconds < 20


def test_a_port_that_is_taken_is_told(process: Command, prepared: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        refused = process("studio", "--no-open", "--port", str(port), cwd=prepared)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.splitlines() == [
        f"Error: the studio cannot listen at 127.0.0.1:{port}: Address already in use",
        "  Fix: choose another --port, or any free one with --port 0",
    ]


@pytest.mark.usefixtures("prepared")
def test_an_address_that_others_can_reach_needs_a_token_of_ones_own(demodb: Command) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "example.com"):
        refused = demodb("studio", "--no-open", "--json", "--host", host)
        assert (refused.code, refused.json["error"]["code"]) == (2, "usage"), host
        assert "--token-file" in refused.json["error"]["message"]


NO_TOKENS = ("short", "two words that are long enough", "", "ä" * 30, "x" * 19, "a\x00b" * 20, "\ud83d" * 30)


@pytest.mark.parametrize("text", NO_TOKENS, ids=ascii)
def test_a_token_that_is_none_is_refused(demodb: Command, prepared: Path, text: str) -> None:
    (prepared / "token").write_bytes(text.encode(errors="surrogatepass"))
    refused = demodb("studio", "--no-open", "--token-file", "token")
    assert refused.code == 2
    assert "expected one word of at least 20 ASCII characters in token" in refused.err


def test_what_is_not_there_is_told(process: Command, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    no_file = process("studio", "--no-open", "--token-file", "nowhere", cwd=prepared)
    no_store = process("studio", "--no-open", "--json", cwd=tmp_path_factory.mktemp("empty"))
    assert (no_file.code, "nowhere" in no_file.err) == (2, True)
    assert (no_store.code, no_store.json["error"]["code"]) == (3, "store-missing")


WITHOUT_EXTRA = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"starlette", "jinja2", "uvicorn", "markupsafe", "python_multipart"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
from demodb.cli.main import main
main()
"""


def test_without_the_extra_it_says_what_to_install_and_all_else_works(prepared: Path) -> None:
    def without(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", WITHOUT_EXTRA, *arguments]
        return subprocess.run(command, cwd=prepared, capture_output=True, check=False, text=True)

    refused, other = without("studio", "--json"), without("conflicts", "list")
    error = json.loads(refused.stdout)["error"]
    assert (refused.returncode, error["code"], error["fix"]) == (1, "extra-missing", "pip install 'demodb[studio]'")
    assert "Traceback" not in refused.stderr
    assert other.returncode == 0
