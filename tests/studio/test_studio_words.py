"""How the studio says values, time that is left and errors: pure functions of what templates are given."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from demodb.errors import StoreBusyError
from demodb.model.merge import ABSENT
from demodb.studio.pages import words_of
from demodb.studio.words import clock_time, day, left, moment, money, number, plain

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("say", [money, number, moment, clock_time, day])
def test_what_is_not_known_is_left_out(say: Any) -> None:
    assert say(None) == ""


def test_a_value_is_said_as_a_person_reads_it() -> None:
    assert money(1500.4) == '<data class="money" value="1500.4">$1,500</data>'
    assert number(1500) == '<data class="number" value="1500">1,500</data>'
    assert day("next week") == '<time class="day">next week</time>'
    assert [plain(value) for value in (ABSENT, None, "", [], "a", ["a", "b"], 3, {"b": 1, "a": 2})] == [
        "nothing", "none", "empty", "empty", "a", "a\nb", "3", '{"a":2,"b":1}',
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-1, "over"), (0, "over"), (59, "under a minute left"), (60, "1 min left"),
        (3599, "59 min left"), (3600, "1 h 0 min left"), (90 * 60, "1 h 30 min left"),
    ],
)  # fmt: skip
def test_the_time_that_is_left_is_told_by_the_minute(seconds: int, said: str) -> None:
    assert left(NOW + timedelta(seconds=seconds), NOW) == said


def test_an_error_is_told_with_what_to_do_and_no_traceback() -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "export/manifest.json")
    assert words_of(full) == ("export/manifest.json: No space left on device", "check the path, its permissions and the space")
    assert words_of(OSError(errno.EIO, os.strerror(errno.EIO)))[0] == os.strerror(errno.EIO)
    assert words_of(StoreBusyError("busy", fix="wait")) == ("busy", "wait")
    assert words_of(KeyError("x")) == (
        "this page met an error that nobody expected",
        "see what `demodb studio --debug` prints",
    )
