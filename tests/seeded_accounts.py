"""Accounts seeded from a pack as of one day: how, where rows of Acme's stand, and which rows there are."""

from __future__ import annotations

from datetime import date

from demodb.api.seed import PackChoice, SeedOptions, seed
from demodb.api.show import show_account
from demodb.model.documents import Section
from demodb.store.engine import Store

AS_OF = date(2026, 11, 24)
PAIN_POINT = ("acme ltd", "strategy", "painPoints", "pp-001")
BOSS = ("acme ltd", "stakeholders", "", "sh-001")
REPORT = ("acme ltd", "stakeholders", "", "sh-002")


def seeded(store: Store, pack: str) -> int:
    """Seed what is missing; how many conflicts that makes."""
    return seed(store, SeedOptions(AS_OF, PackChoice(pack))).conflicts


def ids(store: Store, section: Section = "stakeholders", account: str = "Acme Ltd") -> list[str]:
    """The ids of the rows of a section, of a strategy those of its pain points."""
    document = show_account(store, account).sections[section].document
    rows = document["painPoints"] if isinstance(document, dict) else document
    return [row["id"] for row in rows]
