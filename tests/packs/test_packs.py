"""Packs: the shipped ones are rich enough, and move through revisions that never change."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from pack_texts import SMALL, written

from demodb.errors import PackError, UnknownValueError
from demodb.model.account import AccountFacts
from demodb.packs.format import Content
from demodb.packs.pack import PACKS, Pack, load_pack, pack_of, shipped_packs
from demodb.packs.releases import digest_of, read_releases
from demodb.packs.template import Template

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


LEAST = {
    "lived-in": {"shapes": 8, "notes": 300, "painPoints": 150, "opportunities": 120, "actions": 60},
    "telecom": {"shapes": 30, "notes": 200, "painPoints": 150, "opportunities": 100, "competitors": 100},
}


@pytest.mark.parametrize("name", shipped_packs())
def test_every_shipped_revision_is_valid_and_varied(name: str) -> None:
    releases = read_releases(PACKS / name)
    for number in range(1, len(releases) + 1):
        content = pack_of(name, releases[:number]).content
        if not isinstance(content, Content):
            sizes = {kind: len(entries) for kind, _, entries in content.pools()}
            sizes |= {"shapes": len(content.stakeholders.shapes), "notes": len(content.stakeholders.notes)}
            assert all(sizes[kind] >= least for kind, least in LEAST[name].items())
            continue
        for row in content.stakeholders.rows:
            assert len(row.titles) * len(row.interests) * len(row.notes) >= 12**2


def test_the_newest_revision_is_taken_unless_another_is_named(tmp_path: Path) -> None:
    mine = written(tmp_path / "mine", *(SMALL.replace("Old systems", f"From revision {n}") for n in range(1, 12)))
    pack = load_pack(mine)
    assert (pack.name, pack.revision, pack.rows.strategy.painPoints.pool[0].title) == ("mine", "0011", "From revision 11")
    assert load_pack(mine, "0002").rows.strategy.painPoints.pool[0].title == "From revision 2"
    with pytest.raises(UnknownValueError, match="there is no revision of the pack mine '0012'"):
        load_pack(mine, "0012")


def test_a_revision_changes_the_parts_that_it_holds_and_no_other(tmp_path: Path) -> None:
    second = 'message = "A card to begin with"\ndate = 2026-12-01\n[actions]\nrows = []\n'
    pack = load_pack(written(tmp_path / "mine", SMALL, second))
    first = load_pack(str(tmp_path / "mine"), "0001")
    assert pack.section_revisions == {"stakeholders": "0001", "strategy": "0001", "competitors": "0001", "actions": "0002"}
    assert first.section_revisions == dict.fromkeys(pack.section_revisions, "0001")
    assert pack.rows.strategy is pack.releases[0].saying(["strategy"]).strategy


PRODUCTS = 'message = "Another product"\ndate = 2026-12-01\nproducts = { default = ["Suite"], Kandy = ["Kandy UCaaS"] }\n'
RIVALS = """\
message = "Another competitor"
date = 2026-12-01
competitors = { rows = [], pool = [] }
"""


TWIN = """
[[competitors.pool]]
key = "of-kandy"
bu = ["Kandy"]
name = "Another"
type = "both"
description = "Another supplier."
strengths = ["Reach"]
weaknesses = ["Price"]
"""


def test_a_section_moves_with_the_parts_that_it_draws_on(tmp_path: Path) -> None:
    moved = load_pack(written(tmp_path / "mine", SMALL, PRODUCTS)).section_revisions
    assert moved == {"stakeholders": "0002", "strategy": "0002", "competitors": "0001", "actions": "0001"}
    of_kandy = SMALL.replace('key = "amdocs"', 'key = "any"', 1) + TWIN  # products say which units are known
    moved = load_pack(written(tmp_path / "units", of_kandy, PRODUCTS)).section_revisions
    assert moved == {"stakeholders": "0002", "strategy": "0002", "competitors": "0002", "actions": "0001"}
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


RELEASED = {
    "lived-in/0001_first.toml": "858104e5f853fb4d423b2dfb1e784fb13748a94fdf826eb2861b74ae79255262",
    "lived-in/0002_plainer.toml": "dab0c6d931e3536df63a9db6c4e46b07e5075cbd8e27e001301dd3cd77df3b4c",
    "lived-in/0003_titles_that_fit.toml": "41fd18187538df2ccdbb3294808c0e879ec1c3ef403867f9ab59065db4754453",
    "lived-in/0004_read_by_a_board.toml": "ea19e8e6850bdef208e9a008dd046c8d062a9bff80af995db329d7088fa2c555",
    "saas/0001_baseline.toml": "a0bb99f219eb626c6ca8444b9d6269fe12705bcc543643380d281a1a838fc013",
    "telecom/0001_baseline.toml": "089b3c257f802913b0889a77be7243d3d6d512580d8897298b75bfc27b267929",
    "telecom/0002_renewals_and_regions.toml": "11fc38ea6d38cc23cea9da7ade32471001bef6d01c6afe2c341033ebadf9045f",
    "telecom/0003_situations.toml": "fc542c9e5a5f355a1b004b49ae561e47d0e496e4df8b95873e22f79fc9d46970",
    "telecom/0004_titles_that_fit.toml": "282c1e8e607df5a7d1f4ced01152c282d683ffc84d3e9beff2fc79133861bbf9",
    "telecom/0005_titles_of_women.toml": "93759b57ac6c59be6a3c8950e545a5051d3879f1bc7cdd46f6a1a76aca9a2cca",
}
"""The SHA-256 of every revision that was shipped. One that changes here breaks the stores that were seeded from it: what is
better goes into a new revision."""


def test_a_shipped_revision_never_changes() -> None:
    assert {str(path.relative_to(PACKS)): digest_of(path) for path in PACKS.glob("*/*.toml")} == RELEASED


def test_a_digest_does_not_depend_on_the_line_ends_of_a_checkout(tmp_path: Path) -> None:
    (tmp_path / "unix.toml").write_bytes(SMALL.encode())
    (tmp_path / "windows.toml").write_bytes(SMALL.replace("\n", "\r\n").encode())
    (tmp_path / "other.toml").write_bytes(SMALL.replace("Suite", "Suites").encode())
    unix, windows, other = (digest_of(tmp_path / f"{name}.toml") for name in ("unix", "windows", "other"))
    assert unix == windows != other


TELECOMS = re.compile(r"telecom|network|carrier|operator|\bvoice\b|\bSIP\b|\bSMS\b|messaging|\b5G\b|\bO?BSS\b", re.IGNORECASE)


def test_saas_speaks_of_software_and_serves_every_business_unit_alike() -> None:
    saas = load_pack("saas")
    text = "\n".join(part.model_dump_json() for part in (saas.content.stakeholders, saas.content.strategy, saas.content.actions))
    assert TELECOMS.findall(text) == []
    for kind in (*POOLS, "actions"):
        pools = [saas.pool(kind, of_unit(unit)).values for unit in (*UNITS, "another unit")]
        assert all(pool == pools[0] for pool in pools)
        assert len(pools[0]) >= 12 or kind == "actions"


def test_saas_has_an_org_chart_of_real_depth_and_cards_on_the_board() -> None:
    saas = load_pack("saas")
    people = Template(saas, "0", date(2026, 11, 24)).section("stakeholders", of_unit("kandy"))
    depth: dict[str | None, int] = {None: 0}
    for person in people:
        assert isinstance(person, dict)
        depth[person["id"]] = depth[person["reportsTo"]] + 1
    assert (len(people), max(depth.values())) == (5, 4)
    for as_of in (date(2026, 11, 24), date(2026, 11, 28)):
        cards = Template(saas, "0", as_of).section("actions", of_unit("kandy"))
        assert len(cards) == 3
        assert all(card["createdAt"] < as_of.isoformat() < card["dueDate"] for card in cards if isinstance(card, dict))


def test_the_second_revision_of_telecom_leaves_the_actions_to_the_first(telecom: Pack) -> None:
    newer = dict.fromkeys(("stakeholders", "strategy", "competitors"), "0002")
    assert telecom.section_revisions == newer | {"actions": "0001"}


def test_what_lives_on_in_telecom_keeps_its_identity(telecom: Pack) -> None:
    first = load_pack("telecom", "0001").rows
    for (_, rows, entries), (_, new_rows, new_entries) in zip(first.pools(), telecom.rows.pools(), strict=True):
        assert [row.id for row in rows] == [row.id for row in new_rows]
        assert [entry.key for entry in entries] == [entry.key for entry in new_entries][: len(entries)]
    assert [row.id for row in first.stakeholders.rows] == [row.id for row in telecom.rows.stakeholders.rows]


def test_accounts_with_a_renewal_at_risk_hear_of_it_and_others_do_not(telecom: Pack) -> None:
    def titles(account: int, *, risk: bool) -> str:
        facts = AccountFacts(f"account {account}", f"Account {account}", UNITS[account % 4], 1e6, risk)
        strategy = Template(telecom, "0", date(2026, 11, 24)).section("strategy", facts)
        assert isinstance(strategy, dict)
        return " ".join(row["description"] for row in (*strategy["painPoints"], *strategy["opportunities"]))

    words = re.compile("next term|notice period|smaller renewal|renewal is near|race to the lowest price|on current terms")
    calm = [titles(n, risk=False) for n in range(60)]
    alarmed = [titles(n, risk=True) for n in range(60)]
    assert not any(words.search(text) for text in calm)
    assert sum(bool(words.search(text)) for text in alarmed) > 40


LINES = [
    (["0001_a.toml", "0003_b.toml"], "0003_b.toml: expected revision 0002 here: numbers go up by one, each for one file"),
    (["0001_a.toml", "0001_b.toml"], "0001_b.toml: expected revision 0002 here: numbers go up by one, each for one file"),
    (["0002_a.toml"], "0002_a.toml: expected revision 0001 here: numbers go up by one, each for one file"),
    (["0001_a.toml", "second.toml"], "second.toml: expected a name such as 0002_better_texts.toml"),
    (["0001_A.toml"], "0001_A.toml: expected a name such as 0002_better_texts.toml"),
]


@pytest.mark.parametrize(("names", "message"), LINES, ids=[" ".join(names) for names, _ in LINES])
def test_revisions_stand_in_one_line(names: list[str], message: str, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).write_text(SMALL, "utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(f"{tmp_path}/")
    assert caught.value.message == f"{tmp_path}/{message}"


def test_a_revision_that_cannot_be_read_is_told_beside_the_faults_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "0001_a.toml").write_text("message = 3\n", "utf-8")
    (tmp_path / "0002_b.toml").mkdir()
    with pytest.raises(PackError) as caught:
        load_pack(f"{tmp_path}/")
    assert [problem.path for problem in caught.value.problems][-1] == f"{tmp_path}/0002_b.toml"
    assert "0002_b.toml: cannot be read: Is a directory" in caught.value.message
    assert "0001_a.toml: message" in caught.value.message


def test_a_folder_without_a_revision_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(f"{tmp_path}/")
    assert caught.value.message == f"{tmp_path}: holds no revision: expected a file such as 0001_baseline.toml"


def test_a_revision_that_changes_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(written(tmp_path / "mine", SMALL, 'message = "Nothing"\ndate = 2026-12-01\n'))
    parts = "products, stakeholders, strategy, competitors, actions"
    assert caught.value.message == f"{tmp_path}/mine/0002_step.toml: expected at least one of {parts}"
