"""The name that a section was made with is a fact of it: another rule, or another name, changes nothing that stands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from fixture_types import CustomersFile, NewStore
from pack_texts import released
from seeded_accounts import AS_OF
from sqlalchemy import text

from demodb.api.account import list_accounts, merge_accounts
from demodb.api.explain import explain
from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, seed, undo
from demodb.api.shift import shift
from demodb.api.show import show_account
from demodb.model.documents import SECTIONS
from demodb.store.engine import Store
from demodb.store.plans import read_sections

UPPER, MIXED = "TELEPORTO ADRIATICA SPA", "Teleporto Adriatica S.p.A."
KEY = "teleporto adriatica spa"


def listed(store: Store, folder: Path, customers_file: CustomersFile, mixed: float) -> str:
    import_sources(store, [customers_file(folder, "STL", [(UPPER, 10, 0), (MIXED, mixed, 0)])])
    (line,) = list_accounts(store)
    return line.name


def made_for(store: Store) -> set[str | None]:
    with store.read() as connection:
        return {stored.made.name for stored in read_sections(connection, [KEY]).values()}


def documents(store: Store) -> dict[str, Any]:
    return {name: stored.document for name, stored in show_account(store, UPPER).sections.items()}


def test_an_account_that_bears_another_spelling_since_keeps_the_bytes_of_its_sections(
    new_store: NewStore, tmp_path: Path, customers_file: CustomersFile
) -> None:
    store, choice = new_store(), PackChoice(released("telecom", 2, tmp_path))
    assert listed(store, tmp_path / "in", customers_file, 1) == UPPER
    seed(store, SeedOptions(AS_OF, choice))
    before = documents(store)
    explained = explain(store, UPPER, choice)
    assert any(UPPER in json.dumps(document) for document in before.values())
    assert listed(store, tmp_path / "in", customers_file, 100) == MIXED
    assert seed(store, SeedOptions(AS_OF, choice)).changed is False
    assert (documents(store), made_for(store)) == (before, {UPPER})
    assert explain(store, UPPER, choice)[1] == explained[1]


def test_an_undone_section_is_completed_under_the_name_that_the_rest_of_it_was_made_with(
    new_store: NewStore, tmp_path: Path, customers_file: CustomersFile
) -> None:
    store = new_store()
    listed(store, tmp_path / "in", customers_file, 1)
    seed(store, SeedOptions(AS_OF))
    sql.update(store, (KEY, "strategy", "painPoints", "pp-001"), "severity", "low")
    before = documents(store)["strategy"]
    listed(store, tmp_path / "in", customers_file, 100)
    undo(store)
    seed(store, SeedOptions(AS_OF))
    assert documents(store)["strategy"] == before


@pytest.mark.slow
def test_a_shift_keeps_the_name(new_store: NewStore, tmp_path: Path, customers_file: CustomersFile) -> None:
    store = new_store()
    listed(store, tmp_path / "in", customers_file, 1)
    seed(store, SeedOptions(AS_OF))
    before = documents(store)
    listed(store, tmp_path / "in", customers_file, 100)
    shift(store, date(2027, 2, 2), PackChoice())
    assert made_for(store) == {UPPER}
    shift(store, AS_OF, PackChoice())
    assert documents(store) == before


def test_an_export_tells_the_name_and_an_import_of_it_keeps_it(
    new_store: NewStore, tmp_path: Path, customers_file: CustomersFile
) -> None:
    store, other = new_store(), new_store()
    listed(store, tmp_path / "in", customers_file, 1)
    seed(store, SeedOptions(AS_OF))
    export(store, tmp_path / "plain")
    assert "madeFor" not in (tmp_path / "plain" / "manifest.json").read_text("utf-8")
    listed(store, tmp_path / "in", customers_file, 100)
    export(store, tmp_path / "export")
    files = json.loads((tmp_path / "export" / "manifest.json").read_text("utf-8"))["files"]
    told = {facts["origin"]["madeFor"] for facts in files.values() if "origin" in facts}
    assert told == {UPPER}
    assert import_sources(other, [tmp_path / "export"]).errors == []
    assert (list_accounts(other)[0].name, made_for(other)) == (MIXED, {UPPER})


def test_a_merged_account_s_sections_keep_the_name_that_they_were_made_with(
    new_store: NewStore, tmp_path: Path, customers_file: CustomersFile
) -> None:
    store = new_store()
    import_sources(store, [customers_file(tmp_path, "STL", [("Acme", 10, 0), ("Acme Ltd", 1, 0)])])
    seed(store, SeedOptions(AS_OF))
    sql.update(store, ("acme", "strategy", "painPoints", "pp-001"), "title", "Mine")
    merge_accounts(store, "Acme", "Acme Ltd")
    with store.read() as connection:
        kept = {section: stored.made.name for (_, section), stored in read_sections(connection, ["acme ltd"]).items()}
    assert kept == {**dict.fromkeys(SECTIONS, "Acme Ltd"), "strategy": "Acme"}


def test_the_next_import_gives_accounts_of_an_older_store_the_spelling_with_the_most_revenue(
    new_store: NewStore, tmp_path: Path, customers_file: CustomersFile
) -> None:
    store = new_store()
    listed(store, tmp_path / "in", customers_file, 100)
    seed(store, SeedOptions(AS_OF))
    with store.write() as connection:
        connection.execute(text("UPDATE account SET name = :name"), {"name": UPPER})
    report = import_sources(store, [tmp_path / "in"])
    assert (report.unchanged, report.tables["account"]["changed"]) == (1, 1)
    assert [line.name for line in list_accounts(store)] == [MIXED]
    assert import_sources(store, [tmp_path / "in"]).changes == 0
