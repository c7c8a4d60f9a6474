"""Commands that are killed with SIGKILL: at their n-th operation on files or the store, or after a time.

One process loads everything and forks for each command, so that a kill costs a tenth of a start.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

_DRIVER = """
import gc, json, os, signal, sys, threading
from sqlalchemy import event
from sqlalchemy.engine import Engine
import demodb.store.migrate
from demodb.cli import main
for module, _ in main.COMMANDS.values():
    __import__(f"demodb.cli.{module}")

FILES = ("open", "os.", "shutil.", "fcntl.", "sqlite3.", "ctypes.dlsym")
READS = ("os.listdir", "os.scandir", "os.fwalk", "os.walk", "os.getxattr", "os.putenv", "os.unsetenv", "os.add_dll_directory")
done = 0

def operation():
    global done
    done += 1
    if done == order["at"]:
        os.kill(os.getpid(), signal.SIGKILL)

def file_operation(name, arguments):
    if name == "open" and not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
        return
    if name.startswith(FILES) and name not in READS:
        operation()

print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if child == 0:
        os.chdir(order["folder"])
        sink = os.open(os.devnull, os.O_RDWR)
        told = os.open(order["told"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for number, opened in ((0, sink), (1, told), (2, told)):
            os.dup2(opened, number)
        if order["at"] is not None:
            sys.addaudithook(file_operation)
            event.listen(Engine, "before_cursor_execute", lambda *_: operation())
            event.listen(Engine, "commit", lambda *_: operation())
        code = main.run(order["arguments"])
        sys.stdout.flush()
        with open(order["told"], "a") as counted:
            print("operations:", done, file=counted)
        os._exit(code)
    kill = threading.Timer(order["after"] or 0, os.kill, (child, signal.SIGKILL))
    if order["after"] is not None:
        kill.start()
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    kill.cancel()
    if kill.ident:
        kill.join()
    print(json.dumps(os.waitpid(child, 0)[1]), flush=True)
"""


class Ending(NamedTuple):
    """How a command ended: its exit code, None where it was killed; how many operations it had done; what it printed."""

    code: int | None
    operations: int
    told: str


@dataclass(frozen=True)
class Killer:
    """Runs commands in a folder, and kills them. `root` is where the commands' "/" lies for us."""

    process: subprocess.Popen[str]
    told: Path
    root: Path = Path("/")

    def run(self, folder: Path, *arguments: str, at: int | None = None, after: float | None = None) -> Ending:
        """Run a command, killed as it begins its operation number `at` (0: only counted), or `after` so many seconds."""
        there = Path("/") / folder.relative_to(self.root)
        order = {"folder": str(there), "arguments": arguments, "at": at, "after": after, "told": str(self.told)}
        pipe_in, pipe_out = _pipes(self.process)
        print(json.dumps(order), file=pipe_in, flush=True)
        status = json.loads(pipe_out.readline())
        told, _, count = self.told.read_text("utf-8").rpartition("operations: ")
        killed = status != 0 and status & 0x7F != 0
        return Ending(None if killed else status >> 8, 0 if killed else int(count), told or count)


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin
    assert process.stdout
    return process.stdin, process.stdout


@contextmanager
def killer(told: Path) -> Iterator[Killer]:
    """Loads everything; `told` is a file for what commands print."""
    with _started([]) as process:
        yield Killer(process, told)


@contextmanager
def killer_on_disk(told: Path, disk: Path, size: int) -> Iterator[Killer]:
    """A killer for which a file system of `size` bytes lies at `disk`, its temporary files as well. Nobody else sees it.

    Raises OSError where the system does not let users mount one.
    """
    mounted = f'mount -t tmpfs -o size={size} none "$0" && mkdir "$0/tmp" && TMPDIR="$0/tmp" exec "$@"'
    with _started(["unshare", "--map-root-user", "--mount", "sh", "-c", mounted, str(disk)]) as process:
        yield Killer(process, told, Path(f"/proc/{process.pid}/root"))


@contextmanager
def _started(before: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    command = [*before, sys.executable, "-c", _DRIVER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        pipe_in, pipe_out = _pipes(process)
        if not pipe_out.readline():
            raise OSError(f"{command[0]} failed")
        yield process
        pipe_in.close()
