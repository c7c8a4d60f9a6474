"""Exports beside readers, beside each other, and killed in the middle: nobody ever sees half a file."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from export_steps import retitle
from fixture_types import Start
from sqlalchemy import text

from demodb.api.export import export
from demodb.store.engine import Store, database_path

EXPORT = """
import sys
from pathlib import Path
from demodb.api.export import export
from demodb.store.schema import open_store

with open_store(sys.argv[1]) as store:
    for _ in range(int(sys.argv[3])):
        report = export(store, Path(sys.argv[2]))
print(report.written, report.unchanged, len(report.kept))
"""

STOP_READING = """
import sys
import time
from pathlib import Path
from demodb.api.export import export
from demodb.store.schema import open_store

database, folder, count = sys.argv[1:]

def told(files, _):
    if files == int(count):
        print("here", flush=True)
        time.sleep(600)

with open_store(database) as store:
    export(store, Path(folder), progress=told)
"""

STOP_WRITING = """
import sys
import time

left = int(sys.argv[4])

def hang(event, arguments):
    global left
    if event == sys.argv[5] and str(arguments[0]).endswith(".demodb.part"):
        left -= 1
        if left == 0:
            print("here", flush=True)
            time.sleep(600)

sys.addaudithook(hang)
"""
"""Stops an export as it opens, or renames, a file that is written aside."""


def database(store: Store) -> Path:
    path = database_path(store.engine.url)
    assert path is not None
    return path


def plan_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.json") if not path.name.startswith(".")]


def resell(store: Store, revenue: int) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE customer_record SET nrr = :revenue"), {"revenue": revenue})


def stopped(start: Start, *arguments: Any) -> subprocess.Popen[str]:
    """A process that has come to where it stops."""
    process = start(*map(str, arguments))
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    return process


def killed(start: Start, store: Store, folder: Path, count: int) -> None:
    """Kill an export with SIGKILL after it has read so many files."""
    process = stopped(start, STOP_READING, database(store), folder, count)
    process.kill()
    assert process.wait() == -signal.SIGKILL


def killed_writing(start: Start, store: Store, folder: Path, count: int, event: str) -> None:
    """Kill an export with SIGKILL as it opens, or renames, so many files that are written aside."""
    process = stopped(start, STOP_WRITING + EXPORT, database(store), folder, 1, count, event)
    process.kill()
    assert process.wait() == -signal.SIGKILL


@pytest.mark.slow
def test_a_reader_never_sees_half_a_file(seeded_sample: Store, tmp_path: Path, start: Start) -> None:
    folder = tmp_path / "export"
    export(seeded_sample, folder)
    watched = [folder / "customers_cloudsense_all.json", *sorted((folder / "account-plans" / "strategy").iterdir())[:10]]
    done = threading.Event()
    faults: list[str] = []
    seen: set[str] = set()

    def read() -> None:
        while not done.is_set():
            for path in watched:
                content = path.read_text("utf-8")
                try:
                    value = json.loads(content)
                except ValueError as error:
                    faults.append(f"{path}: {error}: {content!r}")
                    return
                if isinstance(value, dict) and "painPoints" in value:
                    seen.update(row["title"] for row in value["painPoints"])

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number, (written, unchanged) in enumerate(((252, 397), (225, 424))):
            retitle(seeded_sample, f"Title {number}" * 50)
            process = start(EXPORT, database(seeded_sample), folder, "1")
            output, errors = process.communicate()
            assert process.returncode == 0, errors
            assert output == f"{written} {unchanged} 0\n"
    finally:
        done.set()
        reader.join()
    assert faults == []
    assert {title for title in seen if title.startswith("Title ")}


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 300])
def test_an_export_killed_while_it_reads_leaves_whole_files_and_the_next_one_mends_it(
    seeded_sample: Store, tmp_path: Path, start: Start, after: int
) -> None:
    folder = tmp_path / "export"
    killed(start, seeded_sample, folder, after)
    assert plan_files(folder) == []
    report = export(seeded_sample, folder)
    assert (report.written, report.unchanged, report.kept) == (649, 0, [])


@pytest.mark.slow
@pytest.mark.parametrize(("event", "count"), [("open", 2), ("os.rename", 1), ("os.rename", 60)])
def test_an_export_killed_while_it_writes_a_file_leaves_the_old_one_or_the_new(
    seeded_sample: Store, tmp_path: Path, start: Start, event: str, count: int
) -> None:
    folder = tmp_path / "export"
    export(seeded_sample, folder)
    before = {path: path.read_bytes() for path in plan_files(folder)}
    retitle(seeded_sample, "Edited")
    killed_writing(start, seeded_sample, folder, count, event)
    now = {path: path.read_bytes() for path in plan_files(folder)}
    changed = [path for path in now if now[path] != before.get(path)]
    assert now.keys() == before.keys()
    assert len(changed) == (count - 1 if event == "os.rename" else 0)
    assert all(json.loads(now[path])["painPoints"][0]["title"] == "Edited" for path in changed)
    assert now[folder / "manifest.json"] == before[folder / "manifest.json"]
    assert export(seeded_sample, folder).clean
    assert export(seeded_sample, folder, check=True).clean


@pytest.mark.slow
def test_files_of_a_killed_export_are_replaced_though_the_store_has_changed_since(
    seeded_sample: Store, tmp_path: Path, start: Start
) -> None:
    """Those that got their new bytes, those that still have the old ones, and those of no section."""
    folder = tmp_path / "export"
    export(seeded_sample, folder)
    retitle(seeded_sample, "Edited")
    resell(seeded_sample, 1)
    killed_writing(start, seeded_sample, folder, 60, "os.rename")
    retitle(seeded_sample, "Edited again")
    resell(seeded_sample, 2)
    report = export(seeded_sample, folder)
    assert (report.kept, report.clean) == ([], True)
    assert export(seeded_sample, folder, check=True).clean


def test_an_export_that_is_interrupted_leaves_whole_files_and_nothing_aside(
    seeded_sample: Store, tmp_path: Path, start: Start
) -> None:
    folder = tmp_path / "export"
    process = stopped(start, STOP_WRITING + EXPORT, database(seeded_sample), folder, 1, 60, "open")
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode != 0
    assert said.rstrip().endswith("KeyboardInterrupt")
    assert "During handling" not in said
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert export(seeded_sample, folder).written == 649


@pytest.mark.slow
@pytest.mark.parametrize(("event", "left"), [("open", "part"), ("os.rename", "kept")])
def test_what_a_killed_export_left_aside_is_gone_after_the_next_one(
    seeded_sample: Store, tmp_path: Path, start: Start, event: str, left: str
) -> None:
    folder = tmp_path / "export"
    export(seeded_sample, folder)
    retitle(seeded_sample, "Edited")
    killed_writing(start, seeded_sample, folder, 60, event)
    assert list(folder.rglob(f"*.demodb.{left}"))
    assert export(seeded_sample, folder).kept == []
    assert list(folder.rglob("*.demodb.*")) == []


@pytest.mark.slow
def test_what_somebody_wrote_while_an_export_was_killed_is_named_and_not_removed(
    seeded_sample: Store, tmp_path: Path, start: Start
) -> None:
    folder = tmp_path / "export"
    export(seeded_sample, folder)
    retitle(seeded_sample, "Edited")
    killed_writing(start, seeded_sample, folder, 60, "os.rename")
    left = next(folder.rglob("*.demodb.kept"))
    left.write_text("typed in the last moment", "utf-8")
    report = export(seeded_sample, folder)
    assert report.kept == [str(left)]
    assert "while an export was killed" in report.reasons[str(left)]
    assert left.read_text("utf-8") == "typed in the last moment"


@pytest.mark.slow
def test_a_full_disk_is_told_as_such_and_leaves_no_part_of_a_file(seeded_sample: Store, tmp_path: Path, start: Start) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000))\n"
    ignoring = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    process = start(limit + ignoring + EXPORT, database(seeded_sample), tmp_path / "export", "1")
    _, errors = process.communicate()
    assert process.returncode == 1
    assert "OSError: [Errno 27] File too large" in errors
    assert [path for path in (tmp_path / "export").rglob("*") if path.is_file()] == []


@pytest.mark.slow
def test_two_exports_at_once_leave_whole_files_and_what_the_store_says(
    seeded_sample: Store, tmp_path: Path, start: Start
) -> None:
    folder = tmp_path / "export"
    processes = [start(EXPORT, database(seeded_sample), folder, "1") for _ in range(3)]
    ends = [(process.communicate()[1], process.returncode) for process in processes]
    assert [code for _, code in ends] == [0, 0, 0], ends
    for path in plan_files(folder):
        json.loads(path.read_text("utf-8"))
    assert export(seeded_sample, folder, check=True).clean


def test_an_export_sees_one_moment_of_the_store(seeded_sample: Store, tmp_path: Path) -> None:
    """What is written while an export runs is in none of its files."""
    told: list[int] = []

    def edit(files: int, _: int) -> None:
        told.append(files)
        if files == 1:
            retitle(seeded_sample, "Too late")

    export(seeded_sample, tmp_path / "export", progress=edit)
    assert told == list(range(1, 650))
    titles: list[Any] = []
    for path in (tmp_path / "export" / "account-plans" / "strategy").iterdir():
        titles += [row["title"] for row in json.loads(path.read_text("utf-8"))["painPoints"]]
    assert "Too late" not in titles
