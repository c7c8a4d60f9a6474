"""Packs that draw by situations: each part of a plan is a function of its inputs alone, and valid for every account."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from pack_texts import written
from situated_texts import AS_OF, NOW, OUTCOMES, facts, offices, plan

from demodb.model.account import AccountFacts
from demodb.model.documents import SECTIONS, Section
from demodb.model.faults import section_faults
from demodb.model.kept_facts import facts_from, with_kept
from demodb.model.names import match_key
from demodb.model.renewals import Renewal, quarter_number, renewal_of
from demodb.packs.account_draws import rounded
from demodb.packs.pack import Pack, load_pack
from demodb.packs.template import Template

names = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(match_key)
renewals = st.lists(st.builds(Renewal, st.sampled_from(OUTCOMES), st.none() | st.integers(NOW - 9, NOW + 9)), max_size=4)


@settings(max_examples=examples(60))
@given(
    name=names,
    unit=st.sampled_from(("cleaning", "another unit")),
    revenues=st.tuples(st.floats(0, 1e9), st.floats(0, 1e9)),
    listed=renewals,
    as_of=st.dates(date(1970, 2, 1), date(2990, 12, 31)),
)
def test_every_document_is_valid_for_every_account(
    pack: Pack, name: str, unit: str, revenues: tuple[float, float], listed: list[Renewal], as_of: date
) -> None:
    about = AccountFacts(match_key(name), name, unit, revenues[0], recurring=revenues[1], renewals=tuple(listed))
    for section, document in plan(pack, about, as_of).items():
        assert section_faults(section, document) == []
    strategy = plan(pack, about, as_of)["strategy"]
    assert all(row["estimatedValue"] > 0 for row in strategy["opportunities"])


@pytest.mark.parametrize("list_name", ["painPoints", "opportunities", "actions", "stakeholders"])
def test_a_new_entry_changes_no_field_of_rows_that_are_about_something_else(pack: Pack, tmp_path: Path, list_name: str) -> None:
    new = {
        "painPoints": ("[[strategy.painPoints.pool]]", 'title = "New"\ndescription = "New."\nowner = "site-lead"\n'),
        "opportunities": ("[[strategy.opportunities.pool]]", 'title = "New"\ndescription = "New."\nfixed = [2_000, 3_000]\n'),
        "actions": ("[[actions.pool]]", 'title = "New"\ndescription = "New."\nowner = "site-lead"\n'),
        "stakeholders": ("[[stakeholders.notes]]", 'text = "New."\n'),
    }
    heading, body = new[list_name]
    text = offices().replace(heading, f'{heading}\nkey = "brand-new"\n{body}\n{heading}', 1)
    changed = load_pack(written(tmp_path / "offices", text))
    taken = 0
    for about in (facts(n, "yes") for n in range(60)):
        for section in SECTIONS:
            before, after = (Template(one, "0", AS_OF).made(section, about) for one in (pack, changed))
            was, now = (rows_by_subject(section, made.document, made.subjects) for made in (before, after))
            if list_name == "stakeholders":
                taken += sum(row != now[subject] for subject, row in was.items())
                assert all({**row, "notes": ""} == {**now[subject], "notes": ""} for subject, row in was.items())
                continue
            taken += ("brand-new" in {subject for _, subject in now}) if section != "competitors" else 0
            assert all(now[subject] == row for subject, row in was.items() if subject in now)
    assert taken > 5


def rows_by_subject(section: Section, document: Any, subjects: Any) -> dict[tuple[str, str], dict[str, Any]]:
    lists = document if section == "strategy" else {"": document}
    return {
        (name, subjects[name, row["id"]]): {key: value for key, value in row.items() if key != "id" or section == "stakeholders"}
        for name, rows in lists.items()
        for row in rows
    }


def test_the_kept_facts_make_the_same_again_at_another_date_but_for_the_dates(pack: Pack) -> None:
    later = AS_OF + timedelta(weeks=30)
    for about in (facts(n, "yes", quarter=NOW + n % 3) for n in range(30)):
        made = Template(pack, "0", AS_OF).made("strategy", about)
        kept = with_kept(AccountFacts(about.key, about.name, "", 0.0), made.facts)
        again = Template(pack, "0", AS_OF).made("strategy", kept)
        assert again == made
        shifted = Template(pack, "0", later).made("strategy", kept)
        assert shifted.facts == made.facts
        without = [
            [{**row, "identifiedDate": ""} for rows in one.values() for row in rows] for one in map(_strategy, (made, shifted))
        ]
        assert without[0] == without[1]


def _strategy(made: Any) -> dict[str, list[dict[str, Any]]]:
    document: dict[str, list[dict[str, Any]]] = made.document
    return document


@pytest.mark.parametrize("text", [None, "", "{", "{}", '{"situation": 5}'])
def test_facts_that_cannot_be_used_are_none(text: str | None) -> None:
    assert facts_from(text) is None
    assert with_kept(facts(1), text) == facts(1)


@pytest.mark.parametrize(
    ("value", "figure"),
    [(0, 0), (-5, 0), (3, 10), (42, 40), (149, 150), (7_451, 7_460), (9_996, 10_000), (12_345, 12_400), (123_456, 124_000)],
)
def test_a_value_is_rounded_as_people_quote_figures(value: float, figure: int) -> None:
    assert rounded(value) == figure


@pytest.mark.parametrize(
    ("will_renew", "quarter", "arr", "renewal"),
    [
        ("Yes", "Q4'26", 5.0, Renewal("yes", NOW, 5.0)),
        ("No (SF)", "Q1'27", 5.0, Renewal("no", NOW + 1, 5.0)),
        ("TBD", "Q3'26", None, Renewal("undecided", NOW - 1, None)),
        ("No", "Next Yr", 5.0, Renewal("no", None, 5.0)),
        ("No", "Q4'26", 0.0, Renewal("unknown", NOW, 0.0)),
        (None, None, None, Renewal("unknown", None, None)),
    ],
)
def test_a_subscription_tells_its_renewal(
    will_renew: str | None, quarter: str | None, arr: float | None, renewal: Renewal
) -> None:
    assert renewal_of({"will_renew": will_renew, "renewal_qtr": quarter, "arr": arr}) == renewal


def test_neighbouring_quarters_are_neighbouring_numbers() -> None:
    days = [date(2026, month, 1) for month in (1, 4, 7, 10)] + [date(2027, 1, 1)]
    assert [later - earlier for earlier, later in pairwise(map(quarter_number, days))] == [1] * 4
