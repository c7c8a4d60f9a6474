"""Packs: the shipped ones are rich enough, and move through revisions that never change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pack_texts import SMALL, written

from demodb.errors import UnknownValueError
from demodb.seed.facts import AccountFacts
from demodb.seed.packs import PACKS, Pack, load_pack, pack_of, read_releases, shipped_packs

UNITS = ("cloudsense", "kandy", "stl", "newnet")
POOLS = ("painPoints", "opportunities", "competitors")


def of_unit(unit: str) -> AccountFacts:
    """An account of which a pack's conditions see the business unit only."""
    return AccountFacts("acme", "Acme", unit, 1e6)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("kind", POOLS)
def test_every_business_unit_draws_from_a_pool_of_at_least_twelve(telecom: Pack, unit: str, kind: str) -> None:
    assert len(telecom.pool(kind, of_unit(unit)).values) >= 12


@pytest.mark.parametrize("kind", POOLS)
def test_a_business_unit_that_is_not_known_still_has_something_to_draw(telecom: Pack, kind: str) -> None:
    assert len(telecom.pool(kind, of_unit("another unit")).values) >= 12
    assert telecom.products("another unit")


def test_every_business_unit_has_texts_and_products_of_its_own(telecom: Pack) -> None:
    for unit in UNITS:
        assert len(telecom.products(unit)) >= 3
        for kind in POOLS:
            own = [entry for entry in telecom.pool(kind, of_unit(unit)).values if entry.bu and len(entry.bu) == 1]
            assert own, (kind, unit)


@pytest.mark.parametrize("name", shipped_packs())
def test_every_shipped_revision_is_valid_and_varied(name: str) -> None:
    releases = read_releases(PACKS / name)
    for number in range(1, len(releases) + 1):
        content = pack_of(name, releases[:number]).content
        for row in content.stakeholders.rows:
            assert len(row.titles) * len(row.interests) * len(row.notes) >= 12**2


def test_the_newest_revision_is_taken_unless_another_is_named(tmp_path: Path) -> None:
    mine = written(tmp_path / "mine", *(SMALL.replace("Old systems", f"From revision {n}") for n in range(1, 12)))
    pack = load_pack(mine)
    assert (pack.name, pack.revision, pack.content.strategy.painPoints.pool[0].title) == ("mine", "0011", "From revision 11")
    assert load_pack(mine, "0002").content.strategy.painPoints.pool[0].title == "From revision 2"
    with pytest.raises(UnknownValueError, match="there is no revision of the pack mine '0012'"):
        load_pack(mine, "0012")


def test_a_revision_changes_the_parts_that_it_holds_and_no_other(tmp_path: Path) -> None:
    second = 'message = "A card to begin with"\ndate = 2026-12-01\n[actions]\nrows = []\n'
    pack = load_pack(written(tmp_path / "mine", SMALL, second))
    first = load_pack(str(tmp_path / "mine"), "0001")
    assert pack.section_revisions == {"stakeholders": "0001", "strategy": "0001", "competitors": "0001", "actions": "0002"}
    assert first.section_revisions == dict.fromkeys(pack.section_revisions, "0001")
    assert pack.content.strategy is pack.releases[0].revision.strategy


PRODUCTS = 'message = "Another product"\ndate = 2026-12-01\nproducts = { default = ["Suite"], Kandy = ["Kandy UCaaS"] }\n'
RIVALS = """\
message = "Another competitor"
date = 2026-12-01
competitors = { rows = [], pool = [] }
"""


def test_a_section_moves_with_the_parts_that_it_draws_on(tmp_path: Path) -> None:
    moved = load_pack(written(tmp_path / "mine", SMALL, PRODUCTS)).section_revisions
    assert moved == {"stakeholders": "0002", "strategy": "0002", "competitors": "0001", "actions": "0001"}
    naming = SMALL.replace("Speaks plainly.", "Spoke with {competitor}.")
    rivals = RIVALS.replace("rows = []", 'rows = [{ id = "co-001", updated = [1, 9] }]').replace(
        "pool = []",
        'pool = [{ key = "a", name = "A", type = "both", description = "A", strengths = ["B"], weaknesses = ["C"] }]',
    )
    moved = load_pack(written(tmp_path / "another", naming, rivals)).section_revisions
    assert moved == {"stakeholders": "0002", "strategy": "0001", "competitors": "0002", "actions": "0001"}


def test_a_pack_that_is_not_there_is_refused_with_those_that_are() -> None:
    for name in ("telekom", "", ".", "..", "./telecom"):
        with pytest.raises(UnknownValueError, match=f"there is no pack '{re.escape(name)}'") as caught:
            load_pack(name)
        assert "telecom" in caught.value.known
        assert caught.value.fix.endswith("or a folder's path with a slash in it, such as ./packs/mine")


def test_entries_suit_the_units_they_name_whatever_the_case(tmp_path: Path) -> None:
    more = '[[strategy.opportunities.pool]]\nkey = "any"\ntitle = "More"\ndescription = "More"\n\n[[competitors.rows]]'
    text = SMALL.replace("[[competitors.rows]]", more).replace('Kandy = ["Kandy C', 'STL = ["STL Analytics"], Kandy = ["Kandy C')
    pack = load_pack(written(tmp_path / "mine", text))
    keys = {
        unit: [entry.key for entry in pack.pool("opportunities", of_unit(unit)).values] for unit in ("kandy", "stl", "another")
    }
    assert keys == {"kandy": ["cloud", "any"], "stl": ["any"], "another": ["cloud", "any"]}
    assert pack.products("kandy") == ["Kandy CPaaS", "Kandy UCaaS"]
    assert pack.products("another") == ["Suite"]
