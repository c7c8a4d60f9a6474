"""Packs: the shipped ones are rich enough, a broken one is refused with every fault, by file and key."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from demodb.errors import PackError, UnknownValueError
from demodb.seed.facts import AccountFacts
from demodb.seed.packs import PACKS, Pack, load_pack, pack_of, read_releases, read_revision, shipped_packs

UNITS = ("cloudsense", "kandy", "stl", "newnet")
POOLS = ("painPoints", "opportunities", "competitors")

SMALL = """\
message = "A small pack"
date = 2026-11-24
products = { default = ["Suite"], Kandy = ["Kandy CPaaS", "Kandy UCaaS"] }

[[stakeholders.rows]]
id = "sh-001"
role = "decision-maker"
raciRole = "accountable"
relationship = { strong = 1, weak = 2.5 }
tenure = [1, 10]
lastInteraction = [1, 30]
titles = [{ key = "cto", en = "CTO", de = "Leitung Technik" }]
interests = ["Cloud", "Cost"]
notes = ["Likes {product} at {account}."]

[[stakeholders.rows]]
id = "sh-002"
role = "champion"
reportsTo = "sh-001"
relationship = { strong = 1 }
tenure = [1, 10]
lastInteraction = [1, 30]
titles = [{ key = "vp", en = "VP Operations" }]
interests = ["Quality", "Speed"]
notes = ["Speaks plainly."]

[[strategy.painPoints.rows]]
id = "pp-001"
severity = "high"
status = "active"
identified = [10, 20]

[[strategy.painPoints.pool]]
key = "legacy"
title = "Old systems"
description = "Systems at {account} are old."

[[strategy.opportunities.rows]]
id = "op-001"
status = "identified"
probability = [40, 60]
share = [0.1, 0.2]
minimum = 1000
identified = [10, 20]

[[strategy.opportunities.pool]]
key = "cloud"
bu = ["Kandy"]
weight = 2
title = "Move to {product}"
description = "A first step."

[[competitors.rows]]
id = "co-001"
chance = 0.5
updated = [1, 9]

[[competitors.pool]]
key = "amdocs"
name = "Amdocs"
type = "our-competitor"
description = "A supplier."
strengths = ["Reach"]
weaknesses = ["Price"]

[actions]
rows = []
"""

TWIN = """\
name = "Somebody"
type = "both"
description = "Another supplier."
strengths = ["Reach"]
weaknesses = ["Price"]

[[competitors.pool]]
key = "amdocs"
"""

Refused = Callable[[str], list[str]]


def of_unit(unit: str) -> AccountFacts:
    """An account of which a pack's conditions see the business unit only."""
    return AccountFacts("acme", "Acme", unit, 1e6)


def written(folder: Path, *revisions: str) -> str:
    """A pack's folder with these revisions, as `load_pack` takes it."""
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(revisions, start=1):
        (folder / f"{number:04}_step.toml").write_text(text, "utf-8")
    return str(folder)


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """The problems of a pack's text, in one message each, with the file's path cut off."""

    def read(text: str) -> list[str]:
        path = tmp_path / "broken" / "0001_broken.toml"
        path.parent.mkdir()
        path.write_text(text, "utf-8")
        with pytest.raises(PackError) as caught:
            load_pack(str(path.parent))
        lines = [str(problem) for problem in caught.value.problems]
        assert all(line.startswith(f"{path}: ") for line in lines)
        assert caught.value.message == "\n".join(lines)
        assert caught.value.exit_code == 4
        return [line.removeprefix(f"{path}: ") for line in lines]

    return read


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


BROKEN = [
    ("[actions]", "[actions", "is no readable TOML: Expected ']' at the end of a table declaration (at line 66, column 9)"),
    ('message = "A small pack"\n', "", "message: this key is missing"),
    ('title = "Old systems"', "title = 7", "strategy.painPoints.pool[0].title: expected a valid string, found 7"),
    (
        'severity = "high"',
        'severity = "severe"',
        "strategy.painPoints.rows[0].severity: expected one of 'high', 'medium' or 'low', found 'severe'",
    ),
    (
        'type = "our-competitor"',
        'type = "rival"',
        "competitors.pool[0].type: expected one of 'our-competitor', 'customer-competitor' or 'both', found 'rival'",
    ),
    (
        "at {account} are",
        "at {customer} are",
        (
            "strategy.painPoints.pool[0].description: expected no placeholder but {account}, {product} and {competitor}, found"
            " ['customer'], found 'Systems at {customer} are old.'"
        ),
    ),
    (
        "at {account} are",
        "at {account are",
        (
            "strategy.painPoints.pool[0].description: expected text with {account}, {product} and {competitor}: expected '}'"
            " before end of string, found 'Systems at {account are old.'"
        ),
    ),
    (
        "identified = [10, 20]",
        "identified = [20, 10]",
        (
            "strategy.painPoints.rows[0].identified: expected [from, to] with from no greater than to, both from 0 to 35000,"
            " found a list"
        ),
    ),
    (
        "updated = [1, 9]",
        "updated = { weeks = [0, 9] }",
        "competitors.rows[0].updated: expected [from, to] with from no greater than to, both from 1 to 5000, found an object",
    ),
    (
        "updated = [1, 9]",
        "updated = { months = [1, 9] }",
        "competitors.rows[0].updated: expected days as [from, to], or { weeks = [from, to] }, found an object",
    ),
    (
        "probability = [40, 60]",
        "probability = [40, 160]",
        "strategy.opportunities.rows[0].probability[1]: expected less than or equal to 100, found 160",
    ),
    ("chance = 0.5", "chance = 1.5", "competitors.rows[0].chance: expected less than or equal to 1, found 1.5"),
    ("weight = 2", "weight = 0", "strategy.opportunities.pool[0].weight: expected greater than 0, found 0"),
    ("minimum = 1000", 'minimum = "1000"', "strategy.opportunities.rows[0].minimum: expected a valid integer, found '1000'"),
    ("date = 2026-11-24", 'date = "2026-11-24"', "date: expected a valid date, found '2026-11-24'"),
    (
        'reportsTo = "sh-001"',
        'reportsTo = "sh-009"',
        "stakeholders.rows[1].reportsTo: expected the id of an earlier row, found 'sh-009'",
    ),
    (
        'reportsTo = "sh-001"',
        'reportsTo = "sh-002"',
        "stakeholders.rows[1].reportsTo: expected the id of an earlier row, found 'sh-002'",
    ),
    ('default = ["Suite"], ', "", "products: expected a list `default` for other business units"),
]


@pytest.mark.parametrize(("was", "typed", "message"), BROKEN, ids=[typed or f"no {was.strip()}" for was, typed, _ in BROKEN])
def test_a_fault_is_told_with_its_file_its_key_and_what_was_expected(
    refused: Refused, was: str, typed: str, message: str
) -> None:
    assert was in SMALL
    assert refused(SMALL.replace(was, typed, 1)) == [message]


SHORT = [
    ('id = "pp-001"', 'id = "pp-001"\ncolour = "red"', "strategy.painPoints.rows[0].colour: "),
    ("tenure = [1, 10]", "tenure = [1]", "stakeholders.rows[0].tenure: "),
    ("rows = []", 'rows = [{ id = "ac-001", status = "todo", priority = "low", created = [1, 2] }]', "actions.rows[0].due: "),
    ('interests = ["Quality", "Speed"]', 'interests = ["Quality"]', "stakeholders.rows[1].interests: "),
    ("relationship = { strong = 1 }", "relationship = {}", "stakeholders.rows[1].relationship: "),
    ('strengths = ["Reach"]', "strengths = []", "competitors.pool[0].strengths: "),
    ('key = "vp", ', "", "stakeholders.rows[1].titles[0]"),
    ('en = "VP Operations"', 'de = "Betrieb"', "stakeholders.rows[1].titles[0]"),
]


@pytest.mark.parametrize(("was", "typed", "place"), SHORT, ids=[typed or was for was, typed, _ in SHORT])
def test_unknown_keys_and_lists_of_a_wrong_length_are_refused_at_their_place(
    refused: Refused, was: str, typed: str, place: str
) -> None:
    assert was in SMALL
    assert [message[: len(place)] for message in refused(SMALL.replace(was, typed, 1))] == [place]


def test_all_faults_of_a_file_are_told_at_once(refused: Refused) -> None:
    text = SMALL.replace('"high"', '"severe"').replace("chance = 0.5", "chance = 2").replace("weight = 2", "weight = -1")
    assert [message.split(":")[0] for message in refused(text)] == [
        "strategy.painPoints.rows[0].severity",
        "strategy.opportunities.pool[0].weight",
        "competitors.rows[0].chance",
    ]


def test_a_file_that_cannot_be_read_is_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "0001_latin.toml"
    path.write_bytes(SMALL.encode().replace(b"Cloud", b"Cl\xf6ud"))
    with pytest.raises(PackError, match=re.escape(f"{path}: is no readable TOML: 'utf-8' codec can't decode byte 0xf6")):
        read_revision(path)


UNSEEN = [
    ('id = "sh-002"', 'id = "sh-001"'),
    ("relationship = { strong = 1 }", "relationship = { strong = -1 }"),
    ('default = ["Suite"]', "default = []"),
    ("at {account} are", "at {account:d} are"),
    ("share = [0.1, 0.2]", "share = [0.1, inf]"),
    ("weight = 2", "weight = inf"),
    ('key = "amdocs"\n', 'key = "amdocs"\n' + TWIN),
]
"""Faults that make seeding fail, or make its content wrong."""


@pytest.mark.parametrize(("was", "typed"), UNSEEN, ids=[typed.split("\n")[0] or f"no {was}" for was, typed in UNSEEN])
def test_what_would_break_seeding_is_refused_when_the_pack_is_read(refused: Refused, was: str, typed: str) -> None:
    assert was in SMALL
    assert refused(SMALL.replace(was, typed, 1))
