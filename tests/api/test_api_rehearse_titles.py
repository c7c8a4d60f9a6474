"""Seeded titles are right in every country: a rehearsal has nothing to say of their language."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixture_types import Copied, CustomersFile

from demodb.api.import_ import import_sources
from demodb.api.rehearse import Rehearsing, rehearse
from demodb.api.seed import PackChoice, SeedOptions, seed
from demodb.model.story import Window
from demodb.packs.locales import LOCALES_2

NOW = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
ELSEWHERE = ("AE", "BG", "IL", "KR", "MA", "SG", "TH", "ZA")


@pytest.mark.slow
@pytest.mark.parametrize("pack", ["lived-in", "telecom"])
def test_no_title_of_a_seeded_plan_is_in_the_wrong_language(
    copied: Copied, customers_file: CustomersFile, repository: Path, tmp_path: Path, pack: str
) -> None:
    """Of companies whose names tell a country, and of those of which a table tells it."""
    named = json.loads((repository / "tests" / "gold" / "names.json").read_text("utf-8"))
    customers = [(name, 9_000.0 + 37_000 * number, 0.0) for number, name in enumerate(sorted(named)) if "/" not in name]
    rows = [
        f"STL,Northwind {country} {revenue},{country},{revenue}"
        for country in (*LOCALES_2, *ELSEWHERE)
        for revenue in (4_000, 70_000, 900_000)
    ]
    (tmp_path / "list.csv").write_text("\n".join(["BU,Customer,Country,ARR", *rows, ""]), "utf-8")
    store = copied("empty")
    assert not import_sources(store, [customers_file(tmp_path / "in", "Kandy", customers), tmp_path / "list.csv"]).errors
    assert seed(store, SeedOptions(NOW.date(), PackChoice(pack))).accounts > 300
    report = rehearse(store, Rehearsing(Window(NOW, NOW + timedelta(hours=1)), NOW, root=tmp_path))
    assert [finding.why for finding in report.findings if finding.code == "other-language"] == []
