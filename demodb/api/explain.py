"""`demodb explain`: where the values of an account's plan come from."""

from __future__ import annotations

from demodb.errors import UnknownValueError
from demodb.model.documents import SECTIONS
from demodb.packs.chosen import ChosenPacks
from demodb.packs.pack import PackChoice
from demodb.seed.explain import ExplainedValue, explained, sections_within, within
from demodb.store.accounts import find_account
from demodb.store.conflicts import open_in
from demodb.store.engine import Store
from demodb.store.files import plan_paths
from demodb.store.plans import read_sections
from demodb.store.runs import used_revisions
from demodb.store.seeding import account_facts

__all__ = ["ExplainedValue", "explain"]


def explain(store: Store, account: str, choice: PackChoice, field: str = "") -> tuple[str, list[ExplainedValue]]:
    """The account's name, and field by field where its values come from.

    `field` is a place such as strategy/painPoints/pp-001/title, or the beginning of one. Raises UnknownAccountError, and
    UnknownValueError where nothing lies at that place.
    """
    with store.read() as connection:
        known = find_account(connection, account)
        facts = next(account_facts(connection, [known.key]))
        chosen_packs = ChosenPacks(choice, used_revisions(connection))
        sections = read_sections(connection, [known.key], sections_within(field, SECTIONS))
        sources = plan_paths(connection, [known.key])
        conflicts = open_in(connection, sections)
    values: list[ExplainedValue] = []
    for section in SECTIONS:
        stored = sections.get((known.key, section))
        if stored:
            files = sorted(path for _, of, path in sources if of == section)
            about = [conflict for conflict in conflicts if conflict.section == section]
            values += (value for value in explained(facts, stored, files, about, chosen_packs) if within(value, field))
    if field and not values:
        raise UnknownValueError(f"field of {known.name}", field, [f"{section}/…" for section in SECTIONS])
    return known.name, values
