"""The demo's hours as the story tells them: what prepare warms for and counts from, and what status says of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from demodb.api.import_ import DeclaredNames, Sources
from demodb.api.prepare import PrepareReport, Wanted, Warming, prepare
from demodb.api.seed import SeedOptions
from demodb.api.status import Asked, status
from demodb.api.warmup import UNTIL_MARGIN, Surroundings
from demodb.clock import Clock
from demodb.model.lifetimes import DEMO
from demodb.model.story import Demo, Story, Window
from demodb.store.engine import Store

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def hours(begin: float, length: float = 1.5) -> Window:
    """A demo that begins so many hours from now."""
    return Window(NOW + timedelta(hours=begin), NOW + timedelta(hours=begin + length))


def prepared_for(store: Store, folder: Path, demo: Window, *, shifting: bool = False, day: date = TODAY) -> PrepareReport:
    warming = Warming("no key", Surroundings(Clock(now=lambda: NOW), DEMO))
    nothing = Sources((), DeclaredNames())
    return prepare(
        store,
        nothing,
        SeedOptions(day),
        warming,
        folder / "export",
        shifting=shifting,
        wanted=Wanted(Story(Demo(demo.at, demo.until))),
    )


@pytest.mark.slow
def test_prepare_warms_until_the_storys_end_and_its_margin_and_judges_its_beginning(prepared: Store, tmp_path: Path) -> None:
    demo = hours(5)
    report = prepared_for(prepared, tmp_path, demo)
    assert report.warmed.expires_at == demo.until + UNTIL_MARGIN
    assert (report.status.at, report.status.ready) == (demo.at, True)


@pytest.mark.slow
@pytest.mark.parametrize(("begin", "code"), [(-5, "demo-over"), (30, "demo-far")])
def test_a_demo_that_is_over_or_far_away_warns_and_blocks_nothing(
    prepared: Store, tmp_path: Path, begin: float, code: str
) -> None:
    report = prepared_for(prepared, tmp_path, hours(begin))
    assert code in [found.code for found in report.status.warnings]
    assert (report.status.at, report.status.ready) == (NOW, True)


@pytest.mark.slow
def test_templates_that_count_from_another_day_than_the_storys_are_told_with_the_shift(prepared: Store, tmp_path: Path) -> None:
    demo = hours(20)
    told = {found.code: found.fix for found in prepared_for(prepared, tmp_path, demo).status.warnings}
    assert told["demo-date"] == "demodb shift --as-of 2026-11-25"
    shifted = prepared_for(prepared, tmp_path, demo, shifting=True, day=date(2026, 11, 25))
    assert "demo-date" not in [found.code for found in shifted.status.warnings]


def test_a_story_for_the_day_that_templates_count_from_is_no_warning(prepared: Store) -> None:
    report = status(prepared, Asked(NOW, NOW, demo=hours(5)))
    assert not {found.code for found in report.warnings} & {"demo-date", "far-as-of", "demo-over", "demo-far"}
