"""Where values come from: packs by choice, revisions that never change, an explanation for each value, and the runs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from fixture_types import Contents, WriteJson
from pack_texts import SEVERITY, TITLE, release, small_revision, written
from seeded_accounts import AS_OF, PAIN_POINT

from demodb.api.explain import ExplainedValue, explain
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.seed import By, PackChoice, SeedOptions, Which, history, plan, seed, undo
from demodb.api.show import show_account
from demodb.clock import Clock
from demodb.errors import PackError, UnknownAccountError, UnknownValueError
from demodb.store.engine import Store


def seeded(store: Store, pack: str, **choice: Any) -> None:
    seed(store, SeedOptions(AS_OF, PackChoice(pack, **choice)))


def packs_of(store: Store) -> dict[str, str]:
    views = [show_account(store, name) for name in ("Acme Ltd", "Borealis AS")]
    return {view.name: origin.pack for view in views if (origin := view.sections["strategy"].origin)}


# --- packs by choice, and revisions that never change --------------------------------------------------------------------


def test_units_and_accounts_may_choose_their_pack_and_the_account_outweighs_its_unit(two: Store, small: str) -> None:
    seeded(two, "telecom", by_unit={"stl": small})
    assert packs_of(two) == {"Acme Ltd": "telecom", "Borealis AS": "small"}
    seeded(two, "telecom", by_unit={"stl": small, "kandy": small}, by_account={"borealis as": "saas"})
    assert packs_of(two) == {"Acme Ltd": "small", "Borealis AS": "saas"}


@pytest.mark.slow
def test_another_pack_gives_what_seeding_anew_from_it_gives_and_keeps_edits(two: Store, small: str, contents: Contents) -> None:
    seeded(two, small)
    before = contents(two)
    seeded(two, "telecom")
    seeded(two, small)
    assert contents(two) == before
    sql.update(two, PAIN_POINT, "title", "Mine")
    seeded(two, "telecom")
    strategy = show_account(two, "Acme Ltd").sections["strategy"]
    assert isinstance(strategy.document, dict)
    assert (strategy.document["painPoints"][0]["title"], len(strategy.document["painPoints"]) > 1) == ("Mine", True)


def test_a_released_revision_that_was_changed_is_refused_by_name_and_nothing_is_written(
    two: Store, small: str, contents: Contents
) -> None:
    seeded(two, small)
    before = contents(two)
    release(small, 1, TITLE)
    for refused in (lambda: seeded(two, small), lambda: explain(two, "Acme Ltd", PackChoice(small))):
        with pytest.raises(PackError) as caught:
            refused()
        (problem,) = caught.value.problems
        assert problem.path == f"{small}/0001_step.toml"
        assert problem.message.startswith("was changed since small 0001 was seeded from it: set the file back")
    assert contents(two) == before
    release(small, 1)
    seeded(two, small)


def test_a_pack_that_goes_back_behind_what_was_seeded_from_it_is_refused_and_nothing_is_written(
    two: Store, small: str, contents: Contents
) -> None:
    release(small, 2, TITLE)
    seeded(two, small)
    before = contents(two)
    (Path(small) / "0002_step.toml").unlink()
    with pytest.raises(PackError) as caught:
        seeded(two, small)
    (problem,) = caught.value.problems
    assert problem.path == small
    assert problem.message.startswith("goes up to revision 0001, and this store was seeded from 0002: bring the later ones back")
    assert contents(two) == before


def test_a_revision_that_no_store_has_used_may_still_change(two: Store, small: str) -> None:
    with plan(two, SeedOptions(AS_OF, PackChoice(small)), Which()) as made:
        assert list(made.steps)
    release(small, 1, TITLE)
    seeded(two, small)


def test_line_ends_are_no_change_of_a_revision(two: Store, small: str) -> None:
    seeded(two, small)
    path = Path(small) / "0001_step.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    seeded(two, small)


def test_two_packs_of_one_name_are_refused(two: Store, small: str, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    twin = written(tmp_path / "more" / "small", small_revision())
    with pytest.raises(PackError, match="there is another pack 'small' already"):
        seeded(two, small, by_unit={"stl": twin})


# --- explain -------------------------------------------------------------------------------------------------------------


def explained(store: Store, pack: str, field: str = "") -> dict[str, ExplainedValue]:
    _, origins = explain(store, "acme-ltd", PackChoice(pack), field)
    return {origin.place: origin for origin in origins}


def test_a_template_value_is_explained_by_revision_seed_date_and_the_entry_it_was_drawn_from(two: Store, small: str) -> None:
    seeded(two, small)
    origin = explained(two, small)["strategy/painPoints/pp-001/title"]
    assert (origin.kind, origin.value, origin.entry) == ("template", "Old systems", "legacy")
    assert origin.source == "small 0001, seed '0', as of 2026-11-24"


def test_edits_additions_and_deletes_are_explained_with_what_the_template_says(two: Store, small: str) -> None:
    seeded(two, small)
    sql.update(two, PAIN_POINT, "title", "Mine")
    sql.update(two, PAIN_POINT, "owner", "Me")
    sql.add(two, ("acme ltd", "strategy", "painPoints", "mine"), 5)
    sql.delete(two, ("acme ltd", "stakeholders", "", "sh-002"))
    found = explained(two, small)
    title = found["strategy/painPoints/pp-001/title"]
    assert (title.kind, title.value, title.template, title.entry) == ("edited", "Mine", "Old systems", "legacy")
    owner = found["strategy/painPoints/pp-001/owner"]
    assert (owner.kind, owner.value, owner.template) == ("edited", "Me", None)
    assert found["strategy/painPoints/mine/title"].kind == "added"
    gone = found["stakeholders/sh-002"]
    assert (gone.kind, gone.value, gone.template["title"]) == ("deleted", None, "VP Operations")


def test_an_open_conflict_is_explained_with_the_templates_side(two: Store, small: str) -> None:
    seeded(two, small)
    sql.update(two, PAIN_POINT, "title", "Mine")
    release(small, 2, TITLE)
    seeded(two, small)
    origin = explained(two, small)["strategy/painPoints/pp-001/title"]
    assert (origin.kind, origin.value, origin.theirs) == ("edited", "Mine", "Ageing systems")


def test_an_imported_value_is_explained_by_its_file(two: Store, small: str, tmp_path: Path, write_json: WriteJson) -> None:
    seeded(two, small)
    document = show_account(two, "Acme Ltd").sections["strategy"].document
    assert isinstance(document, dict)
    path = write_json(tmp_path / "plans" / "strategy" / "acme-ltd.json", {**document, "opportunities": [], "mood": "good"})
    import_sources(two, [path], how=ImportBy(replace=True))
    found = explained(two, small, "strategy")
    assert (found["strategy/painPoints/pp-001/title"].kind, found["strategy/mood"].kind) == ("imported", "imported")
    assert found["strategy/mood"].source.startswith("imported from ")
    assert found["strategy/mood"].source.endswith("plans/strategy/acme-ltd.json")
    sql.update(two, PAIN_POINT, "title", "Mine")
    edited = explained(two, small, "strategy/painPoints/pp-001/title")
    assert [(origin.kind, origin.template) for origin in edited.values()] == [("edited", "Old systems")]


def test_a_key_beside_the_lists_that_a_person_wrote_is_explained(two: Store, small: str) -> None:
    seeded(two, small)
    with two.write() as connection:
        connection.exec_driver_sql("""UPDATE plan_section SET extra = '{"mood":"good"}' WHERE section = 'strategy'""")
    origin = explained(two, small)["strategy/mood"]
    assert (origin.kind, origin.value) == ("edited", "good")


def test_a_value_is_explained_without_its_pack_too(two: Store, small: str) -> None:
    seeded(two, small)
    origin = explained(two, "saas")["strategy/painPoints/pp-001/title"]
    assert (origin.kind, origin.entry) == ("template", "legacy")
    assert origin.source.startswith("small 0001")


def test_a_place_may_be_the_beginning_of_places_and_one_with_nothing_is_refused(two: Store, small: str) -> None:
    seeded(two, small)
    assert {place.split("/")[2] for place in explained(two, small, "strategy/painPoints/")} == {"pp-001"}
    with pytest.raises(UnknownValueError, match="there is no field of Acme Ltd 'strategy/pp-9'"):
        explained(two, small, "strategy/pp-9")
    with pytest.raises(UnknownAccountError):
        explain(two, "Nobody", PackChoice(small))


# --- history -------------------------------------------------------------------------------------------------------------


def test_runs_tell_what_was_done_by_whom_and_when_the_newest_first(two: Store, small: str) -> None:
    for minute, person in enumerate(["ann", "bo"]):
        at = datetime(2026, 11, 24, 9, minute, tzinfo=UTC)
        clock = Clock(now=lambda at=at: at, monotonic=lambda: 0.0, sleep=lambda _: None)  # type: ignore[misc]
        release(small, minute + 1, *[SEVERITY] * minute)
        seed(two, SeedOptions(AS_OF, PackChoice(small)), by=By(person, clock))
    undo(two, by=By("cy", clock))
    newest, second, first = history(two)
    assert (first.kind, first.person, first.packs, first.as_of) == ("seed", "ann", {"small": "0001"}, "2026-11-24")
    assert first.counts == {"seeded": 8, "upgraded": 0, "conflicts": 0}
    assert (second.person, second.packs, second.counts["upgraded"], second.at - first.at) == ("bo", {"small": "0002"}, 8, 60_000)
    assert (newest.kind, newest.person, newest.counts["sections"]) == ("undo", "cy", 8)


def test_runs_that_did_nothing_are_not_remembered(two: Store, small: str) -> None:
    seed(two, SeedOptions(AS_OF, PackChoice(small)), dry_run=True)
    assert history(two) == []
    for _ in range(2):
        seeded(two, small)
    assert len(history(two)) == 1
