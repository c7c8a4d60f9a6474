"""Measures demodb beside baselines in the same run and prints a table: `python benchmarks/run.py --help`."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from looking import looking
from measuring import DEMODB, PYTHON, Line, paired, peak, timed
from portfolio import write_portfolio
from reading import reading
from rehearsing import rehearsing_many, rehearsing_sample
from seeding import seeding_by_row
from serving import MANY, serving, starting
from serving import SAMPLE as OF_SAMPLE
from upgrading import EDITED, Usage, upgrade_many, upgrade_sample
from warming import closed_port, dead_host, warm_heroes, warm_in_vain

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "data"
EXPORTS = 5
WARMUPS = 3


def startup(folder: Path) -> list[Line]:
    """The sample: whole processes."""
    sqlmodel = [PYTHON, "-c", "import sqlmodel"]
    click = [PYTHON, "-c", "import click"]
    timed([DEMODB, "import", str(SAMPLE)], folder)
    shutil.copy(folder / "demodb.db", folder / "base.db")

    def unseeded() -> None:
        for path in folder.glob("demodb.db*"):
            path.unlink()
        shutil.copy(folder / "base.db", folder / "demodb.db")

    first = paired([DEMODB, "seed"], sqlmodel, folder, unseeded)
    again = paired([DEMODB, "seed"], sqlmodel, folder)
    shown = paired([DEMODB, "--help"], click, folder)
    (folder / "demodb.toml").write_text('pack = "lived-in"\n')
    larger = paired([DEMODB, "seed"], sqlmodel, folder, unseeded)
    return [
        Line("`demodb seed` on the sample, first run", first[0], "`import sqlmodel`", first[1], 2),
        Line("`demodb seed` on the sample, re-run", again[0], "`import sqlmodel`", again[1], 2),
        Line("`demodb seed` on the sample with `lived-in`, first run", larger[0], "`import sqlmodel`", larger[1], 2),
        Line("`demodb --help`", shown[0], "`import click`", shown[1], 2),
    ]


def warming(folder: Path) -> list[Line]:
    """The sample's heroes: without a key, and with calls of five seconds, three at once beside one after another."""
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    timed([DEMODB, "prepare"], folder)
    sqlmodel = [PYTHON, "-c", "import sqlmodel"]

    def cold() -> None:
        with sqlite3.connect(folder / "demodb.db") as connection:
            connection.execute("DELETE FROM cache_entry")
        connection.close()

    first = paired([DEMODB, "warmup"], sqlmodel, folder, cold)
    again = paired([DEMODB, "warmup"], sqlmodel, folder)
    together = statistics.median(warm_heroes(DEMODB, folder) for _ in range(WARMUPS))
    in_turn = warm_heroes(DEMODB, folder, "--concurrency", "1")
    return [
        Line("`demodb warmup` without a key, 5 heroes", first[0], "`import sqlmodel`", first[1], 3),
        Line("the same, nothing to be made", again[0], "`import sqlmodel`", again[1], 3),
        Line("5 calls of 5 s, 2 s apart, 3 at once", together, "one after another", in_turn, 16 / in_turn, _start(first[1])),
        *in_vain(folder, cold, first[1]),
    ]


def in_vain(folder: Path, cold: Callable[[], None], loading: float) -> list[Line]:
    """The same heroes without a network."""
    cold()
    dead, refused = ([warm_in_vain(DEMODB, folder, host) for _ in range(WARMUPS)] for host in (dead_host, closed_port))
    briefs = statistics.median(until for until, _ in dead + refused)
    lines = [Line("`demodb warmup` without a network, until the briefs stand", briefs, "`import sqlmodel`", loading, 2)]
    for host, runs in (("a host that never answers", dead), ("a port that refuses", refused)):
        ended = statistics.median(seconds for _, seconds in runs)
        lines.append(Line(f"until it has ended: {host}", ended, "ten seconds", 10, 1))
    return lines


def _start(loading: float) -> str:
    return f"at most 16 s, of which 13 are spacing and answers; `import sqlmodel` took {loading:.2f} s"


def throughput(folder: Path, accounts: int) -> list[Line]:
    """Seeding many accounts beside copying the same rows; the re-run beside an import."""
    write_portfolio(folder, accounts)
    timed([DEMODB, "import", "."], folder)
    seconds, memory = peak([DEMODB, "seed"], folder)
    limit = baseline("copy", folder / "demodb.db", folder / "copy.db")
    (folder / "copy.db").unlink()
    again = paired([DEMODB, "seed"], [PYTHON, "-c", "import sqlmodel"], folder)
    rows = count_rows(folder / "demodb.db")
    note = f"{accounts / seconds:,.0f} accounts/s, {rows:,} rows, peak {memory:.0f} MB (at most 250)"
    return [
        Line(f"seed {accounts:,} accounts", seconds, "executemany of the same rows", limit, 4, note),
        Line(f"re-run at {accounts:,} accounts, nothing missing", again[0], "`import sqlmodel`", again[1], 5),
    ]


def upgrading(sample: Path, many: Path, accounts: int) -> list[Line]:
    """Upgrading from the pack's first revision: the sample with edits, whole processes; many accounts beside seeding them."""
    ours, loading = upgrade_sample(DEMODB, sample)
    write_portfolio(many, accounts)
    upgraded, seeded = upgrade_many(DEMODB, many)
    what = f"upgrade 128 accounts, {EDITED} of them edited"
    return [
        Line(what, ours.seconds, "`import sqlmodel`", loading.seconds, 3, _processor(ours, loading)),
        Line(
            f"upgrade {accounts:,} accounts",
            upgraded.seconds,
            "seeding them",
            seeded.seconds,
            2.5,
            f"{_processor(upgraded, seeded)}, peak {upgraded.memory:.0f} MB (at most 250)",
        ),
    ]


def _processor(ours: Usage, theirs: Usage) -> str:
    return f"processor {ours.cpu:.2f} s beside {theirs.cpu:.2f} s: {ours.cpu / theirs.cpu:.2f}"


def count_rows(path: Path) -> int:
    """How many rows the seeded tables hold."""
    from baselines import TABLES  # noqa: PLC0415 - it imports demodb, which the processes measured here do not need

    with closing(sqlite3.connect(path)) as connection:
        return sum(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES)  # noqa: S608


def baseline(kind: str, source: Path, target: Path) -> float:
    """The seconds that a baseline took by its own clock, in a process of its own."""
    command = [PYTHON, str(HERE / "baselines.py"), kind, str(source), str(target)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def importing(folder: Path, accounts: int) -> list[Line]:
    """Importing an export that says what it said, whole processes; what the memory of its files takes of the store."""
    before = (folder / "demodb.db").stat().st_size
    timed([DEMODB, "export"], folder)
    memory = (folder / "demodb.db").stat().st_size / before - 1
    ours, limits = [], []
    for _ in range(EXPORTS):
        ours.append(timed([DEMODB, "import", "export"], folder))
        loading = timed([PYTHON, "-c", "import sqlmodel"], folder)
        limits.append(loading + 3 * baseline("hash", folder / "export", folder))
    note = f"the memory of {4 * accounts:,} files makes the store {memory:.0%} larger (at most 33 %)"
    seconds, limit = statistics.median(ours), statistics.median(limits)
    return [Line(f"import an unchanged export of {accounts:,}", seconds, "`import sqlmodel` + 3 x hashing", limit, 1, note)]


def exporting(folder: Path, accounts: int) -> list[Line]:
    """First exports of many accounts beside a plain loop that writes the same bytes: both in turn, both by their own clock.

    The briefs, which the loop has not to make, are timed apart.
    """
    briefs = statistics.median(baseline("briefs", folder / "demodb.db", folder) for _ in range(EXPORTS))
    pairs = []
    for n in range(EXPORTS):
        ours = baseline("export", folder / "demodb.db", folder / f"export{n}")
        pairs.append((ours, baseline("loop", folder / f"export{n}", folder / f"plain{n}")))
    seconds, plain = (statistics.median(column) for column in zip(*pairs, strict=True))
    shutil.rmtree(folder / "export")
    whole, memory = peak([DEMODB, "export"], folder)
    again, more = peak([DEMODB, "export"], folder)
    note = f"without the briefs; as a whole process {whole:.2f} s, peak {memory:.0f} MB"
    note += f"; unchanged again {again:.2f} s, peak {more:.0f} MB"
    return [
        Line(f"export {accounts:,} accounts", seconds - briefs, "plain loop, same bytes", plain, 2, note),
        Line(f"briefs of {accounts:,} accounts", briefs, "0.5 ms each", accounts / 2000, 1),
    ]


def resetting(folder: Path) -> list[Line]:
    """Going back after a demo: the sample with an edit in the store and one in a file, whole processes."""
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    timed([DEMODB, "prepare"], folder)
    timed([DEMODB, "snapshot", "save", "demo"], folder)

    def clicked() -> None:
        with sqlite3.connect(folder / "demodb.db") as connection:
            connection.execute("UPDATE pain_point SET title = 'Clicked' WHERE id = 'pp-001'")
        connection.close()
        next((folder / "export" / "account-plans" / "actions").iterdir()).write_text("[]")

    seconds, loading = paired([DEMODB, "reset", "demo"], [PYTHON, "-c", "import sqlmodel"], folder, clicked)
    return [Line("`demodb reset` of the sample", seconds, "`import sqlmodel`", loading, 3)]


def saving(folder: Path, accounts: int) -> list[Line]:
    """The first snapshot of many accounts beside copying the files that it keeps: both in turn, both by their own clock."""
    pairs = []
    for n in range(EXPORTS):
        (folder / f"copy{n}").mkdir()
        ours = baseline("snapshot", folder, folder / f"saved{n}")
        pairs.append((ours, baseline("tree", folder, folder / f"copy{n}")))
        shutil.rmtree(folder / f"copy{n}")
    seconds, plain = (statistics.median(column) for column in zip(*pairs, strict=True))
    return [Line(f"snapshot of {accounts:,} accounts", seconds, "copying the files that it keeps", plain, 2)]


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave 100,000 accounts out")
    parser.add_argument("--then", type=Path, metavar="FOLDER", help="another revision: what a row costs is held against its own")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    asked = arguments()
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as root:
        folders = {
            name: Path(root) / name
            for name in ("sample", "warm", "reset", "rehearsed", "rows", "small", "large", "upgraded", "many", "lists")
        }
        for folder in folders.values():
            folder.mkdir()
        lines += startup(folders["sample"])
        lines += warming(folders["warm"])
        lines += resetting(folders["reset"])
        lines += rehearsing_sample(SAMPLE, folders["rehearsed"])
        lines += starting(folders["rehearsed"])
        lines += serving(folders["rehearsed"], "the sample", OF_SAMPLE)
        lines += reading(folders["lists"])
        shutil.rmtree(folders["lists"])
        lines += seeding_by_row(folders["rows"], 10_000, count_rows, asked.then)
        shutil.rmtree(folders["rows"])
        lines += throughput(folders["small"], 10_000)
        lines += rehearsing_many(folders["small"], 10_000, baseline)
        lines += looking(folders["small"], 10_000)
        lines += importing(folders["small"], 10_000)
        lines += exporting(folders["small"], 10_000)
        lines += saving(folders["small"], 10_000)
        shutil.rmtree(folders["small"])
        lines += upgrading(folders["upgraded"], folders["many"], 10_000 if asked.quick else 100_000)
        shutil.rmtree(folders["many"])
        if not asked.quick:
            lines += throughput(folders["large"], 100_000)
            lines += serving(folders["large"], "100,000 accounts", MANY)
            lines += rehearsing_many(folders["large"], 100_000, baseline)
            lines += looking(folders["large"], 100_000)
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    print()
    print("| what | demodb | baseline | seconds | ratio | at most | | |")
    print("|---|---|---|---|---|---|---|---|")
    for line in lines:
        print(line)


if __name__ == "__main__":
    main()
