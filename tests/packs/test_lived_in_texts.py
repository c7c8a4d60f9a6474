"""What the texts of `lived-in` promise: short plain sentences that fit the page and name nobody's sex."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from situated_texts import AS_OF, facts

from demodb.model.account import AccountFacts
from demodb.packs.locales import LOCALES_2, REGIONS
from demodb.packs.naming import NAMING
from demodb.packs.pack import load_pack
from demodb.packs.situated_content import SituatedContent
from demodb.packs.template import Template

POINT = 55
"""So many characters of a note fit on a card."""
LONGEST = 25
"""Words of a sentence."""
SEX = re.compile(r"\b(he|she|him|his|hers?|himself|herself|\w*(?:salesman|chairman))\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def content() -> SituatedContent:
    found = load_pack("lived-in").content
    assert isinstance(found, SituatedContent)
    return found


def texts(content: SituatedContent) -> Iterator[str]:
    """All that stands on a page of pain points, opportunities and cards, and in people's notes."""
    for pool in (content.strategy.painPoints.pool, content.strategy.opportunities.pool, content.actions.pool):
        for entry in pool:
            yield from (*entry.title_pool, *entry.description_pool)
    for note in content.stakeholders.notes:
        yield from (note.text, *note.more)


def test_the_point_of_a_note_is_in_its_first_sentence(content: SituatedContent) -> None:
    points = {note.key: note.text.replace("{renewal}", "Q1 2027") for note in content.stakeholders.notes}
    assert [key for key, point in points.items() if len(point) > POINT or "{" in point] == []


def test_no_sentence_is_long(content: SituatedContent) -> None:
    sentences = [sentence for text in texts(content) for sentence in re.split(r"(?<=[.?!]) ", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > LONGEST] == []


def test_no_text_bears_the_full_name_of_an_account_or_tells_somebody_s_sex(content: SituatedContent) -> None:
    assert [text for text in texts(content) if "{account}" in text or SEX.search(text)] == []


def test_no_title_stands_for_two_things(content: SituatedContent) -> None:
    for pool in (content.strategy.painPoints.pool, content.strategy.opportunities.pool, content.actions.pool):
        titles = Counter(title for entry in pool for title in entry.title_pool)
        assert [title for title, count in titles.items() if count > 1] == []


OF_BUSINESSES = re.compile(
    r"Owner|Founder|Managing Director|Commercial|Product|Sales|Business (Unit|Development)|Revenue|VP |Order"
)


@pytest.mark.parametrize("pack", ["lived-in", "telecom"])
@pytest.mark.parametrize("industry", ["public", "health", "education"])
def test_nobody_of_a_public_body_a_hospital_or_a_school_has_the_title_of_a_business(pack: str, industry: str) -> None:
    template = Template(load_pack(pack), "0", AS_OF)
    accounts = (
        replace(facts(n), unit=unit, revenue=revenue, industry=industry)
        for n in range(40)
        for unit in ("cloudsense", "kandy")
        for revenue in (8_000.0, 90_000.0, 900_000.0)
    )
    titles = {person["title"] for about in accounts for person in cast("list[Any]", template.section("stakeholders", about))}
    assert [title for title in titles if OF_BUSINESSES.search(title)] == []
    assert {"Director", "Deputy Director"} <= titles


def test_nobody_who_pays_in_dollars_is_told_to_suffer_from_them(content: SituatedContent) -> None:
    of_money = [note for note in content.stakeholders.notes if re.search(r"dollar|currency|local money", note.whole_text)]
    assert of_money
    assert [note.key for note in of_money if not note.country or "US" in note.country] == []


@pytest.mark.parametrize("name", ["lived-in", "telecom"])
def test_every_language_that_titles_are_written_in_is_one_that_peoples_names_are_of(name: str) -> None:
    """Earlier revisions have Norwegian titles under a name that nobody asks for: they stand under the right one as well."""
    pack = load_pack(name).content
    assert isinstance(pack, SituatedContent)
    titles = [title.by_language for place in pack.places.values() for title in place.titles]
    named = {NAMING[2].language(locale) for locale in (*LOCALES_2.values(), *REGIONS.values())}
    assert {language for title in titles for language in title} - named == {"nb"}
    assert [title for title in titles if title.get("nb", title["no"]) != title["no"]] == []


def test_titles_in_norway_are_norwegian(content: SituatedContent) -> None:
    account = AccountFacts("sørlys fiber as", "Sørlys Fiber AS", "stl", 900_000.0)
    people = Template(load_pack("lived-in"), "0", AS_OF).section("stakeholders", account)
    written = [title.by_language for place in content.places.values() for title in place.titles]
    assert isinstance(people, list)
    titles = {row["title"] for row in people}
    assert titles <= {title["no"] for title in written}
    assert not titles <= {title["en"] for title in written}
