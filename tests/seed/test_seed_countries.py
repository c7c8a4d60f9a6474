"""The country that records tell: it beats the name's, names the people, and is a fact of the sections made with it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from fixture_types import NewStore
from pack_texts import first_release, released
from seeded_accounts import AS_OF

from demodb.api.explain import explain
from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, seed, undo
from demodb.api.shift import shift
from demodb.api.show import show_account
from demodb.model.countries import country_of
from demodb.model.documents import SECTIONS
from demodb.model.faults import section_faults
from demodb.store.engine import Store
from demodb.store.plans import read_sections
from demodb.store.seeding import account_facts

NAME, KEY = "Rheinwerk Netze GmbH", "rheinwerk netze gmbh"


def listed(store: Store, folder: Path, *rows: tuple[str, float]) -> None:
    """Import a table of the account's records, each in a unit of its own: country and ARR."""
    lines = [f"U{n},{NAME},{country},{arr}" for n, (country, arr) in enumerate(rows)]
    folder.mkdir(exist_ok=True)
    (folder / "list.csv").write_text("\n".join(["BU,Customer,Country,ARR", *lines, ""]), "utf-8")
    assert import_sources(store, [folder]).errors == []


def documents(store: Store) -> dict[str, Any]:
    return {name: stored.document for name, stored in show_account(store, NAME).sections.items()}


def made_in(store: Store) -> set[str | None]:
    with store.read() as connection:
        return {stored.made.country for stored in read_sections(connection, [KEY]).values()}


def country(store: Store) -> str | None:
    with store.read() as connection:
        return next(account_facts(connection, [KEY])).country


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("", 1)], "DE"),
        ([("Portugal", 1)], "PT"),
        ([("pt", 1), ("", 99)], "PT"),
        ([("PT", 1), ("France", 3), ("PT", 1)], "FR"),
        ([("PT", 1), ("France", 2), ("Portugal", 1)], "FR"),
        ([("PT", 2), ("France", 2)], "FR"),
        ([("Atlantis", 1)], "Atlantis"),
    ],
)
def test_the_country_with_the_most_revenue_beats_what_the_name_tells(
    store: Store, tmp_path: Path, rows: list[tuple[str, float]], expected: str
) -> None:
    assert country_of(NAME) == "DE"
    listed(store, tmp_path / "in", *rows)
    assert country(store) == expected


@pytest.mark.slow
def test_people_have_the_names_of_the_country_that_is_told(new_store: NewStore, tmp_path: Path) -> None:
    told, named, plain = new_store(), new_store(), new_store()
    for store, said in ((told, "Poland"), (named, "DE"), (plain, "")):
        listed(store, tmp_path / "in", (said, 10))
        seed(store, SeedOptions(AS_OF))
    assert documents(named) == documents(plain)
    assert (made_in(told), made_in(named), made_in(plain)) == ({"PL"}, {"DE"}, {None})
    polish, german = ([row["name"] for row in documents(store)["stakeholders"]] for store in (told, plain))
    assert not set(polish) & set(german)


@pytest.mark.slow
def test_a_country_that_appears_later_changes_no_byte_of_what_stands(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    listed(store, tmp_path / "in", ("", 10))
    seed(store, SeedOptions(AS_OF))
    before, explained = documents(store), explain(store, NAME, PackChoice())
    listed(store, tmp_path / "in", ("Poland", 10))
    assert country(store) == "PL"
    assert seed(store, SeedOptions(AS_OF)).changed is False
    assert explain(store, NAME, PackChoice())[1] == explained[1]
    shift(store, date(2027, 2, 2), PackChoice())
    shift(store, AS_OF, PackChoice())
    assert (documents(store), made_in(store)) == (before, {None})
    sql.update(store, (KEY, "strategy", "painPoints", "pp-001"), "severity", "low")
    edited = documents(store)["strategy"]
    undo(store)
    seed(store, SeedOptions(AS_OF))
    assert documents(store)["strategy"] == edited


def test_an_upgrade_takes_the_country_of_now_and_keeps_what_a_person_changed(new_store: NewStore, tmp_path: Path) -> None:
    first = first_release("telecom", tmp_path)
    store, anew = new_store(), new_store()
    listed(store, tmp_path / "in", ("", 10))
    seed(store, SeedOptions(AS_OF, PackChoice(first)))
    sql.update(store, (KEY, "stakeholders", "", "sh-002"), "title", "Mine")
    mine = documents(store)["stakeholders"][1]
    listed(store, tmp_path / "in", ("Poland", 10))
    listed(anew, tmp_path / "in", ("Poland", 10))
    second = PackChoice(released("telecom", 2, tmp_path))
    seed(anew, SeedOptions(AS_OF, second))
    assert seed(store, SeedOptions(AS_OF, second)).upgraded

    people, fresh = documents(store)["stakeholders"], documents(anew)["stakeholders"]
    assert [row for row in people if row["id"] == "sh-002"] == [mine]
    assert [row for row in people if row["id"] != "sh-002"] == [row for row in fresh if row["id"] != "sh-002"]
    assert all(section_faults(section, documents(store)[section]) == [] for section in SECTIONS)


@pytest.mark.slow
def test_an_export_tells_the_country_and_an_import_of_it_keeps_both(new_store: NewStore, tmp_path: Path) -> None:
    store, other = new_store(), new_store()
    listed(store, tmp_path / "in", ("", 10))
    seed(store, SeedOptions(AS_OF))
    export(store, tmp_path / "plain")
    assert "madeIn" not in (tmp_path / "plain" / "manifest.json").read_text("utf-8")
    undo(store)
    listed(store, tmp_path / "in", ("Poland", 10))
    seed(store, SeedOptions(AS_OF))
    export(store, tmp_path / "export")
    (customer,) = json.loads((tmp_path / "export" / "customers_u0_all.json").read_text("utf-8"))["customers"]
    assert customer["country"] == "PL"
    assert import_sources(other, [tmp_path / "export"]).errors == []
    assert (made_in(other), country(other)) == ({"PL"}, "PL")
    before = documents(other)
    assert (before, seed(other, SeedOptions(AS_OF)).changed) == (documents(store), False)
