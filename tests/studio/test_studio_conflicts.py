"""Conflicts and the log in a real browser, and three sides that change one account: the studio, the app, a newer template."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from browser import Accessible, Picture, Watch
from fixture_types import CustomersFile
from pack_texts import SMALL, written
from playwright.sync_api import Locator, Page, expect
from seeded_project import REVISED
from sqlalchemy import text
from statements import statements_of
from studio_project import CLOCK, Running, running

from demodb.api.conflicts import list_conflicts
from demodb.api.edit import DeleteRow, SetField, edit
from demodb.api.export import ExportBy, export
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.log import edit_log
from demodb.api.seed import By, PackChoice, SeedOptions, seed
from demodb.api.show import show_account
from demodb.api.store import Store, open_store

SLUG = "acme-ltd"
AT = "strategy/painPoints/pp-001"
FILE = Path("export") / "account-plans" / "strategy" / f"{SLUG}.json"
PART = {"HX-Request": "true"}


def seeded(store: Store, folder: Path) -> None:
    seed(store, SeedOptions(date(2026, 11, 24), PackChoice(str(folder / "mine"))))


@pytest.fixture
def folder(tmp_path: Path, customers_file: CustomersFile) -> Path:
    """A project of two accounts that a small pack was seeded into, and exported."""
    root = tmp_path / "small"
    root.mkdir()
    customers = customers_file(root, "STL", [("Acme Ltd", 1000, 0), ("Borealis AS", 500, 0)])
    written(root / "mine", SMALL)
    (root / "demodb.toml").write_text('pack = "./mine"\n', "utf-8")
    with open_store(root / "demodb.db", create=True) as store:
        import_sources(store, [customers], how=ImportBy(root=root))
        seeded(store, root)
        export(store, root / "export", ExportBy(root=root))
    return root


@pytest.fixture
def studio(folder: Path) -> Iterator[Running]:
    with running(folder) as made:
        yield made


def rows(store: Store, slug: str = SLUG) -> list[dict[str, Any]]:
    document: Any = show_account(store, slug).sections["strategy"].document
    found: list[dict[str, Any]] = document["painPoints"]
    return found


def pain(store: Store, slug: str = SLUG) -> dict[str, Any]:
    return rows(store, slug)[0]


def app_says(folder: Path, **fields: str) -> None:
    """The app changes a pain point and writes its file whole, as it does."""
    document = json.loads((folder / FILE).read_text("utf-8"))
    document["painPoints"][0] |= fields
    (folder / FILE).write_text(json.dumps(document, indent=2), "utf-8")


def clashing(studio: Running) -> None:
    """The title of both accounts is edited, and the pack has another one; so has the description of the first, in its file."""
    store = studio.desk.store
    for slug in (SLUG, "borealis-as"):
        edit(store, slug, [SetField(f"{AT}/title", "Mine")], by=By("bob", CLOCK))
    written(studio.folder / "mine", SMALL, REVISED)
    seeded(store, studio.folder)


def test_three_sides_on_one_account_all_stand_or_are_seen(page: Page, studio: Running) -> None:
    store, folder = studio.desk.store, studio.folder
    page.goto(f"{studio.origin}/account/{SLUG}")
    page.locator(f"[data-place='{AT}'][data-row] [data-edit='']").click()
    page.locator("#dialog").get_by_label("Severity").select_option("low")
    page.locator("#dialog").get_by_label("Title").fill("Edited in the studio")
    page.locator("#dialog").get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#dialog")).not_to_be_visible()
    app_says(folder, owner="The app")
    import_sources(store, [folder / "export"], how=ImportBy(root=folder))
    written(folder / "mine", SMALL, REVISED)
    seeded(store, folder)
    export(store, folder / "export", ExportBy(root=folder))
    page.reload()
    row = page.locator(f"[data-place='{AT}'][data-row]")
    for words in ("Edited in the studio", "low", "The app", "have aged"):
        expect(row).to_contain_text(words)
    (conflict,) = list_conflicts(store, SLUG)
    assert (conflict.place, conflict.theirs) == (f"{AT}/title", "Aged systems")
    expect(row.locator("button.c")).to_have_text("!")
    said = json.loads((folder / FILE).read_text("utf-8"))["painPoints"][0]
    assert said == pain(store)
    assert [said[key] for key in ("title", "severity", "owner")] == ["Edited in the studio", "low", "The app"]
    assert "have aged" in said["description"]
    page.goto(f"{studio.origin}/log?account={SLUG}")
    assert [entry.side for entry in edit_log(store, SLUG)] == ["template", "file", "decision"]
    expect(page.locator(".entry")).to_have_count(3)
    expect(page.locator(".entry").last).to_contain_text("alice")


def test_a_conflict_is_taken_edited_and_all_are_decided(
    page: Page, studio: Running, watch: Watch, picture: Picture, accessible: Accessible
) -> None:
    watch.allowed = ("422",)
    store = studio.desk.store
    clashing(studio)
    app_says(studio.folder, description="The app's words", severity="medium")
    edit(store, SLUG, [SetField(f"{AT}/severity", "low"), SetField(f"{AT}/description", "My words")])
    import_sources(store, [studio.folder / "export"], how=ImportBy(root=studio.folder))
    page.goto(f"{studio.origin}/conflicts")
    expect(page.locator(".entry")).to_have_count(4)
    accessible(page)
    picture(page, "conflicts")
    page.get_by_role("link", name="only these").first.click()
    expect(page.locator(".entry")).to_have_count(3)
    page.locator(f".entry[data-place='{AT}/severity']").get_by_role("button", name="Take theirs").click()
    expect(page.locator("#done")).to_contain_text("1 conflict decided: theirs is taken.")
    assert pain(store)["severity"] == "medium"
    assert edit_log(store, SLUG)[0].person == "alice"
    page.locator("#done").get_by_role("button", name="Undo").click()
    expect(page.locator("#done")).to_contain_text("was taken back")
    assert pain(store)["severity"] == "low"
    page.locator(f".entry[data-place='{AT}/description']").get_by_role("button", name="Edit").click()
    expect(page.locator("#dialog").get_by_label("Description")).to_have_value("My words")
    accessible(page)
    picture(page, "conflict-edit", whole=False)
    page.locator("#dialog").get_by_label("Description").fill("Words of both")
    page.locator("#dialog").get_by_role("button", name="Save").click()
    expect(page.locator("#dialog")).not_to_be_visible()
    expect(page.locator(".entry")).to_have_count(1)
    assert pain(store)["description"] == "Words of both"
    expect(page.locator("#done").get_by_role("button", name="Undo")).to_be_visible()
    page.goto(f"{studio.origin}/conflicts")
    page.get_by_role("button", name="Take mine everywhere").click()
    expect(page.locator("#dialog")).to_contain_text("2 conflicts of 2 accounts")
    page.locator("#dialog").get_by_role("button", name="Take mine").click()
    expect(page.locator("#conflicts")).to_contain_text("There is no open conflict")
    assert list_conflicts(store) == []
    assert (pain(store)["title"], pain(store, "borealis-as")["title"]) == ("Mine", "Mine")


def row_in_conflict(page: Page, studio: Running) -> Locator:
    """The page of conflicts, with one of a whole row."""
    import_sources(studio.desk.store, [studio.folder / "export"], how=ImportBy(root=studio.folder))
    page.goto(f"{studio.origin}/conflicts")
    expect(page.locator(".entry")).to_have_count(1)
    entry = page.locator(f".entry[data-place='{AT}']")
    expect(entry).to_contain_text("The whole pain point pp-001")
    return entry


def test_a_row_that_was_deleted_here_and_changed_by_the_app_is_decided(
    page: Page, studio: Running, picture: Picture, accessible: Accessible
) -> None:
    edit(studio.desk.store, SLUG, [DeleteRow(AT)])
    app_says(studio.folder, title="The app's title")
    entry = row_in_conflict(page, studio)
    expect(entry).to_contain_text("The app's title")
    accessible(page)
    picture(page, "conflict-row")
    entry.get_by_role("button", name="Take theirs").click()
    expect(page.locator("#conflicts")).to_contain_text("There is no open conflict")
    assert pain(studio.desk.store)["title"] == "The app's title"
    page.locator("#done").get_by_role("button", name="Undo").click()
    expect(page.locator("#done")).to_contain_text("was taken back")
    assert rows(studio.desk.store) == []


def test_a_row_that_was_changed_here_and_deleted_by_the_app_is_decided(page: Page, studio: Running) -> None:
    edit(studio.desk.store, SLUG, [SetField(f"{AT}/title", "Mine")])
    document = json.loads((studio.folder / FILE).read_text("utf-8"))
    document["painPoints"] = [row for row in document["painPoints"] if row["id"] != "pp-001"]
    (studio.folder / FILE).write_text(json.dumps(document), "utf-8")
    entry = row_in_conflict(page, studio)
    expect(entry).to_contain_text("nothing")
    entry.get_by_role("button", name="Edit").click()
    expect(page.locator("#dialog").get_by_label("Title")).to_have_value("Mine")
    page.locator("#dialog").get_by_label("Title").fill("Of both")
    page.locator("#dialog").get_by_role("button", name="Save").click()
    expect(page.locator("#conflicts")).to_contain_text("There is no open conflict")
    assert pain(studio.desk.store)["title"] == "Of both"


def test_an_edit_is_taken_back_from_the_log_where_nothing_later_stands_on_it(
    page: Page, studio: Running, picture: Picture, accessible: Accessible
) -> None:
    store = studio.desk.store
    for title in ("<b>One</b>", "Two"):
        edit(store, SLUG, [SetField(f"{AT}/title", title)], by=By("bob", CLOCK))
    edit(store, "borealis-as", [SetField(f"{AT}/severity", "low")], by=By("carol", CLOCK))
    page.goto(f"{studio.origin}/log")
    expect(page.locator(".entry")).to_have_count(3)
    expect(page.locator(".entry").nth(2)).to_contain_text("<b>One</b>")
    expect(page.locator(".entry").nth(2)).to_contain_text("something later stands on it")
    accessible(page)
    picture(page, "log")
    page.get_by_role("button", name="Undo entry 2").click()
    expect(page.locator("#done")).to_contain_text("Entry 2 of Acme Ltd was taken back.")
    assert pain(store)["title"] == "<b>One</b>"
    expect(page.locator(".entry").first).to_contain_text("alice, undo of 2")
    page.get_by_role("button", name="Undo entry 1").click()
    expect(page.locator("#done")).to_contain_text("Entry 1 of Acme Ltd was taken back.")
    assert pain(store)["title"] == "Old systems"


def test_a_conflict_that_became_another_one_is_not_decided(studio: Running) -> None:
    clashing(studio)
    with studio.client() as client:
        shown = client.get("/conflicts", params={"account": SLUG}).text
        mark = shown.partition('name="seen" value="')[2].partition('"')[0]
        written(studio.folder / "mine", SMALL, REVISED, REVISED.replace("Aged", "Third"))
        seeded(studio.desk.store, studio.folder)
        sent = {"slug": SLUG, "place": f"{AT}/title", "seen": mark, "take": "theirs"}
        answer = client.post("/conflicts", data=sent, headers=PART)
        assert answer.status_code == 422
        assert "changed since it was read" in answer.text
        assert pain(studio.desk.store)["title"] == "Mine"


def test_the_log_goes_on_page_by_page_by_as_many_statements(studio: Running) -> None:
    store = studio.desk.store
    for number in range(60):
        edit(store, (SLUG, "borealis-as")[number % 2], [SetField(f"{AT}/title", f"Title {number}")])
    with studio.client() as client, statements_of(store) as seen:
        first = client.get("/log").text
        many = len(seen)
        older = first.partition('href="/log?')[2].partition('"')[0].replace("&amp;", "&")
        second = client.get(f"/log?{older}").text
        assert first.count('class="card entry"') == 50
        assert second.count('class="card entry"') == 10
        assert "Title 0<" in second
        assert len(seen) == 2 * many
        assert client.get("/log", params={"before": "x" * 99}).status_code == 200
        assert client.get("/log", params={"account": "nobody"}).status_code == 404


def test_what_was_done_to_rows_by_sql_is_logged_as_the_log_of_its_account_is_read(studio: Running) -> None:
    with studio.desk.store.write() as connection:
        connection.execute(text("UPDATE pain_point SET title = 'By hand' WHERE account_key = 'acme ltd'"))
    with studio.client() as client:
        shown = client.get("/log", params={"account": SLUG}).text
    assert "By hand" in shown
    assert "somebody, in the rows themselves" in shown
