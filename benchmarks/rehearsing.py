"""What a rehearsal costs: the sample beside loading the database library, many accounts beside reading their plans."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable
from pathlib import Path

from measuring import DEMODB, PYTHON, Line, paired, timed

RUNS = 3

Baseline = Callable[[str, Path, Path], float]


def rehearsing_sample(sample: Path, folder: Path) -> list[Line]:
    """The prepared sample, whole processes."""
    shutil.copytree(sample, folder, dirs_exist_ok=True)
    timed([DEMODB, "prepare"], folder)
    seconds, loading = paired([DEMODB, "rehearse"], [PYTHON, "-c", "import sqlmodel"], folder)
    return [Line("`demodb rehearse` of the sample", seconds, "`import sqlmodel`", loading, 3)]


def rehearsing_many(folder: Path, accounts: int, baseline: Baseline) -> list[Line]:
    """Seeded accounts without an exported folder, in turn with reading their plans: both by their own clock."""
    store = folder / "demodb.db"
    pairs = [(baseline("rehearse", store, folder), baseline("plans", store, folder)) for _ in range(RUNS)]
    seconds, plans = (statistics.median(column) for column in zip(*pairs, strict=True))
    return [Line(f"rehearse {accounts:,} accounts", seconds, "reading their plans", plans, 4)]
