"""Why a value says what it does: the dialog, its sides side by side, and what is done from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from statements import statements_of
from studio_project import Running

from demodb.api.edit import SetField, edit
from demodb.api.import_ import import_sources
from demodb.api.show import show_account

SPOTIFY = "account-plans/strategy/spotify.json"
TITLE = "strategy/painPoints/pp-001/title"


def pain_title(studio: Running) -> str:
    document = show_account(studio.desk.store, "Spotify").sections["strategy"].document
    assert isinstance(document, dict)
    return str(document["painPoints"][0]["title"])


def ask(page: Page, place: str, slug: str = "spotify") -> None:
    """Open the dialog as a chip does."""
    page.evaluate("url => htmx.ajax('GET', url, {target: '#dialog'})", f"/account/{slug}/why?place={quote(place, safe='')}")
    expect(page.locator("#dialog")).to_be_visible()


@pytest.fixture
def clashing(studio: Running, monkeypatch: pytest.MonkeyPatch) -> Running:
    """A person and the file each gave Spotify's first pain point another title."""
    monkeypatch.chdir(studio.folder)
    edit(studio.desk.store, "Spotify", [SetField(TITLE, "Ours now")], by=studio.desk.by)
    path = Path(SPOTIFY)
    path.write_text(path.read_text("utf-8").replace("Invoices that differ from what was delivered", "The file's title"), "utf-8")
    import_sources(studio.desk.store, [path])
    return studio


def test_the_dialog_says_where_a_value_comes_from(
    page: Page, accessible: Callable[[Page], None], picture: Callable[[Page, str], None]
) -> None:
    ask(page, "strategy/painPoints/pp-001")
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text(SPOTIFY)
    expect(dialog).to_contain_text("$.painPoints[?@.id=='pp-001']")
    expect(dialog).to_contain_text("Nobody has touched it since it came in.")
    accessible(page)
    picture(page, "why")
    dialog.get_by_label("Close", exact=True).click()
    expect(dialog).to_be_hidden()


def test_a_template_value_names_pack_revision_and_entry(page: Page) -> None:
    ask(page, "strategy/painPoints/pp-001/title", "almfunk-schweiz-ag")
    expect(page.locator("#dialog")).to_contain_text("from a template")
    expect(page.locator("#dialog")).to_contain_text("lived-in 0")


def test_base_ours_and_theirs_stand_side_by_side_and_theirs_is_taken(
    clashing: Running, page: Page, accessible: Callable[[Page], None], picture: Callable[[Page, str], None]
) -> None:
    ask(page, TITLE)
    dialog = page.locator("#dialog")
    expect(dialog.locator("tbody td")).to_have_text(["The file's title", "Ours now", "The file's title"])
    expect(dialog.locator("thead")).to_contain_text(f"Theirs, {SPOTIFY}")
    accessible(page)
    picture(page, "why-conflict")
    dialog.get_by_role("button", name="Take theirs").click()
    expect(page.locator("#done")).to_contain_text("Theirs stands now.")
    assert pain_title(clashing) == "The file's title"
    expect(dialog.get_by_role("button", name="Take theirs")).to_be_hidden()


def test_the_base_is_taken_back_and_who_did_it_is_told(page: Page, studio: Running) -> None:
    before = pain_title(studio)
    edit(studio.desk.store, "Spotify", [SetField(TITLE, "<b onclick=alert(1)>Wrong</b>")], by=studio.desk.by)
    ask(page, TITLE)
    dialog = page.locator("#dialog")
    expect(dialog.locator("tbody td").nth(1)).to_have_text("<b onclick=alert(1)>Wrong</b>")
    dialog.get_by_role("button", name="Take the base back").click()
    expect(page.locator("#done")).to_contain_text("The base is back")
    assert pain_title(studio) == before
    expect(dialog.locator("ol li")).to_have_count(2)
    expect(dialog.locator("ol li").first).to_contain_text("alice")


def test_who_was_slower_is_told_and_sees_what_stands_now(studio: Running) -> None:
    edit(studio.desk.store, "Spotify", [SetField(TITLE, "Mine")], by=studio.desk.by)
    with studio.client() as client:
        late = {"place": TITLE, "act": "base", "seen": '"Something else"'}
        answer = client.post("/account/spotify/why", data=late, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "somebody else changed it meanwhile" in answer.text
    assert pain_title(studio) == "Mine"


def test_without_a_page_to_lie_over_the_dialog_is_a_page(studio: Running) -> None:
    with studio.client() as client:
        answer = client.get("/account/spotify/why", params={"place": TITLE})
        unknown = client.get("/account/spotify/why", params={"place": "strategy/painPoints/<script>"})
    assert answer.text.startswith("<!doctype html>")
    assert unknown.status_code == 404
    assert "<script>" not in unknown.text.partition("<main")[2]


def test_a_studio_that_only_reads_offers_nothing_and_refuses(start_studio: Callable[..., Running]) -> None:
    studio = start_studio(writes=False)
    edit(studio.desk.store, "Spotify", [SetField(TITLE, "Mine")], by=studio.desk.by)
    with studio.client() as client:
        dialog = client.get("/account/spotify/why", params={"place": TITLE}, headers={"HX-Request": "true"})
        refused = client.post("/account/spotify/why", data={"place": TITLE, "act": "base"})
    assert "<button name=" not in dialog.text
    assert (refused.status_code, pain_title(studio)) == (403, "Mine")


def test_a_question_costs_a_fixed_number_of_statements(studio: Running) -> None:
    with studio.client() as client, statements_of(studio.desk.store) as seen:
        client.get("/account/spotify/why", params={"place": "stakeholders/sp-001"})
        one = len(seen)
        client.get("/account/british-telecommunications-plc/why", params={"place": "strategy/painPoints/pp-001"})
    assert len(seen) == 2 * one <= 80, (one, len(seen))


def test_a_mark_on_the_accounts_page_opens_the_dialog_and_the_section_follows(page: Page, studio: Running) -> None:
    before = pain_title(studio)
    edit(studio.desk.store, "Spotify", [SetField(TITLE, "A wrong title")], by=studio.desk.by)
    page.goto(f"{studio.origin}/account/spotify")
    row = page.locator('[data-place="strategy/painPoints/pp-001"]')
    expect(row).to_contain_text("A wrong title")
    row.locator('button[data-why="title"]').click()
    page.locator("#dialog").get_by_role("button", name="Take the base back").click()
    expect(row).to_contain_text(before)
    page.locator("#dialog").get_by_label("Close", exact=True).click()
    page.locator("#done").get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("A wrong title")
