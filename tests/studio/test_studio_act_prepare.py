"""Making a demo ready in the studio: all steps in one go, each told as its own act tells it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from studio_acts import Acts, acting_in, saved_before
from studio_project import Running, copied_project, running

from demodb.api.seed import Which, history, undo
from demodb.api.store import open_store
from demodb.settings import PROJECT_FILE

TEMPLATE = "9Bells Communications"


def test_a_demo_is_made_ready_in_one_go(
    page: Page, studio: Running, picture: Callable[[Page, str], None], accessible: Callable[[Page], None]
) -> None:
    undo(studio.desk.store, Which((TEMPLATE,)))
    page.goto(f"{studio.origin}/act")
    page.get_by_role("link", name="Make ready").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make ready")
    page.get_by_role("button", name="Make ready").click()
    work = page.locator("#work")
    expect(work.get_by_role("heading").first).to_contain_text("Ready at")
    for step, told in (
        ("Import", "Nothing changed"),
        ("Seed", "4 sections seeded, 0 sections upgraded"),
        ("Warm up", "5 fresh already"),
        ("Export", "files written, 0 removed"),
        ("Rehearse", "in 128 accounts"),
    ):
        expect(work.get_by_role("region", name=step).get_by_role("heading")).to_contain_text(told)
    accessible(page)
    picture(page, "act-prepare")


def test_a_second_time_nothing_changes(acts: Acts, studio: Running) -> None:
    before = len(history(studio.desk.store))
    told = acts.post("/act/prepare").text
    for words in ("Nothing changed", "Nothing was missing or outdated", "0 plans, 0 intelligence", "0 files written"):
        assert words in told
    assert len(history(studio.desk.store)) == before
    assert saved_before(studio) == []


def test_a_day_moves_all_dates_and_a_snapshot_is_saved_before_files_may_go(acts: Acts, studio: Running) -> None:
    told = acts.post("/act/prepare", {"day": "2026-12-24", "force": "1"}).text
    assert "Counted from 2026-12-24" in told
    assert "Saved first as the snapshot" in told
    assert saved_before(studio) == ["prepare"]
    assert "is no date" in acts.post("/act/prepare", {"day": "soon"}).text


def test_a_project_that_names_no_sources_is_told_so(made_sample: Path, tmp_path: Path) -> None:
    folder = copied_project(made_sample, tmp_path / "empty")
    (folder / PROJECT_FILE).write_text('db = "empty.db"\n', "utf-8")
    open_store(str(folder / "empty.db"), create=True).close()
    with running(folder) as studio, acting_in(studio) as acts:
        assert "no sources are listed, and the store is empty" in acts.post("/act/prepare").text
