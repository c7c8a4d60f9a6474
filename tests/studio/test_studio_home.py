"""The demo's page in a browser: the verdict and its hours, what mends, the heroes, the map of accounts, what happened."""

from __future__ import annotations

import re

import pytest
from browser import Accessible, Picture
from playwright.sync_api import Page, expect
from studio_project import Running

from demodb.api.cache import list_cache
from demodb.api.edit import SetField, edit
from demodb.api.show import show_account


@pytest.fixture
def home(page: Page, studio: Running) -> Page:
    """The page once the rehearsal that it began has ended, and is shown there and in the verdict."""
    studio.rehearsed()
    expect(page.locator("#rehearsal")).to_contain_text("in 128 accounts", timeout=15_000)
    expect(page.get_by_role("button", name="Rehearse now")).to_be_visible()
    return page


def heading(page: Page, text: str) -> None:
    """Wait until the verdict says so."""
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(text))


def slide_to(page: Page, minutes: int) -> None:
    page.locator("#slider").fill(str(minutes))


def test_the_page_looks_right_and_can_be_used_by_everybody(home: Page, picture: Picture, accessible: Accessible) -> None:
    heading(home, "Ready until 15:40")
    picture(home, "home")
    accessible(home)
    home.set_viewport_size({"width": 360, "height": 740})
    assert home.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_slider_says_when_the_demo_is_no_longer_ready_and_one_button_makes_it_last(home: Page, studio: Running) -> None:
    slide_to(home, 8 * 60)
    heading(home, "Not ready at 17:00")
    expect(home.get_by_text("blocks", exact=False).first).to_be_visible()
    home.get_by_role("button", name="Keep fresh until 18:00").click()
    heading(home, "Ready until 18:00")
    expect(home.locator("#done")).to_contain_text("10 entries kept fresh until 18:00")
    assert {entry.fresh_until for entry in list_cache(studio.desk.store, studio.desk.clock).entries} == {1795543200000}
    expect(home.locator("#slider")).to_have_value("480")


def test_keys_move_the_slider_and_it_says_the_time(home: Page) -> None:
    home.locator("#slider").focus()
    home.keyboard.press("End")
    heading(home, "Not ready at 17:30")
    assert home.locator("#slider").get_attribute("aria-valuetext") == "17:30"
    home.get_by_role("link", name="now", exact=True).click()
    heading(home, "Ready until 15:40")
    expect(home.locator("#slider")).to_be_visible()
    assert home.locator("#slider").get_attribute("aria-valuetext") == "09:00"


def test_a_blocker_is_gone_by_its_button(home: Page, studio: Running) -> None:
    edit(studio.desk.store, "Spotify", [SetField("stakeholders/sp-001/title", "Head of Platforms")], by=studio.desk.by)
    heading(home, "Not ready at 14:00")
    home.get_by_role("button", name="Export", exact=True).first.click()
    expect(home.locator("#done")).to_contain_text("1 file written")
    expect(home.get_by_text("Spotify in the cache: changed since").first).to_be_visible()
    home.get_by_role("button", name=re.compile("Warm up until")).first.click()
    heading(home, "Ready until")


def test_what_a_rehearsal_finds_is_mended_where_it_is_told(home: Page, studio: Running) -> None:
    edits = [
        SetField("strategy/painPoints/pp-001/owner", "Zed Nobody"),
        SetField("strategy/painPoints/pp-001/title", "It costs €5m"),
    ]
    edit(studio.desk.store, "Belspraak NV", edits, by=studio.desk.by)
    currency, owner = home.locator("#of-hint-other-currency"), home.locator("#of-warning-unknown-owner")
    expect(currency).to_be_attached(timeout=30_000)
    currency.locator("summary").click()
    place = currency.get_by_role("link", name="Open the place")
    assert place.get_attribute("href") == "/account/belspraak-nv#strategy/painPoints/pp-001"
    owner.locator("summary").click()
    owner.get_by_role("button", name="Set owner to").click()
    expect(home.locator("#done")).to_contain_text("Belspraak NV: strategy/painPoints/pp-001/owner is")
    expect(owner).to_have_count(0, timeout=30_000)


def test_a_code_that_was_found_often_shows_the_first_and_then_all(home: Page) -> None:
    found = home.locator("#of-warning-renewal-over")
    found.locator("summary").click()
    expect(found.locator("li p")).to_have_count(3)
    found.get_by_role("button", name="Show all 34").click()
    expect(found.locator("li p")).to_have_count(34)


def test_the_rehearsal_runs_in_the_background_and_its_findings_come_by_themselves(home: Page, studio: Running) -> None:
    home.get_by_role("button", name="Rehearse now").click()
    expect(home.locator("#rehearsal")).to_contain_text("0 blockers, 34 warnings")
    edit(studio.desk.store, "Spotify", [SetField("stakeholders/sp-001/title", "Head of Platforms")], by=studio.desk.by)
    heading(home, "Not ready")
    expect(home.locator("#rehearsal")).to_contain_text("3 blockers", timeout=30_000)


@pytest.mark.parametrize("studio", [{"patience": 0.0}], indirect=True)
def test_an_act_that_takes_long_is_told_once_it_is_done(home: Page, studio: Running) -> None:
    home.get_by_role("button", name="Hero: Belspraak NV").click()
    expect(home.locator("#done")).to_contain_text("Belspraak NV is a hero now", timeout=15_000)
    expect(home.locator("#doing")).to_have_count(0)
    assert show_account(studio.desk.store, "Belspraak NV").hero


def test_a_tab_that_nobody_sees_asks_for_nothing_until_somebody_does(home: Page) -> None:
    asked = list[str]()
    become = """hidden => {
      Object.defineProperty(document, "hidden", {value: hidden === "hidden", configurable: true});
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    home.evaluate(become, "hidden")
    home.wait_for_timeout(1000)  # What was asked for while it was seen comes yet.
    home.on("request", lambda request: asked.append(request.url))
    home.wait_for_timeout(6500)
    assert asked == []
    with home.expect_request("**/verdict?*", timeout=2000):
        home.evaluate(become, "seen")


def test_searching_filtering_and_paging_find_accounts_by_keys_alone(home: Page) -> None:
    home.keyboard.press("/")
    home.keyboard.type("tele")
    names = home.locator("#accounts tbody th a")
    expect(names.first).to_have_text(re.compile("tele", re.IGNORECASE))
    expect(home).to_have_url(re.compile(r"search=tele"))
    home.keyboard.press("Tab")
    home.get_by_label("Unit").select_option("Kandy")
    expect(home).to_have_url(re.compile(r"search=tele&unit=Kandy"))
    assert set(home.locator("#accounts tbody td:nth-child(2)").all_inner_texts()) == {"Kandy"}
    home.get_by_label("State").select_option("departed")
    expect(home.locator("#accounts")).to_contain_text("No account fits.")
    home.goto(home.url.partition("?")[0])
    home.get_by_role("link", name="Next").click()
    expect(home.get_by_role("link", name="Previous")).to_be_visible()
    first = names.first.inner_text()
    home.reload()
    expect(names.first).to_have_text(first)


def test_j_and_k_go_from_row_to_row_and_enter_opens_one(home: Page) -> None:
    for _ in range(2):
        home.keyboard.press("j")
    first = home.evaluate("document.activeElement.textContent")
    home.keyboard.press("j")
    home.keyboard.press("k")
    assert home.evaluate("document.activeElement.textContent") == first
    home.keyboard.press("Enter")
    expect(home.get_by_role("heading", level=1)).to_have_text("AT&T SERVICES, INC.")


def test_a_star_makes_a_hero_and_takes_the_mark_away(home: Page, studio: Running) -> None:
    home.get_by_role("button", name="Hero: Belspraak NV").click()
    expect(home.locator("#done")).to_contain_text("Belspraak NV is a hero now")
    expect(home.get_by_role("button", name="Hero: Belspraak NV")).to_have_attribute("aria-pressed", "true")
    expect(home.locator(".heroes")).to_contain_text("Belspraak NV")
    assert show_account(studio.desk.store, "Belspraak NV").hero
