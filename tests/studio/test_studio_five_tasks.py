"""What a new user wants of the studio, found from its first page alone: by what stands on the screen, without the docs."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect
from studio_project import Running

from demodb.api.show import show_account


def into_hero(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_who_blocks_at_a_hero_is_seen_at_once(page: Page) -> None:
    into_hero(page, "Spotify")
    blockers = page.locator("svg.chart a.blocker")
    expect(blockers).to_have_count(1)
    expect(blockers).to_contain_text("Freja Lindegaard")
    expect(blockers).to_contain_text("blocker")


def test_a_wrong_title_is_mended_where_it_stands(page: Page, studio: Running) -> None:
    into_hero(page, "Spotify")
    title = page.locator("#section-stakeholders [data-f='title']").filter(has_text="Staff Engineer, Commerce Platform")
    title.hover()
    title.get_by_role("button", name="edit title").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Title").fill("Principal Engineer, Commerce Platform")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("svg.chart a.blocker")).to_contain_text("Principal Engineer")
    people: Any = show_account(studio.desk.store, "Spotify").sections["stakeholders"].document
    assert "Principal Engineer, Commerce Platform" in [person["title"] for person in people]


def test_why_a_value_is_there_is_one_click_away(page: Page) -> None:
    page.get_by_label("Search").fill("belspraak")
    page.get_by_role("link", name="Belspraak NV").click()
    pain = page.locator("[data-place^='strategy/painPoints/'] [data-f='title']").first
    pain.locator("[data-why]").click()
    dialog = page.locator("#dialog")
    expect(dialog.get_by_role("heading", name="Where it comes from")).to_be_visible()
    expect(dialog).to_contain_text("lived-in 0004")


def test_the_demo_is_made_ready_until_five(page: Page) -> None:
    slider = page.locator("#slider")
    slider.focus()
    for _ in range(300):
        if slider.get_attribute("aria-valuetext") == "17:00":
            break
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not ready")
    page.get_by_role("button", name=re.compile("^(Warm up|Keep fresh) until 1[78]:")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ready", timeout=30_000)
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Not ready")


def test_the_presenters_page_is_printed_on_one_sheet(page: Page) -> None:
    into_hero(page, "Spotify")
    page.get_by_role("link", name="Presenter's page").click()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    sheet = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
