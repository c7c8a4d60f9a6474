"""Legal forms: one table tells which words of a name say nothing of the company, and which country a form belongs to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from demodb.model.countries import country_of
from demodb.model.legal_forms import LEGAL_FORMS, LEGAL_WORDS
from demodb.model.names import email_domain, match_key, near_key

NAMES: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent.parent / "gold" / "names.json").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_understood_as_it_was_when_the_gold_file_was_made(name: str) -> None:
    read = {"near_key": near_key(name), "email_domain": email_domain(name), "country": country_of(name)}
    assert read == NAMES[name]


def test_every_form_of_a_country_is_in_the_gold_file() -> None:
    assert {form.country for form in LEGAL_FORMS if form.country} <= {read["country"] for read in NAMES.values()}


def test_the_words_of_a_form_stand_as_they_do_in_a_match_key() -> None:
    assert {word: match_key(word) for word in LEGAL_WORDS} == {word: word for word in LEGAL_WORDS}


def test_a_form_that_tells_a_country_says_how_it_is_written() -> None:
    assert [form for form in LEGAL_FORMS if bool(form.country) != bool(form.written)] == []
