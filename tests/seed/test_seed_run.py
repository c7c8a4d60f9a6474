"""The run: what is missing is made, the same for an account whatever else is there, and nothing else is touched."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from fixture_types import Contents, CustomersFile, NewStore, WriteJson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demodb.api.import_ import ImportBy, import_sources
from demodb.api.seed import SeedOptions, SeedReport, Which, seed
from demodb.api.show import show_account
from demodb.clock import Clock
from demodb.errors import UnknownAccountError, UnknownValueError
from demodb.model.documents import SECTIONS, Section
from demodb.packs.pack import Pack
from demodb.packs.template import Template
from demodb.store.engine import Store, database_path
from demodb.store.seeding import account_facts

AS_OF = date(2026, 11, 24)
OPTIONS = SeedOptions(AS_OF)


_ITS_OWN = ('INSERT INTO "seed_run"', 'INSERT INTO "change_counter"')


def dump(store: Store) -> list[str]:
    """All of a store but the memory of its runs, which tells when and by whom, and how often it was changed."""
    path = database_path(store.engine.url)
    assert path is not None
    with closing(sqlite3.connect(path)) as connection:
        return sorted(line for line in connection.iterdump() if not line.startswith(_ITS_OWN))


@pytest.mark.slow
def test_every_account_gets_what_it_lacks(store: Store, sample: Path, newest_telecom: Pack) -> None:
    import_sources(store, [sample])
    report = seed(store, OPTIONS)
    assert (report.accounts, report.seeded, report.packs) == (128, 4 * 123, {"telecom": newest_telecom.revision})
    assert report.sections == {section: {"seeded": 123, "upgraded": 0, "kept": 5} for section in SECTIONS}


@pytest.mark.slow
def test_a_second_run_adds_nothing(store: Store, sample: Path, contents: Contents) -> None:
    import_sources(store, [sample])
    seed(store, OPTIONS)
    before = contents(store)
    again = seed(store, SeedOptions(date(2027, 1, 1), seed="another"))
    assert again.seeded == 0
    assert again.sections == {section: {"seeded": 0, "upgraded": 0, "kept": 128} for section in SECTIONS}
    assert contents(store) == before


@pytest.mark.slow
def test_a_second_run_writes_nothing(new_store: NewStore, sample: Path) -> None:
    store = new_store()
    import_sources(store, [sample])
    seed(store, OPTIONS)
    path = database_path(store.engine.url)
    assert path is not None
    with closing(sqlite3.connect(path)) as watcher:
        version, before = watcher.execute("PRAGMA data_version").fetchone(), dump(store)
        seed(store, OPTIONS)
        assert watcher.execute("PRAGMA data_version").fetchone() == version
        assert dump(store) == before
        seed_one_more(store)
        assert watcher.execute("PRAGMA data_version").fetchone() != version


def seed_one_more(store: Store) -> None:
    """Drop a section and seed it anew: what the watcher of the test above has to notice."""
    with store.write() as connection:
        connection.exec_driver_sql("DELETE FROM plan_section WHERE section = 'actions'")
    assert seed(store, OPTIONS).seeded == 128


portfolios = st.dictionaries(
    st.text(st.characters(codec="latin-1", categories=("Lu", "Ll", "Nd")), min_size=1, max_size=12).map(lambda s: f"{s} Telecom"),
    st.tuples(st.sampled_from(["CloudSense", "Kandy", "STL", "NewNet", "Other"]), st.floats(0, 1e9), st.floats(0, 1e9)),
    min_size=1,
    max_size=5,
)


@pytest.mark.slow
@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(portfolio=portfolios, once=st.sets(st.sampled_from(SECTIONS)), seed_text=st.text("ab", max_size=2))
def test_seeding_twice_is_seeding_once(
    *,
    new_store: NewStore,
    customers_file: CustomersFile,
    tmp_path: Path,
    clock: Clock,
    portfolio: dict[str, tuple[str, float, float]],
    once: set[Section],
    seed_text: str,
) -> None:
    folder = tmp_path / f"portfolio{len(list(tmp_path.iterdir()))}"
    for unit in sorted({unit for unit, _, _ in portfolio.values()}):
        own = [(name, rr, nrr) for name, (of, rr, nrr) in portfolio.items() if of == unit]
        customers_file(folder, unit, own)
    first, twice = new_store(), new_store()
    for store in (first, twice):
        import_sources(store, [folder], how=ImportBy(clock=clock))
    options = SeedOptions(AS_OF, seed=seed_text)
    made = seed(first, options).seeded
    before = seed(twice, SeedOptions(AS_OF, seed=seed_text, sections=sorted(once))).seeded if once else 0
    assert before + seed(twice, options).seeded == made
    assert seed(twice, options).seeded == 0
    assert dump(twice) == dump(first)


def sections_of(store: Store, account: str) -> set[str]:
    return set(show_account(store, account).sections)


def test_a_section_that_is_there_stays_an_empty_one_included(two_units: Store, write_json: WriteJson, tmp_path: Path) -> None:
    empty = {"stakeholders": [], "strategy": {"painPoints": [], "opportunities": []}, "competitors": [], "actions": []}
    paths = [write_json(tmp_path / "plans" / section / "acme-ltd.json", document) for section, document in empty.items()]
    import_sources(two_units, paths)
    report = seed(two_units, OPTIONS)
    assert report.sections == {section: {"seeded": 2, "upgraded": 0, "kept": 1} for section in SECTIONS}
    view = show_account(two_units, "Acme Ltd")
    assert {section: stored.document for section, stored in view.sections.items()} == empty
    assert all(stored.origin is None for stored in view.sections.values())


def test_only_the_accounts_named_are_seeded_by_any_of_their_names(two_units: Store) -> None:
    assert seed(two_units, OPTIONS, Which(["ACME, LTD", "both-gmbh"])).accounts == 2
    assert [len(sections_of(two_units, name)) for name in ("Acme Ltd", "Both GmbH", "Borealis AS")] == [4, 4, 0]


def test_only_accounts_of_the_unit_named_are_seeded(two_units: Store) -> None:
    assert seed(two_units, OPTIONS, Which(business_units=["kandy"])).accounts == 2
    assert [len(sections_of(two_units, name)) for name in ("Acme Ltd", "Both GmbH", "Borealis AS")] == [4, 4, 0]


def test_account_and_unit_together_narrow_each_other(two_units: Store) -> None:
    assert seed(two_units, OPTIONS, Which(["Acme Ltd"], ["STL"])).accounts == 0
    assert seed(two_units, OPTIONS, Which(["Both GmbH"], ["STL"])).seeded == 4


def test_only_the_sections_named_are_seeded(two_units: Store) -> None:
    report = seed(two_units, SeedOptions(AS_OF, sections=("competitors", "actions")))
    assert report.sections == {
        "competitors": {"seeded": 3, "upgraded": 0, "kept": 0},
        "actions": {"seeded": 3, "upgraded": 0, "kept": 0},
    }
    assert sections_of(two_units, "Acme Ltd") == {"competitors", "actions"}


def test_an_account_gets_content_of_the_unit_with_its_greatest_revenue(two_units: Store, newest_telecom: Pack) -> None:
    seed(two_units, OPTIONS)
    with two_units.read() as connection:
        facts = next(account_facts(connection, ["both gmbh"]))
    assert (facts.name, facts.unit, facts.revenue) == ("Both GmbH", "stl", 2020)
    document = show_account(two_units, "Both GmbH").sections["strategy"].document
    assert document == Template(newest_telecom, "0", AS_OF).section("strategy", facts)


@pytest.mark.slow
def test_a_dry_run_writes_nothing_and_tells_the_same(two_units: Store, contents: Contents) -> None:
    before = contents(two_units)
    tried = seed(two_units, OPTIONS, dry_run=True)
    assert contents(two_units) == before
    done = seed(two_units, OPTIONS)
    assert _figures(tried) == _figures(done)
    assert (tried.dry_run, done.dry_run, tried.seeded) == (True, False, 12)


def _figures(report: SeedReport) -> tuple[Any, ...]:
    return report.accounts, report.packs, report.as_of, report.sections, report.conflicts


def test_an_unknown_account_is_named_with_those_like_it(two_units: Store, contents: Contents) -> None:
    before = contents(two_units)
    with pytest.raises(UnknownAccountError, match=re.escape("no account is known as 'Acne Ltd'")) as caught:
        seed(two_units, OPTIONS, Which(["Borealis AS", "Acne Ltd"]))
    assert caught.value.nearest[0] == "Acme Ltd"
    assert "did you mean 'Acme Ltd'" in caught.value.fix
    assert contents(two_units) == before


def test_an_unknown_unit_is_named_with_those_that_are_known(two_units: Store) -> None:
    with pytest.raises(UnknownValueError, match="there is no business unit 'Candy'") as caught:
        seed(two_units, OPTIONS, Which(business_units=["Candy"]))
    assert caught.value.fix == "known: Kandy, STL"


def test_an_origin_says_what_a_section_was_made_from(two_units: Store, newest_telecom: Pack) -> None:
    seed(two_units, SeedOptions(date(2026, 12, 1), seed="7"))
    for section, stored in show_account(two_units, "Acme Ltd").sections.items():
        assert stored.origin is not None
        made = (stored.origin.pack, stored.origin.revision, stored.origin.seed, stored.origin.as_of)
        assert made == ("telecom", newest_telecom.section_revisions[section], "7", "2026-12-01")
        assert not stored.edited
