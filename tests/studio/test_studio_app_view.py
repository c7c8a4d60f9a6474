"""What the app will show: the files of an account as they lie there and as they would be, with the differences seen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable

from departing import depart
from playwright.sync_api import Page, expect
from statements import statements_of
from studio_project import Running

from demodb.api.edit import SetField, edit
from demodb.studio.account.differences import differences

AT = "/account/spotify/app"
TITLE = "strategy/painPoints/pp-001/title"
FILE = "export/account-plans/strategy/spotify.json"


def differing(studio: Running) -> None:
    """An edit that is not exported yet, a file that the app wrote, one that is gone, and a report of somebody's."""
    edit(studio.desk.store, "Spotify", [SetField(TITLE, "A <b>new</b> title")], by=studio.desk.by)
    board = studio.folder / "export/account-plans/actions/spotify.json"
    board.write_bytes(b'[{"id": "x"}]')
    (studio.folder / "export/account-plans/competitors/spotify.json").unlink()
    (studio.folder / "export/intelligence/reports/SPOTIFY.md").write_text("<script>alert(1)</script>", "utf-8")


def test_what_differs_is_seen_line_by_line_with_what_an_export_would_do(
    page: Page, studio: Running, accessible: Callable[[Page], None], picture: Callable[[Page, str], None]
) -> None:
    differing(studio)
    page.goto(f"{studio.origin}{AT}")
    strategy = page.locator("article", has_text="account-plans/strategy/spotify.json")
    expect(strategy).to_contain_text("behind the store")
    expect(strategy.locator("ins")).to_contain_text("A <b>new</b> title")
    expect(strategy.locator("del")).to_contain_text("Invoices that differ")
    expect(page.locator("article", has_text="actions/spotify.json")).to_contain_text("leave it alone")
    expect(page.locator("article", has_text="competitors/spotify.json")).to_contain_text("not there yet")
    expect(page.locator("article", has_text=re.compile("SPOTIFY.md"))).to_contain_text("in the place of")
    expect(page.locator("#tab ~ *, section:has(#tab)").first).to_contain_text("<script>alert(1)</script>")
    accessible(page)
    picture(page, "app-view")
    strategy.get_by_role("link").click()
    expect(page.locator("#dialog")).to_contain_text("As an export would write it")
    accessible(page)


def test_a_folder_that_is_up_to_date_says_so(studio: Running) -> None:
    with studio.client() as client:
        answer = client.get(AT)
        whole = client.get(f"{AT}/file", params={"path": FILE.removeprefix("export/")})
        other = client.get(f"{AT}/file", params={"path": "../demodb.toml"})
    assert "all 7 files say what the store does" in answer.text
    assert "Invoices that differ" in whole.text
    assert (other.status_code, "lived-in" in other.text) == (404, False)


def test_before_the_first_export_and_of_a_departed_account_the_page_says_what_the_app_has(studio: Running) -> None:
    depart(studio.desk.store, "spotify")
    with studio.client() as client:
        departed = client.get(AT).text
        shutil.rmtree(studio.folder / "export")
        missing = client.get("/account/liquid-telecom/app").text
    assert "no source lists this account any more" in departed
    assert "the store has it no more" in departed
    assert "nothing was exported" in missing
    assert "There is no report" in missing


def test_the_page_costs_a_fixed_number_of_statements(studio: Running) -> None:
    with studio.client() as client, statements_of(studio.desk.store) as seen:
        client.get(AT)
        one = len(seen)
        client.get("/account/liquid-telecom/app")
    assert len(seen) == 2 * one <= 100, (one, len(seen))


# --- differences -----------------------------------------------------------------------------------------------------------


def test_json_differs_by_what_it_says_and_not_by_its_layout() -> None:
    assert differences(b'{"a": 1, "b": [2]}', b'{\n  "a": 1,\n  "b": [\n    2\n  ]\n}\n') == []
    assert [tuple(line) for line in differences(b'{"a": 1}', b'{"a": 2}')] == [
        ("both", "{"),
        ("there", '  "a": 1'),
        ("to be", '  "a": 2'),
        ("both", "}"),
    ]


def test_what_is_no_text_and_what_is_very_long_is_compared_all_the_same() -> None:
    assert [line.side for line in differences(b"\xff\xfe", b"x")] == ["there", "to be"]
    many = differences(b"\n".join(b"%d" % n for n in range(9000)), b"\n".join(b"%d" % -n for n in range(9000)))
    assert len(many) <= 121
    assert many[-1].side == "left out"
    assert differences(None, b"x") == []
