"""`demodb status --watch` on a terminal, on a narrow one, without colours, without a terminal, as JSON; and how it ends."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from datetime import datetime
from pathlib import Path

import pytest
from on_a_terminal import all_shown
from rich.cells import cell_len

from demodb.api.status import StatusReport
from demodb.cli.status_watch import watch_status
from demodb.clock import Clock

COMMAND = [sys.executable, "-m", "demodb.cli.main", "status", "--watch", "0.2"]
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-9][0-9;]*m")
STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def watched(folder: Path, rounds: int, width: int, **environment: str) -> tuple[int, str]:
    """How a watch on a terminal ended after some rounds, and all that it showed."""
    near, far = pty.openpty()
    fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS")}
    given = {"TERM": "xterm-256color", **environment}
    shown = b""
    with subprocess.Popen(COMMAND, cwd=folder, env=kept | given, stdin=far, stdout=far, stderr=far) as process:
        os.close(far)
        for shown in all_shown(near):
            if shown.count(b"READY") >= rounds:
                process.send_signal(signal.SIGINT)
                rounds = sys.maxsize
        code = process.wait(30)
    return code, shown.decode()


@pytest.mark.slow
def test_a_terminal_is_drawn_anew_in_its_place_in_colour(prepared: Path) -> None:
    code, shown = watched(prepared, 3, 100)
    assert code == 0
    assert COLOUR.search(shown)
    assert re.search(r"\x1b\[[0-9]*A", shown), "the cursor goes up to draw in the same place"
    text = STEERING.sub("", shown)
    for told in ("READY  at 20", "Spotify", "next expiry", "last export never", "last change by the app", "rules", "Warns: "):
        assert told in text
    assert re.search(r"[0-9]{2}:[0-9]{2}:[0-9]{2}  READY", text)
    assert re.search(r"[0-9]+m [0-9]{2}s", text)


@pytest.mark.slow
def test_no_color_and_a_narrow_terminal_are_respected(prepared: Path) -> None:
    _, shown = watched(prepared, 2, 44, NO_COLOR="1")
    assert not COLOUR.search(shown)
    lines = [STEERING.sub("", line) for line in re.split(r"[\r\n]+", shown)]
    assert [line for line in lines if cell_len(line) > 44] == []
    assert any("Spotify" in line and "fresh" in line for line in lines)


@pytest.mark.slow
def test_a_terminal_that_cannot_move_the_cursor_gets_blocks(prepared: Path) -> None:
    code, shown = watched(prepared, 2, 100, TERM="dumb")
    assert (code, "\x1b[" in shown) == (0, False)
    assert shown.count("last export never") >= 2


@pytest.mark.slow
@pytest.mark.parametrize("as_json", [False, True])
def test_without_a_terminal_each_round_is_a_block_or_an_object(prepared: Path, *, as_json: bool) -> None:
    command = [*COMMAND, "--json"] if as_json else COMMAND
    with subprocess.Popen(command, cwd=prepared, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        seen: list[str] = []
        end = "}\n" if as_json else "\n"
        while seen.count(end) < 2:
            seen.append(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        rest, err = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in err) == (0, False)
    if as_json:
        first, _ = json.JSONDecoder().raw_decode("".join(seen))
        assert (first["ready"], first["heroes"]["total"]) == (True, 5)
    else:
        assert re.match(r"[0-9-]{10} [0-9:]{8}  READY  at ", seen[0])
        assert any("Spotify: plan fresh, intelligence rules by rules, " in line for line in seen)
        assert "\x1b" not in "".join(seen) + rest


def test_what_is_interrupted_before_it_has_shown_anything_is_an_interruption() -> None:
    def look() -> StatusReport:
        raise KeyboardInterrupt

    def show(_: StatusReport, now: datetime) -> None:
        del now

    with pytest.raises(KeyboardInterrupt):
        watch_status(look, show, Clock(), 1.0)
