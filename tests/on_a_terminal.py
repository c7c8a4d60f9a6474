"""A command on a real terminal, with a person who answers its questions."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

_REACTION_SECONDS = 0.2
"""How soon a person can react. What comes after a question is shown, and before it is waited for, Python does not see."""

_QUESTION = re.compile(rb"(Number|\[Y/n\]): ?$")


def on_a_terminal(folder: Path, typed: Sequence[str], *arguments: str) -> tuple[int, str]:
    """The exit code, and all that a command shows; at each question the next thing is typed, "^C" interrupts."""
    near, far = pty.openpty()
    command = [sys.executable, "-m", "demodb.cli.main", *arguments]
    environment = {**os.environ, "TERM": "dumb", "NO_COLOR": "1"}
    waiting, shown = list(typed), b""
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=far, stdout=far, stderr=far) as running:
        os.close(far)
        for shown in all_shown(near):
            if waiting and _QUESTION.search(shown):
                answer = waiting.pop(0)
                if answer == "^C":
                    time.sleep(_REACTION_SECONDS)
                    running.send_signal(signal.SIGINT)
                else:
                    os.write(near, f"{answer}\n".encode())
    return running.returncode, shown.decode().replace("\r\n", "\n")


def all_shown(near: int) -> Iterator[bytes]:
    """All that a terminal has shown, again whenever more came, until its other end is closed; then it is closed too."""
    shown = b""
    while select.select([near], [], [], 60)[0]:
        try:
            shown += os.read(near, 65536)
        except OSError:
            break
        yield shown
    os.close(near)
