"""Invented people: named as people of the account's country are, with addresses that reach nobody."""

from __future__ import annotations

import re

import pytest

from demodb.model.account import AccountFacts
from demodb.model.documents import Section
from demodb.model.faults import section_faults
from demodb.packs.draws import Draws
from demodb.packs.people import LOCALES, language_of, locale_of, names_of, persona
from demodb.packs.template import Template

MAILBOX = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")
STAKEHOLDERS: Section = "stakeholders"


def people(account: str, country: str | None, count: int = 1) -> list[str]:
    draws = Draws("telecom", "0", account)
    return [persona(draws, f"stakeholders/{n}", country, ()).name for n in range(count)]


@pytest.mark.parametrize("country", LOCALES)
def test_people_bear_names_of_their_country(country: str) -> None:
    pairs = names_of(LOCALES[country]).pairs
    for name in people("acme", country, 200):
        first, last = name.split(" ", 1)
        assert any(first in firsts and last in lasts for firsts, lasts in pairs), name


@pytest.mark.parametrize(("country", "known"), [("DE", "Müller"), ("SE", "Andersson"), ("ES", "García"), ("FR", "Lefebvre")])
def test_names_that_are_common_in_a_country_are_in_its_list(country: str, known: str) -> None:
    assert any(known in lasts for _, lasts in names_of(locale_of(country)).pairs)


@pytest.mark.parametrize("country", [None, "JP", "GR", "XX"])
def test_where_no_list_is_known_names_are_english(country: str | None) -> None:
    assert locale_of(country) == "en_US"
    assert language_of(country) == "en"


@pytest.mark.parametrize("country", LOCALES)
def test_the_local_part_of_an_address_is_plain_ascii_for_every_name(country: str) -> None:
    draws = Draws("telecom", "0", "acme")
    for n in range(500):
        made = persona(draws, f"row {n}", country, ())
        assert MAILBOX.fullmatch(made.mailbox), made
        assert made.mailbox.isascii()


def test_letters_that_ascii_lacks_are_written_as_people_write_them() -> None:
    wanted = {"ø": "o", "ß": "ss", "ł": "l", "ä": "ae", "\u0131": "i", "é": "e"}
    seen: set[str] = set()
    for country in LOCALES:
        for n in range(400):
            made = persona(Draws("telecom", "0", country), f"row {n}", country, ())
            for letter in wanted.keys() & set(made.name.lower()):
                seen.add(letter)
                assert wanted[letter] in made.mailbox, made
    assert {"ø", "ä", "ł", "é"} <= seen


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("Wyre & Calder Fibre Limited", "wyre-and-calder-fibre.example"),
        ("GRÜNWERK ENERGIE GMBH & CO KG", "gruenwerk-energie-and.example"),
        ("株式会社", "customer.example"),
        ("N" * 200, "n" * 63 + ".example"),
    ],
)
def test_addresses_are_valid_and_under_a_reserved_domain(baseline: Template, name: str, domain: str) -> None:
    document = baseline.section(STAKEHOLDERS, AccountFacts(name.casefold(), name, "kandy", 1e6))
    assert section_faults(STAKEHOLDERS, document) == []
    addresses = [row["email"] for row in document if isinstance(row, dict)]
    assert len(addresses) == 3
    assert all(address.isascii() and address.endswith("@" + domain) for address in addresses), addresses


def test_nobody_stands_twice_in_an_account(baseline: Template) -> None:
    for n in range(2000):
        facts = AccountFacts(f"dansk net {n}", f"Dansk Net {n} A/S", "stl", 0)
        document = baseline.section(STAKEHOLDERS, facts)
        lasts = [row["name"].split(" ", 1)[1] for row in document if isinstance(row, dict)]
        assert len(set(lasts)) == 3, document


def test_a_person_takes_the_next_last_name_where_the_drawn_one_is_taken() -> None:
    draws = Draws("telecom", "0", "acme")
    first = persona(draws, "row", "NO", ())
    second = persona(draws, "row", "NO", [first.last_name])
    assert second.last_name != first.last_name
    assert second.name.split(" ", 1)[0] == first.name.split(" ", 1)[0]


def test_women_and_men_are_named_alike_often() -> None:
    women, men = (set(firsts) for firsts, _ in names_of("de_DE").pairs)
    drawn = [persona(Draws("telecom", "0", f"account {n}"), "row", "DE", ()).name.split(" ", 1)[0] for n in range(2000)]
    assert 800 < sum(first in women - men for first in drawn) < 1200
