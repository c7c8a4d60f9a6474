"""Seeding, undoing and shifting in the studio: what would be done is seen first, and just that is done."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect
from studio_acts import Acts, saved_before
from studio_project import Running

from demodb.api.edit import SetField, edit
from demodb.api.seed import Which, history, undo
from demodb.api.status import status

TEMPLATE = "9Bells Communications"
"""An account of the sample all of whose sections come from a template."""


def test_a_plan_is_looked_at_field_by_field_and_then_applied(
    page: Page, studio: Running, picture: Callable[[Page, str], None], accessible: Callable[[Page], None]
) -> None:
    undo(studio.desk.store, Which(business_units=("Kandy",)))
    page.goto(f"{studio.origin}/act")
    expect(page.get_by_role("heading", level=1)).to_have_text("Next: Seed")
    accessible(page)
    picture(page, "act")
    page.get_by_role("link", name="Seed").first.click()
    page.get_by_label("Business unit").fill("Kandy")
    page.get_by_role("button", name="Make the plan").click()
    work = page.locator("#work")
    expect(work.get_by_role("heading", level=2)).to_have_text("96 sections to be seeded or upgraded")
    account = work.locator("details.account").filter(has_text=TEMPLATE)
    account.locator("summary").click()
    expect(account.get_by_role("rowheader", name="stakeholders/sh-010")).to_be_visible()
    accessible(page)
    picture(page, "act-seed")
    work.get_by_role("button", name="Apply this plan").click()
    expect(work.get_by_role("heading", level=2)).to_have_text("✓ 96 sections seeded, 0 sections upgraded")
    assert [run.kind for run in history(studio.desk.store) if run.counts.get("seeded") == 96] == ["seed"]


def test_a_large_plan_comes_in_pages(acts: Acts, studio: Running) -> None:
    undo(studio.desk.store)
    made = acts.post("/act/seed/plan")
    assert made.part.count('class="account"') == 25
    more = acts.get("/act/seed/plan/more", plan=made.value("plan"), **{"from": "100"})
    assert (more.status, more.part.count('class="account"'), "Show" in more.part) == (200, 23, False)
    assert acts.get("/act/seed/plan/more", plan="another", **{"from": "25"}).status == 409
    assert acts.get("/act/seed/plan/more", plan=made.value("plan"), **{"from": "-1"}).status == 409


def test_a_plan_from_which_the_store_has_moved_is_not_applied(acts: Acts, studio: Running) -> None:
    undo(studio.desk.store, Which((TEMPLATE,)))
    made = acts.post("/act/seed/plan", {"account": TEMPLATE})
    acts.post("/act/seed/plan", {"account": TEMPLATE})
    assert acts.post("/act/seed/apply", {"plan": made.value("plan")}).status == 409
    made = acts.post("/act/seed/plan", {"account": TEMPLATE})
    undo(studio.desk.store, Which((TEMPLATE,)))
    assert "4 sections seeded" in acts.post("/act/seed/apply", {"plan": made.value("plan")}).text
    told = acts.post("/act/seed/apply", {"plan": made.value("plan")}).text
    assert "the store is not as it was when the plan was made" in told
    assert f"{TEMPLATE}: stakeholders was changed" in told


def test_what_the_story_asks_of_all_accounts_is_aimed_at(
    page: Page, studio: Running, picture: Callable[[Page, str], None], accessible: Callable[[Page], None]
) -> None:
    undo(studio.desk.store)
    runs = len(history(studio.desk.store))
    asked = (studio.folder / "story.toml").read_text("utf-8").replace("≥ 60 %", "≥ 97 %")
    (studio.folder / "story.toml").write_text(asked, "utf-8")
    page.goto(f"{studio.origin}/act/seed")
    expect(page.locator("form.card")).to_contain_text("boards in use ≥ 97 %")
    page.get_by_role("button", name="Aim").click()
    work = page.locator("#work")
    row = work.get_by_role("row").filter(has_text="boards in use")
    expect(row).to_contain_text("≥ 97 %")
    assert len(history(studio.desk.store)) == runs
    accessible(page)
    picture(page, "act-aim")
    work.get_by_role("button", name="Aim, and seed").click()
    expect(work.get_by_role("heading", level=2).last).to_contain_text("sections seeded")
    assert len(history(studio.desk.store)) == runs + 1
    assert not any(status(studio.desk.store, studio.desk.asked()).lacking.values())
    page.reload()
    expect(work.get_by_role("heading", level=2).last).to_contain_text("sections seeded")


def test_a_story_that_asks_nothing_of_all_accounts_is_not_aimed_at(acts: Acts, studio: Running) -> None:
    (studio.folder / "story.toml").write_text('[demo]\nat = "14:00"\n', "utf-8")
    assert "Aim" not in acts.get("/act/seed").text
    answer = acts.post("/act/seed/aim/look")
    assert (answer.status, "asks for nothing of all accounts" in answer.text) == (422, True)


def test_what_was_typed_wrongly_is_told_and_nothing_is_done(acts: Acts) -> None:
    assert "no account is known as 'nobody'" in acts.post("/act/seed/plan", {"account": "nobody"}).text
    assert "there is no business unit 'Nowhere'" in acts.post("/act/undo/look", {"unit": "Nowhere"}).text
    for day, why in (("soon", "is no date"), ("2036-01-01", "is more than a year away")):
        answer = acts.post("/act/shift/look", {"day": day})
        assert (answer.status, why in answer.text) == (422, True)


def test_an_undo_keeps_what_was_edited_and_saves_a_snapshot_first(acts: Acts, studio: Running) -> None:
    change = SetField("stakeholders/sh-010/title", "Managing Director")
    edit(studio.desk.store, TEMPLATE, [change], by=studio.desk.by)
    looked = acts.post("/act/undo/look", {"account": TEMPLATE})
    assert "stakeholders/sh-010 : edited" in looked.text
    assert saved_before(studio) == []
    done = acts.post("/act/undo", {"kind": looked.value("kind"), "account": looked.value("account")})
    assert "rows taken away" in done.text
    assert saved_before(studio) == ["undo"]
    assert "Nothing is to be undone" in acts.post("/act/undo", {"account": TEMPLATE}).text
    assert saved_before(studio) == ["undo"]


def test_dates_of_templates_move_and_those_of_heroes_go_back(
    page: Page, studio: Running, acts: Acts, picture: Callable[[Page, str], None], accessible: Callable[[Page], None]
) -> None:
    page.goto(f"{studio.origin}/act/shift")
    page.get_by_label("Dates count from").fill("2026-12-24")
    page.get_by_role("button", name="Look what would move").first.click()
    work = page.locator("#work")
    expect(work.get_by_role("heading")).to_contain_text("sections would move")
    accessible(page)
    picture(page, "act-shift")
    work.get_by_role("button", name="Move them").click()
    expect(work.get_by_role("heading")).to_contain_text("sections moved")
    assert "No section has to move" in acts.post("/act/shift/look", {"day": "2026-12-24"}).text
    written = {"kind": "written", "days": "0", "day": "2027-06-01"}
    assert "5 accounts would move" in acts.post("/act/shift/look", written).text
    assert "5 accounts moved" in acts.post("/act/shift", written).text
    assert "5 accounts moved" in acts.post("/act/shift", {"kind": "written", "back": "1"}).text
