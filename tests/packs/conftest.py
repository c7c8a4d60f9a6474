"""The pack with situations of the docs, and plans that it makes."""

from __future__ import annotations

import pytest
from situated_texts import Plans, facts, offices_at, plan, situation

from demodb.model.renewals import Outcome
from demodb.packs.pack import Pack, load_pack


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(offices_at(tmp_path_factory.mktemp("packs") / "offices"))


@pytest.fixture(scope="module")
def plans(pack: Pack) -> Plans:
    """The plans of many accounts, by their situation."""
    some: list[tuple[Outcome, ...]] = [("no",), ("yes",), ("unknown", "yes"), ("undecided",), (), ("no", "no")]
    accounts = [facts(n, *some[n % len(some)]) for n in range(240)]
    found: Plans = {}
    for about in accounts:
        found.setdefault(situation(pack, about), []).append(plan(pack, about))
    return found
