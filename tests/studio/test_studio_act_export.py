"""Exporting and syncing in the studio: what would be written is named first, and what others wrote is not lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from studio_acts import Acts, saved_before
from studio_project import Running

from demodb.api.edit import SetField, edit
from demodb.api.show import show_account

TEMPLATE, FILE = "9Bells Communications", "account-plans/stakeholders/9bells-communications.json"
TITLE = "stakeholders/sh-010/title"


def file_of(studio: Running) -> Path:
    return studio.folder / "export" / FILE


def title_in(path: Path) -> str:
    return str(json.loads(path.read_text("utf-8"))[0]["title"])


def write_as_the_app(path: Path, title: str) -> None:
    people = json.loads(path.read_text("utf-8"))
    people[0]["title"] = title
    path.write_text(json.dumps(people, indent=2, ensure_ascii=False), "utf-8")


def title_in_store(studio: Running) -> str:
    people: Any = show_account(studio.desk.store, TEMPLATE).sections["stakeholders"].document
    return str(people[0]["title"])


def test_an_edit_is_seen_in_the_look_and_then_exported(
    page: Page, studio: Running, picture: Callable[[Page, str], None], accessible: Callable[[Page], None]
) -> None:
    edit(studio.desk.store, TEMPLATE, [SetField(TITLE, "Chair")], by=studio.desk.by)
    page.goto(f"{studio.origin}/act/export")
    work = page.locator("#work")
    expect(work.get_by_role("heading")).to_contain_text("would be written")
    expect(work).to_contain_text(FILE)
    accessible(page)
    picture(page, "act-export")
    work.get_by_role("button", name="Export", exact=True).click()
    expect(work.get_by_role("heading")).to_contain_text("written, 0 removed")
    assert title_in(file_of(studio)) == "Chair"
    assert saved_before(studio) == []


def test_a_file_that_the_app_changed_is_left_alone_and_taken_in_by_a_sync(
    page: Page, studio: Running, picture: Callable[[Page, str], None], accessible: Callable[[Page], None]
) -> None:
    write_as_the_app(file_of(studio), "Chair")
    edit(studio.desk.store, TEMPLATE, [SetField("stakeholders/sh-010/tenure", "9 years")], by=studio.desk.by)
    page.goto(f"{studio.origin}/act/export")
    work = page.locator("#work")
    expect(work).to_contain_text("Left alone")
    expect(work).to_contain_text(FILE)
    work.get_by_role("button", name="Look what a sync would take in").click()
    expect(work).to_contain_text(f"{TEMPLATE}: stakeholders: 1 change")
    accessible(page)
    picture(page, "act-sync")
    work.get_by_role("button", name="Take it in, and export").click()
    expect(work).to_contain_text("written, 0 removed")
    people = json.loads(file_of(studio).read_text("utf-8"))
    assert (people[0]["title"], people[0]["tenure"], title_in_store(studio)) == ("Chair", "9 years", "Chair")


def test_overwriting_what_somebody_changed_is_chosen_and_saves_a_snapshot_first(acts: Acts, studio: Running) -> None:
    before = title_in(file_of(studio))
    write_as_the_app(file_of(studio), "Chair")
    assert "Left alone" in acts.post("/act/export").text
    assert (title_in(file_of(studio)), saved_before(studio)) == ("Chair", [])
    looked = acts.post("/act/export/look", {"force": "1"})
    assert looked.value("force") == "1"
    assert saved_before(studio) == []
    done = acts.post("/act/export", {"force": "1"})
    assert "Saved first as the snapshot before-export-" in done.text
    assert (title_in(file_of(studio)), saved_before(studio)) == (before, ["export"])


def test_a_sync_by_force_saves_a_snapshot_first(acts: Acts, studio: Running) -> None:
    acts.post("/act/sync", {"remove": "1"})
    assert saved_before(studio) == ["sync"]
    acts.post("/act/sync")
    assert saved_before(studio) == ["sync"]


def test_a_folder_of_another_store_is_refused_in_words(acts: Acts, studio: Running) -> None:
    path = studio.folder / "export" / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**manifest, "store": "another-one"}), "utf-8")
    answer = acts.post("/act/export")
    assert (answer.status, "Not done" in answer.text) == (200, True)
    assert "another-one" in answer.text
