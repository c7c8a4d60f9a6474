"""Importing in the studio: what is sent is kept and looked at first, then imported; or taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from studio_acts import Acts, saved_before
from studio_project import Running

from demodb.api.account import account_names
from demodb.api.edit import SetField, edit
from demodb.api.source import list_sources

NEW = b"Customer,BU,ARR\nNova Telecom,Kandy,12000\n"
DOUBTFUL = b"Client,BU,Account Owner,Account Name,ARR\n,Kandy,Ann,Nova Telecom,12000\n,Kandy,Bob,Vega Mobile,9000\n"
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  const how = {dataTransfer: data, bubbles: true, cancelable: true};
  for (const kind of ["dragover", "drop"]) document.querySelector("[data-drop]").dispatchEvent(new DragEvent(kind, how));
}"""


def uploads(studio: Running) -> list[str]:
    folder = studio.folder / "uploads"
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []


def test_a_file_that_is_dragged_in_is_looked_at_and_then_imported(
    page: Page, studio: Running, picture: Callable[[Page, str], None], accessible: Callable[[Page], None]
) -> None:
    page.goto(f"{studio.origin}/act/import")
    page.evaluate(DROP, ["new.csv", NEW.decode()])
    page.get_by_role("button", name="Look what would change").click()
    work = page.locator("#work")
    expect(work.get_by_role("heading")).to_have_text("2 rows would be new or changed")
    expect(work).to_contain_text("uploads/new.csv")
    assert "Nova Telecom" not in account_names(studio.desk.store)
    accessible(page)
    picture(page, "act-import")
    work.get_by_role("button", name="Import", exact=True).click()
    expect(work.get_by_role("heading")).to_have_text("2 rows new or changed")
    expect(page.locator("#sources")).to_contain_text("uploads/new.csv")
    assert "Nova Telecom" in account_names(studio.desk.store)
    assert "uploads/new.csv" in [source.path for source in list_sources(studio.desk.store, studio.folder).sources]


def test_what_is_wrong_is_told_with_file_and_place(acts: Acts, studio: Running) -> None:
    plan = json.dumps([{"id": "sh-1", "name": "A. Body", "title": "CTO", "role": "boss", "relationshipStrength": "weak"}])
    sent = [("file", ("bad.csv", b"Customer,BU,ARR\nNova,Kandy,1.2.3\n")), ("file", ("spotify.json", plan.encode()))]
    told = acts.post("/act/import/look", files=sent).text
    assert "uploads/bad.csv C2" in told
    assert "$[0].role" in told
    assert "2 errors" in told
    assert uploads(studio) == ["bad.csv", "spotify.json"]


def test_an_upload_that_is_taken_back_leaves_nothing_behind(acts: Acts, studio: Running) -> None:
    first = acts.post("/act/import/look", files={"file": ("new.csv", NEW)})
    acts.post("/act/import", {"look": first.value("look")})
    assert acts.post("/act/import/back", {"look": first.value("look")}).status == 409
    other = acts.post("/act/import/look", files={"file": ("new.csv", NEW + b"Vega Mobile,Kandy,9000\n")})
    assert "what had the name before lies in" in other.text
    assert "is taken back" in acts.post("/act/import/back", {"look": other.value("look")}).text
    assert (studio.folder / "uploads" / "new.csv").read_bytes() == NEW
    once = acts.post("/act/import/look", files={"file": ("once.csv", NEW)})
    acts.post("/act/import/back", {"look": once.value("look")})
    assert uploads(studio) == ["new.csv"]


def test_only_what_was_looked_at_last_is_imported(acts: Acts) -> None:
    first = acts.post("/act/import/look", files={"file": ("new.csv", NEW)})
    acts.post("/act/import/look")
    assert acts.post("/act/import", {"look": first.value("look")}).status == 409
    assert acts.post("/act/import", {"look": ""}).status == 409


def test_a_column_in_doubt_is_asked_and_the_answer_written_into_the_settings(
    page: Page, studio: Running, picture: Callable[[Page, str], None], accessible: Callable[[Page], None]
) -> None:
    page.goto(f"{studio.origin}/act/import")
    page.get_by_label("Drag files here").set_input_files({"name": "crm.csv", "mimeType": "text/csv", "buffer": DOUBTFUL})
    page.get_by_role("button", name="Look what would change").click()
    work = page.locator("#work")
    expect(work.get_by_role("heading")).to_have_text("Which column is meant?")
    accessible(page)
    picture(page, "act-import-doubt")
    work.get_by_role("radio", name="Account Name").check()
    work.get_by_role("button", name="That is meant").click()
    expect(work.get_by_role("heading")).to_contain_text("would be new or changed")
    assert 'customer = "Account Name"' in (studio.folder / "demodb.toml").read_text("utf-8")
    work.get_by_role("button", name="Import", exact=True).click()
    expect(work.get_by_role("heading")).to_contain_text("rows new or changed")
    assert {"Nova Telecom", "Vega Mobile"} <= set(account_names(studio.desk.store))


def test_taking_plan_files_as_they_are_saves_a_snapshot_first(acts: Acts, studio: Running) -> None:
    edit(studio.desk.store, "Spotify", [SetField("stakeholders/sp-001/title", "Chair")], by=studio.desk.by)
    looked = acts.post("/act/import/look", {"replace": "1"})
    assert "Spotify: stakeholders (was imported, edited since) by" in looked.text
    assert saved_before(studio) == []
    done = acts.post("/act/import", {"look": looked.value("look")})
    assert "Saved first as the snapshot before-import-" in done.text
    assert saved_before(studio) == ["import"]


def test_sources_that_are_gone_are_told(acts: Acts, studio: Running) -> None:
    path = studio.folder / "portfolio.xlsx"
    path.rename(Path(f"{path}.away"))
    told = acts.post("/act/import/look").text
    assert "portfolio.xlsx" in told
