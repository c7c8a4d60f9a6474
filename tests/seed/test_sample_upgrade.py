"""The shipped pack's second revision over the sample: 118 accounts move whole, 10 that were edited field by field."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from fixture_types import Exported, NewStore
from pack_texts import first_release

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
    packs = (load_pack("telecom", "0001"), load_pack("telecom"))
    first, newest = (Template(pack, "0", AS_OF).made("strategy", facts).subjects for pack in packs)
    return first["painPoints", "pp-001"] == newest["painPoints", "pp-001"]


@pytest.mark.slow
def test_ten_edited_accounts_are_upgraded_field_by_field_or_keep_a_row_about_something_else_and_all_others_whole(
    new_store: NewStore, sample: Path, tmp_path: Path, exported: Exported
) -> None:
    first = first_release("telecom", tmp_path)
    there, anew = new_store(), new_store()
    for store in (there, anew):
        import_sources(store, customers_of(sample))
    assert seed(there, SeedOptions(AS_OF, PackChoice(first))).seeded == 4 * 128
    assert seed(anew, SeedOptions(AS_OF)).seeded == 4 * 128
    lines = list_accounts(there)
    edited = [line.name for line in lines[::13]][:10]
    for line in lines:
        if line.name in edited:
            sql.update(there, (line.key, "stakeholders", "", "sh-001"), "title", "Mine")
            sql.update(there, (line.key, "strategy", "painPoints", "pp-001"), "severity", "low")

    before = {name: show_account(there, name).sections["strategy"].document for name in edited}
    moved = [section for section, revision in load_pack("telecom").section_revisions.items() if revision != "0001"]
    assert {"stakeholders", "strategy"} <= set(moved)
    with plan(there, SeedOptions(AS_OF), Which()) as made:
        by_field = {step.account for step in made.steps if step.reason.endswith(", edited")}
    assert by_field == set(edited)
    assert seed(there, SeedOptions(AS_OF)).upgraded == len(moved) * 128

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
