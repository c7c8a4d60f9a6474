"""Plan files into the store: what is new, what is replaced, whose it is, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Contents, CustomersFile, PlanFile, WriteJson
from sqlalchemy import text

from demodb.api.import_ import DeclaredNames, ImportBy, ImportReport, Orphan, Replaced, TakenIn, import_sources
from demodb.model.documents import SECTIONS, Section
from demodb.model.origin import TemplateOrigin
from demodb.store.engine import Store
from demodb.store.plans import NewSection, StoredSection, insert_sections, read_sections

ORIGIN = TemplateOrigin("telecom", "0001", "0", "2026-11-24")


def card(own: str, **values: Any) -> dict[str, Any]:
    return {"id": own, "title": "Call", "status": "todo", "priority": "high", "createdAt": "2026-11-01"} | values


def section(store: Store, name: Section = "actions", key: str = "vestholm as") -> StoredSection:
    with store.read() as connection:
        return read_sections(connection, [key])[key, name]


def sections(store: Store) -> set[tuple[str, str]]:
    with store.read() as connection:
        return {
            (row.account_key, row.section) for row in connection.execute(text("SELECT account_key, section FROM plan_section"))
        }


def outcome(report: ImportReport) -> dict[str, int]:
    return {name: count for name, count in report.tables.get("plan_section", {}).items() if count}


@pytest.fixture
def portfolio(store: Store, tmp_path: Path, customers_file: CustomersFile) -> Store:
    """A store with the accounts Vestholm A/S (its slug is vestholm-a-s) and Nordvarde AB."""
    import_sources(store, [customers_file(tmp_path / "customers", "STL", [("Vestholm A/S", 1, 0), ("Nordvarde AB", 1, 0)])])
    return store


@pytest.fixture
def actions(tmp_path: Path, write_json: WriteJson) -> PlanFile:
    """Writes an actions file of Vestholm A/S, or of the slug given."""

    def write(*cards: dict[str, Any], slug: str = "vestholm-a-s", folder: str = "plans") -> Path:
        return write_json(tmp_path / folder / "actions" / f"{slug}.json", list(cards))

    return write


def test_a_plan_file_becomes_a_section_of_the_account_with_its_slug(portfolio: Store, actions: PlanFile) -> None:
    cards = [card("a1", x={"y": [1, None]}), card("a2", owner="Åsa")]
    report = import_sources(portfolio, [actions(*cards)])
    assert (report.errors, report.orphans, outcome(report)) == ([], [], {"new": 1})
    assert report.tables["action_item"]["new"] == 2
    stored = section(portfolio)
    assert (stored.document, stored.origin, stored.edited) == (cards, None, False)


def test_every_section_of_the_sample_reads_back_as_its_file(store: Store, sample: Path) -> None:
    import_sources(store, [sample / "customers"])
    names = DeclaredNames({"att-services-inc": "AT&T SERVICES, INC."})
    report = import_sources(store, [sample / "account-plans"], names)
    assert (report.errors, report.orphans, outcome(report)) == ([], [], {"new": 20})
    spotify = {name: json.loads((sample / "account-plans" / name / "spotify.json").read_text("utf-8")) for name in SECTIONS}
    assert {name: section(store, name, "spotify").document for name in SECTIONS} == spotify


def test_the_same_file_again_is_the_same(portfolio: Store, actions: PlanFile, contents: Contents) -> None:
    path = actions(card("a1"))
    import_sources(portfolio, [path])
    before = contents(portfolio)
    report = import_sources(portfolio, [path])
    assert (outcome(report), report.replaced, report.changes) == ({"same": 1}, [], 0)
    assert contents(portfolio) == before


def test_what_a_changed_file_says_is_taken_in_and_told(portfolio: Store, actions: PlanFile) -> None:
    import_sources(portfolio, [actions(card("a1"), card("a2"), card("gone"))])
    path = actions(card("a2", status="done"), card("a1"), card("a3"))
    report = import_sources(portfolio, [path])
    assert outcome(report) == {"changed": 1}
    assert report.tables["action_item"] == {"new": 1, "changed": 1, "same": 1, "rejected": 0}
    assert report.taken_in == [TakenIn("Vestholm A/S", "actions", 3, 0, (), str(path))]
    stored = section(portfolio)
    assert (stored.document, stored.edited) == ([card("a2", status="done"), card("a1"), card("a3")], False)


def test_a_file_that_says_nothing_new_leaves_an_edit_made_since(portfolio: Store, actions: PlanFile) -> None:
    path = actions(card("a1"))
    import_sources(portfolio, [path])
    with portfolio.write() as connection:
        connection.execute(text("UPDATE action_item SET status = 'done'"))
    report = import_sources(portfolio, [path])
    assert (outcome(report), report.replaced) == ({"same": 1}, [])
    assert section(portfolio).document == [card("a1", status="done")]
    assert section(portfolio).edited


def test_a_change_in_the_file_and_one_in_the_store_are_both_kept(portfolio: Store, actions: PlanFile) -> None:
    import_sources(portfolio, [actions(card("a1"))])
    with portfolio.write() as connection:
        connection.execute(text("UPDATE action_item SET status = 'done'"))
    path = actions(card("a1", priority="low"))
    report = import_sources(portfolio, [path])
    assert (report.replaced, report.taken_in) == ([], [TakenIn("Vestholm A/S", "actions", 1, 0, (), str(path))])
    assert section(portfolio).document == [card("a1", status="done", priority="low")]


def test_a_file_that_is_to_be_taken_as_it_is_says_that_the_section_was_edited(portfolio: Store, actions: PlanFile) -> None:
    import_sources(portfolio, [actions(card("a1"))])
    with portfolio.write() as connection:
        connection.execute(text("UPDATE action_item SET status = 'done'"))
    path = actions(card("a1", priority="low"))
    report = import_sources(portfolio, [path], how=ImportBy(replace=True))
    assert report.replaced == [Replaced("Vestholm A/S", "actions", "imported", edited=True, path=str(path))]
    assert section(portfolio).document == [card("a1", priority="low")]


def test_a_file_over_a_template_section_makes_it_an_imported_one(portfolio: Store, actions: PlanFile) -> None:
    with portfolio.write() as connection:
        insert_sections(connection, [NewSection("vestholm as", "actions", [card("t1")], ORIGIN)])
    assert outcome(import_sources(portfolio, [actions(card("t1"))])) == {"same": 1}
    assert section(portfolio).origin == ORIGIN
    report = import_sources(portfolio, [actions(card("a1"))])
    assert [(replaced.origin, replaced.edited) for replaced in report.replaced] == [("template telecom 0001", False)]
    assert section(portfolio).origin is None


def test_an_empty_list_is_a_section(portfolio: Store, actions: PlanFile) -> None:
    assert outcome(import_sources(portfolio, [actions()])) == {"new": 1}
    assert section(portfolio).document == []
    assert outcome(import_sources(portfolio, [actions()])) == {"same": 1}


def test_a_file_of_no_account_is_an_orphan_and_the_account_most_like_it_is_named(portfolio: Store, actions: PlanFile) -> None:
    near, far = actions(card("a1"), slug="nordvarde"), actions(card("a1"), slug="zzz")
    report = import_sources(portfolio, [near, far])
    fix = "demodb account alias nordvarde 'Nordvarde AB'"
    assert report.orphans == [Orphan(str(near), "Nordvarde AB", fix), Orphan(str(far), None)]
    assert sections(portfolio) == set()


def test_an_alias_gives_an_orphan_its_account_at_once_and_from_then_on(portfolio: Store, actions: PlanFile) -> None:
    path = actions(card("a1"), slug="the-holm")
    report = import_sources(portfolio, [path], DeclaredNames({"the-holm": "VESTHOLM A/S"}))
    assert (report.orphans, report.warnings, outcome(report)) == ([], [], {"new": 1})
    assert sections(portfolio) == {("vestholm as", "actions")}
    assert outcome(import_sources(portfolio, [path])) == {"same": 1}


def test_an_alias_of_nobody_is_a_warning_and_the_file_stays_an_orphan(portfolio: Store, actions: PlanFile) -> None:
    report = import_sources(portfolio, [actions(card("a1"), slug="the-holm")], DeclaredNames({"the-holm": "Vestholme"}))
    (warning,) = report.warnings
    assert "'the-holm' is left out" in warning
    assert "did you mean 'Vestholm A/S'?" in warning
    assert len(report.orphans) == 1


def test_aliases_that_differ_in_writing_only_are_taken(portfolio: Store, actions: PlanFile) -> None:
    names = DeclaredNames({"the-holm": "Vestholm A/S", "The Holm": "Vestholm A/S", "vestholm-a-s": "Vestholm A/S"})
    report = import_sources(portfolio, [actions(card("a1"), slug="the-holm")], names)
    assert (report.errors, outcome(report)) == ([], {"new": 1})
    assert import_sources(portfolio, [actions(card("a1"), slug="the-holm")], names).changes == 0


def test_each_spelling_of_an_account_finds_it(
    store: Store, tmp_path: Path, customers_file: CustomersFile, actions: PlanFile
) -> None:
    import_sources(store, [customers_file(tmp_path, "STL", [("Vestholm A/S", 1, 0), ("Vestholm AS", 1, 0)])])
    assert outcome(import_sources(store, [actions(card("a1"), slug="vestholm-as")])) == {"new": 1}
    assert outcome(import_sources(store, [actions(card("a1"), slug="vestholm-a-s")])) == {"same": 1}


def test_two_files_that_say_different_things_of_one_section_are_both_refused(portfolio: Store, actions: PlanFile) -> None:
    first, second = actions(card("a1")), actions(card("a2"), folder="other")
    good = actions(card("a1"), slug="nordvarde-ab")
    report = import_sources(portfolio, [first, second, good])
    assert [
        (problem.path, str(other) in problem.message) for problem, other in zip(report.errors, [second, first], strict=True)
    ] == [
        (str(first), True),
        (str(second), True),
    ]
    assert outcome(report) == {"new": 1, "rejected": 2}
    assert sections(portfolio) == {("nordvarde ab", "actions")}


def test_two_files_that_say_the_same_of_one_section_are_one(portfolio: Store, actions: PlanFile) -> None:
    report = import_sources(portfolio, [actions(card("a1")), actions(card("a1"), folder="other")])
    assert (report.errors, outcome(report)) == ([], {"new": 1, "same": 1})


def test_a_bad_file_is_left_out_with_all_its_problems_and_the_good_ones_come_in(portfolio: Store, actions: PlanFile) -> None:
    good = actions(card("a1"))
    bad = actions(card("a1", status="later"), card("a1", createdAt="2026-02-30"), slug="nordvarde-ab")
    report = import_sources(portfolio, [good, bad])
    assert {(problem.path, problem.place) for problem in report.errors} == {
        (str(bad), "$[0].status"),
        (str(bad), "$[1].createdAt"),
        (str(bad), "$[1].id"),
    }
    assert outcome(report) == {"new": 1, "rejected": 1}
    assert sections(portfolio) == {("vestholm as", "actions")}


def test_a_bad_file_keeps_the_section_that_is_there(portfolio: Store, actions: PlanFile) -> None:
    import_sources(portfolio, [actions(card("a1"))])
    import_sources(portfolio, [actions(card("a1", status="later"))])
    assert section(portfolio).document == [card("a1")]


def test_a_mended_fault_is_named(store: Store, sample: Path) -> None:
    import_sources(store, [sample / "customers"])
    path = sample / "account-plans" / "strategy" / "british-telecommunications-plc.json"
    report = import_sources(store, [path])
    assert {problem.path for problem in report.repairs} == {str(path)}
    assert all(problem.place.endswith(".status") for problem in report.repairs)
    assert not section(store, "strategy", "british telecommunications plc").edited
    assert import_sources(store, [path]).changes == 0


def test_a_dry_run_writes_nothing_and_reports_the_same(portfolio: Store, actions: PlanFile, contents: Contents) -> None:
    path = actions(card("a1"))
    before = contents(portfolio)
    dry = import_sources(portfolio, [path], DeclaredNames({"other": "Vestholm A/S"}), ImportBy(dry_run=True))
    assert contents(portfolio) == before
    real = import_sources(portfolio, [path], DeclaredNames({"other": "Vestholm A/S"}))
    dry.dry_run = False
    assert dry == real


def test_a_manifest_that_cannot_be_read_is_left_out_and_the_plans_come_in(
    portfolio: Store, actions: PlanFile, tmp_path: Path, write_json: WriteJson
) -> None:
    actions(card("a1"))
    manifest = write_json(tmp_path / "plans" / "manifest.json", {"format": "demodb-export", "formatVersion": 99, "files": {}})
    report = import_sources(portfolio, [tmp_path / "plans"])
    assert {problem.path for problem in report.errors} == {str(manifest)}
    assert outcome(report) == {"new": 1}
