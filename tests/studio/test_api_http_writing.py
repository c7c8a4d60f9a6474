"""What programs change through the API of a studio with --write: as the commands do, all or nothing, and nobody is overrun."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from api_clients import StartStudio, error_of
from studio_project import Running

from demodb.api.export import ExportBy, export
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.log import edit_log
from demodb.api.show import show_account

CARD = {"title": "Call", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}
TITLE = "strategy/painPoints/pp-001/title"


@pytest.fixture
def studio(start_studio: StartStudio) -> Running:
    return start_studio(api_writes=True)


def title_of(studio: Running) -> str:
    strategy: Any = show_account(studio.desk.store, "spotify").sections["strategy"].document
    title: str = strategy["painPoints"][0]["title"]
    return title


def patched(studio: Running, *edits: dict[str, Any], **more: Any) -> httpx2.Response:
    with studio.api() as program:
        return program.patch("/plans/spotify", json={"edits": edits, **more})


def test_edits_are_made_all_together_and_logged_under_the_person_who_runs_the_studio(studio: Running) -> None:
    answer = patched(
        studio,
        {"do": "set", "place": TITLE, "value": "Late invoices", "expected": title_of(studio)},
        {"do": "add", "place": "actions", "row": CARD},
        {"do": "move", "place": "competitors/comp-1"},
        {"do": "delete", "place": "strategy/opportunities/opp-001"},
    )
    told = answer.json()
    assert (answer.status_code, told["account"], told["dryRun"]) == (200, "Spotify", False)
    assert {one["section"] for one in told["sections"]} == {"strategy", "competitors", "actions"}
    logged = edit_log(studio.desk.store, "spotify", studio.desk.clock)
    assert {entry.id for entry in logged} == {one["entry"] for one in told["sections"]}
    assert {(entry.person, entry.at) for entry in logged} == {("alice", studio.desk.clock.epoch_ms())}
    assert title_of(studio) == "Late invoices"


def test_a_dry_run_says_the_same_and_writes_nothing(studio: Running) -> None:
    before = title_of(studio)
    told = patched(studio, {"do": "set", "place": TITLE, "value": "Other"}, dryRun=True).json()
    assert (told["dryRun"], told["sections"][0]["changes"][0]["now"], title_of(studio)) == (True, "Other", before)


def test_who_was_slower_is_told_both_values_and_changes_nothing(studio: Running) -> None:
    seen = title_of(studio)
    assert patched(studio, {"do": "set", "place": TITLE, "value": "First", "expected": seen}).status_code == 200
    second = patched(
        studio, {"do": "set", "place": TITLE, "value": "Second", "expected": seen}, {"do": "empty", "place": "competitors"}
    )
    assert (second.status_code, error_of(second)["code"]) == (409, "edit-refused")
    assert error_of(second)["overtaken"] == [{"place": TITLE, "expected": seen, "now": "First"}]
    assert title_of(studio) == "First"
    assert show_account(studio.desk.store, "spotify").sections["competitors"].document


def test_null_as_expected_means_nothing_and_is_not_the_same_as_no_word_of_it(studio: Running) -> None:
    phone = "stakeholders/sp-001/phone"
    refused = patched(studio, {"do": "set", "place": phone, "value": "+46 1", "expected": None})
    assert refused.status_code == 409
    assert error_of(refused)["overtaken"][0] == {"place": phone, "now": "+46 8 555 010 20"}
    assert patched(studio, {"do": "set", "place": phone, "value": None}).status_code == 200
    assert patched(studio, {"do": "set", "place": phone, "value": "+46 1", "expected": None}).status_code == 200


def test_what_the_app_would_refuse_is_refused_with_every_place(studio: Running) -> None:
    refused = patched(
        studio,
        {"do": "set", "place": "strategy/painPoints/pp-001/severity", "value": "severe"},
        {"do": "delete", "place": "actions/act-999"},
    )
    error = error_of(refused)
    assert (refused.status_code, error["code"], error["overtaken"]) == (422, "edit-refused", [])
    assert [one["place"] for one in error["refusals"]] == ["actions/act-999", "strategy/painPoints/pp-001/severity"]
    assert edit_log(studio.desk.store, "spotify", studio.desk.clock) == []


def test_an_edit_is_taken_back_where_nothing_stands_on_it(studio: Running) -> None:
    before = title_of(studio)
    first, second = (
        patched(studio, {"do": "set", "place": TITLE, "value": value}).json()["sections"][0]["entry"] for value in ("One", "Two")
    )
    with studio.api() as program:
        refused, unknown = program.post(f"/log/{first}/undo"), program.post("/log/999/undo")
        undone = [program.post(f"/log/{entry}/undo").json()["undone"] for entry in (second, first)]
        pages = [program.get("/log", params={"limit": "3"}).json()]
        pages.append(program.get("/log", params={"limit": "3", "before": str(pages[0]["older"])}).json())
    assert [(one.status_code, error_of(one)["code"]) for one in (refused, unknown)] == [(422, "edit"), (422, "edit")]
    assert (undone, title_of(studio)) == ([second, first], before)
    assert [len(page["edits"]) for page in pages] == [3, 1]
    assert pages[1]["older"] is None


def test_a_conflict_is_decided_by_one_side(studio: Running) -> None:
    patched(studio, {"do": "set", "place": TITLE, "value": "Ours"})
    file = studio.folder / "export/account-plans/strategy/spotify.json"
    theirs = json.loads(file.read_text("utf-8"))
    theirs["painPoints"][0]["title"] = "Theirs"
    file.write_text(json.dumps(theirs), "utf-8")
    import_sources(studio.desk.store, [studio.folder / "export"], how=ImportBy(studio.folder))
    with studio.api() as program:
        (conflict,) = program.get("/conflicts").json()["conflicts"]
        assert (conflict["mine"], conflict["theirs"]) == ("Ours", "Theirs")
        lost = program.post("/conflicts", json={"take": "theirs", "place": TITLE})
        taken = program.post("/conflicts", json={"take": "theirs", "account": "Spotify", "place": conflict["place"]}).json()
        assert program.get("/conflicts").json()["conflicts"] == []
    assert error_of(lost)["faults"][0]["where"] == "body.place"
    assert (taken["taken"], len(taken["conflicts"]), title_of(studio)) == ("theirs", 1, "Theirs")


def test_a_hero_is_marked_and_unmarked(studio: Running) -> None:
    with studio.api() as program:
        answers = [program.post("/accounts/Spotify/hero", json={"hero": hero}).json() for hero in (True, False, False)]
        nobody = program.post("/accounts/Nobody/hero", json={"hero": True})
    assert [(one["account"], one["hero"], one["changed"]) for one in answers] == [
        ("Spotify", True, False),
        ("Spotify", False, True),
        ("Spotify", False, False),
    ]
    assert (nobody.status_code, error_of(nobody)["code"]) == (404, "unknown-account")


def test_what_is_edited_is_seeded_warmed_and_exported_for_the_app(studio: Running) -> None:
    patched(studio, {"do": "set", "place": TITLE, "value": "Late invoices"})
    with studio.api() as program:
        foreseen = program.post("/export", json={"dryRun": True}).json()
        seeded, warmed = program.post("/seed", json={}).json(), program.post("/warmup", json={"until": "15:30"}).json()
        exported = program.post("/export", json={}).json()
        plan = program.get("/cache/account-plan:spotify").json()
    assert (foreseen["check"], foreseen["written"] > 0, exported["written"] >= foreseen["written"]) == (True, True, True)
    assert (seeded["dryRun"], seeded["accounts"], warmed["plans"]) == (False, 128, 1)
    file = json.loads((studio.folder / "export/account-plans/strategy/spotify.json").read_text("utf-8"))
    assert file["painPoints"][0]["title"] == plan["strategy"]["painPoints"][0]["title"] == "Late invoices"


def test_a_forced_export_saves_a_snapshot_first(studio: Running) -> None:
    (studio.folder / "export/account-plans/competitors/spotify.json").write_text("[]", "utf-8")
    with studio.api() as program:
        left, forced = program.post("/export", json={}).json(), program.post("/export", json={"force": True}).json()
    assert (left["snapshot"], len(left["kept"])) == (None, 1)
    assert forced["snapshot"].startswith("before-export-")
    assert forced["written"] >= 1
    assert export(studio.desk.store, studio.folder / "export", ExportBy(studio.folder), check=True).kept == []


def test_a_rehearsal_of_other_hours_is_the_last_one_from_then_on(studio: Running) -> None:
    with studio.api() as program:
        told = program.post("/rehearse", json={"at": "2026-11-24T18:00", "until": "2026-11-24T19:00"}).json()
        assert program.get("/rehearsal").json() == told
        backwards = program.post("/rehearse", json={"at": "18:00", "until": "17:00"})
        unknown = program.post("/rehearse", json={"at": "noon", "until": "late"})
    assert (told["at"], told["blockers"] > 0) == ("2026-11-24T18:00:00+00:00", True)
    assert [error_of(one)["faults"][0]["where"] for one in (backwards, unknown)] == ["body.until", "body.at"]
