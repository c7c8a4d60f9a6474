"""What a row costs: seeding with a pack that draws by situations, in turn with one that draws row by row."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable
from pathlib import Path

from measuring import DEMODB, Line, timed
from portfolio import write_portfolio
from upgrading import PACK, used

RUNS = 5
ROWS = 1_000_000


def seeding_by_row(folder: Path, accounts: int, count_rows: Callable[[Path], int]) -> list[Line]:
    """Whole processes by their processor time, for so many rows: `lived-in` beside `telecom` as it was at revision 0002."""
    write_portfolio(folder, accounts)
    timed([DEMODB, "import", "."], folder)
    shutil.copy(folder / "demodb.db", folder / "base.db")
    row_by_row = folder / "second" / "telecom"
    row_by_row.mkdir(parents=True)
    for path in PACK.glob("000[12]_*.toml"):
        shutil.copy(path, row_by_row)

    def of_rows(pack: str) -> float:
        for path in folder.glob("demodb.db*"):
            path.unlink()
        shutil.copy(folder / "base.db", folder / "demodb.db")
        return used([DEMODB, "seed"], folder, DEMODB_PACK=pack).cpu * ROWS / count_rows(folder / "demodb.db")

    pairs = [(of_rows("lived-in"), of_rows(str(row_by_row))) for _ in range(RUNS)]
    by_situations, plain = (statistics.median(column) for column in zip(*pairs, strict=True))
    what = f"{ROWS:,} rows of {accounts:,} accounts, seeded with `lived-in`"
    return [Line(what, by_situations, "with `telecom` 0002", plain, 1.3, "processor time")]
