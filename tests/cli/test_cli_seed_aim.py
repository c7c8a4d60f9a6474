"""`demodb seed --aim` for a person: what came of each measure, what stands in the way, and which weights changed."""

from __future__ import annotations

from pathlib import Path

from fixture_types import Command

from demodb.api.seed import Aimed, AimReport
from demodb.cli.seed_aim import aim_lines
from demodb.model.ranges import range_of
from demodb.seed.aiming import Reweighed


def test_each_measure_that_is_not_reached_is_told_with_what_stands_in_the_way() -> None:
    report = AimReport(
        5000,
        2000,
        700,
        (
            Aimed("at_risk_arr", range_of("15-20 %", "percent"), 48.2, 48.2, reached=False, ends=(48.2, 48.2)),
            Aimed("boards_in_use", range_of(">= 60 %", "percent"), 55.0, 61.0, reached=True, ends=(50.0, 70.0)),
            Aimed("pipeline_to_revenue", range_of("2-3", "ratio"), 0.5, 0.9, reached=False, ends=(0.4, 1.1)),
        ),
        (Reweighed("lived-in", "growing", 4.0, 64.0),),
    )
    text = "\n".join(aim_lines(report, would="would be "))
    assert "over 2,000 of 5,000 accounts; 700 of them" in text
    assert "48.2 %, not as wanted, 15-20 %\n    it depends on the sources alone" in text
    assert "55.0 % -> 61.0 %, as wanted, >= 60 %" in text
    assert "0.50 -> 0.90, not as wanted, 2-3\n    whatever is drawn, it comes to 0.40 to 1.10: 1,300 accounts" in text
    assert "lived-in, weights would be changed: growing 4 -> 64" in text


def test_a_story_that_asks_nothing_of_the_portfolio_is_told(demodb: Command, tmp_path: Path) -> None:
    (tmp_path / "story.toml").write_text('[demo]\nat = "14:00"\n', "utf-8")
    result = demodb("seed", "--aim")
    assert result.code == 2
    assert "--aim brings about what story.toml asks for in [portfolio], and it asks for nothing there" in result.err
