"""The pack with situations of the docs, as text, and what is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pack_texts import written

from demodb.model.account import AccountFacts
from demodb.model.documents import SECTIONS, Section
from demodb.model.names import match_key
from demodb.model.renewals import Outcome, Renewal, quarter_number
from demodb.packs.account_draws import AccountDraws
from demodb.packs.pack import Pack
from demodb.packs.template import Template

AS_OF = date(2026, 11, 24)
NOW = quarter_number(AS_OF)
OUTCOMES: tuple[Outcome, ...] = ("yes", "no", "undecided", "unknown")
Plans = dict[str, list[dict[Section, Any]]]
"""Plans by the situation of their accounts."""

_PAGE = Path(__file__).resolve().parent.parent / "docs" / "templates.md"


_FIRST = re.compile(r"`packs/offices/0001_first\.toml`:\n\n```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)


@cache
def offices() -> str:
    """The first revision of the pack with situations that the docs show."""
    found = re.search(
        r"`packs/offices/0001_first\.toml`:\n\n```toml\n(.*?)^```", _PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found
    return found[1]


def offices_at(folder: Path, *later: str) -> str:
    """The pack in a folder, with these revisions after the first."""
    return written(folder, offices(), *later)


def facts(number: int, *outcomes: Outcome, unit: str = "cleaning", quarter: int | None = NOW) -> AccountFacts:
    renewals = tuple(Renewal(outcome, quarter, 1000.0) for outcome in outcomes)
    risk = any(outcome in ("no", "undecided") for outcome in outcomes)
    name = f"Acme {number} Ltd"
    return AccountFacts(match_key(name), name, unit, 90_000.0, risk, recurring=60_000.0, share=0.2, renewals=renewals)


def plan(pack: Pack, about: AccountFacts, as_of: date = AS_OF) -> dict[Section, Any]:
    return {section: Template(pack, "0", as_of).section(section, about) for section in SECTIONS}


def account_draws(pack: Pack, about: AccountFacts) -> AccountDraws:
    made = Template(pack, "0", AS_OF).drawn(about)
    assert made
    return made


def situation(pack: Pack, about: AccountFacts) -> str:
    return account_draws(pack, about).case.situation


def all_of(plans: Plans) -> Iterator[dict[Section, Any]]:
    for listed in plans.values():
        yield from listed
