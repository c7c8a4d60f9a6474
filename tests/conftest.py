"""What every test stands on: the plugins with its fixtures, the marks of what needs more than Python, one clock, the sample."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from effort import register_profiles

from demodb.clock import Clock

pytest_plugins = (
    "fixtures_databases",
    "fixtures_environment",
    "fixtures_material",
    "fixtures_node",
    "fixtures_projects",
    "gold_files",
)
register_profiles()

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
REPOSITORY = Path(__file__).resolve().parent.parent
GARBAGE_AFTER = 50_000
"""Objects that are made until Python looks for garbage."""

PROCESSES = {"kill", "paste", "process", "start", "terminal"}
"""Fixtures that start processes: each loads Python and demodb anew."""
SERVERS = {"http", "start_studio", "studio"}
"""Fixtures that start servers: what they answer takes its time."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs more than Python, or processes and servers of its own, so that no author of a test has to think of it."""
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        if hasattr(item, "callspec") and item.callspec.params.get("db") == "postgresql":
            item.add_marker("postgresql")
        for needed in ("node", "browser"):
            if needed in item.fixturenames:
                item.add_marker(needed)
        if (PROCESSES | SERVERS) & set(item.fixturenames):
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """What was collected stays to the end: to look it over for garbage again and again takes half a second each time.

    What tests leave behind is small, and seldom worth a look.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 20, 20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    seed = config.getoption("--hypothesis-seed")
    if seed is not None and terminalreporter.stats.get("failed"):
        terminalreporter.write_line(f"The same examples again: add --hypothesis-profile=deep --hypothesis-seed={seed}", red=True)


@pytest.fixture
def clock() -> Clock:
    return Clock(now=lambda: NOW, monotonic=lambda: 0.0, sleep=lambda _: None)


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample portfolio's folder."""
    return REPOSITORY / "data"
