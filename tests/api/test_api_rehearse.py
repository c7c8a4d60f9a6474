"""A rehearsal of a whole store: the story's names, places in sources, what is ignored, what is kept, the sample's heroes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixture_types import CustomersFile, WriteJson
from sqlalchemy import text

from demodb.api.export import ExportBy, export
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.rehearse import RehearsalReport, Rehearsing, hours, rehearse
from demodb.api.seed import SeedOptions, seed
from demodb.api.status import Asked, status
from demodb.api.warmup import Surroundings, WarmupOptions, warmup
from demodb.clock import Clock
from demodb.errors import UnknownValueError
from demodb.model.documents import SECTIONS
from demodb.model.lifetimes import DEMO
from demodb.model.story import Expectation, Story, Window, story_of
from demodb.settings import load_story
from demodb.store.engine import Store

NOW = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
WINDOW = Window(NOW + timedelta(hours=1), NOW + timedelta(hours=2.5))
CLOCK = Clock(now=lambda: NOW)


def warmed(store: Store) -> None:
    warmup(store, WarmupOptions(until=WINDOW.until), "no key", Surroundings(CLOCK, DEMO))


def codes(report: RehearsalReport) -> dict[str, int]:
    return {code: count for (_, code), count in report.counts.items()}


@pytest.fixture
def asked(tmp_path: Path) -> Rehearsing:
    return Rehearsing(WINDOW, NOW, root=tmp_path, export=tmp_path / "export")


@pytest.fixture
def small(store: Store, customers_file: CustomersFile, tmp_path: Path) -> Store:
    """Two accounts with seeded plans, of which one is a hero."""
    file = customers_file(tmp_path / "in", "STL", [("Acme Ltd", 500_000, 0), ("Zoe's", 400_000, 0)])
    import_sources(store, [file], how=ImportBy(tmp_path, CLOCK))
    seed(store, SeedOptions(NOW.date()))
    return store


@pytest.mark.slow
def test_of_the_samples_heroes_nothing_is_said_that_is_not_so(prepared: Store, sample: Path, tmp_path: Path) -> None:
    warmed(prepared)
    story = load_story(sample, NOW.date())
    assert story is not None
    export(prepared, tmp_path / "export", ExportBy(root=tmp_path))
    of_accounts = replace(story, portfolio={})
    report = rehearse(prepared, Rehearsing(WINDOW, NOW, of_accounts, root=tmp_path, export=tmp_path / "export"))
    assert report.exit_code == 0
    with prepared.read() as connection:
        heroes = set(connection.execute(text("SELECT name FROM account WHERE hero = 1")).scalars())
    of_heroes = [finding for finding in report.findings if finding.account in heroes]
    assert {finding.code for finding in of_heroes} == {"cache-rules", "renewal-over"}
    assert report.counts["hint", "cache-rules"] == len(heroes)


def test_names_in_the_story_that_are_no_accounts_are_told_with_those_like_them(small: Store, asked: Rehearsing) -> None:
    story = Story(accounts={"Acme Limited!": Expectation(), "acme ltd": Expectation(), "Acme, Ltd.": Expectation()})
    report = rehearse(small, replace(asked, story=story))
    found = {finding.code: finding for finding in report.findings}
    assert found["story-unknown"].value == "Acme Limited!"
    assert "did you mean 'Acme Ltd'?" in found["story-unknown"].why
    assert found["story-twice"].account == "Acme Ltd"
    assert "'acme ltd' and 'Acme, Ltd.'" in found["story-twice"].why
    assert report.exit_code == 3


def test_an_empty_store_would_not_hold_whatever_the_story_asks(store: Store, asked: Rehearsing) -> None:
    story, _ = story_of({"portfolio": {"boards_in_use": ">= 60 %"}})
    found = [finding for finding in rehearse(store, replace(asked, story=story)).findings if finding.severity == "blocker"]
    assert [(one.code, one.command) for one in found] == [("no-accounts", "demodb import PATH")]


def test_accounts_without_plans_are_told_as_that_and_not_as_all_alike(
    store: Store, customers_file: CustomersFile, asked: Rehearsing, tmp_path: Path
) -> None:
    file = customers_file(tmp_path / "in", "STL", [(f"Acme {n}", 500_000, 0) for n in range(12)])
    import_sources(store, [file], how=ImportBy(tmp_path, CLOCK))
    before = rehearse(store, asked)
    assert before.counts["blocker", "missing-section"] == 4 * 12
    assert {(one.section, one.command) for one in before.findings if one.account == "Acme 7"} == {
        (section, "demodb seed") for section in SECTIONS
    }
    assert "one-shape" not in codes(before)
    seed(store, SeedOptions(NOW.date()))
    after = codes(rehearse(store, asked))
    assert "missing-section" not in after


@pytest.mark.parametrize(
    ("wanted", "measured"),
    [
        ('at_risk_arr = ">= 1 %"', "ARR at risk is 0 % of all"),
        ('boards_in_use = ">= 60 %"', "boards in use is 0 % of all"),
    ],
)
def test_what_the_story_asks_of_the_portfolio_is_measured_over_all_accounts(
    small: Store, asked: Rehearsing, wanted: str, measured: str
) -> None:
    name, value = (part.strip(' "') for part in wanted.split(" = "))
    story, faults = story_of({"portfolio": {name: value}})
    assert faults == []
    found = [finding for finding in rehearse(small, replace(asked, story=story)).findings if finding.code == "story-portfolio"]
    assert [(one.severity, one.field, one.value) for one in found] == [("blocker", name, 0.0)]
    assert measured in found[0].why


def test_what_is_wrong_in_a_source_is_told_with_its_file_and_json_path(
    store: Store, customers_file: CustomersFile, write_json: WriteJson, asked: Rehearsing, tmp_path: Path
) -> None:
    file = customers_file(tmp_path / "in", "STL", [("Zoe's", 400_000, 0)])
    wrong = corrected(file, lambda row: row.update(renewal_qtr="Q1'26", will_renew="TBD"), write_json)
    import_sources(store, [wrong], how=ImportBy(tmp_path, CLOCK))
    found = next(finding for finding in rehearse(store, asked).findings if finding.code == "renewal-over")
    assert (found.file, found.path) == (
        "in/customers_stl_all.json",
        "$.customers[?@.customer_name=='Zoe\\'s'].subscriptions[0].renewal_qtr",
    )
    right = corrected(file, lambda row: row.update(renewal_qtr="Q1'27"), write_json)
    import_sources(store, [right], how=ImportBy(tmp_path, CLOCK))
    assert "renewal-over" not in codes(rehearse(store, asked))


def corrected(file: Path, change: Callable[[Any], None], write_json: WriteJson) -> Path:
    document = json.loads(file.read_text("utf-8"))
    change(document["customers"][0]["subscriptions"][0])
    return write_json(file, document)


def test_codes_are_ignored_everywhere_or_for_one_account_and_unknown_ones_are_refused(small: Store, asked: Rehearsing) -> None:
    with small.write() as connection:
        connection.execute(text("UPDATE opportunity SET probability = 100, status = 'exploring'"))
    every = rehearse(small, asked)
    assert every.counts["warning", "decided-deal"] == 4
    one = rehearse(small, replace(asked, ignore=("decided-deal:ACME LTD",)))
    assert (one.counts["warning", "decided-deal"], one.ignored) == (2, 2)
    none = rehearse(small, replace(asked, ignore=("decided-deal",)))
    assert ("decided-deal" in codes(none), none.ignored) == (False, 4)
    with pytest.raises(UnknownValueError, match="decided-deel") as error:
        rehearse(small, replace(asked, ignore=("decided-deel",)))
    assert "decided-deal" in error.value.fix


def test_status_tells_the_last_rehearsal_and_whether_the_store_has_changed_since(small: Store, asked: Rehearsing) -> None:
    question = Asked(NOW, root=asked.root, export=asked.export)
    assert status(small, question).rehearsed is None
    report = rehearse(small, asked)
    assert report.worst is not None
    kept = status(small, question).rehearsed
    assert kept is not None
    counted = report.by_severity
    assert (kept.at, kept.blockers, kept.warnings, kept.hints) == (NOW, counted["blocker"], counted["warning"], counted["hint"])
    assert (kept.worst, kept.why, kept.changed) == (report.worst.code, report.worst.why, False)
    with small.write() as connection:
        connection.execute(text("UPDATE stakeholder SET notes = 'Left.' WHERE account_key = 'acme ltd'"))
    again = status(small, question).rehearsed
    assert again is not None
    assert again.changed
    rehearse(small, asked)
    last = status(small, question).rehearsed
    assert last is not None
    assert not last.changed


def test_a_cache_that_was_filled_after_a_rehearsal_is_a_change(small: Store, asked: Rehearsing) -> None:
    rehearse(small, asked)
    warmup(small, WarmupOptions(every=True), "no key", Surroundings(CLOCK, DEMO))
    kept = status(small, Asked(NOW, root=asked.root)).rehearsed
    assert kept is not None
    assert kept.changed


def test_the_exported_folder_is_judged_as_it_lies_there(small: Store, asked: Rehearsing) -> None:
    assert codes(rehearse(small, asked))["no-export"] == 1
    export(small, asked.root / "export", ExportBy(root=asked.root))
    assert not {"no-export", "export-behind"} & set(codes(rehearse(small, asked)))
    with small.write() as connection:
        connection.execute(text("UPDATE pain_point SET title = 'New' WHERE account_key = 'acme ltd'"))
    report = rehearse(small, asked)
    assert report.counts["blocker", "export-behind"] == 1


def test_a_demo_that_is_over_or_far_away_is_told(small: Store, asked: Rehearsing) -> None:
    for days in (-2, 2):
        window = Window(WINDOW.at + timedelta(days=days), WINDOW.until + timedelta(days=days))
        assert rehearse(small, replace(asked, window=window)).counts["warning", "story-over"] == 1


def test_the_hours_are_those_named_else_the_storys_else_an_hour_from_now() -> None:
    story, _ = story_of({"demo": {"at": "14:00", "until": "15:30"}})
    assert hours(story, NOW) == WINDOW
    assert hours(story, NOW, until=NOW + timedelta(hours=4)) == Window(WINDOW.at, NOW + timedelta(hours=4))
    assert hours(story, NOW, NOW) == Window(NOW, WINDOW.at)
    assert hours(Story(), NOW) == Window(NOW, WINDOW.at)
