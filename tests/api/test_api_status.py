"""Status: ready or not, and for every finding its code, account, section and the command that mends it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from fixture_types import Contents, CustomersFile
from sqlalchemy import text

from demodb.api.account import mark_hero
from demodb.api.conflicts import list_conflicts, take_mine
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, Which, seed
from demodb.api.shift import shift
from demodb.api.source import remove_source
from demodb.api.status import status
from demodb.model.documents import SECTIONS
from demodb.store.engine import Store

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def test_the_prepared_sample_is_ready(prepared: Store) -> None:
    report = status(prepared, NOW)
    assert report.ready
    assert (report.records, report.accounts, report.complete, report.heroes) == (140, 128, 128, 5)
    assert report.sections == {section: {"imported": 5, "template": 123} for section in SECTIONS}
    assert report.blockers == []
    assert [found.code for found in report.warnings] == ["hero-missing"] * 5 + ["no-export"]


def test_a_store_without_accounts_is_not_ready(store: Store) -> None:
    report = status(store, NOW)
    assert not report.ready
    assert [(found.code, found.account, found.fix) for found in report.blockers] == [("no-accounts", None, "demodb import PATH")]


def test_every_section_that_is_missing_blocks_by_account_and_section(store: Store, customers_file: CustomersFile) -> None:
    import_sources(store, [customers_file(Path(), "Kandy", [("Zephyr", 1, 1), ("Acme Ltd", 1, 1)])])
    report = status(store, NOW)
    assert not report.ready
    assert (report.accounts, report.complete) == (2, 0)
    assert [(found.section, found.account) for found in report.blockers] == [
        (section, account) for section in SECTIONS for account in ("Acme Ltd", "Zephyr")
    ]
    assert {(found.code, found.fix) for found in report.blockers} == {("missing-section", "demodb seed")}
    assert report.blockers[0].message == "Acme Ltd has no stakeholders section"


def test_one_missing_section_of_one_account_is_enough_to_block(prepared: Store) -> None:
    with prepared.write() as connection:
        connection.execute(text("DELETE FROM plan_section WHERE account_key = 'spotify' AND section = 'actions'"))
    report = status(prepared, NOW)
    assert [(found.code, found.account, found.section) for found in report.blockers] == [
        ("missing-section", "Spotify", "actions")
    ]
    assert report.complete == 127
    assert report.sections["actions"] == {"imported": 4, "template": 123}


def test_a_portfolio_without_heroes_is_ready_with_a_warning(prepared: Store) -> None:
    with prepared.write() as connection:
        connection.execute(text("UPDATE account SET hero = 0"))
    report = status(prepared, NOW)
    assert report.ready
    assert [(found.code, found.account, found.fix) for found in report.warnings] == [
        ("no-heroes", None, "demodb account hero NAME"),
        ("no-export", None, "demodb export"),
    ]


def test_a_hero_without_a_word_written_by_hand_is_a_warning(prepared: Store) -> None:
    mark_hero(prepared, "L'Onde Bretonnière SAS")
    report = status(prepared, NOW)
    assert report.ready
    (found,) = [found for found in report.warnings if found.code not in ("hero-missing", "no-export")]
    assert (found.code, found.account) == ("hero-by-template", "L'Onde Bretonnière SAS")
    assert found.fix == "demodb import PATH --dry-run"


def test_the_moment_asked_for_is_the_moment_answered_for(empty: Store) -> None:
    moment = NOW.astimezone(timezone(timedelta(hours=9)))
    assert status(empty, moment).at == moment


def test_a_status_writes_nothing(prepared: Store, contents: Contents) -> None:
    before = contents(prepared)
    status(prepared, NOW)
    assert contents(prepared) == before


@pytest.mark.parametrize("accounts", [3, 260])
def test_every_missing_section_is_counted_in_the_sections_too(empty: Store, customers_file: CustomersFile, accounts: int) -> None:
    import_sources(empty, [customers_file(Path(), "Kandy", [(f"Account {n}", 1, 1) for n in range(accounts)])])
    report = status(empty, NOW)
    assert (report.accounts, report.complete) == (accounts, 0)
    assert report.sections == {section: {} for section in SECTIONS}
    assert len({found.account for found in report.blockers if found.account}) == min(accounts, 200)
    more = [f"{accounts - 200} more accounts have no {section} section" for section in SECTIONS] if accounts > 200 else []
    assert [found.message for found in report.blockers if not found.account] == more


def codes(store: Store, at: datetime) -> list[str]:
    return [found.code for found in status(store, at).warnings if not found.code.startswith("hero") and found.code != "no-export"]


@pytest.mark.parametrize(("days", "far"), [(0, False), (14, False), (15, True), (-14, False), (-15, True)])
def test_dates_of_templates_that_are_far_from_the_demo_are_a_warning(prepared: Store, days: int, *, far: bool) -> None:
    assert codes(prepared, NOW + timedelta(days=days)) == (["far-as-of"] if far else [])


def test_the_day_of_the_demo_is_that_of_its_own_zone(prepared: Store) -> None:
    evening = datetime(2026, 12, 8, 23, 0, tzinfo=UTC)
    assert codes(prepared, evening) == []
    assert codes(prepared, evening.astimezone(timezone(timedelta(hours=9)))) == ["far-as-of"]


@pytest.mark.slow
def test_the_fix_for_far_dates_mends_them(prepared: Store) -> None:
    demo = NOW + timedelta(days=100)
    (found,) = [found for found in status(prepared, demo).warnings if found.code == "far-as-of"]
    assert found.message == "template sections that count from 2026-11-24 and not from about 2027-03-04: 492"
    assert found.fix == "demodb shift --as-of 2027-03-04"
    shift(prepared, date(2027, 3, 4), PackChoice(), Which(["L'Onde Bretonnière SAS"]))
    (found,) = [found for found in status(prepared, demo).warnings if found.code == "far-as-of"]
    assert found.message.endswith(": 488")
    shift(prepared, date(2027, 3, 4), PackChoice())
    assert codes(prepared, demo) == []
    assert status(prepared, demo).ready


def test_several_far_dates_are_one_warning(prepared: Store) -> None:
    shift(prepared, date(2026, 10, 1), PackChoice(), Which(["L'Onde Bretonnière SAS"]))
    (found,) = [found for found in status(prepared, NOW + timedelta(days=30)).warnings if found.code == "far-as-of"]
    assert found.message == "template sections that count from 2026-10-01 to 2026-11-24 and not from about 2026-12-24: 492"


CONFLICTS = """
INSERT INTO conflict (account_key, section, list, row_id, field, base, mine, theirs, pack, revision)
SELECT account_key, 'strategy', 'painPoints', id, 'title', '"was"', '"mine"', '"theirs"', 'telecom', '0002'
FROM pain_point WHERE account_key IN (SELECT account_key FROM plan_section WHERE origin = 'template') AND id = 'pp-001'
"""


def test_open_conflicts_are_counted_in_a_warning_until_they_are_decided(prepared: Store) -> None:
    with prepared.write() as connection:
        connection.execute(text(CONFLICTS))
    report = status(prepared, NOW)
    (found,) = [found for found in report.warnings if found.code == "open-conflicts"]
    assert (found.message, found.fix) == (
        "open conflicts between a person and a newer template: 123",
        "demodb conflicts list",
    )
    assert report.ready
    with prepared.write() as connection:
        connection.execute(text("UPDATE pain_point SET title = 'theirs' WHERE id = 'pp-001' AND account_key > 'b'"))
    (found,) = [found for found in status(prepared, NOW).warnings if found.code == "open-conflicts"]
    assert found.message.endswith(f": {len(list_conflicts(prepared))}")
    take_mine(prepared)
    assert codes(prepared, NOW) == []


def test_open_conflicts_of_a_departed_account_are_counted_and_listed_only_under_its_name(
    empty: Store, customers_file: CustomersFile
) -> None:
    old, new = (customers_file(Path(name), "STL", [(name, 1, 1)]) for name in ("Vestholm", "Halden"))
    import_sources(empty, [old, new])
    seed(empty, SeedOptions(date(2026, 11, 24)))
    with empty.write() as connection:
        connection.execute(text(CONFLICTS))
    assert [one.account for one in list_conflicts(empty)] == ["Halden", "Vestholm"]
    remove_source(empty, str(old), Path())
    (found,) = [found for found in status(empty, NOW).warnings if found.code == "open-conflicts"]
    assert found.message.endswith(": 1")
    assert [one.account for one in list_conflicts(empty)] == ["Halden"]
    take_mine(empty)
    assert "open-conflicts" not in codes(empty, NOW)
    assert [one.account for one in list_conflicts(empty, "Vestholm")] == ["Vestholm"]
