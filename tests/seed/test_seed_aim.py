"""Aiming: the situations of accounts are weighed so that the portfolio shows what the story asks for, once and for all."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixture_types import CustomersFile, Exported, NewStore
from pack_texts import written
from situated_texts import offices

from demodb.api.import_ import import_sources
from demodb.api.rehearse import Rehearsing, rehearse
from demodb.api.seed import ALL, AimReport, PackChoice, SeedOptions, Which, seed
from demodb.model.story import Story, Window, story_of
from demodb.store.aims import read_aims
from demodb.store.engine import Store

AS_OF = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 13, tzinfo=UTC)
NAMES = tuple(f"Acme {number} Ltd" for number in range(40))


def asking(**portfolio: str) -> Story:
    story, faults = story_of({"portfolio": portfolio})
    assert not faults
    return story


def open_pack(folder: Path) -> str:
    """The pack of the docs, with situations of which each fits every account."""
    text = offices().replace('everyRenewal = { outcome = ["no"] }\n', "").replace("fallback = true", "")
    fallback = '[[situations]]\nkey = "none"\nfallback = true\n\n'
    return written(folder, text.replace("[[stakeholders.rows]]", f"{fallback}[[stakeholders.rows]]", 1))


@pytest.fixture
def options(tmp_path: Path) -> SeedOptions:
    return SeedOptions(AS_OF, PackChoice(open_pack(tmp_path / "offices")))


@pytest.fixture
def portfolio(customers_file: CustomersFile, tmp_path: Path) -> Callable[..., Path]:
    """A customer file of accounts of which each has more revenue than the one before, or all the same."""

    def made(unit: str = "Cleaning", growth: float = 0.0, names: tuple[str, ...] = NAMES) -> Path:
        rows = [(name, 50_000 * (1 + growth * number), 0.0) for number, name in enumerate(names)]
        return customers_file(tmp_path / f"in {unit}", unit, rows)

    return made


def aimed(store: Store, options: SeedOptions, story: Story, which: Which = ALL, *, dry_run: bool = False) -> AimReport:
    report = seed(store, options, which, dry_run=dry_run, story=story).aim
    assert report
    return report


def missed(store: Store, story: Story, folder: Path) -> list[str | None]:
    """The measures of the portfolio that a rehearsal finds to be not as the story asks."""
    window = Window(NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    found = rehearse(store, Rehearsing(window, NOW, story=story, root=folder, export=folder / "export")).findings
    return [finding.field for finding in found if finding.code == "story-portfolio"]


@pytest.mark.slow
@pytest.mark.parametrize("made", [("Cleaning", 0.0), ("Elsewhere", 0.2)])
@pytest.mark.parametrize("wanted", ["<= 0.05", "0.1-0.12", ">= 0.12"])
def test_a_portfolio_comes_to_what_the_story_asks_for_whatever_that_is(
    new_store: NewStore,
    options: SeedOptions,
    portfolio: Callable[..., Path],
    tmp_path: Path,
    made: tuple[str, float],
    wanted: str,
) -> None:
    story, store = asking(pipeline_to_revenue=wanted), new_store()
    import_sources(store, [portfolio(*made)])
    report = aimed(store, options, story)
    assert [one.reached for one in report.measures] == [True], report.measures
    assert missed(store, story, tmp_path) == []


def test_without_aim_that_portfolio_would_not_come_to_it(
    new_store: NewStore, options: SeedOptions, portfolio: Callable[..., Path], tmp_path: Path
) -> None:
    story, store = asking(pipeline_to_revenue="<= 0.05"), new_store()
    import_sources(store, [portfolio()])
    seed(store, options)
    assert missed(store, story, tmp_path) == ["pipeline_to_revenue"]


@pytest.mark.slow
def test_the_sample_comes_to_what_the_story_asks_for_beside_its_hand_written_plans(
    new_store: NewStore, sample: Path, tmp_path: Path
) -> None:
    story, store = asking(at_risk_arr="40-60 %", pipeline_to_revenue="0.52-1.5", boards_in_use=">= 76 %"), new_store()
    import_sources(store, [sample])
    options = SeedOptions(AS_OF, PackChoice("lived-in"))
    report = aimed(store, options, story)
    assert report.reweighed
    assert all(one.reached for one in report.measures)
    assert missed(store, story, tmp_path) == []


def test_what_cannot_be_reached_is_told_with_the_ends_of_what_can(
    new_store: NewStore, options: SeedOptions, portfolio: Callable[..., Path]
) -> None:
    store = new_store()
    import_sources(store, [portfolio()])
    report = aimed(store, options, asking(at_risk_arr=">= 20 %", pipeline_to_revenue=">= 5"))
    at_risk, pipeline = report.measures
    assert (at_risk.reached, at_risk.after, at_risk.ends) == (False, 0.0, (0.0, 0.0))
    assert not pipeline.reached
    assert pipeline.ends[0] <= (pipeline.before or 0) < (pipeline.after or 0) <= pipeline.ends[1] < 5


def test_the_weights_are_kept_by_pack_and_seed_and_a_dry_run_keeps_none(
    store: Store, options: SeedOptions, portfolio: Callable[..., Path]
) -> None:
    import_sources(store, [portfolio(names=NAMES[:20])])
    story = asking(pipeline_to_revenue="<= 0.05")
    planned = aimed(store, options, story, dry_run=True)
    with store.read() as connection:
        assert read_aims(connection, "0") == {}
    report = aimed(store, options, story)
    assert report == planned
    with store.read() as connection:
        kept = read_aims(connection, "0")
        assert read_aims(connection, "another") == {}
    assert kept == report.stored
    assert kept["offices"].weights == {one.situation: one.after for one in report.reweighed} != {}


@pytest.mark.slow
def test_aiming_at_a_seeded_store_changes_no_section_and_no_weight(
    new_store: NewStore, exported: Exported, options: SeedOptions, portfolio: Callable[..., Path]
) -> None:
    store, story = new_store(), asking(pipeline_to_revenue="<= 0.05")
    import_sources(store, [portfolio()])
    aimed(store, options, story)
    before = exported(store)
    with store.read() as connection:
        kept = read_aims(connection, "0")
    for other in (story, asking(pipeline_to_revenue=">= 0.12")):
        report = aimed(store, options, other)
        assert report.free == 0
        assert exported(store) == before
    with store.read() as connection:
        assert kept["offices"].weights
        assert report.measures[0].before == report.measures[0].after
    assert not report.measures[0].reached


@pytest.mark.slow
def test_a_subset_first_and_the_rest_without_aim_gives_the_same_bytes_as_all_at_once(
    new_store: NewStore, exported: Exported, options: SeedOptions, portfolio: Callable[..., Path]
) -> None:
    story, file = asking(pipeline_to_revenue="<= 0.05"), portfolio()
    whole, parts = new_store(), new_store()
    for store in (whole, parts):
        import_sources(store, [file])
    aimed(whole, options, story)
    aimed(parts, options, story, Which(NAMES[7:9]))
    seed(parts, options, Which(NAMES[25:]))
    seed(parts, options)
    assert exported(parts) == exported(whole)


@pytest.mark.slow
def test_a_new_account_moves_nobody_and_is_drawn_with_the_weights_that_are_kept(
    new_store: NewStore, exported: Exported, options: SeedOptions, portfolio: Callable[..., Path]
) -> None:
    store, story = new_store(), asking(pipeline_to_revenue="<= 0.02")
    import_sources(store, [portfolio()])
    aimed(store, options, story)
    before = exported(store)
    new = tuple(f"Borealis {number} AS" for number in range(40))
    import_sources(store, [portfolio("Elsewhere", names=new)])
    seed(store, options)
    after = exported(store)
    assert {path: after[path] for path in before} == before
    with_weights = [json.loads(after[path])["opportunities"] for path in after if "strategy/borealis" in path]
    plain = new_store()
    import_sources(plain, [portfolio("Elsewhere", names=new)])
    seed(plain, options)
    without = [json.loads(content)["opportunities"] for path, content in exported(plain).items() if path.startswith("strategy")]
    assert len(with_weights) == len(without) == 40
    assert _lost(with_weights) > _lost(without)


def _lost(plans: list[Any]) -> int:
    """How many plans have lost deals alone."""
    return sum({deal["status"] for deal in deals} == {"lost"} for deals in plans)
