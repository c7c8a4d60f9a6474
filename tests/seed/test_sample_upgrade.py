"""The shipped pack's later revisions over the sample: 118 accounts move whole, 10 that were edited keep what was edited."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import seed_edits as sql
from fixture_types import Exported, NewStore
from pack_texts import first_release, released

from demodb.api.account import list_accounts
from demodb.api.conflicts import list_conflicts
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, Which, plan, seed
from demodb.api.show import show_account
from demodb.model.documents import SECTIONS
from demodb.model.faults import section_faults
from demodb.model.names import match_key, slug
from demodb.packs.pack import load_pack
from demodb.packs.template import Template
from demodb.store.engine import Store
from demodb.store.seeding import account_facts

AS_OF = date(2026, 11, 24)


def customers_of(folder: Path) -> list[Path]:
    """The sample's customers alone: no account has an imported section."""
    return sorted((folder / "customers").glob("*_all.json"))


def same_subject(store: Store, key: str) -> bool:
    """Whether both revisions draw an account's first pain point from one entry of the pool."""
    with store.read() as connection:
        facts = next(account_facts(connection, [key]))
    packs = (load_pack("telecom", "0001"), load_pack("telecom", "0002"))
    first, second = (Template(pack, "0", AS_OF).made("strategy", facts).subjects for pack in packs)
    return first["painPoints", "pp-001"] == second["painPoints", "pp-001"]


def edited_by_hand(store: Store) -> list[str]:
    """The names of ten accounts of which the title of a person and the severity of a pain point were changed."""
    lines = list_accounts(store)[::13][:10]
    for line in lines:
        sql.update(store, (line.key, "stakeholders", "", "sh-001"), "title", "Mine")
        sql.update(store, (line.key, "strategy", "painPoints", "pp-001"), "severity", "low")
    return [line.name for line in lines]


@pytest.mark.slow
def test_ten_edited_accounts_are_upgraded_field_by_field_or_keep_a_row_about_something_else_and_all_others_whole(
    new_store: NewStore, sample: Path, tmp_path: Path, exported: Exported
) -> None:
    first = first_release("telecom", tmp_path)
    there, anew = new_store(), new_store()
    for store in (there, anew):
        import_sources(store, customers_of(sample))
    assert seed(there, SeedOptions(AS_OF, PackChoice(first))).seeded == 4 * 128
    second = SeedOptions(AS_OF, PackChoice(released("telecom", 2, tmp_path)))
    assert seed(anew, second).seeded == 4 * 128
    edited, lines = edited_by_hand(there), list_accounts(there)

    before = {name: show_account(there, name).sections["strategy"].document for name in edited}
    moved = [section for section, revision in load_pack("telecom", "0002").section_revisions.items() if revision != "0001"]
    assert {"stakeholders", "strategy"} <= set(moved)
    with plan(there, second, Which()) as made:
        by_field = {step.account for step in made.steps if step.reason.endswith(", edited")}
    assert by_field == set(edited)
    assert seed(there, second).upgraded == len(moved) * 128

    mine, fresh = exported(there), exported(anew)
    differing = {path for path in fresh if mine[path] != fresh[path]}
    assert {path.split("/")[1] for path in differing} == {f"{slug(name)}.json" for name in edited}
    assert len(lines) - len(edited) == 118
    for name in edited:
        sections, wanted = show_account(there, name).sections, show_account(anew, name).sections
        for section in SECTIONS:
            assert section_faults(section, sections[section].document) == []
        people: Any
        template: Any
        people, template = sections["stakeholders"].document, wanted["stakeholders"].document
        assert people == [{**row, "title": "Mine"} if row["id"] == "sh-001" else row for row in template]
        strategy: Any = sections["strategy"].document
        points: Any = wanted["strategy"].document
        old: Any = before[name]
        same = same_subject(there, match_key(name))
        first_row = {**points["painPoints"][0], "severity": "low"} if same else old["painPoints"][0]
        assert strategy["painPoints"] == [first_row, *points["painPoints"][1:]]
        conflicts = [(one.place, one.theirs) for one in list_conflicts(there, name)]
        assert conflicts == ([] if same else [("strategy/painPoints/pp-001", points["painPoints"][0])])
        assert strategy["opportunities"] == points["opportunities"]


def row_of(rows: Any, row_id: str) -> Any:
    return next((row for row in rows if row["id"] == row_id), None)


@pytest.mark.slow
@pytest.mark.parametrize("older", [1, 2])
def test_from_rows_to_situations_ten_edited_accounts_keep_their_edits_and_all_others_move_whole(
    new_store: NewStore, sample: Path, tmp_path: Path, exported: Exported, older: int
) -> None:
    there, anew = new_store(), new_store()
    for store in (there, anew):
        import_sources(store, customers_of(sample))
    seed(there, SeedOptions(AS_OF, PackChoice(released("telecom", older, tmp_path))))
    edited = edited_by_hand(there)
    before = {name: show_account(there, name).sections for name in edited}
    assert seed(anew, SeedOptions(AS_OF)).seeded == 4 * 128
    assert seed(there, SeedOptions(AS_OF)).upgraded == 4 * 128
    assert seed(there, SeedOptions(AS_OF)).upgraded == 0

    mine, fresh = exported(there), exported(anew)
    assert {Path(path).stem for path in fresh if mine[path] != fresh[path]} == set(map(slug, edited))
    for name in edited:
        old, now, new = (
            {section: stored.document for section, stored in sections.items()}
            for sections in (before[name], show_account(there, name).sections, show_account(anew, name).sections)
        )
        assert all(section_faults(section, document) == [] for section, document in now.items())
        assert (now["competitors"], now["actions"]) == (new["competitors"], new["actions"])
        people = [document["stakeholders"] for document in (old, now, new)]
        pains = [cast("dict[str, Any]", document["strategy"])["painPoints"] for document in (old, now, new)]
        waiting = [
            *_row_that_waits(("sh-001", "title"), *people),
            *_row_that_waits(("pp-001", "severity"), *pains),
        ]
        assert [one.theirs for one in list_conflicts(there, name)] == waiting


def _row_that_waits(edit: tuple[str, str], old: Any, now: Any, new: Any) -> list[Any]:
    """The new row where the edited one stays whole, as the two are about different things; every other row is the new one."""
    row_id, field = edit
    was, stands = (next(row for row in rows if row["id"] == row_id) for rows in (old, now))
    made = next((row for row in new if row["id"] == row_id), None)
    assert [row for row in now if row["id"] != row_id] == [row for row in new if row["id"] != row_id]
    if made is not None and stands == {**made, field: was[field]}:
        return []
    assert stands == was
    return [] if made is None else [made]
