"""The presenter's page: what it says, that it prints on one page, and that nothing in it can do anything."""

from __future__ import annotations

import re
from collections.abc import Callable

from departing import depart
from playwright.sync_api import Page, expect
from sqlalchemy import text
from statements import statements_of
from studio_project import Running

from demodb.api.account import list_accounts
from demodb.api.edit import AddRow, EmptyList, SetField, edit

HEROES = ["atandt-services-inc", "british-telecommunications-plc", "liquid-telecom", "spotify", "telefonica-uk-limited"]
HOSTILE = '<img src=x onerror="document.title=1"><script>document.title = 2</script>' + "W" * 300


def at(studio: Running, slug: str) -> str:
    return f"{studio.origin}/account/{slug}/presenter"


def pages_printed(page: Page, paper: str) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))


def longest_plan(studio: Running) -> None:
    """More of everything than a page holds, each text longer than a line, and hostile."""
    people = [
        {"id": f"x-{n}", "name": f"{HOSTILE} {n}", "title": HOSTILE, "role": "blocker" if n % 2 else "champion"}
        | {"relationshipStrength": "weak", "interests": [HOSTILE] * 5, "notes": HOSTILE * 3, "lastInteraction": "2026-11-01"}
        for n in range(30)
    ]
    pains = [
        {"id": f"x-{n}", "title": HOSTILE, "description": HOSTILE * 5, "status": "active", "severity": "high"} for n in range(9)
    ]
    lost = [
        {"id": f"y-{n}", "title": HOSTILE, "description": HOSTILE, "status": "lost", "estimatedValue": 10**9} for n in range(9)
    ]
    dated = {"identifiedDate": "2026-01-01", "owner": HOSTILE}
    card = {"title": HOSTILE, "status": "todo", "priority": "high", "createdAt": "2026-01-01", "dueDate": "2026-02-01"}
    edits = [
        *(AddRow("stakeholders", row) for row in people),
        *(AddRow("strategy/painPoints", {**row, **dated}) for row in pains),
        *(AddRow("strategy/opportunities", {**row, **dated}) for row in lost),
        *(AddRow("actions", {"id": f"x-{n}", **card, "owner": HOSTILE}) for n in range(9)),
    ]
    edit(studio.desk.store, "Spotify", edits, by=studio.desk.by)
    quarters = text(
        "UPDATE subscription SET will_renew = 'TBD', renewal_qtr = 'Q' || (1 + position % 4) || '/27 or later than that'"
    )
    columns = "business_unit_key, record_name, position + 9, sub_id, arr, projected_arr, 'Q2''28', 'No', NULL"
    more = text(f"INSERT INTO subscription SELECT {columns} FROM subscription")
    with studio.desk.store.write() as connection:
        connection.execute(quarters)
        connection.execute(more)


def test_each_heros_page_is_one_sheet_and_so_are_those_of_others(
    page: Page, studio: Running, accessible: Callable[[Page], None], picture: Callable[[Page, str], None]
) -> None:
    others = [line.slug for line in list_accounts(studio.desk.store) if not line.hero][::40]
    for slug in [*HEROES, *others]:
        page.goto(at(studio, slug))
        assert {paper: pages_printed(page, paper) for paper in ("A4", "Letter")} == {"A4": 1, "Letter": 1}, slug
    page.goto(at(studio, "spotify"))
    expect(page.locator("tbody tr").filter(has_text="blocker")).to_contain_text("Freja Lindegaard")
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["Numbers by heart", "Three things to say", "What not to touch", "Who is in the room"]
    )
    expect(page.locator("section[aria-labelledby=say] li")).to_have_count(3)
    accessible(page)
    picture(page, "presenter")


def test_a_plan_that_is_far_too_long_prints_on_one_sheet_and_is_inert(page: Page, studio: Running) -> None:
    longest_plan(studio)
    page.goto(at(studio, "spotify"))
    assert {paper: pages_printed(page, paper) for paper in ("A4", "Letter")} == {"A4": 1, "Letter": 1}
    assert page.title().startswith("Spotify")
    assert page.locator("main img, main script").count() == 0
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_nothing_of_the_studio_around_it_is_printed(page: Page, studio: Running) -> None:
    page.goto(at(studio, "spotify"))
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_missing_and_empty_sections_and_a_departed_account_say_what_is_not_known(studio: Running) -> None:
    store = studio.desk.store
    edit(store, "Spotify", [EmptyList("stakeholders"), EmptyList("strategy"), EmptyList("actions")], by=studio.desk.by)
    depart(store, "spotify")
    with studio.client() as client:
        answer = client.get("/account/spotify/presenter")
        unknown = client.get("/account/nobody/presenter")
    assert answer.status_code == 200
    for words in ("departed: no source lists it", "The plan knows nobody", "No source says anything of a renewal"):
        assert words in answer.text
    assert unknown.status_code == 404


def test_an_edit_is_on_the_page_at_once(studio: Running) -> None:
    edit(studio.desk.store, "Spotify", [SetField("stakeholders/sp-001/name", "Zoë & Co <b>")], by=studio.desk.by)
    with studio.client() as client:
        assert "Zoë &amp; Co" in client.get("/account/spotify/presenter").text


def test_the_page_costs_a_fixed_number_of_statements(studio: Running) -> None:
    with studio.client() as client, statements_of(studio.desk.store) as seen:
        client.get("/account/spotify/presenter")
        one = len(seen)
        client.get("/account/liquid-telecom/presenter")
    assert len(seen) <= 2 * one + 2 <= 140, (one, len(seen))
