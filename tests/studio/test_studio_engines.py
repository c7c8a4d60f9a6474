"""The studio over each engine: its pages answer, and an edit, a decision, an undo and an act are done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from studio_acts import acting_in
from studio_project import NOW, Running, running

from demodb.api.edit import SetField, edit
from demodb.api.export import ExportBy, export
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.seed import PackChoice, SeedOptions, seed
from demodb.api.show import show_account
from demodb.api.store import open_store

NAMES = ("Acme Ltd", "Borealis & Söhne", "100%_Telecom")
SLUG = "acme-ltd"
TITLE = "strategy/painPoints/pp-001/title"
PAGES = (
    "/",
    "/verdict",
    "/accounts?search=%25_tele&sort=revenue",
    "/happened",
    f"/account/{SLUG}",
    f"/account/{SLUG}/presenter",
    f"/account/{SLUG}/app",
    f"/account/{SLUG}/places",
    f"/account/{SLUG}/why?place={TITLE}",
    f"/account/{SLUG}/edit?place={TITLE}",
    "/conflicts",
    "/log",
    f"/log?account={SLUG}",
    *(f"/act{act}" for act in ("", "/prepare", "/import", "/seed", "/undo", "/shift", "/warmup", "/export", "/snapshots")),
)


@pytest.fixture
def studio(db: str, tmp_path: Path) -> Iterator[Running]:
    """A studio over three seeded accounts that were exported, on each engine in turn."""
    customers = [{"customer_name": name, "rr": 100, "nrr": 0, "total": 100, "subscriptions": []} for name in NAMES]
    source = tmp_path / "customers_kandy_all.json"
    source.write_text(json.dumps({"bu_name": "Kandy", "customers": customers}), "utf-8")
    (tmp_path / "demodb.toml").write_text('sources = ["customers_kandy_all.json"]\n', "utf-8")
    with open_store(db, create=True) as store:
        import_sources(store, [source], how=ImportBy(tmp_path))
        seed(store, SeedOptions(NOW.date(), PackChoice("telecom")))
        export(store, tmp_path / "export", ExportBy(tmp_path))
    with running(tmp_path, db=db, patience=60.0) as made:
        yield made


def title_of(studio: Running) -> str:
    strategy: Any = show_account(studio.desk.store, SLUG).sections["strategy"].document
    title: str = strategy["painPoints"][0]["title"]
    return title


def test_each_page_answers(studio: Running) -> None:
    with studio.client() as client:
        for page in PAGES:
            answer = client.get(page)
            assert (page, answer.status_code) == (page, 200)
        assert "100%_Telecom" in client.get("/accounts?search=%25_tele").text
        assert "Acme Ltd" not in client.get("/accounts?search=%25_tele").text


def test_an_edit_is_made_logged_and_taken_back_from_its_notice(studio: Running) -> None:
    before = title_of(studio)
    with acting_in(studio) as acts:
        sent = {"place": TITLE.rpartition("/")[0], "v:title": "Invoices run late", "s:title": json.dumps(before)}
        made = acts.post(f"/account/{SLUG}/edit", sent)
        assert ("1 field changed." in made.text, title_of(studio)) == (True, "Invoices run late")
        assert "Invoices run late" in acts.get("/log", account=SLUG).text
        assert "was taken back" in acts.post("/log/undo", {"entry": made.value("entry")}).text
    assert title_of(studio) == before


def test_a_conflict_with_the_app_is_decided_and_that_is_taken_back(studio: Running) -> None:
    file = studio.folder / "export" / "account-plans" / "strategy" / f"{SLUG}.json"
    theirs = json.loads(file.read_text("utf-8"))
    theirs["painPoints"][0]["title"] = "Theirs"
    file.write_text(json.dumps(theirs), "utf-8")
    edit(studio.desk.store, SLUG, [SetField(TITLE, "Mine")], by=studio.desk.by)
    import_sources(studio.desk.store, [studio.folder / "export"], how=ImportBy(studio.folder))
    with acting_in(studio) as acts:
        shown = acts.get("/conflicts")
        assert "Theirs" in shown.text
        decided = acts.post("/conflicts", {"slug": SLUG, "place": TITLE, "take": "theirs", "seen": shown.value("seen")})
        assert ("1 conflict decided" in decided.text, title_of(studio)) == (True, "Theirs")
        assert "was taken back" in acts.post("/log/undo", {"entry": decided.value("entry")}).text
    assert title_of(studio) == "Mine"


def test_a_button_mends_and_a_demo_is_made_ready(studio: Running) -> None:
    with acting_in(studio) as acts:
        assert "a hero now" in acts.post("/mend", {"command": "demodb account hero 'Acme Ltd'", "at": ""}).text
        told = acts.post("/act/prepare").text
        for words in ("Ready at", "1 plan, 0 intelligence, 1 brief made", "in 3 accounts"):
            assert words in told
