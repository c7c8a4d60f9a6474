"""Packs that draw by situations in a store: the situation is kept, nothing else moves, and upgrades keep edits."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from fixture_types import CustomersFile, Exported, NewStore
from situated_texts import offices, offices_at

from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, Which, seed, undo
from demodb.api.shift import shift
from demodb.model.documents import SECTIONS
from demodb.packs.making_ready import ready_form
from demodb.packs.pack import PACKS, load_pack, shipped_packs
from demodb.packs.ready import ready_path
from demodb.packs.releases import PARTS, digest_of, read_revision, release_of
from demodb.store.engine import Store
from demodb.store.plans import read_sections

AS_OF = date(2026, 11, 24)
CUSTOMERS = [("Acme Ltd", 9000, 50), ("Borealis AS", 2000, 0), ("Corva GmbH", 0, 700), ("Delmar Oy", 40_000, 0)]
KEYS = ["acme ltd", "borealis as", "corva gmbh", "delmar oy"]


@pytest.fixture
def pack(tmp_path: Path) -> str:
    return offices_at(tmp_path / "offices")


@pytest.fixture
def four(new_store: NewStore, customers_file: CustomersFile, tmp_path: Path) -> Callable[[], Store]:
    """Makes stores with four accounts of one unit."""

    def make() -> Store:
        store = new_store()
        import_sources(store, [customers_file(tmp_path / "in", "Cleaning", CUSTOMERS)])
        return store

    return make


def kept(store: Store) -> dict[tuple[str, str], Any]:
    with store.read() as connection:
        stored = read_sections(connection, KEYS)
    return {place: json.loads(one.made.facts) if one.made.facts else None for place, one in stored.items()}


def test_sections_of_an_account_keep_one_situation_and_the_facts_they_were_made_from(two: Store, pack: str) -> None:
    seed(two, SeedOptions(AS_OF, PackChoice(pack, team={"site-lead": "Jo Lee"})))
    with two.read() as connection:
        sections = read_sections(connection, ["acme ltd", "borealis as"])
    for key, revenue in (("acme ltd", 1000.0), ("borealis as", 2000.0)):
        told = [json.loads(str(sections[key, section].made.facts)) for section in SECTIONS]
        assert all(facts == told[0] for facts in told)
        assert (told[0]["revenue"], told[0]["share"], told[0]["team"]) == (revenue, 1.0, {"site-lead": "Jo Lee"})


@pytest.mark.slow
def test_any_order_subset_and_shards_give_the_same_bytes(four: Callable[[], Store], pack: str, exported: Exported) -> None:
    whole, parts = four(), four()
    seed(whole, SeedOptions(AS_OF, PackChoice(pack)))
    for account in ("Delmar Oy", "Acme Ltd"):
        seed(parts, SeedOptions(AS_OF, PackChoice(pack), sections=["actions"]), Which([account]))
    for section in reversed(SECTIONS):
        seed(parts, SeedOptions(AS_OF, PackChoice(pack), sections=[section]))
    assert exported(parts) == exported(whole)


def test_a_new_account_moves_nobody(
    four: Callable[[], Store], pack: str, exported: Exported, customers_file: CustomersFile, tmp_path: Path
) -> None:
    store = four()
    seed(store, SeedOptions(AS_OF, PackChoice(pack)))
    before, facts = exported(store), kept(store)
    import_sources(store, [customers_file(tmp_path / "more", "Cleaning", [*CUSTOMERS, ("Zephyr Ltd", 10**6, 0)])])
    assert seed(store, SeedOptions(AS_OF, PackChoice(pack))).seeded == 4
    after = exported(store)
    assert {path: after[path] for path in before} == before
    assert {place: one for place, one in kept(store).items() if place in facts} == facts


@pytest.mark.slow
def test_a_shift_there_and_back_keeps_the_situation_and_every_byte(
    four: Callable[[], Store], pack: str, exported: Exported, customers_file: CustomersFile, tmp_path: Path
) -> None:
    store = four()
    seed(store, SeedOptions(AS_OF, PackChoice(pack)))
    before, facts = exported(store), kept(store)
    # Another revenue, and another quarter: neither makes the account another one.
    import_sources(store, [customers_file(tmp_path / "in", "Cleaning", [(name, 5, 5) for name, *_ in CUSTOMERS])])
    shift(store, date(2027, 8, 31), PackChoice(pack))
    assert kept(store) == facts
    assert exported(store) != before
    shift(store, AS_OF, PackChoice(pack))
    assert exported(store) == before


def test_an_upgrade_keeps_the_situation_and_what_a_person_changed(four: Callable[[], Store], pack: str, tmp_path: Path) -> None:
    store = four()
    seed(store, SeedOptions(AS_OF, PackChoice(pack)))
    situations = {place: facts["situation"] for place, facts in kept(store).items()}
    sql.update(store, ("acme ltd", "stakeholders", "", "sh-002"), "title", "Mine")
    text = offices().replace('key = "lost"\nweight = 3\neveryRenewal = { outcome = ["no"] }', 'key = "lost"\nweight = 99')
    (tmp_path / "offices" / "0002_more.toml").write_text(text.replace("Trial", "Test"), "utf-8")
    assert seed(store, SeedOptions(AS_OF, PackChoice(pack))).upgraded == 16
    assert {place: facts["situation"] for place, facts in kept(store).items()} == situations
    with store.read() as connection:
        people: Any = read_sections(connection, ["acme ltd"])["acme ltd", "stakeholders"].document
    assert [row["title"] for row in people if row["id"] == "sh-002"] == ["Mine"]


def test_a_section_that_is_seeded_later_tells_the_story_of_the_others(four: Callable[[], Store], pack: str) -> None:
    store = four()
    seed(store, SeedOptions(AS_OF, PackChoice(pack)))
    with store.write() as connection:
        for now in ("steady", "renewal-near"):
            connection.exec_driver_sql(f"""UPDATE plan_section SET facts = replace(facts, '"{now}"', '"lost"')""")
        connection.exec_driver_sql("DELETE FROM plan_section WHERE section = 'actions'")
    assert seed(store, SeedOptions(AS_OF, PackChoice(pack))).seeded == 4
    assert {facts["situation"] for facts in kept(store).values()} == {"lost"}


def test_an_undone_plan_comes_back_as_it_was(four: Callable[[], Store], pack: str, exported: Exported) -> None:
    store = four()
    seed(store, SeedOptions(AS_OF, PackChoice(pack)))
    before = exported(store)
    undo(store)
    seed(store, SeedOptions(AS_OF, PackChoice(pack)))
    assert exported(store) == before


def test_an_export_tells_the_facts_and_an_import_of_it_keeps_them(
    four: Callable[[], Store], new_store: NewStore, pack: str, tmp_path: Path
) -> None:
    store, other = four(), new_store()
    seed(store, SeedOptions(AS_OF, PackChoice(pack)))
    export(store, tmp_path / "out")
    assert import_sources(other, [tmp_path / "out"]).errors == []
    assert kept(other) == kept(store)
    manifest = tmp_path / "out" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"quarter": 8107', '"quarter": "soon"'), "utf-8")
    assert any("quarter" in problem.place for problem in import_sources(new_store(), [tmp_path / "out"]).errors)


@pytest.mark.parametrize("older", ["0001", "0002"])
def test_a_plan_of_a_pack_with_rows_goes_over_to_situations_with_its_edits(
    four: Callable[[], Store], tmp_path: Path, older: str
) -> None:
    store, folder = four(), tmp_path / "telecom"
    folder.mkdir()
    for path in sorted((PACKS / "telecom").glob("*.toml"))[: int(older)]:
        (folder / path.name).write_bytes(path.read_bytes())
    seed(store, SeedOptions(AS_OF, PackChoice(str(folder))))
    assert set(kept(store).values()) == {None}
    sql.update(store, ("acme ltd", "stakeholders", "", "sh-001"), "title", "Mine")
    (folder / f"{int(older) + 1:04}_situations.toml").write_text(offices(), "utf-8")
    assert seed(store, SeedOptions(AS_OF, PackChoice(str(folder)))).upgraded == 16
    assert all(facts["situation"] for facts in kept(store).values())
    with store.read() as connection:
        people: Any = read_sections(connection, ["acme ltd"])["acme ltd", "stakeholders"].document
    assert [row["title"] for row in people if row["id"] == "sh-001"] == ["Mine"]


@pytest.mark.slow
def test_ready_forms_are_those_of_their_files_and_say_the_same() -> None:
    ready = [path for name in shipped_packs() for path in sorted((PACKS / name).glob("*.toml")) if ready_path(path).exists()]
    assert ready
    for path in ready:
        revision = read_revision(path)
        assert ready_path(path).read_text("utf-8") == ready_form(release_of(path, digest_of(path), revision))
        assert load_pack(path.parent.name, path.name[:4]).releases[-1].saying(PARTS) == revision


def test_a_ready_form_of_another_text_counts_for_nothing(tmp_path: Path) -> None:
    folder = Path(offices_at(tmp_path / "offices"))
    path = folder / "0001_step.toml"
    ready_path(path).write_text(ready_form(release_of(path, digest_of(path), read_revision(path))), "utf-8")
    assert load_pack(str(folder)).releases[0].checked
    path.write_text(path.read_text("utf-8").replace("Ask why", "Ask them why"), "utf-8")
    (release,) = load_pack(str(folder)).releases
    assert (release.checked, "Ask them why" in str(release.saying(PARTS))) == (False, True)


def as_text(found: dict[tuple[str, str], Any]) -> str:
    """Values as they are spelled: zero and zero below zero are equal, and two texts."""
    return json.dumps([[*place, facts] for place, facts in sorted(found.items())])


def test_what_sections_were_made_from_travels_with_an_export(
    new_store: NewStore, customers_file: CustomersFile, pack: str, tmp_path: Path
) -> None:
    """Of an account without revenue too: there is no zero below zero."""
    here, there = new_store(), new_store()
    import_sources(here, [customers_file(tmp_path / "in", "Cleaning", [*CUSTOMERS[:3], ("Delmar Oy", 0, 0)])])
    seed(here, SeedOptions(AS_OF, PackChoice(pack)))
    export(here, tmp_path / "export")
    import_sources(there, [tmp_path / "export"])
    assert as_text(kept(there)) == as_text(kept(here))
