"""Whom a text speaks of: people, and not what is written with a capital beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.rehearsal.named import addressed, is_known, is_person, words_of


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ask Karl Nobody first.", ["Karl Nobody"]),
        ("Wants it in writing; call Ida before noon.", ["Ida"]),
        ("Tell Dr. Kühn in German. Invite Frau Åse Dahl's deputy.", ["Kühn", "Åse Dahl"]),
        ("Mrs Onwudiwe signs. Prof. McNeil does not.", ["Onwudiwe", "McNeil"]),
        ("Call Uwe von der Heide, not the desk.", ["Uwe von der Heide"]),
        ("Ask \u0141ukasz or \u0160imon.", ["\u0141ukasz"]),
        ("Ask Legal. Tell Marketing early. Invite Procurement and IT Security. Call the CFO.", []),
        ("Ask Q1 figures first. Ask ServiceNow for the log. Call DHL.", []),
        ("Call Munich, not Berlin. Invite New Zealand too. Tell Head Office.", []),
        ("Call Monday morning. Tell Them nothing. Ask Our Account Manager.", []),
        ("They ask for more. We call it done. Nobody told us.", []),
        ("", []),
    ],
)
def test_the_people_whom_a_note_speaks_of_are_told_from_departments_products_days_and_places(
    text: str, people: list[str]
) -> None:
    assert list(addressed(text)) == people


@pytest.mark.parametrize("owner", ["Karl Nobody", "Dr. Karl Nobody", "Uwe von der Heide", "An De Smet", "Jean-Luc M'Bala"])
def test_an_owner_with_a_first_and_a_last_name_is_a_person(owner: str) -> None:
    assert is_person(owner)


@pytest.mark.parametrize(
    "owner",
    ["Account Manager", "Deal desk", "Legal Team", "Munich Office", "Head Office", "Human Resources", "Karl", ""],
)
def test_an_owner_that_is_a_role_a_department_or_a_place_is_none(owner: str) -> None:
    assert not is_person(owner)


@given(st.text())
def test_whoever_is_addressed_stands_in_the_text_and_is_known_by_the_same_words(text: str) -> None:
    for name in addressed(text):
        assert name in text
        assert is_known(name, frozenset(words_of(name)))
