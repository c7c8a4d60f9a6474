"""Ctrl-C in the middle of a warm-up: what was answered is kept, and told."""

from __future__ import annotations

import signal
import time as real_time

import pytest
from fixture_types import Start
from scripted_api import KEY, NAMES, Api, advice, answered

from demodb.errors import ExitCode
from demodb.store.engine import Store, database_path


@pytest.mark.slow
def test_ctrl_c_in_a_warm_up_keeps_and_tells_what_was_answered(start: Start, heroes: Store, api: Api) -> None:
    late = answered(advice(), after=5)
    api.script = {name: [late] for name in NAMES[2:]}
    code = "from demodb.cli.entry import main; main()"
    environment = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": api.url, "DEMODB_SPACING": "0", "DEMODB_CONCURRENCY": "3"}
    warming = start(code, "warmup", "--db", str(database_path(heroes.engine.url)), environment=environment)
    while len(api.arrivals) < len(NAMES):
        real_time.sleep(0.05)
        assert warming.poll() is None
    real_time.sleep(0.5)
    warming.send_signal(signal.SIGINT)
    _, told = warming.communicate(timeout=60)
    assert "interrupted; 5 plans and 5 briefs by rules written to the cache; " in told
    assert "; intelligence of 2 of 5 accounts made; nothing is half-done" in told
    assert warming.returncode == ExitCode.INTERRUPTED
