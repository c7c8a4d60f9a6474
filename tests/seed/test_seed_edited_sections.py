"""Sections that an edit makes: an entry of the log like every other, and missing again once it is taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fixture_types import CustomersFile, WriteJson

from demodb.api.edit import AddRow, DeleteRow, EditReport, EmptyList, PlanEdit, edit
from demodb.api.export import ExportBy, export
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.log import edit_log, edit_log_page, note_edits, undo_edit
from demodb.api.seed import By
from demodb.api.show import show_account
from demodb.clock import Clock
from demodb.errors import EditError
from demodb.model.documents import Section
from demodb.store import engine as store_engine
from demodb.store.engine import Store

BY = By("Ann", Clock(now=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC)))
ACME = "Acme Ltd"
DAY = "2026-10-01"
RIVAL = {"id": "c1", "name": "R", "type": "both", "description": "", "strengths": [], "weaknesses": [], "lastUpdated": DAY}


@pytest.fixture
def acme(store: Store, tmp_path: Path, customers_file: CustomersFile) -> Store:
    """One account without a plan, on each engine in turn."""
    customers_file(tmp_path / "in", "Kandy", [(ACME, 1000, 0)])
    import_sources(store, [tmp_path / "in"], how=ImportBy(root=tmp_path))
    return store


def documents(store: Store) -> dict[Section, Any]:
    return {section: stored.document for section, stored in show_account(store, ACME).sections.items()}


def change(store: Store, *edits: PlanEdit) -> EditReport:
    return edit(store, ACME, edits, by=BY)


@pytest.mark.parametrize("place", ["competitors", "competitors/"])
def test_a_missing_section_that_is_set_empty_is_an_entry_and_is_missing_again_once_that_is_taken_back(
    acme: Store, place: str
) -> None:
    (made,) = change(acme, EmptyList(place)).sections
    (entry,) = edit_log(acme, ACME)
    assert (made.entry, entry.section, entry.person, len(entry.changes)) == (entry.id, "competitors", "Ann", 1)
    undone = undo_edit(acme, entry.id, person="Bob")
    assert "competitors" not in documents(acme)
    assert (undone.person, undone.source) == ("Bob", f"undo of {entry.id}")
    again = undo_edit(acme, undone.id)
    assert documents(acme)["competitors"] == []
    undo_edit(acme, again.id)
    assert "competitors" not in documents(acme)


def test_the_log_is_read_while_another_one_writes(acme: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (made,) = change(acme, EmptyList("competitors")).sections
    monkeypatch.setattr(store_engine, "BUSY_SECONDS", 0.3)
    with acme.write():
        assert "is being written by another process" in (note_edits(acme, ACME) or "")
        assert [entry.id for entry in edit_log(acme, ACME)] == [made.entry]
    assert note_edits(acme, ACME) is None


def test_a_section_that_came_with_its_first_row_goes_with_it_and_both_come_back(acme: Store) -> None:
    (made,) = change(acme, AddRow("competitors", RIVAL)).sections
    assert made.entry is not None
    undone = undo_edit(acme, made.entry)
    assert "competitors" not in documents(acme)
    undo_edit(acme, undone.id)
    assert documents(acme)["competitors"] == [RIVAL]


def test_a_section_in_which_something_stands_since_is_not_taken_back(acme: Store, tmp_path: Path, write_json: WriteJson) -> None:
    (made,) = change(acme, EmptyList("competitors")).sections
    assert made.entry is not None
    change(acme, AddRow("competitors", RIVAL))
    with pytest.raises(EditError, match=r"competitors \(entry \d+\)"):
        undo_edit(acme, made.entry)
    change(acme, DeleteRow("competitors/c1"))
    folder = tmp_path / "out"
    export(acme, folder, ExportBy(root=tmp_path))
    write_json(folder / "account-plans/competitors/acme-ltd.json", [{**RIVAL, "id": "c2"}])
    import_sources(acme, [folder], how=ImportBy(root=tmp_path))
    change(acme, DeleteRow("competitors/c2"))
    assert documents(acme)["competitors"] == []
    assert not {entry.edit.id for entry in edit_log_page(acme, ACME).entries if entry.free} & {made.entry}
