"""An environment of each test's own: no network, no home and settings of whoever runs it; real processes. A pytest plugin."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Start


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Let sockets reach this machine only. `pytest.fail` passes through code that catches exceptions."""
    guarding = True

    def guard(event: str, arguments: tuple[Any, ...]) -> None:
        if not guarding or not event.startswith("socket."):
            return
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            sock, address = arguments
            far = sock.family in (socket.AF_INET, socket.AF_INET6) and address is not None and not _is_near(address[0])
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            far = not _is_near(arguments[0])
        else:
            return
        if far:
            pytest.fail(f"a test reached for the network: {event} {arguments[-1] if event == 'socket.connect' else arguments[0]}")

    sys.addaudithook(guard)
    yield
    guarding = False


def _is_near(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def no_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Let Ctrl-C reach the processes that tests start, though a shell that ran the tests behind an & had it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def nobodys_environment(no_home: Path) -> Iterator[None]:
    """A home of the tests' own, and no settings or keys of whoever runs them: what is made once for many has none either.

    Nor does Python write at once what a command prints: for nobody who uses it, it does.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("ANTHROPIC_", "DEMODB_", "XDG_", "PYTHONUNBUFFERED")):
                patch.delenv(name)
        patch.setenv("HOME", str(no_home))
        yield


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A working directory of a test's own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts real Python processes on a piece of code and arguments; what still runs at the end is killed."""
    processes: list[subprocess.Popen[str]] = []

    def run(code: str, *arguments: str | Path, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield run
    for process in processes:
        process.kill()
        with process:
            process.wait()
