"""The account's page in Chromium: everything is shown, reached by keys, and inert, whatever the account is like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import odd_accounts
from browser import Picture, watched
from playwright.sync_api import Browser, Page, expect
from studio_project import Running

from demodb.api.log import edit_log
from demodb.api.show import show_account
from demodb.model.documents import Document, Section

Shoot = Picture
Check = Callable[[Page], None]
BT = "british-telecommunications-plc"
MOST_BYTES = 120 * 1024
FITS = """
() => [...document.querySelectorAll("svg.chart a")].flatMap((one) => {
  const outer = one.querySelector("rect").getBoundingClientRect();
  return [...one.querySelectorAll("text")].filter((line) => {
    const inner = line.getBoundingClientRect();
    return inner.left < outer.left || inner.right > outer.right || inner.top < outer.top || inner.bottom > outer.bottom;
  }).map((line) => line.textContent);
})
"""


def test_the_page_shows_all_of_an_account_and_is_small(page: Page, studio: Running, picture: Shoot, accessible: Check) -> None:
    page.goto("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{studio.origin}/account/{BT}")
    page.wait_for_load_state("networkidle")
    with studio.client() as client:
        sizes = {url: len(client.get(url).content) for url in asked}
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    for name in ("Findings", "Revenue and renewals", "Stakeholders", "Pain points", "Pipeline", "Competitors", "Actions"):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(page.locator("svg.chart a")).to_have_count(9)
    expect(page.locator("svg.chart a.blocker")).to_contain_text("blocker")
    expect(page.locator(".numbers")).to_contain_text("US$3,120,000")
    assert page.evaluate(FITS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    tree = page.get_by_role("list", name="Who reports to whom")
    expect(tree.get_by_role("listitem")).to_have_count(9)
    document: Any = show_account(studio.desk.store, BT).sections["stakeholders"].document
    people = {row["id"]: row for row in document}
    for one in people.values():
        facts = f"{one['name']}, {one['title']}: {one['role']}, {one['relationshipStrength']}"
        boss = people.get(one.get("reportsTo"))
        item = tree.get_by_role("listitem").filter(has_text=facts).last
        expect(item).to_contain_text(f"{facts}, reports to {boss['name']}" if boss else facts)
        if boss:
            expect(item.locator("xpath=../..")).to_contain_text(f"{boss['name']}, {boss['title']}")
    picture(page, "account")
    accessible(page)


def test_without_scripts_each_value_leads_to_why_and_to_its_editing(browser: Browser, studio: Running, picture: Shoot) -> None:
    with watched(browser, java_script_enabled=False, viewport={"width": 1280, "height": 800}) as (context, _):
        page = context.new_page()
        page.goto(studio.access.url)
        page.goto(f"{studio.origin}/account/{BT}")
        page.get_by_role("link", name="Why and edit").click()
        pain = page.locator("details").filter(has_text="severity")
        pain.first.locator("summary").click()
        pain.first.get_by_role("link", name="edit severity").click()
        page.get_by_label("Severity").select_option("low")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("British Telecommunications plc")
        page.goto(f"{studio.origin}/account/{BT}/places")
        page.locator("summary").first.click()
        picture(page, "account-places", whole=False)
        page.get_by_role("link", name="why title").first.click()
        expect(page.locator("main")).to_contain_text("imported from account-plans/stakeholders")
    assert edit_log(studio.desk.store, BT)[0].person == "alice"


def test_every_value_says_where_it_comes_from_and_opens_why_and_its_editing(page: Page, studio: Running) -> None:
    page.goto(f"{studio.origin}/account/{BT}")
    marks, pencils = page.locator("[data-f] button[data-why]"), page.locator("[data-f] button[data-edit]")
    assert marks.count() == page.locator("[data-f]").count() == pencils.count()
    title = page.locator('[data-place="strategy/painPoints/pp-001"] [data-f="title"]')
    assert title.locator("[data-why]").get_attribute("aria-label") == (
        f"title: file: imported from account-plans/strategy/{BT}.json"
    )
    for button, address in (("why", "why"), ("edit", "edit")):
        with page.expect_request(lambda request, at=address: f"/{at}?place=" in request.url) as asked:  # type: ignore[misc]
            title.locator(f"[data-{button}]").click()
        assert asked.value.url.endswith(f"/account/{BT}/{address}?place=strategy%2FpainPoints%2Fpp-001%2Ftitle")
        expect(page.locator("#dialog")).to_be_visible()
        page.keyboard.press("Escape")


def test_a_person_of_the_chart_is_reached_by_keys_and_leads_to_what_is_known(page: Page, studio: Running) -> None:
    page.goto(f"{studio.origin}/account/{BT}")
    box = page.locator("svg.chart a", has_text="Gareth")
    box.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#stakeholders/sh-006")
    expect(page.locator(":target h3")).to_contain_text("Gareth Pugh-Lindqvist")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.place") == "stakeholders/sh-007"


def test_the_chart_grows_and_shrinks_by_buttons_and_keys_and_stays_so_after_an_edit(page: Page, studio: Running) -> None:
    page.goto(f"{studio.origin}/account/{BT}")
    chart = page.locator("svg.chart")
    natural = int(chart.get_attribute("width") or 0)
    page.get_by_role("button", name="Larger").click()
    page.keyboard.press("+")
    assert int(chart.get_attribute("width") or 0) == round(natural * 1.44)
    page.evaluate(
        "slug => htmx.ajax('GET', `/account/${slug}/section/stakeholders`, {target: '#section-stakeholders', swap: 'outerHTML'})",
        BT,
    )
    page.wait_for_function(
        "width => document.querySelector('svg.chart').getAttribute('width') == width", arg=round(natural * 1.44)
    )
    expect(page.locator('[data-place="stakeholders/sh-001"] [data-edit="name"]')).to_have_count(1)
    page.get_by_role("button", name="Fit").click()
    assert int(chart.get_attribute("width") or 0) <= natural


def test_a_crowd_with_names_of_any_length_and_script_is_drawn_whole(
    page: Page, studio: Running, picture: Shoot, accessible: Check
) -> None:
    people = odd_accounts.crowd()
    empty: dict[Section, Document] = {"strategy": {"painPoints": [], "opportunities": []}, "competitors": [], "actions": []}
    slug = odd_accounts.put_account(studio.desk.store, "Crowd Ltd", {"stakeholders": people, **empty})
    page.goto(f"{studio.origin}/account/{slug}")
    expect(page.locator("svg.chart a")).to_have_count(len(people))
    assert page.evaluate(FITS) == []
    text = "".join((page.locator("svg.chart a").first.text_content() or "").split())
    assert text.startswith("".join(odd_accounts.LONG_NAME.split()))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    picture(page, "account-crowd")
    accessible(page)


def test_hostile_texts_are_shown_and_do_nothing(page: Page, studio: Running, accessible: Check) -> None:
    news = odd_accounts.hostile_news("Hostile Ltd")
    slug = odd_accounts.put_account(studio.desk.store, "Hostile Ltd", odd_accounts.hostile_plan(), news=news)
    page.on("dialog", lambda dialog: (_ for _ in ()).throw(AssertionError(dialog.message)))
    page.goto(f"{studio.origin}/account/{slug}")
    expect(page.locator(".pain h3")).to_contain_text(odd_accounts.SCRIPT)
    assert page.locator("#account img, #account script").count() == 0
    links = [link.get_attribute("href") for link in page.locator("#news a").all()]
    assert links == ["https://example.com/?a=\"onclick='x'"]
    assert page.locator("#news a").get_attribute("rel") == "noreferrer noopener"
    accessible(page)


def test_what_is_missing_and_what_is_empty_are_told_apart(page: Page, studio: Running, picture: Shoot, accessible: Check) -> None:
    slug = odd_accounts.put_account(studio.desk.store, "Gone Ltd", {"actions": []}, departed_at=1)
    page.goto(f"{studio.origin}/account/{slug}")
    expect(page.locator(".top")).to_contain_text("departed")
    expect(page.locator("#section-stakeholders")).to_contain_text("missing")
    expect(page.locator("#section-actions .missing")).to_have_count(0)
    expect(page.locator("#section-actions")).to_contain_text("0 action items")
    picture(page, "account-missing")
    accessible(page)


def test_a_printed_page_has_no_buttons_but_the_letters_and_the_whole_chart(page: Page, studio: Running) -> None:
    page.goto(f"{studio.origin}/account/{BT}")
    page.emulate_media(media="print")
    assert page.locator("button:visible:not([data-why]), summary:visible, nav:visible").count() == 0
    assert page.evaluate("document.querySelector('svg.chart').getBoundingClientRect().width <= document.body.clientWidth")


def test_a_read_only_studio_offers_no_editing(start_studio: Callable[..., Running]) -> None:
    with start_studio(writes=False).client() as client:
        text = client.get(f"/account/{BT}").text
    assert "data-writes" not in text
    assert "data-add" not in text
    assert "data-delete" not in text
