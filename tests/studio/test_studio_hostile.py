"""Attacks in a real browser: an account of which every text is one, foreign pages that frame, post, fetch and embed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from browser import Watch
from fixture_types import Contents
from hostile_project import ATTACK, NAME, ROW_ID, SLUG, write_attacks
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect
from studio_project import Running, copied_project, prepare_project, running

from demodb.api.account import list_accounts
from demodb.api.edit import SetField, edit
from demodb.api.import_ import import_sources

AT = f"/account/{quote(SLUG, safe='')}"
ADDRESSES = [
    *("/", "/verdict", "/happened", "/findings", "/accounts?search=img", f"/accounts?search={quote(ATTACK)}"),
    *(AT, f"{AT}/app", f"{AT}/presenter", f"{AT}/section/strategy", f"{AT}/section/actions"),
    *(f"{AT}/why?place={quote(place, safe='')}" for place in (f"strategy/painPoints/{ROW_ID}/title", f"stakeholders/{ROW_ID}")),
    *(f"{AT}/edit?place={quote(place, safe='')}" for place in (f"strategy/painPoints/{ROW_ID}", f"stakeholders/{ROW_ID}")),
    *(f"{AT}/add?list=stakeholders", f"{AT}/delete?place={quote(f'actions/{ROW_ID}todo', safe='')}", f"{AT}/order?list=actions"),
    *(f"{AT}/why?place={quote(ATTACK)}", f"/account/{quote(ATTACK.replace('/', ''), safe='')}", f"/{quote(ATTACK)}"),
    *("/log", f"/log?account={quote(NAME)}", f"/log?account={quote(ATTACK)}", "/conflicts", f"/conflicts?account={quote(NAME)}"),
    *("/act", "/act/import", "/act/export", "/act/seed", "/act/snapshots", "/act/warmup", "/act/undo", "/act/shift"),
]


@pytest.fixture(scope="module")
def attacked(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an account of which every text is an attack."""
    folder = copied_project(made_sample, tmp_path_factory.mktemp("attacked") / "project")
    write_attacks(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        prepare_project(folder)
    return folder


@pytest.fixture
def studio(attacked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A studio over it, with an edit and a conflict that are attacks as well."""
    folder = copied_project(attacked, tmp_path / "project")
    monkeypatch.chdir(folder)
    with running(folder) as made:
        place = f"strategy/painPoints/{ROW_ID}/title"
        edit(made.desk.store, NAME, [SetField(place, f"ours {ATTACK}")], by=made.desk.by)
        file = Path(f"account-plans/strategy/{SLUG}.json")
        plan = json.loads(file.read_text("utf-8"))
        plan["painPoints"][0]["title"] = f"theirs {ATTACK}"
        file.write_text(json.dumps(plan), "utf-8")
        import_sources(made.desk.store, [file])
        (folder / "export/intelligence/reports" / f"{NAME.replace(' ', '_').lower()}.md").write_text(ATTACK, "utf-8")
        yield made


@pytest.fixture
def foreign(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Serves pages of somebody else at another port of this machine: their source, and where they are."""
    folder = tmp_path / "foreign"
    folder.mkdir()
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()

        def served(source: str) -> str:
            (folder / "index.html").write_text(f"<!doctype html><title>foreign</title>{source}", "utf-8")
            return f"http://127.0.0.1:{server.server_port}/index.html"

        yield served
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def no_dialogs(page: Page) -> list[str]:
    """What scripts say in dialogs of their own, as it comes."""
    said: list[str] = []

    def heard(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", heard)
    return said


# --- attacks in what is shown --------------------------------------------------------------------------------------------


def test_no_text_of_an_account_does_anything_on_any_page(page: Page, studio: Running, watch: Watch) -> None:
    watch.allowed = ("404", "422")
    said = no_dialogs(page)
    assert SLUG in {line.slug for line in list_accounts(studio.desk.store)}
    for address in ADDRESSES:
        answer = page.goto(f"{studio.origin}{address}")
        assert answer
        assert answer.status < 500, address
        assert page.evaluate("window.hit") is None, address
        assert page.locator("script:not([src]), img, [onerror], [onload], [onfocus], iframe, object, embed, base").count() == 0, (
            address
        )
        links = page.locator("a[href]").evaluate_all(
            "all => all.map(one => new URL(one.getAttribute('href'), location).protocol)"
        )
        assert set(links) <= {"http:", "https:"}, address
    assert said == []


def test_the_parts_and_dialogs_of_the_accounts_page_are_inert_too(page: Page, studio: Running) -> None:
    said = no_dialogs(page)
    page.goto(f"{studio.origin}{AT}")
    expect(page.locator("h1")).to_have_text(NAME)
    for kind in ("why", "edit", "add", "delete"):
        buttons = page.locator(f"#account button[data-{kind}]")
        for number in range(0, buttons.count(), max(1, buttons.count() // 6)):
            buttons.nth(number).dispatch_event("click")  # one may lie under another that a pointer over the row brings up
            expect(page.locator("#dialog")).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.locator("#dialog")).to_be_hidden()
    assert (page.evaluate("window.hit"), said) == (None, [])
    assert "49" not in page.locator("h1").inner_text()


# --- foreign pages -------------------------------------------------------------------------------------------------------


FETCHING = """async ([origin, at]) => {
    const told = async (url, asked) => {
        try {
            const got = await fetch(url, {credentials: "include", ...asked});
            return [got.type, got.status, await got.text()];
        } catch {
            return "refused";
        }
    };
    const form = new URLSearchParams({place: "strategy/painPoints/pp-001", act: "base"});
    return [
        await told(origin + "/", {}),
        await told(origin + "/", {mode: "no-cors"}),
        await told(at, {method: "POST", mode: "no-cors", body: form}),
        await told(at, {method: "POST", body: form, headers: {"HX-Request": "true"}}),
    ];
}"""
"""What a foreign page learns when it fetches from the studio, and posts to it."""


def test_a_page_of_another_port_that_frames_the_studio_shows_nothing_of_it(
    page: Page, studio: Running, foreign: Callable[[str], str], watch: Watch
) -> None:
    watch.allowed = ("frame", "Framing", "403", "X-Frame-Options", "Failed to load")
    frames = "".join(
        f'<iframe src="{studio.origin}{path}"></iframe>' for path in ("/", "/account/spotify", "/enter", "/static/studio.svg")
    )
    page.goto(foreign(frames))
    page.wait_for_load_state("networkidle")
    assert len(page.frames) == 5
    for frame in page.frames[1:]:
        shown = frame.evaluate("document.documentElement.innerText")
        assert "Spotify" not in shown
        assert frame.url.startswith("chrome-error://") or "the studio answers its own pages only" in shown


def test_a_foreign_page_neither_posts_nor_fetches_nor_embeds_though_the_browser_is_in(
    page: Page, studio: Running, foreign: Callable[[str], str], watch: Watch, contents: Contents
) -> None:
    watch.allowed = ("403", "CORS", "Failed to", "ERR_", "Refused", "blocked", "MIME", "CORB", "ORB")
    before = contents(studio.desk.store)
    at = f"{studio.origin}/account/spotify/why"
    page.goto(
        foreign(f"""
        <iframe name="hidden"></iframe>
        <form method="post" target="hidden" action="{at}">
          <input name="place" value="strategy/painPoints/pp-001"><input name="act" value="base"></form>
        <form method="post" enctype="text/plain" target="hidden" action="{studio.origin}/rehearse"></form>
        <img src="{studio.origin}/"><script src="{studio.origin}/account/spotify"></script>
        <link rel="stylesheet" href="{studio.origin}/static/studio.css">
        <script>window.seen = []; window.onerror = () => true;</script>""")
    )
    outcome = page.evaluate(FETCHING, [studio.origin, at])
    page.evaluate("document.forms[0].submit()")
    page.evaluate("document.forms[1].submit()")
    assert {json.dumps(one) for one in outcome} <= {'"refused"', '["opaque", 0, ""]'}
    page.wait_for_timeout(300)
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')") == ""
    assert contents(studio.desk.store) == before


def test_a_window_that_a_foreign_page_opens_is_out_of_its_reach(
    page: Page, studio: Running, foreign: Callable[[str], str], watch: Watch
) -> None:
    watch.allowed = ("403", "Failed to load")
    page.goto(foreign(f"<button onclick=\"window.w = window.open('{studio.origin}/account/spotify')\">open</button>"))
    with page.context.expect_page() as opened:
        page.get_by_role("button").click()
    opened.value.wait_for_load_state()
    assert "Spotify" not in opened.value.locator("body").inner_text()
    reach = page.evaluate(
        "() => { try { return window.w.closed ? 'cut off' : window.w.document.body.innerText; } catch { return 'refused'; } }"
    )
    assert reach in ("cut off", "refused")


def test_a_browser_that_never_entered_is_shown_the_door(browser: Browser, studio: Running, foreign: Callable[[str], str]) -> None:
    context: BrowserContext = browser.new_context()
    page = context.new_page()
    page.goto(foreign("<p>elsewhere</p>"))
    page.goto(f"{studio.origin}{AT}")
    assert page.url == f"{studio.origin}/enter"
    assert NAME not in page.content()
    assert page.evaluate("document.cookie") == ""
    context.close()


def test_no_script_of_the_studio_reads_the_cookie(page: Page) -> None:
    assert page.evaluate("document.cookie") == ""
