"""`demodb warmup --compare`: what Claude said of an account, as far as it is cached, beside what the rules say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from demodb.advice.brief import brief
from demodb.advice.checker import answer_faults
from demodb.advice.excerpt import Occasion
from demodb.api.cache import AccountIntelligence, account_intelligence
from demodb.clock import Clock
from demodb.model.intelligence import intelligence_document
from demodb.store.accounts import find_account
from demodb.store.engine import Store
from demodb.store.material import read_material

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True)
class Comparison:
    """Both documents on an account; `claude` is None where nothing by Claude is cached.

    `faults` are what Claude's holds though it does not stand in the account's present data.
    """

    account: str
    claude: AccountIntelligence | None
    rules: dict[str, Any]
    faults: tuple[str, ...]


def compare(store: Store, clock: Clock, name: str) -> Comparison:
    """Both documents. Makes no call and writes nothing. Raises UnknownAccountError."""
    with store.read() as connection:
        account = find_account(connection, name)
        material = next(read_material(connection, [account.key]))
    cached = account_intelligence(store, clock, account.slug)
    claude = cached if cached and cached.document["source"] == "claude" else None
    rules = intelligence_document(account.name, brief(material), generated_at=clock.now(), source="rules")
    faults = answer_faults(claude.document, material, Occasion(clock.today())) if claude else []
    return Comparison(account.name, claude, rules, tuple(faults))
