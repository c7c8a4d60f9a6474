"""Sameness is found over the whole portfolio, by statements of both engines; near copies without the account's own name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fixture_types import CustomersFile
from rehearsed import SCENE, account_view, good_sections

from demodb.api.import_ import import_sources
from demodb.model.documents import VACANT
from demodb.rehearsal.near import groups, shingles
from demodb.rehearsal.report import RehearsalReport, Tally
from demodb.rehearsal.sameness import FEW, Sameness, Shapes, Shared, Text, sameness_spots
from demodb.rehearsal.walk import walk
from demodb.store.engine import Store
from demodb.store.plans import NewSection, insert_sections
from demodb.store.sameness import shared_people

NOTHING = Shared(100, 0, ())
FINE = Sameness(100, NOTHING, NOTHING, NOTHING, {}, ())


def _with_cards(number: int, sections: Any) -> None:
    sections["actions"].extend(sections["actions"] * number)


def codes(same: Sameness, shapes: Sequence[int] = ()) -> list[str]:
    counted = Shapes()
    for number, count in enumerate(shapes):
        plan = account_view(partial(_with_cards, number))
        for _ in range(count):
            counted.add(plan)
    return [meaning.code for meaning, _ in sameness_spots(same, counted)]


def texts(*pairs: tuple[str, int]) -> Sequence[Text]:
    return [Text(text, count, "Acme") for text, count in pairs]


@pytest.mark.parametrize(
    ("same", "code"),
    [
        (FINE._replace(titles=Shared(100, 41, (("Old", 9),))), "same-titles"),
        (FINE._replace(notes=Shared(100, 26, (("Hm", 9),))), "same-notes"),
        (FINE._replace(values=Shared(100, 9, (("6000.0", 4),))), "same-values"),
        (FINE._replace(people={"Ida Berg": [("Acme", "p1"), ("Globex", "p2")]}), "same-person"),
        (
            FINE._replace(texts=texts(("Wants fewer tickets by June", 4), ("Wants fewer tickets by May", 4))),
            "near-copies",
        ),
    ],
)
def test_what_too_many_accounts_have_is_told_and_in_few_accounts_is_not(same: Sameness, code: str) -> None:
    assert codes(same) == [code]
    assert codes(same._replace(accounts=FEW - 1)) == []


def test_a_share_that_is_allowed_is_not_told() -> None:
    assert codes(FINE) == []
    allowed = FINE._replace(titles=Shared(100, 40, ()), notes=Shared(100, 25, ()), values=Shared(100, 9, (("6000.0", 3),)))
    assert codes(allowed) == []
    assert codes(FINE._replace(texts=texts(("Wants fewer tickets", 50), ("Sells too little abroad", 50)))) == []


def test_one_shape_of_plan_at_more_than_a_third_of_the_accounts_is_told() -> None:
    assert codes(FINE, [34, 33, 33]) == ["one-shape"]
    assert codes(FINE, [33, 33, 33, 1]) == []


def test_near_copies_differ_in_few_words_and_in_the_accounts_name() -> None:
    same = [shingles(f"Speaks for the portal at {name} in every meeting", name) for name in ("Acme", "Globex Inc", "Umbrella")]
    assert same[0] == same[1] == same[2]
    changed = shingles("Speaks for the portal at Acme in each meeting", "Acme")
    other = shingles("Left in spring, nobody has come after him", "Acme")
    assert groups([same[0], other, changed, shingles("", "")]) == [[0, 2]]


def test_sameness_is_found_in_the_store(store: Store, customers_file: CustomersFile) -> None:
    names = [f"Company {chr(65 + number)}" for number in range(12)]
    import_sources(store, [customers_file(Path(), "STL", [(name, 200_000, 0) for name in names])])
    with store.write() as connection:
        plans = [(name.casefold(), section, document) for name in names for section, document in good_sections().items()]
        insert_sections(connection, [NewSection(*plan) for plan in plans])
    tally = Tally(RehearsalReport(SCENE.window))
    with store.read() as connection:
        walk(connection, SCENE, 0, tally)
    report = tally.done()
    found = {code: count for (_, code), count in report.counts.items()}
    assert found == {"same-titles": 1, "same-notes": 1, "same-values": 3, "one-shape": 1, "same-person": 3}
    person = next(finding for finding in report.findings if finding.code == "same-person")
    assert person.why.startswith("Eva Strand stands in the plans of Company A, Company B")
    assert (person.account, person.place) == ("Company L", "Company L stakeholders/p3/name")
    assert person.command == "demodb edit 'Company L' stakeholders/p3/name NAME"
    assert report.accounts == len(names)


def test_a_place_that_nobody_has_is_not_one_person_in_several_accounts(store: Store, customers_file: CustomersFile) -> None:
    names = ("Company A", "Company B")
    import_sources(store, [customers_file(Path(), "STL", [(name, 200_000, 0) for name in names])])
    people: Any = good_sections()["stakeholders"]
    for person in people:
        person["name"] = VACANT
    with store.write() as connection:
        insert_sections(connection, [NewSection(name.casefold(), "stakeholders", people) for name in names])
    with store.read() as connection:
        assert shared_people(connection, 10) == {}
