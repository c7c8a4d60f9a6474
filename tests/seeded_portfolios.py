"""Portfolios seeded from a pack: the sample, and those that a script makes."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from made_portfolios import PORTFOLIOS, write_portfolio
from plan_figures import Plan, seeded_plans

from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, seed
from demodb.store.schema import open_store

AS_OF = date(2026, 11, 24)
SAMPLE = "the sample"
NAMES = (SAMPLE, *PORTFOLIOS)


def plans_from(pack: str, portfolio: str, sample: Path, folder: Path) -> dict[str, Plan]:
    """The plans that a pack gives the accounts of a portfolio, by the accounts' keys."""
    if portfolio == SAMPLE:
        sources = [Path(shutil.copytree(sample, folder / "in"))]
    else:
        sources = [write_portfolio(folder / "in", portfolio)]
    with open_store(folder / "demodb.db", create=True) as store:
        assert not import_sources(store, sources).errors
        seed(store, SeedOptions(AS_OF, PackChoice(pack)))
        return seeded_plans(store)
