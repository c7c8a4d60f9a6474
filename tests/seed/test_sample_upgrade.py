"""The shipped pack's second revision over the sample: 118 accounts move whole, 10 that were edited field by field."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import seed_edits as sql
from fixture_types import Exported, NewStore
from pack_texts import first_release

from demodb.api.account import list_accounts, show_account
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, Which, plan, seed
from demodb.model.documents import SECTIONS
from demodb.model.faults import section_faults
from demodb.model.names import slug
from demodb.packs.pack import load_pack

AS_OF = date(2026, 11, 24)


def customers_of(folder: Path) -> list[Path]:
    """The sample's customers alone: no account has an imported section."""
    return sorted((folder / "customers").glob("*_all.json"))


def test_ten_edited_accounts_are_upgraded_field_by_field_and_all_others_whole(
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
        assert strategy["painPoints"] == [
            {**row, "severity": "low"} if row["id"] == "pp-001" else row for row in points["painPoints"]
        ]
        assert strategy["opportunities"] == points["opportunities"]
