"""The demo's page over stores of many accounts and of hostile names: as many statements, as fast, nothing that runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import httpx2
import pytest
from browser import Watch
from playwright.sync_api import BrowserContext, expect
from statements import statements_of
from studio_project import NOW, Running, running

from demodb.api.export import ExportBy, export
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, seed
from demodb.api.status import look_beside
from demodb.api.store import open_store
from demodb.studio import beside

PAGES = ("/", "/verdict", "/accounts", "/accounts?search=customer&sort=revenue", "/accounts?state=missing", "/happened")
HOSTILE = (
    "<script>window.ran = 1</script>",
    "\"><img src=x onerror='window.ran = 1'> Ltd",
    "' onmouseover='window.ran = 1",
    "{{ 7 * 7 }} & Söhne {% raw %}",
    "Various: License increments",
    "$(touch ran); `touch ran` && 'demodb' GmbH",
    "\u202egnp.exe AG",
)


def write_customers(folder: Path, names: Sequence[str]) -> Path:
    """A customer file that lists these names."""
    folder.mkdir(exist_ok=True)
    customers = [{"customer_name": name, "rr": n, "nrr": 0, "total": n, "subscriptions": []} for n, name in enumerate(names)]
    path = folder / "customers_kandy_all.json"
    path.write_text(json.dumps({"bu_name": "Kandy", "customers": customers}), "utf-8")
    return path


@contextmanager
def listing(folder: Path, names: Sequence[str], *, seeded: bool = False) -> Iterator[Running]:
    """A studio over a project whose one source lists these names."""
    path = write_customers(folder, names)
    with open_store(folder / "demodb.db", create=True) as store:
        import_sources(store, [path])
        if seeded:
            seed(store, SeedOptions(NOW.date(), PackChoice("telecom")))
            export(store, folder / "export", ExportBy(folder))
    with running(folder) as studio:
        yield studio


def quiet(studio: Running, client: httpx2.Client) -> None:
    """Open the page, and wait until nothing is done in the background any more."""
    client.get("/")
    studio.rehearsed()
    studio.desk.jobs.wait(beside.KIND, 120)
    client.get("/")


def counted(folder: Path, names: Sequence[str]) -> dict[str, int]:
    """How many statements each page takes."""
    with listing(folder, names) as studio, studio.client() as client:
        quiet(studio, client)
        counts = {}
        for page in PAGES:
            with statements_of(studio.desk.store) as seen:
                assert client.get(page).status_code == 200
            counts[page] = len(seen)
        return counts


@pytest.mark.slow
def test_the_pages_take_as_many_statements_whatever_the_number_of_accounts(tmp_path: Path) -> None:
    few = counted(tmp_path / "few", [f"Customer {n}" for n in range(60)])
    many = counted(tmp_path / "many", [f"Customer {n}" for n in range(1200)])
    assert few == many


@pytest.mark.slow
def test_where_accounts_are_many_no_page_waits_for_the_files_and_what_changed_is_presumed(tmp_path: Path) -> None:
    names = [f"Customer {n}" for n in range(beside.MOST_AT_ONCE + 1)]
    with listing(tmp_path, names, seeded=True) as studio, studio.client() as client:
        assert "being compared" in client.get("/").text
        studio.desk.jobs.wait(beside.KIND, 120)
        assert "is behind the store" not in client.get("/verdict").text
        change = {"command": "demodb edit 'Customer 7' strategy/painPoints/pp-001/severity low"}
        assert client.post("/mend", data=change, headers={"HX-Request": "true"}).status_code == 200
        text = client.get("/verdict").text
        assert "is behind the store" in text
        assert "being compared" in text


@pytest.mark.slow
def test_where_accounts_are_many_programs_do_not_wait_for_the_files_either(tmp_path: Path) -> None:
    go = Event()
    with listing(tmp_path, [f"Customer {n}" for n in range(beside.MOST_AT_ONCE + 1)]) as studio, studio.api() as program:
        studio.desk.jobs.start(beside.KIND, lambda _: (go.wait(60), look_beside(studio.desk.store, studio.desk.asked()))[1])
        told = program.get("/status").json()
        assert (told["accounts"], told["looking"]) == (beside.MOST_AT_ONCE + 1, True)
        go.set()
        studio.desk.jobs.wait(beside.KIND, 120)
        assert "looking" not in program.get("/status").json()


def test_names_that_are_hostile_are_shown_and_do_nothing(tmp_path: Path, context: tuple[BrowserContext, Watch]) -> None:
    with listing(tmp_path, HOSTILE) as studio:
        page = context[0].new_page()
        page.clock.set_fixed_time(NOW)
        page.goto(studio.access.url)
        shown = page.locator("#accounts tbody th a")
        expect(shown).to_have_count(len(HOSTILE))
        assert sorted(shown.all_inner_texts()) == sorted(HOSTILE)
        for name in HOSTILE:
            page.get_by_role("button", name=f"Hero: {name}", exact=True).click()
            expect(page.locator("#done")).to_contain_text("is a hero now")
            page.locator("#done [data-dismiss]").click()
        assert sorted(page.locator(".hero h3").all_inner_texts()) == sorted(HOSTILE)
        page.get_by_role("button", name="Seed what is missing").first.click()
        expect(page.locator("#done")).to_contain_text(f"{4 * len(HOSTILE)} sections seeded")
        page.get_by_label("Search").fill("<script>")
        expect(shown).to_have_count(1)
        assert page.evaluate("window.ran") is None
        page.close()


@pytest.mark.parametrize("path", ["/?at=25:00", "/verdict?at=soon", "/?at=2026-11-24T99:00", "/?at=0001-01-01T00:00"])
def test_a_moment_that_is_none_is_told(studio: Running, path: str) -> None:
    with studio.client() as client:
        answer = client.get(path)
        assert answer.status_code in (404, 422)
        assert "<h1>That was not possible</h1>" in answer.text


@pytest.mark.parametrize(
    "query",
    ["after=x", "after=[]", 'after=["name","behind",1,"x"]', "sort=size&state=all&section=x", "unit=%00", "search=%25_%5C"],
)
def test_a_query_that_no_form_sends_finds_what_it_can_or_is_refused(studio: Running, query: str) -> None:
    with studio.client() as client:
        assert client.get(f"/accounts?{query}").status_code == (400 if "%00" in query else 200)


def test_the_page_with_all_its_files_is_light(studio: Running) -> None:
    with studio.client() as client:
        quiet(studio, client)
        text = client.get("/").text
        files = {part.split('"')[0] for part in text.split("/static/")[1:]}
        modules = {"countdown.js", "format.js", "keys.js"}
        sizes: dict[str, Any] = {name: len(client.get(f"/static/{name.partition('#')[0]}").content) for name in files | modules}
        assert len(text.encode()) + sum(sizes.values()) <= 120_000, sizes
