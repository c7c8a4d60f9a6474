"""The dates of hand-written plans move by weeks: no file says anything new by it, and it is taken away exactly."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fixture_types import CustomersFile, WriteJson

from demodb.api.conflicts import list_conflicts, take_theirs
from demodb.api.edit import SetField, edit
from demodb.api.explain import explain
from demodb.api.export import ExportBy, export
from demodb.api.import_ import ImportBy, ImportReport, import_sources
from demodb.api.log import edit_log, undo_edit
from demodb.api.seed import By, PackChoice, Which, history
from demodb.api.shift import MoveReport, Recent, shift_written
from demodb.clock import Clock
from demodb.model.documents import Section
from demodb.store.engine import Store
from demodb.store.plans import StoredSection, read_sections

TODAY = date(2026, 11, 24)
BY = By("Ann", Clock(now=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC)))
ACME = "Acme Ltd"
PERSON = {
    "id": "s1",
    "name": "Ann",
    "title": "CTO",
    "role": "user",
    "relationshipStrength": "weak",
    "lastInteraction": "2026-06-02",
}
CARDS = [
    {
        "id": "a1",
        "title": "Call",
        "status": "todo",
        "priority": "high",
        "createdAt": "2026-06-16T09:30:00.000Z",
        "dueDate": "2026-06-30",
    },
    {"id": "a2", "title": "Visit", "status": "done", "priority": "low", "createdAt": "2026-05-01", "seenAt": "2026-05-01"},
]
WEEKS = 22
"""From the 16th of June to the 17th of November, seven days before the day."""


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    return tmp_path / "in" / "account-plans"


@pytest.fixture
def acme(store: Store, tmp_path: Path, plans: Path, customers_file: CustomersFile, write_json: WriteJson) -> Store:
    """Two accounts; the plan of one is hand-written and half a year old. On each engine in turn."""
    customers_file(tmp_path / "in", "Kandy", [(ACME, 1000, 0), ("Beta", 10, 0)])
    write_json(plans / "stakeholders" / "acme-ltd.json", [PERSON])
    write_json(plans / "actions" / "acme-ltd.json", CARDS)
    take(store, tmp_path)
    return store


def take(store: Store, root: Path, *paths: Path) -> ImportReport:
    report = import_sources(store, list(paths) or [root / "in"], how=ImportBy(root=root))
    assert report.errors == []
    return report


def shift(store: Store, *, back: bool = False, dry_run: bool = False, days: int = 7) -> MoveReport:
    return shift_written(store, Recent(TODAY, days, back), Which([ACME]), dry_run=dry_run, by=BY)


def sections(store: Store) -> dict[Section, StoredSection]:
    with store.read() as connection:
        return {section: stored for (_, section), stored in read_sections(connection, ["acme ltd"]).items()}


def document(store: Store, section: Section) -> Any:
    return sections(store)[section].document


def cards(store: Store) -> Any:
    return document(store, "actions")


def written(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def test_all_dates_of_an_account_move_by_the_weeks_of_its_newest_one(acme: Store) -> None:
    (moved,) = shift(acme).moved
    assert (moved.account, moved.weeks, moved.shifted, moved.sections, moved.dates) == (ACME, WEEKS, WEEKS, 2, 4)
    first, second = cards(acme)
    assert (first["createdAt"], first["dueDate"]) == ("2026-11-17T09:30:00.000Z", "2026-12-01")
    assert (second["createdAt"], second["seenAt"]) == ("2026-10-02", "2026-05-01")
    assert document(acme, "stakeholders")[0]["lastInteraction"] == "2026-11-03"
    assert not any(stored.edited for stored in sections(acme).values())
    assert edit_log(acme, ACME) == []
    assert (shift(acme).moved, shift(acme).kept) == ([], 1)


def test_a_dry_run_tells_and_writes_nothing(acme: Store) -> None:
    before = sections(acme)
    assert [one.weeks for one in shift(acme, dry_run=True).moved] == [WEEKS]
    assert sections(acme) == before
    assert history(acme) == []


def test_back_is_exactly_as_before_whatever_was_edited_since(acme: Store) -> None:
    before = sections(acme)
    shift(acme, days=60)
    shift(acme)
    shift(acme, back=True)
    assert sections(acme) == before
    shift(acme)
    edit(acme, ACME, [SetField("actions/a2/createdAt", "2026-10-09")])
    shift(acme, back=True)
    assert cards(acme)[1]["createdAt"] == "2026-05-08"
    assert cards(acme)[0] == CARDS[0]
    assert [run.kind for run in history(acme)] == ["shift"] * 5


def test_no_file_says_anything_new_by_it_and_an_edit_in_one_merges(
    acme: Store, tmp_path: Path, plans: Path, write_json: WriteJson
) -> None:
    shift(acme)
    before = cards(acme)
    assert take(acme, tmp_path).changes == 0
    write_json(plans / "actions" / "acme-ltd.json", [CARDS[0] | {"title": "Write", "dueDate": "2026-07-07"}, CARDS[1]])
    take(acme, tmp_path)
    assert cards(acme)[0] == before[0] | {"title": "Write", "dueDate": "2026-12-08"}
    assert cards(acme)[1] == before[1]
    assert not sections(acme)["actions"].edited
    write_json(plans / "actions" / "acme-ltd.json", CARDS)
    assert take(acme, tmp_path).changes == 0
    shift(acme, back=True)
    assert cards(acme) == [CARDS[0] | {"title": "Write", "dueDate": "2026-07-07"}, CARDS[1]]


def test_what_the_app_writes_into_exported_files_is_meant_as_it_is_written(acme: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = out / "account-plans" / "actions" / "acme-ltd.json"
    export(acme, out, ExportBy(root=tmp_path))
    old = path.read_bytes()
    shift(acme)
    # The app wrote into a file from before the shift: its dates are still the old ones.
    path.write_text(json.dumps([CARDS[0] | {"status": "done"}, CARDS[1]]), "utf-8")
    take(acme, tmp_path, out)
    assert cards(acme)[0]["status"] == "done"
    assert cards(acme)[0]["createdAt"] == "2026-11-17T09:30:00.000Z"
    export(acme, out, ExportBy(root=tmp_path))
    assert written(path) == cards(acme)
    path.write_text(json.dumps([written(path)[0] | {"dueDate": "2026-12-24"}, written(path)[1]]), "utf-8")
    take(acme, tmp_path, out)
    assert cards(acme)[0]["dueDate"] == "2026-12-24"
    assert cards(acme)[0]["createdAt"] == "2026-11-17T09:30:00.000Z"
    before = sections(acme)
    path.write_bytes(old)
    assert take(acme, tmp_path, out).changes == 0
    assert take(acme, tmp_path).changes == 0
    assert sections(acme) == before
    shift(acme, back=True)
    assert cards(acme) == [CARDS[0] | {"status": "done", "dueDate": "2026-07-23"}, CARDS[1]]


def test_a_copy_of_an_exported_file_that_somebody_edited_is_known_by_its_dates(acme: Store, tmp_path: Path) -> None:
    shift(acme)
    export(acme, tmp_path / "out", ExportBy(root=tmp_path))
    exported = written(tmp_path / "out" / "account-plans" / "actions" / "acme-ltd.json")
    for folder, title in (("copy", "By the app"), ("older", "By hand")):
        path = tmp_path / folder / "account-plans" / "actions" / "acme-ltd.json"
        path.parent.mkdir(parents=True)
        rows = exported if folder == "copy" else CARDS
        path.write_text(json.dumps([rows[0] | {"title": title}, rows[1]]), "utf-8")
        before = cards(acme)
        take(acme, tmp_path, path)
        assert cards(acme) == [before[0] | {"title": title}, before[1]], folder


def test_a_section_that_comes_in_later_moves_with_the_others(
    acme: Store, tmp_path: Path, plans: Path, write_json: WriteJson
) -> None:
    shift(acme)
    rival = {"id": "c", "name": "R", "type": "both", "description": "", "strengths": [], "weaknesses": []}
    write_json(plans / "competitors" / "acme-ltd.json", [rival | {"lastUpdated": "2026-06-01"}])
    take(acme, tmp_path)
    assert document(acme, "competitors")[0]["lastUpdated"] == "2026-11-02"
    shift(acme, back=True)
    assert document(acme, "competitors")[0]["lastUpdated"] == "2026-06-01"


def test_an_export_tells_of_it_and_comes_in_elsewhere_without_loss(acme: Store, tmp_path: Path, new_store: Any) -> None:
    shift(acme)
    edit(acme, ACME, [SetField("actions/a1/title", "Mine")])
    out = tmp_path / "out"
    export(acme, out, ExportBy(root=tmp_path))
    entry = written(out / "manifest.json")["files"]["account-plans/actions/acme-ltd.json"]
    assert entry["origin"] == {"kind": "imported", "edited": True, "shifted": WEEKS}
    other = new_store()
    take(other, tmp_path / "elsewhere", out)
    assert cards(other) == cards(acme)
    shift(acme, back=True)
    shift(other, back=True)
    assert cards(other) == cards(acme) == [CARDS[0] | {"title": "Mine"}, CARDS[1]]


def test_an_open_conflict_moves_along(acme: Store, tmp_path: Path, plans: Path, write_json: WriteJson) -> None:
    edit(acme, ACME, [SetField("actions/a2/createdAt", "2026-05-15")])
    write_json(plans / "actions" / "acme-ltd.json", [CARDS[0], CARDS[1] | {"createdAt": "2026-05-22"}])
    take(acme, tmp_path)
    shift(acme)
    (conflict,) = list_conflicts(acme)
    assert (conflict.base, conflict.mine, conflict.theirs) == ("2026-10-02", "2026-10-16", "2026-10-23")
    take_theirs(acme)
    shift(acme, back=True)
    assert cards(acme)[1]["createdAt"] == "2026-05-22"


def test_an_edit_from_before_is_taken_back_with_its_dates_moved(acme: Store) -> None:
    edit(acme, ACME, [SetField("actions/a2/createdAt", "2026-05-15")])
    shift(acme)
    undo_edit(acme, edit_log(acme, ACME)[0].id)
    assert cards(acme)[1]["createdAt"] == "2026-10-02"
    assert not sections(acme)["actions"].edited


def test_explain_says_by_how_many_weeks_the_dates_moved(acme: Store) -> None:
    shift(acme)
    _, (value,) = explain(acme, ACME, PackChoice(), "actions/a2/createdAt")
    assert (value.value, value.kind) == ("2026-10-02", "imported")
    assert value.source == f"imported from in/account-plans/actions/acme-ltd.json, dates {WEEKS} weeks later"
