"""A result that nobody can read: a device that is full, a stream that was closed, a reader that has gone."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # each starts processes

FULL = Path("/dev/full")


def ran(folder: Path, arguments: str, streams: str) -> subprocess.CompletedProcess[str]:
    """A command with its streams as a shell redirects them."""
    command = f"{shlex.quote(sys.executable)} -m demodb.cli.main {arguments} {streams}"
    return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not FULL.exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("arguments", ["status", "show Spotify --json", "--help"])
def test_a_result_that_finds_no_space_is_told_in_one_message(prepared: Path, arguments: str) -> None:
    done = ran(prepared, arguments, f">{FULL}")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: No space left on device\n  Fix: free some space")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("arguments", "streams"), [("export", "2>&-"), ("export --json", ">&-"), ("export", ">&- 2>&-")])
def test_with_closed_streams_the_work_is_done_all_the_same(prepared: Path, arguments: str, streams: str) -> None:
    assert ran(prepared, "edit Spotify stakeholders/sp-001/title Other", "").returncode == 0
    done = ran(prepared, arguments, streams)
    assert (done.returncode, "Traceback" in done.stdout + done.stderr) == (0, False)
    assert ran(prepared, "export --check", "").returncode == 0


@pytest.mark.parametrize("arguments", ["show Spotify", "show Spotify --json", "status", "--help"])
def test_a_reader_that_has_gone_is_no_error(prepared: Path, arguments: str) -> None:
    command = [sys.executable, "-m", "demodb.cli.main", *arguments.split()]
    with subprocess.Popen(command, cwd=prepared, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read().decode()
    assert (process.returncode, "Exception" in said, "Error" in said) == (0, False, False), said
