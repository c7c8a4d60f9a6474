"""`demodb explain`: where the values of an account's plan come from."""

from __future__ import annotations

from demodb.errors import UnknownValueError
from demodb.model.documents import SECTIONS
from demodb.packs.chosen import ChosenPacks
from demodb.packs.pack import PackChoice
from demodb.seed.explain import ExplainedValue, explained, sections_within, within
from demodb.store.accounts import find_account
from demodb.store.conflicts import read_conflicts
from demodb.store.engine import Store
from demodb.store.plans import read_sections, read_sources
from demodb.store.runs import used_revisions
from demodb.store.seeding import account_facts

__all__ = ["ExplainedValue", "PackChoice", "explain"]


def explain(store: Store, account: str, choice: PackChoice, field: str = "") -> tuple[str, list[ExplainedValue]]:
    """The account's name, and field by field where its values come from.

    `field` is a place such as strategy/painPoints/pp-001/title, or the beginning of one. Raises UnknownAccountError, and
    UnknownValueError where nothing lies at that place.
    """
    with store.read() as connection:
        found = find_account(connection, account)
        facts = next(account_facts(connection, [found.key]))
        chosen_packs = ChosenPacks(choice, used_revisions(connection))
        stored = read_sections(connection, [found.key])
        files = read_sources(connection, [found.key])
        conflicts = list(read_conflicts(connection, [found.key]))
        origins = []
        for section in sections_within(field, SECTIONS):
            if (found.key, section) in stored:
                own_files = sorted(path for key, of, path in files if (key, of) == (found.key, section))
                own = [conflict for conflict in conflicts if conflict.section == section]
                told = explained(facts, stored[found.key, section], own_files, own, chosen_packs)
                origins += [origin for origin in told if within(origin, field)]
    if field and not origins:
        raise UnknownValueError(f"field of {found.name}", field, [f"{section}/…" for section in SECTIONS])
    return found.name, origins
