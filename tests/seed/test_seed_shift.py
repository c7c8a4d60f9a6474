"""Shift: templates count from another date as if they had been seeded so, and a date that a person wrote stays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from fixture_types import Contents, Copied, Exported, NewStore
from pack_texts import SEVERITY, release, released, small_revision, written
from seeded_accounts import PAIN_POINT

from demodb.api.account import list_accounts
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, Which, history, seed
from demodb.api.shift import shift
from demodb.api.show import show_account
from demodb.model.rows import row_lists
from demodb.store.engine import Store
from demodb.store.plans import read_sections

FIRST, SECOND = date(2026, 11, 24), date(2027, 3, 6)


@pytest.mark.slow
@pytest.mark.parametrize(("revisions", "second"), [(2, SECOND), (3, date(2026, 12, 15))], ids=["no-situations", "same-quarter"])
def test_a_shifted_sample_is_byte_for_byte_what_seeding_as_of_that_date_gives(
    new_store: NewStore, sample: Any, exported: Exported, contents: Contents, tmp_path: Path, *, revisions: int, second: date
) -> None:
    """Situations depend on which renewals are near, and a shift leaves those of an account as they were."""
    choice = PackChoice(released("telecom", revisions, tmp_path))
    there, anew = new_store(), new_store()
    for store, as_of in ((there, FIRST), (anew, second)):
        import_sources(store, [sample])
        seed(store, SeedOptions(as_of, choice))
    report = shift(there, second, choice)
    assert (report.accounts, report.sections, report.kept, report.unknown) == (128, 4 * 123, 0, [])
    assert contents(there) == contents(anew)
    assert exported(there) == exported(anew)


def test_a_shift_there_and_back_leaves_everything_as_it_was(two: Store, small: str, contents: Contents) -> None:
    seed(two, SeedOptions(FIRST, PackChoice(small)))
    sql.update(two, PAIN_POINT, "title", "Mine")
    before = contents(two)
    shift(two, SECOND, PackChoice(small))
    assert contents(two) != before
    shift(two, FIRST, PackChoice(small))
    assert contents(two) == before


def test_a_date_that_a_person_wrote_stays_and_the_others_move(two: Store, small: str) -> None:
    seed(two, SeedOptions(FIRST, PackChoice(small)))
    sql.update(two, PAIN_POINT, "identified_date", "2026-01-05")
    report = shift(two, FIRST + timedelta(days=7), PackChoice(small), Which(["Acme Ltd"]))
    assert (report.kept, report.sections) == (1, 4)
    strategy = show_account(two, "Acme Ltd").sections["strategy"]
    assert isinstance(strategy.document, dict)
    assert strategy.document["painPoints"][0]["identifiedDate"] == "2026-01-05"
    (opportunity,) = strategy.document["opportunities"]
    (before,) = show_account(two, "Borealis AS").sections["strategy"].document["opportunities"]  # type: ignore[call-overload]
    assert date.fromisoformat(opportunity["identifiedDate"]) <= FIRST + timedelta(days=7 - 10)
    assert before["identifiedDate"] < FIRST.isoformat()


def test_a_date_to_which_an_app_added_a_time_moves_and_keeps_the_time(two: Store, small: str, contents: Contents) -> None:
    seed(two, SeedOptions(FIRST, PackChoice(small)))

    def identified() -> list[str]:
        documents = [show_account(two, name).sections["strategy"].document for name in ("Acme Ltd", "Borealis AS")]
        return [doc["painPoints"][0]["identifiedDate"] for doc in documents]  # type: ignore[call-overload]

    mine, other = identified()
    sql.update(two, PAIN_POINT, "identified_date", f"{mine}T09:30:00.000Z")
    before = contents(two)
    report = shift(two, SECOND, PackChoice(small))
    moved, as_seeded = identified()
    assert moved == f"{date.fromisoformat(mine) + (SECOND - FIRST)}T09:30:00.000Z"
    assert as_seeded == str(date.fromisoformat(other) + (SECOND - FIRST))
    assert (report.kept, report.sections) == (0, 8)
    shift(two, FIRST, PackChoice(small))
    assert contents(two) == before


def test_a_date_time_of_another_day_is_a_person_s_and_stays(two: Store, small: str) -> None:
    seed(two, SeedOptions(FIRST, PackChoice(small)))
    sql.update(two, PAIN_POINT, "identified_date", "2026-01-05T09:30:00.000Z")
    assert shift(two, SECOND, PackChoice(small)).kept == 1
    document = show_account(two, "Acme Ltd").sections["strategy"].document
    assert document["painPoints"][0]["identifiedDate"] == "2026-01-05T09:30:00.000Z"  # type: ignore[call-overload]


def test_a_second_shift_to_the_same_date_changes_nothing_and_is_no_run(two: Store, small: str, contents: Contents) -> None:
    seed(two, SeedOptions(FIRST, PackChoice(small)))
    shift(two, SECOND, PackChoice(small))
    before = contents(two)
    assert shift(two, SECOND, PackChoice(small)).sections == 0
    assert contents(two) == before
    assert [(run.kind, run.as_of) for run in history(two)] == [("shift", "2027-03-06"), ("seed", "2026-11-24")]


def test_a_dry_run_of_a_shift_tells_the_same_and_writes_nothing(two: Store, small: str, contents: Contents) -> None:
    seed(two, SeedOptions(FIRST, PackChoice(small)))
    before = contents(two)
    tried = shift(two, SECOND, PackChoice(small), dry_run=True)
    assert contents(two) == before
    done = shift(two, SECOND, PackChoice(small))
    assert (tried.sections, tried.moved) == (done.sections, done.moved)


@pytest.mark.parametrize("days", [1, 3, 6, 7, 100])
def test_a_date_in_weeks_moves_by_whole_weeks_and_keeps_its_weekday(two: Store, tmp_path: Any, days: int) -> None:
    pack = written(tmp_path / "weekly", small_revision(("identified = [10, 20]", "identified = { weeks = [2, 6] }")))
    seed(two, SeedOptions(FIRST, PackChoice(pack)))

    def identified() -> list[date]:
        found = [show_account(two, name).sections["strategy"].document for name in ("Acme Ltd", "Borealis AS")]
        return [date.fromisoformat(row["identifiedDate"]) for doc in found for row in doc["painPoints"]]  # type: ignore[call-overload]

    before = identified()
    to = FIRST + timedelta(days=days)
    shift(two, to, PackChoice(pack))
    moved = {(after - was).days for was, after in zip(before, identified(), strict=True)}
    mondays = [day - timedelta(days=day.weekday()) for day in (FIRST, to)]
    assert moved == {(mondays[1] - mondays[0]).days}
    assert all(day.weekday() < 5 for day in identified())


PAST = ("lastInteraction", "identifiedDate", "lastUpdated", "createdAt")


@pytest.mark.slow
@pytest.mark.parametrize("weekday", range(7))
def test_nothing_that_happened_lies_in_the_future_and_nothing_due_is_long_overdue(copied: Copied, weekday: int) -> None:
    store, as_of = copied("sample"), date(2027, 5, 3) + timedelta(days=weekday)
    shift(store, as_of, PackChoice())
    seen = 0
    with store.read() as connection:
        sections = read_sections(connection, [line.key for line in list_accounts(store)])
    for stored in sections.values():
        rows = row_lists(stored.section, stored.document) if stored.origin else {}
        for row in (row for found in rows.values() for row in found):
            seen += 1
            assert all(row[key] <= as_of.isoformat() for key in PAST if key in row), row
            assert row.get("dueDate", "9999") >= (as_of - timedelta(days=14)).isoformat(), row
    assert seen > 128


def test_a_section_whose_pack_is_not_at_hand_stays_and_is_named(two: Store, small: str, contents: Contents) -> None:
    seed(two, SeedOptions(FIRST, PackChoice(small)))
    before = contents(two)
    report = shift(two, SECOND, PackChoice("saas"))
    assert report.sections == 0
    assert "Acme Ltd: strategy (small 0001)" in report.unknown
    assert contents(two) == before


def test_a_section_that_is_not_upgraded_shifts_by_its_own_revision(two: Store, small: str) -> None:
    seed(two, SeedOptions(FIRST, PackChoice(small)))
    release(small, 2, SEVERITY)
    shift(two, SECOND, PackChoice(small))
    stored = show_account(two, "Acme Ltd").sections["strategy"]
    assert isinstance(stored.document, dict)
    assert (stored.origin.revision if stored.origin else "", stored.document["painPoints"][0]["severity"]) == ("0001", "high")
    assert not stored.edited
