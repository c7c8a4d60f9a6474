"""How figures are measured: whole processes with their time and memory, commands in turn, and the line that is printed."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PYTHON = sys.executable
DEMODB = str(Path(PYTHON).with_name("demodb"))
RUNS = 15


@dataclass(frozen=True)
class Line:
    """A measured figure beside its baseline: seconds each, the ratio, and what is to be reached."""

    what: str
    seconds: float
    baseline: str
    baseline_seconds: float
    at_most: float
    note: str = ""

    def __str__(self) -> str:
        """The line of the table."""
        ratio = self.seconds / self.baseline_seconds
        verdict = "reached" if ratio <= self.at_most else "NOT REACHED"
        return (
            f"| {self.what} | {self.seconds:.3f} s | {self.baseline} | {self.baseline_seconds:.3f} s"
            f" | {ratio:.2f} | {self.at_most:g} | {verdict} | {self.note} |"
        )


def timed(command: Sequence[str], folder: Path) -> float:
    """The seconds of a whole process."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def paired(
    command: Sequence[str], baseline: Sequence[str], folder: Path, before: Callable[[], object] = lambda: None
) -> tuple[float, float]:
    """The medians of both commands, run in turn so that a drift of the machine meets both."""
    ours, theirs = [], []
    for _ in range(RUNS):
        before()
        ours.append(timed(command, folder))
        theirs.append(timed(baseline, folder))
    return statistics.median(ours), statistics.median(theirs)


def peak(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """The seconds and the peak memory in MB of a process."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return time.perf_counter() - begun, usage.ru_maxrss / unit
