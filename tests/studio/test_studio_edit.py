"""Editing in a real browser: fields, rows, their order, what is undone, and two people on one row."""

from __future__ import annotations

from typing import Any

import pytest
from browser import Accessible, Picture, Watch, watched
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text
from studio_project import Running

from demodb.api.edit import AddRow, DeleteRow, edit
from demodb.api.show import show_account

HERO = "british-telecommunications-plc"


def rows(studio: Running, section: Any, name: str = "") -> list[dict[str, Any]]:
    document = show_account(studio.desk.store, HERO).sections[section].document
    found = document[name] if isinstance(document, dict) else document
    assert isinstance(found, list)
    return found


@pytest.fixture
def hero(page: Page, studio: Running) -> Page:
    """The page of a hero."""
    page.goto(f"{studio.origin}/account/{HERO}")
    return page


def dialog(page: Page) -> Any:
    return page.locator("#dialog")


def save(page: Page, name: str = "Save") -> None:
    dialog(page).get_by_role("button", name=name, exact=True).click()
    expect(dialog(page)).not_to_be_visible()


def settled(page: Page) -> None:
    """Once no request is under way any more."""
    expect(page.locator(".htmx-request")).to_have_count(0)


def test_each_kind_of_field_is_edited_on_the_page_and_in_the_store(
    hero: Page, studio: Running, picture: Picture, accessible: Accessible
) -> None:
    person = hero.locator("[data-place^='stakeholders/'][data-row]").first
    place = str(person.get_attribute("data-place"))
    before = rows(studio, "stakeholders")
    person.focus()
    person.locator("[data-edit='']").click()
    expect(dialog(hero)).to_be_visible()
    accessible(hero)
    picture(hero, "edit-row", whole=False)
    dialog(hero).get_by_label("Title").fill("Chief of Trains")
    dialog(hero).get_by_label("Relationship strength").select_option("weak")
    dialog(hero).get_by_label("Last interaction").fill("2026-10-31")
    dialog(hero).get_by_label("Interests").fill("Trains\n\nTimetables")
    dialog(hero).get_by_label("Notes").fill("Likes <b>trains</b>\nand tea")
    dialog(hero).get_by_label("Phone").fill("+44 1")
    save(hero)
    expect(hero.locator("#done")).to_contain_text("6 fields changed.")
    person = hero.locator(f"[data-place='{place}'][data-row]")
    for words in ("Chief of Trains", "weak", "Trains", "Likes <b>trains</b>"):
        expect(person).to_contain_text(words)
    expect(person).to_be_focused()
    row = next(row for row in rows(studio, "stakeholders") if place.endswith(row["id"]))
    wanted = {"title": "Chief of Trains", "relationshipStrength": "weak", "lastInteraction": "2026-10-31", "phone": "+44 1"}
    assert {key: row[key] for key in wanted} == wanted
    assert (row["interests"], row["notes"]) == (["Trains", "Timetables"], "Likes <b>trains</b>\nand tea")
    hero.locator("#done").get_by_role("button", name="Undo").click()
    expect(hero.locator("#done")).to_contain_text("was taken back")
    expect(hero.locator(f"[data-place='{place}'][data-row]")).not_to_contain_text("Chief of Trains")
    assert rows(studio, "stakeholders") == before


def test_a_number_and_who_is_reported_to(hero: Page, studio: Running, watch: Watch, picture: Picture) -> None:
    watch.allowed = ("422",)
    deal = rows(studio, "strategy", "opportunities")[0]
    hero.locator(f"[data-place='strategy/opportunities/{deal['id']}']").first.locator("[data-edit='']").click()
    dialog(hero).get_by_label("Estimated value").fill("a lot")
    dialog(hero).get_by_label("Title").fill("")
    dialog(hero).get_by_role("button", name="Save", exact=True).click()
    expect(dialog(hero).locator(".fault[id]")).to_have_count(2)
    expect(dialog(hero).get_by_label("Estimated value")).to_have_value("a lot")
    expect(dialog(hero).get_by_label("Title")).to_be_focused()
    picture(hero, "edit-fault", whole=False)
    dialog(hero).get_by_label("Estimated value").fill("1250000.5")
    dialog(hero).get_by_label("Title").fill("Bigger")
    save(hero)
    assert rows(studio, "strategy", "opportunities")[0] == {**deal, "estimatedValue": 1250000.5, "title": "Bigger"}
    people = rows(studio, "stakeholders")
    last = people[-1]
    hero.locator(f"[data-place='stakeholders/{last['id']}'][data-row]").locator("[data-edit='']").click()
    dialog(hero).get_by_label("Reports to").select_option(label="nobody, at the top")
    save(hero)
    changed = rows(studio, "stakeholders")[-1]
    assert changed["reportsTo"] is None


def test_rows_are_added_deleted_ordered_and_set_empty(
    hero: Page, studio: Running, picture: Picture, accessible: Accessible
) -> None:
    before = rows(studio, "competitors")
    hero.locator("[data-add='competitors']").click()
    dialog(hero).get_by_label("Name").fill("Acme & Sons")
    dialog(hero).get_by_label("Type").select_option("both")
    dialog(hero).get_by_label("Strengths").fill("Price")
    save(hero, "Add")
    (added,) = [row for row in rows(studio, "competitors") if row not in before]
    assert (added["name"], added["strengths"], added["weaknesses"]) == ("Acme & Sons", ["Price"], [])
    hero.locator("[data-order='competitors']").click()
    expect(dialog(hero)).to_contain_text("The order of competitors")
    accessible(hero)
    picture(hero, "edit-order", whole=False)
    dialog(hero).get_by_role("button", name="Acme & Sons: up").click()
    expect(dialog(hero).locator("li").nth(len(before) - 1)).to_contain_text("Acme & Sons")
    assert [row["id"] for row in rows(studio, "competitors")][-2] == added["id"]
    dialog(hero).locator("li").nth(len(before) - 1).focus()
    for key in ("Space", *["ArrowUp"] * len(before), "Space"):
        hero.keyboard.press(key)
    settled(hero)
    expect(dialog(hero).locator("li").first).to_contain_text("Acme & Sons")
    expect(hero.locator("#done")).to_contain_text("Moved.")
    assert [row["id"] for row in rows(studio, "competitors")] == [added["id"], *(row["id"] for row in before)]
    hero.keyboard.press("Escape")
    expect(dialog(hero)).not_to_be_visible()
    place = f"competitors/{added['id']}"
    hero.locator(f"[data-place='{place}'][data-row]").hover()
    hero.locator(f"[data-place='{place}'][data-row]").get_by_role("button", name="Delete").click()
    picture(hero, "edit-delete", whole=False)
    save(hero, "Delete")
    expect(hero.locator(f"[data-place='{place}'][data-row]")).to_have_count(0)
    assert rows(studio, "competitors") == before


def test_a_missing_section_is_set_empty(page: Page, studio: Running) -> None:
    with studio.desk.store.write() as connection:
        connection.execute(text("DELETE FROM plan_section WHERE account_key = 'spotify' AND section = 'actions'"))
    page.goto(f"{studio.origin}/account/spotify")
    page.locator("[data-empty='actions']").click()
    save(page, "Set empty")
    expect(page.locator("#section-actions .board")).to_be_visible()
    assert show_account(studio.desk.store, "spotify").sections["actions"].document == []
    page.locator("#done").get_by_role("button", name="Undo").click()
    expect(page.locator("#done")).to_contain_text("was taken back")
    expect(page.locator("[data-empty='actions']")).to_be_visible()
    assert "actions" not in show_account(studio.desk.store, "spotify").sections


def session_of(studio: Running) -> str:
    return str(studio.access.enter_by_token(studio.access.token))


def test_two_people_on_one_row_see_both(hero: Page, studio: Running, browser: Browser, watch: Watch, picture: Picture) -> None:
    watch.allowed = ("409",)
    person = rows(studio, "stakeholders")[0]
    place = f"[data-place='stakeholders/{person['id']}'][data-row] [data-edit='']"
    hero.locator(place).click()
    with watched(browser) as (context, _):
        context.add_cookies([{"name": studio.access.cookie, "value": session_of(studio), "url": studio.origin}])
        other = context.new_page()
        other.goto(f"{studio.origin}/account/{HERO}")
        other.locator(place).click()
        dialog(other).get_by_label("Title").fill("Theirs")
        dialog(other).get_by_label("Tenure").fill("9 years")
        save(other)
    dialog(hero).get_by_label("Title").fill("Mine")
    dialog(hero).get_by_label("Phone").fill("+44 2")
    dialog(hero).get_by_role("button", name="Save", exact=True).click()
    expect(dialog(hero)).to_contain_text("Somebody else was faster")
    expect(dialog(hero).locator(".sides")).to_contain_text(person["title"])
    expect(dialog(hero).locator(".sides")).to_contain_text("alice made it")
    expect(dialog(hero).locator(".sides")).to_contain_text("Theirs")
    expect(dialog(hero).get_by_label("Tenure")).to_have_value("9 years")
    picture(hero, "edit-overtaken", whole=False)
    dialog(hero).get_by_role("button", name="Take theirs").click()
    expect(dialog(hero).get_by_label("Title")).to_have_value("Theirs")
    save(hero)
    assert rows(studio, "stakeholders")[0] == {**person, "title": "Theirs", "tenure": "9 years", "phone": "+44 2"}


def cards(studio: Running) -> None:
    """Five cards on the board of the hero, and no other ones."""
    today = {"createdAt": "2026-11-24", "priority": "low"}
    statuses = ("todo", "todo", "in-progress", "todo", "done")
    named = [AddRow("actions", {"title": f"Card {n}", "status": status, **today}) for n, status in enumerate(statuses, 1)]
    old = [row["id"] for row in rows(studio, "actions")]
    edit(studio.desk.store, HERO, [*(DeleteRow(f"actions/{row_id}") for row_id in old), *named])


def board(studio: Running) -> list[str]:
    return [f"{row['title'][-1]} {row['status']}" for row in rows(studio, "actions")]


_SHOWN = """() => [...document.querySelectorAll("#section-actions [data-status]")].map((column) => [
    column.dataset.status,
    [...column.querySelectorAll("[data-row]")].map((card) => card.getAttribute("aria-label").slice(-1)),
])"""


def shown(page: Page) -> dict[str, list[str]]:
    """The numbers of the cards in each column of the page."""
    return dict(page.evaluate(_SHOWN))


def at_board(page: Page, studio: Running) -> None:
    """The page of the hero, at the board, once what moves cards is there."""
    with page.expect_response("**/static/board.js"):
        page.goto(f"{studio.origin}/account/{HERO}")
        page.locator("#section-actions").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")


def card(page: Page, number: int) -> Any:
    return page.locator(f"#section-actions [data-row][aria-label='Card {number}']")


def test_the_board_is_moved_by_a_real_drag(page: Page, studio: Running, picture: Picture, accessible: Accessible) -> None:
    cards(studio)
    at_board(page, studio)
    accessible(page)
    picture(page, "board")
    first, done = card(page, 1), card(page, 5)
    first.scroll_into_view_if_needed()
    start, end = first.bounding_box(), done.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 20, start["y"] + start["height"] - 6)
    page.mouse.down()
    page.mouse.move(end["x"] + 40, end["y"] + 10, steps=8)
    expect(first).to_have_attribute("data-lifted", "pointer")
    assert shown(page)["done"] == ["1", "5"]
    page.mouse.up()
    expect(page.locator("#done")).to_contain_text("Moved to Done.")
    assert board(studio) == ["2 todo", "3 in-progress", "4 todo", "1 done", "5 done"]
    assert shown(page) == {"todo": ["2", "4"], "in-progress": ["3"], "done": ["1", "5"]}
    page.locator("#done").get_by_role("button", name="Undo").click()
    expect(page.locator("#done")).to_contain_text("taken back")
    assert board(studio) == ["1 todo", "2 todo", "3 in-progress", "4 todo", "5 done"]


def test_the_board_is_moved_by_keys_and_by_a_menu(page: Page, studio: Running, watch: Watch) -> None:
    watch.allowed = ("409",)
    cards(studio)
    at_board(page, studio)
    card(page, 2).focus()
    for key in ("Space", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("[data-said]")).to_contain_text("In progress, 2 of 2")
    page.keyboard.press("Escape")
    assert shown(page) == {"todo": ["1", "2", "4"], "in-progress": ["3"], "done": ["5"]}
    for key in ("Space", "ArrowRight", "ArrowDown", "Space"):
        page.keyboard.press(key)
    expect(page.locator("#done")).to_contain_text("Moved to In progress.")
    expect(card(page, 2)).to_be_focused()
    assert board(studio) == ["1 todo", "3 in-progress", "2 in-progress", "4 todo", "5 done"]
    card(page, 4).locator("[data-move]").click()
    dialog(page).get_by_role("button", name="Up").click()
    expect(dialog(page)).not_to_be_visible()
    assert shown(page)["todo"] == ["4", "1"]
    sixth = {"title": "Card 6", "status": "todo", "priority": "low", "createdAt": "2026-11-24"}
    edit(studio.desk.store, HERO, [AddRow("actions", sixth)])
    card(page, 1).focus()
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
    expect(page.locator("#told")).to_contain_text("somebody else changed it meanwhile")
    assert shown(page)["todo"] == ["4", "1", "6"]


def test_the_board_is_moved_by_a_finger_on_the_grip(studio: Running, browser: Browser) -> None:
    cards(studio)
    with watched(browser, has_touch=True, viewport={"width": 800, "height": 700}) as (context, _):
        context.add_cookies([{"name": studio.access.cookie, "value": session_of(studio), "url": studio.origin}])
        page = context.new_page()
        at_board(page, studio)
        grip, below = card(page, 1).locator("[data-move]"), card(page, 2)
        below.evaluate("(card) => card.scrollIntoView({block: 'center'})")
        start, end = grip.bounding_box(), below.bounding_box()
        assert start is not None
        assert end is not None
        fingers = context.new_cdp_session(page)
        x, top, bottom = start["x"] + 10, start["y"] + 10, end["y"] + end["height"] - 4
        for kind, y in [("touchStart", top), ("touchMove", top + 20), ("touchMove", bottom - 20), ("touchMove", bottom)]:
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        expect(card(page, 1)).to_have_attribute("data-lifted", "pointer")
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(page.locator("#done")).to_contain_text("Moved.")
    assert board(studio) == ["2 todo", "3 in-progress", "1 todo", "4 todo", "5 done"]
