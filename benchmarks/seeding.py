"""What a row costs: seeding with a pack that draws by situations, in turn with one that draws row by row."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable
from pathlib import Path

from measuring import PYTHON, Line
from portfolio import write_portfolio
from upgrading import PACK, used

RUNS = 5
ROWS = 1_000_000
COMMAND = (PYTHON, "-m", "demodb")


def seeding_by_row(folder: Path, accounts: int, count_rows: Callable[[Path], int], then: Path | None) -> list[Line]:
    """Whole processes by their processor time, for so many rows: `lived-in` beside `telecom` as it was at revision 0002.

    With `then`, the folder of another revision of demodb, that one seeds with `telecom`, as it has it.
    """
    ours = seeding(folder / "ours", accounts, count_rows, DEMODB_PACK="lived-in")
    other = {"PYTHONPATH": str(then.resolve())} if then else {"DEMODB_PACK": row_by_row(folder)}
    theirs = seeding(folder / "theirs", accounts, count_rows, **other)
    pairs = [(ours(), theirs()) for _ in range(RUNS)]
    by_situations, plain = (statistics.median(column) for column in zip(*pairs, strict=True))
    seeded = f"{ROWS:,} rows of {accounts:,} accounts, seeded with `lived-in`"
    beside = f"with `telecom`, by the code of {then}" if then else "with `telecom` 0002"
    return [Line(seeded, by_situations, beside, plain, 1.3, "processor time")]


def row_by_row(folder: Path) -> str:
    """The pack as it was at its second revision."""
    pack = folder / "second" / "telecom"
    pack.mkdir(parents=True)
    for path in PACK.glob("000[12]_*.toml"):
        shutil.copy(path, pack)
    return str(pack)


def seeding(folder: Path, accounts: int, count_rows: Callable[[Path], int], **environment: str) -> Callable[[], float]:
    """What seeds a store of so many accounts anew each time, and tells the seconds for the rows."""
    folder.mkdir(parents=True)
    write_portfolio(folder, accounts)
    used([*COMMAND, "import", "."], folder, **environment)
    shutil.copy(folder / "demodb.db", folder / "base.db")

    def seed() -> float:
        for path in folder.glob("demodb.db*"):
            path.unlink()
        shutil.copy(folder / "base.db", folder / "demodb.db")
        return used([*COMMAND, "seed"], folder, **environment).cpu * ROWS / count_rows(folder / "demodb.db")

    return seed
