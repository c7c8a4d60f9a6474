"""The key of a business unit: one function makes it, and nobody folds case beside it but for a reason of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import demodb
from demodb.model.names import unit_key

PACKAGE = Path(demodb.__file__).parent

FOLDED_FOR_ANOTHER_REASON = {
    "advice/assessment.py": "the names of people",
    "advice/figures.py": "words in an answer of Claude's: millions, and the first of quarters",
    "advice/ids.py": "the ids of rows in a text",
    "advice/presenter.py": "the names of people, and words of a title",
    "advice/proper_names.py": "names in an answer of Claude's",
    "advice/renewal_facts.py": "words of a renewal's quarter",
    "cli/common.py": "completion: what begins like the word typed",
    "model/company_forms.py": "legal forms in a name",
    "model/countries.py": "countries as people write them",
    "model/homelands.py": "places in a name",
    "model/industries.py": "words of a name that tell an industry",
    "model/languages.py": "words of a name that tell a language",
    "model/likeness.py": "names that look alike",
    "model/names.py": "the match key of a customer's name, and the key of a business unit itself",
    "model/ranges.py": "words of a range in a story",
    "model/short_names.py": "words of a name",
    "rehearsal/dates.py": "words of a quarter",
    "rehearsal/languages.py": "words of a title",
    "rehearsal/near.py": "texts that are nearly alike",
    "rehearsal/named.py": "names of people",
    "rehearsal/people.py": "domains of addresses",
    "rehearsal/rows.py": "names and titles that stand twice",
    "rehearsal/telling.py": "words that a plan has to mention",
    "settings.py": "the names of variables of the environment",
    "sources/amounts.py": "words for an amount that is not known",
    "sources/csv_file.py": "the line that names a file's separator",
    "sources/header.py": "the titles of columns",
    "sources/left_rows.py": "words of a total",
    "sources/plain_rows.py": "a header that is repeated",
    "sources/record_making.py": "words for yes and no",
    "sources/renewals.py": "the app's words for a renewal",
    "sources/table.py": "a header that is repeated",
    "sources/tables.py": "a spreadsheet's own names for sheets",
    "sources/titles.py": "the titles of columns",
    "studio/access.py": "the names of hosts",
    "studio/api/operation.py": "the names of media types",
    "studio/guard.py": "the word before a token",
}


def folding_modules() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        if any(isinstance(node, ast.Attribute) and node.attr == "casefold" for node in nodes):
            yield path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize(("one", "other"), [("Telecom", "TELECOM"), ("Straße", "STRASSE"), ("Σίσυφος", "ΣΊΣΥΦΟΣ")])
def test_the_key_of_a_business_unit_has_no_regard_to_case(one: str, other: str) -> None:
    assert unit_key(one) == unit_key(other)


def test_the_key_of_a_business_unit_keeps_its_punctuation_and_white_space() -> None:
    assert unit_key("R&D - North") == "r&d - north"


@pytest.mark.slow
def test_no_module_folds_case_but_those_with_a_reason_of_their_own() -> None:
    assert list(folding_modules()) == sorted(FOLDED_FOR_ANOTHER_REASON)
