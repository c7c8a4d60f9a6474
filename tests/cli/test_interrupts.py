"""Ctrl-C at any moment of a command's life: exit code 130 and one line, never a traceback."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest
from fixture_types import Command, CustomersFile, Start

from demodb.cli import entry
from demodb.errors import ExitCode

RUN = """
import sys

def tell(event, arguments):
    if event == "import" and arguments[0] == "demodb.cli.main":
        print("begun", flush=True)

sys.addaudithook(tell)
"""
SCRIPT = f"{RUN}from demodb.cli.entry import main\nmain()"
MODULE = f"{RUN}import runpy\nrunpy.run_module('demodb', run_name='__main__', alter_sys=True)"


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize(("begin", "command"), [(SCRIPT, "--help"), (SCRIPT, "status"), (SCRIPT, "seed"), (MODULE, "status")])
def test_ctrl_c_in_the_first_moments_ends_without_a_traceback(start: Start, begin: str, command: str) -> None:
    codes = set[int]()
    for milliseconds in (*range(0, 200, 25), *range(200, 700, 100)):
        process = start(begin, command)
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        time.sleep(milliseconds / 1000)
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=60)
        codes.add(process.returncode)
        assert process.returncode in (ExitCode.INTERRUPTED, ExitCode.DONE, ExitCode.NOT_READY), (milliseconds, told)
        assert "Traceback" not in out + told, (milliseconds, told)
        if process.returncode == ExitCode.INTERRUPTED:
            assert "Error: interrupted" in told
    assert ExitCode.INTERRUPTED in codes


def test_the_entry_knows_the_exit_code_without_loading_it() -> None:
    assert entry._INTERRUPTED == ExitCode.INTERRUPTED  # noqa: SLF001 - what is compared


SWALLOWED = """
import signal, sys, time, types, weakref

class Watched:
    pass

watched = Watched()
heard = weakref.ref(watched, lambda _: signal.raise_signal(signal.SIGINT))

def command():
    global watched
    watched = None
    time.sleep(30)
    print("went on")

module = types.ModuleType("demodb.cli.main")
module.main = command
sys.modules["demodb.cli.main"] = module
from demodb.cli.entry import main
main()
"""


def test_ctrl_c_that_falls_into_a_callback_ends_the_command_all_the_same(start: Start) -> None:
    out, told = (process := start(SWALLOWED)).communicate(timeout=60)
    assert (process.returncode, out, told) == (ExitCode.INTERRUPTED, "", "Error: interrupted\n")


HANGING = """
import sys, time

def hang(event, arguments):
    if event == "open" and str(arguments[0]).endswith(".demodb.part"):
        print("here", flush=True)
        time.sleep(600)

sys.addaudithook(hang)
from demodb.cli.entry import main
main()
"""


@pytest.mark.slow
def test_ctrl_c_tells_what_was_done_before_it(start: Start, tmp_path: Path, process: Command) -> None:
    preparing = start(HANGING, "prepare", "--json")
    assert preparing.stdout
    assert preparing.stdout.readline() == "here\n"
    preparing.send_signal(signal.SIGINT)
    out, told = preparing.communicate(timeout=60)
    done = ["import done, 128 accounts", "seed done", "warm-up done"]
    assert json.loads(out)["error"]["done"] == done
    assert f"Error: interrupted; {'; '.join(done)}; nothing is half-done" in told
    assert preparing.returncode == ExitCode.INTERRUPTED
    assert not [path for path in (tmp_path / "export").rglob("*") if path.is_file()]
    assert process("prepare").code == ExitCode.DONE


@pytest.mark.slow
def test_ctrl_c_in_a_sync_tells_that_the_files_were_read_before_the_export_began(
    start: Start, tmp_path: Path, customers_file: CustomersFile
) -> None:
    customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 1000, 0)])
    (tmp_path / "demodb.toml").write_text('sources = ["in"]\n')
    syncing = start(HANGING, "sync")
    assert syncing.stdout
    assert syncing.stdout.readline() == "here\n"
    syncing.send_signal(signal.SIGINT)
    _, told = syncing.communicate(timeout=60)
    assert "interrupted; what the files say is in the store; nothing is half-done" in told


BUILDING = """
import sys
from pydantic_core import SchemaError

class Building:
    def find_spec(self, name, path=None, target=None):
        if name == "demodb.cli.status":
            raise SchemaError('Error building "model" validator:\\n  KeyboardInterrupt: ')

sys.meta_path.insert(0, Building())
sys.argv = ["demodb", "status"]
from demodb.cli.main import main
main()
"""


def test_ctrl_c_that_falls_into_the_building_of_a_validator_is_an_interruption_and_no_bug(start: Start) -> None:
    process = start(BUILDING)
    _, told = process.communicate()
    assert process.returncode == ExitCode.INTERRUPTED
    assert told.startswith("Error: interrupted; ")
    assert "Traceback" not in told
