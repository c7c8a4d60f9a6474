"""Snapshots in the studio: saved by name, compared with what there is now, gone back to, and dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from studio_acts import Acts, saved_before
from studio_project import Running

from demodb.api.edit import SetField, edit
from demodb.api.show import show_account

TEMPLATE = "9Bells Communications"
TITLE = "stakeholders/sh-010/title"


def title_in_store(studio: Running) -> str:
    people: Any = show_account(studio.desk.store, TEMPLATE).sections["stakeholders"].document
    return str(people[0]["title"])


def test_what_changed_since_a_snapshot_is_seen_before_it_is_taken_back(
    page: Page, studio: Running, picture: Callable[[Page, str], None], accessible: Callable[[Page], None]
) -> None:
    before = title_in_store(studio)
    page.goto(f"{studio.origin}/act/snapshots")
    page.get_by_label("Name").fill("before-the-board")
    page.get_by_role("button", name="Save what there is").click()
    work, listed = page.locator("#work"), page.locator("#snapshots")
    expect(work.get_by_role("heading")).to_have_text("✓ Saved as before-the-board")
    edit(studio.desk.store, TEMPLATE, [SetField(TITLE, "Chair")], by=studio.desk.by)
    listed.get_by_role("button", name="What changed since before-the-board").click()
    work.locator("details.account summary").click()
    expect(work.get_by_role("row").filter(has_text=TITLE)).to_contain_text("Chair")
    accessible(page)
    picture(page, "act-snapshots")
    work.get_by_role("button", name="Reset to before-the-board").click()
    expect(work.get_by_role("heading")).to_have_text("✓ The store is as in before-the-board")
    expect(listed).to_contain_text("before: reset")
    assert title_in_store(studio) == before
    listed.get_by_role("button", name="Drop before-the-board").click()
    dialog = page.get_by_role("dialog", name="Drop the snapshot before-the-board?")
    dialog.get_by_role("button", name="Drop it").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("status").filter(has_text="is gone")).to_be_visible()
    assert saved_before(studio) == ["reset"]


def test_names_that_cannot_be_are_told(acts: Acts) -> None:
    for name, why in (("", "is no name"), ("../x", "is no name"), ("Con", "is no name"), ("a" * 41, "is no name")):
        assert why in acts.post("/act/snapshots/save", {"name": name}).text
    acts.post("/act/snapshots/save", {"name": "one"})
    assert "there is a snapshot 'one' already" in acts.post("/act/snapshots/save", {"name": "one"}).text
    assert "there is no snapshot 'two'" in acts.post("/act/snapshots/look", {"name": "two"}).text
    assert "there is no snapshot 'two'" in acts.post("/act/snapshots/reset", {"name": "two"}).text
    for name in ("two", "../one", "/etc/passwd", ""):
        assert acts.post("/act/snapshots/drop", {"name": name}).status == 404
        assert "there is no snapshot" in acts.post("/act/snapshots/look", {"name": name}).text
    assert "<script>" not in acts.get("/act/snapshots/drop", name="<script>alert(1)</script>").part
