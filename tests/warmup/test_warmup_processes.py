"""Warm-ups by the command: at once, killed, interrupted, without a key, and never with the key in what they leave behind."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time as real_time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from crowds import crowd
from fixture_types import Start
from scripted_api import KEY, NAMES, Api, advice, answered, failed

from demodb.cache.cache import Cache
from demodb.cli import main
from demodb.clock import Clock
from demodb.store.engine import Store, database_path
from demodb.store.schema import open_store

LEASE_MS = 4000
IMPORTS = f"""
import os, sys
from demodb.cli.main import run
from demodb.warmup import calling
calling.LEASE_MS = {LEASE_MS}
"""
RUN = f"{IMPORTS}\nsys.exit(run(sys.argv[1:]))"
RUN_INTO_A_FILE = """
folder = sys.argv.pop()
with open(f"{folder}/{os.getpid()}.json", "w") as sys.stdout:
    code = run(sys.argv[1:])
sys.stdout = sys.__stdout__
sys.exit(code)
"""
STAGE = re.compile("[0-9]{2}:[0-9]{2}:[0-9]{2} ")
Warm = Callable[..., subprocess.Popen[str]]
WarmHere = Callable[..., tuple[int, str, str]]


@pytest.fixture
def path(heroes: Store) -> Path:
    found = database_path(heroes.engine.url)
    assert found is not None
    return found


@pytest.fixture
def warm(start: Start, path: Path, api: Api) -> Warm:
    """Starts `demodb warmup` on five heroes with the scripted API."""

    def run(*arguments: str, code: str = RUN) -> subprocess.Popen[str]:
        return start(code, "warmup", "--db", path, *arguments, environment=environment(api))

    return run


@pytest.fixture
def warm_here(path: Path, api: Api, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> WarmHere:
    """Runs the same inside the test's process: its exit code and what it printed."""

    def run(*arguments: str, command: str = "warmup") -> tuple[int, str, str]:
        for name, value in environment(api).items():
            monkeypatch.setenv(name, value)
        capfd.readouterr()
        return main.run([command, "--db", str(path), *arguments]), *capfd.readouterr()

    return run


def environment(api: Api) -> dict[str, str]:
    return {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": api.url, "DEMODB_SPACING": "0"}


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    end = real_time.monotonic() + seconds
    while not condition():
        assert real_time.monotonic() < end, "it did not come to pass"
        real_time.sleep(0.02)


def cached_answers(path: Path) -> int:
    with open_store(path) as store:
        return sum(found.source == "claude" for found in Cache(store, Clock()).list("intelligence:*"))


def test_the_report_is_one_json_object_of_the_promised_keys(warm_here: WarmHere) -> None:
    _, out, _ = warm_here("--json")
    report = json.loads(out)
    assert list(report) == [
        "schemaVersion",
        "heroes",
        "plans",
        "intelligence",
        "briefs",
        "skipped",
        "calls",
        "inputTokens",
        "outputTokens",
        "costUsd",
        "expiresAt",
        "short",
        "accounts",
    ]
    assert (report["heroes"], report["intelligence"], report["calls"], report["costUsd"]) == (5, 5, 5, None)
    assert list(report["accounts"][0]) == ["account", "source", "seconds", "attempts", "error", "freshUntil"]


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.5, LEASE_MS / 1000 + 1])
def test_two_warm_ups_at_once_make_one_call_for_each_account(warm: Warm, api: Api, tmp_path: Path, seconds: float) -> None:
    api.default = answered(advice(), after=seconds)
    (tmp_path / "reports").mkdir()
    both = warm("--json", "--concurrency", "5", str(tmp_path / "reports"), code=crowd(2, IMPORTS, RUN_INTO_A_FILE))
    said = both.communicate()
    assert both.returncode == 0, said
    reports = [json.loads(path.read_text("utf-8")) for path in (tmp_path / "reports").iterdir()]
    assert sorted(api.asked) == sorted(NAMES)
    assert sum(report["intelligence"] for report in reports) == 5
    assert [report["intelligence"] + report["skipped"] for report in reports] == [5, 5]


@pytest.mark.slow
def test_after_a_kill_what_was_answered_stays_and_only_the_rest_is_asked_for(
    warm: Warm, warm_here: WarmHere, api: Api, path: Path
) -> None:
    hanging = answered(advice(), after=2.0)
    quick = sorted(NAMES)[:2]
    api.script = {name: [hanging] for name in NAMES if name not in quick}
    process = warm()
    wait_for(lambda: cached_answers(path) == 2 and len(api.asked) > 2)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    wait_for(lambda: api.in_flight == 0)  # what it had sent is not counted as asked for anew
    del api.arrivals[:]
    api.script = {}
    report = json.loads(warm_here("--json")[1])
    assert (report["calls"], report["intelligence"], report["skipped"]) == (3, 3, 2)
    assert sorted(api.asked) == sorted(set(NAMES) - set(quick))


@pytest.mark.slow
def test_an_interrupted_warm_up_ends_at_once_keeps_its_answers_and_gives_its_leases_back(
    warm: Warm, warm_here: WarmHere, api: Api, path: Path
) -> None:
    api.script = {name: [answered(advice(), after=4.0)] for name in NAMES[2:]}
    process = warm()
    wait_for(lambda: len(api.asked) >= 3 and cached_answers(path) >= 2)
    begun = real_time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert real_time.monotonic() - begun < 3
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
    api.script = {}
    report = json.loads(warm_here("--json")[1])
    assert (report["intelligence"], report["skipped"]) == (3, 2)


@pytest.mark.parametrize("key", [None, "sk bad key"])
def test_without_a_usable_key_neither_the_sdk_nor_the_pacing_is_imported(start: Start, path: Path, key: str | None) -> None:
    code = (
        "import sys; from demodb.cli.main import run; code = run(sys.argv[1:]);"
        "print([name for name in sys.modules if name.split('.')[0] in ('anthropic', 'tenacity', 'httpx2')], file=sys.stderr);"
        "print([name for name in sys.modules if name.startswith('demodb.warmup.')], file=sys.stderr); sys.exit(code)"
    )
    process = start(code, "warmup", "--db", path, environment={"ANTHROPIC_API_KEY": key} if key else {})
    out, err = process.communicate()
    lines = err.splitlines()
    assert process.returncode == 0
    assert out.startswith("5 plans, 0 intelligence, 5 briefs made; fresh until ")
    assert lines[-2] == "[]"
    assert not {"demodb.warmup.claude", "demodb.warmup.calling", "demodb.warmup.pacing"} & set(
        json.loads(lines[-1].replace("'", '"'))
    )
    assert [line for line in lines if line.startswith("Warning: ")] == lines[:1]


def test_the_key_is_in_nothing_that_is_printed_or_stored(warm_here: WarmHere, api: Api, path: Path) -> None:
    api.script = {NAMES[0]: [failed(400)], NAMES[1]: [failed(500), failed(500)]}
    said = "".join(warm_here("--debug")[1:])
    api.default = failed(401)
    for arguments in (("--force", "--debug"), ("--force", "--json"), ("--dry-run", "--force"), ("--all", "--force")):
        said += "".join(warm_here(*arguments)[1:])
    assert "401" in said
    assert KEY not in said
    with open_store(path) as store:
        store.engine.dispose()
    for file in path.parent.glob(f"{path.name}*"):
        assert KEY.encode() not in file.read_bytes()


def test_a_failing_claude_is_one_line_of_warning_and_no_error(warm_here: WarmHere, api: Api) -> None:
    api.default = failed(401)
    code, out, err = warm_here()
    assert code == 0
    assert "5 plans, 0 intelligence, 5 briefs made" in out
    told = [line for line in err.splitlines() if not STAGE.match(line)]
    assert told[0].startswith("Warning: Claude failed for Alpha Telecom: the API key is not accepted (401)")
    assert told[1:] == ["Next: demodb status"]


def test_each_stage_is_a_line_on_stderr_and_with_json_there_is_none(warm_here: WarmHere, api: Api) -> None:
    api.script[NAMES[0]] = [failed(429, **{"retry-after": "1"}), failed(400)]
    _, _, err = warm_here(NAMES[0], NAMES[1])
    stages = [line.split(" ", 1)[1] for line in err.splitlines() if STAGE.match(line)]
    first = [stage.removeprefix(f"{NAMES[0]}: ") for stage in stages if stage.startswith(NAMES[0])]
    assert [stage.split(" ")[0].rstrip(":") for stage in first] == ["calling", "waiting", "calling", "failed"]
    assert re.fullmatch(r"waiting until [0-9:]{8}: the rate limit is reached \(429\): .*", first[1])
    assert [stage for stage in stages if stage.startswith(NAMES[1])] == [f"{NAMES[1]}: calling", f"{NAMES[1]}: done"]
    assert warm_here("--json")[2] == ""


def test_prepare_warms_the_heroes_with_claude_where_a_key_is_set(warm_here: WarmHere, api: Api, tmp_path: Path) -> None:
    report = json.loads(warm_here("--json", "--out", str(tmp_path / "export"), command="prepare")[1])
    assert list(report) == ["schemaVersion", "import", "seed", "shift", "warmup", "export", "rehearsal", "status", "snapshot"]
    assert (report["warmup"]["intelligence"], report["warmup"]["briefs"], len(api.asked)) == (5, 0, 5)


@pytest.mark.slow
def test_keep_warm_stays_until_it_is_interrupted(warm: Warm, api: Api) -> None:
    tomorrow = datetime.now().astimezone() + timedelta(days=1)
    process = warm("--keep-warm", "--ttl", "4", "--until", tomorrow.isoformat(timespec="minutes"))
    wait_for(lambda: len(api.asked) >= 10)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in err
    assert err.count("5 intelligence") >= 1
    assert "kept warm for" in err
