"""What newer revisions of `lived-in` change of a plan, and what they leave; what a person edited stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import seed_edits as sql
from fixture_types import Exported, NewStore
from pack_texts import released

from demodb.api.account import list_accounts
from demodb.api.conflicts import list_conflicts
from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, seed
from demodb.api.show import show_account
from demodb.model.documents import SECTIONS
from demodb.model.faults import section_faults
from demodb.model.names import slug
from demodb.store.engine import Store

AS_OF = date(2026, 11, 24)
NEWEST = SeedOptions(AS_OF, PackChoice("lived-in"))
WORDS = {"title", "description", "notes", "name", "strengths", "weaknesses", "interests", "email"}
"""The fields of rows that hold words. A person's name and address are drawn by the place, and stay as well."""

Sections = dict[str, Any]

pytestmark = pytest.mark.slow


@pytest.fixture
def older(new_store: NewStore, sample: Path, tmp_path: Path) -> Store:
    """The sample as 0001 made it, without the imported plans."""
    store = new_store()
    import_sources(store, sorted((sample / "customers").glob("*_all.json")))
    assert seed(store, SeedOptions(AS_OF, PackChoice(released("lived-in", 1, tmp_path)))).seeded == 4 * 128
    return store


def sections_of(store: Store, name: str) -> Sections:
    return {section: stored.document for section, stored in show_account(store, name).sections.items()}


def rows_of(sections: Sections) -> Iterator[dict[str, Any]]:
    """The rows of all lists of an account, in their order."""
    yield from sections["stakeholders"]
    yield from sections["strategy"]["painPoints"]
    yield from sections["strategy"]["opportunities"]
    yield from sections["competitors"]
    yield from sections["actions"]


def beside_the_words(sections: Sections) -> list[dict[str, Any]]:
    return [{field: value for field, value in row.items() if field not in WORDS} for row in rows_of(sections)]


def people_of(sections: Sections) -> list[tuple[str, str]]:
    return [(person["name"], person.get("email", "")) for person in sections["stakeholders"]]


def third(folder: Path) -> SeedOptions:
    (folder / "third").mkdir()
    return SeedOptions(AS_OF, PackChoice(released("lived-in", 3, folder / "third")))


def plans_of(store: Store) -> dict[str, Sections]:
    return {line.name: sections_of(store, line.name) for line in list_accounts(store)}


def test_up_to_the_third_revision_words_change_and_people_values_dates_and_states_stay(older: Store, tmp_path: Path) -> None:
    before = plans_of(older)
    seed(older, third(tmp_path))
    after = plans_of(older)
    for name in before:
        assert beside_the_words(after[name]) == beside_the_words(before[name])
        assert people_of(after[name]) == people_of(before[name])
    assert sum(after[name] != before[name] for name in before) > 100


def test_the_fourth_revision_changes_words_cards_and_what_a_lost_renewal_was_worth(older: Store, tmp_path: Path) -> None:
    seed(older, third(tmp_path))
    before = plans_of(older)
    seed(older, NEWEST)
    after = plans_of(older)
    for name in before:
        was, now = ({**plan, "actions": []} for plan in (before[name], after[name]))
        open_ones = ([row for row in beside_the_words(plan) if row.get("status") != "lost"] for plan in (was, now))
        assert next(open_ones) == next(open_ones)
        assert people_of(now) == people_of(was)
    assert sum(after[name]["actions"] != before[name]["actions"] for name in before) > 10


def test_edited_accounts_keep_their_edits_and_all_else_is_as_the_new_revision_makes_it(
    older: Store, new_store: NewStore, sample: Path, exported: Exported
) -> None:
    fresh = new_store()
    import_sources(fresh, sorted((sample / "customers").glob("*_all.json")))
    seed(fresh, NEWEST)
    before = {line.name: sections_of(older, line.name) for line in list_accounts(older)}
    edited = edited_by_hand(older)
    assert seed(older, NEWEST).upgraded == 4 * 128
    assert seed(older, NEWEST).upgraded == 0

    mine, theirs = exported(older), exported(fresh)
    assert {Path(path).stem for path in theirs if mine[path] != theirs[path]} == set(map(slug, edited))
    for name in edited:
        now, new = sections_of(older, name), sections_of(fresh, name)
        assert all(section_faults(section, now[section]) == [] for section in SECTIONS)
        for rows, wanted in ((now["stakeholders"], new["stakeholders"]), (pains(now), pains(new))):
            assert rows[1:] == wanted[1:]
        assert now["stakeholders"][0] == {**new["stakeholders"][0], "phone": "Mine"}
        assert pains(now)[0] == {**pains(new)[0], "title": "Mine", "severity": "low"}
        assert {**now, "stakeholders": [], "strategy": []} == {**new, "stakeholders": [], "strategy": []}
        assert now["strategy"]["opportunities"] == new["strategy"]["opportunities"]
        was, made = (pains(sections)[0]["title"] for sections in (before[name], new))
        assert [one.theirs for one in list_conflicts(older, name)] == ([made] if was != made else [])
    assert list_conflicts(older), "some of the titles have new words"


def pains(sections: Sections) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sections["strategy"]["painPoints"]
    return found


def edited_by_hand(store: Store) -> list[str]:
    """The names of ten accounts of which a person changed one field of the first person, and two of the first pain point."""
    plans = [(line, sections_of(store, line.name)) for line in list_accounts(store)]
    chosen = [(line, sections) for line, sections in plans if sections["stakeholders"] and pains(sections)][::11][:10]
    for line, sections in chosen:
        person, pain = sections["stakeholders"][0]["id"], pains(sections)[0]["id"]
        sql.update(store, (line.key, "stakeholders", "", person), "phone", "Mine")
        sql.update(store, (line.key, "strategy", "painPoints", pain), "title", "Mine")
        sql.update(store, (line.key, "strategy", "painPoints", pain), "severity", "low")
    return [line.name for line, _ in chosen]
