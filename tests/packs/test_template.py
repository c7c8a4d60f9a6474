"""Sections from the baseline pack: valid, plausible, and each account's own."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.model.account import AccountFacts
from demodb.model.countries import country_of
from demodb.model.documents import SECTIONS, Section
from demodb.model.faults import section_faults
from demodb.model.names import match_key
from demodb.packs.draws import Draws
from demodb.packs.fields import Offset
from demodb.packs.format import PoolEntry
from demodb.packs.pack import Pack, load_pack
from demodb.packs.template import Template, rounded

AS_OF = date(2026, 11, 24)
UNITS = ("cloudsense", "kandy", "stl", "newnet", "another unit")
SUFFIXES = ("", "GmbH", "A/S", "Sp. z o.o.", "S.A. de C.V.", "Brasil Ltda.", "Oy", "A.Ş.", "Česko", "plc", "NV/SA", "{product}")
PACK = load_pack("telecom", "0002")

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(match_key)


@st.composite
def account_facts(draw: st.DrawFn) -> AccountFacts:
    name = f"{draw(words)} {draw(st.sampled_from(SUFFIXES))}".strip()
    return AccountFacts(match_key(name), name, draw(st.sampled_from(UNITS)), draw(st.floats(0, 1e9)))


def facts(name: str, unit: str = "cloudsense", revenue: float = 1e6) -> AccountFacts:
    return AccountFacts(match_key(name), name, unit, revenue)


def made(section: Section, about: AccountFacts, seed: str = "0", as_of: date = AS_OF) -> Any:
    return Template(PACK, seed, as_of).section(section, about)


def rows(section: Section, about: AccountFacts, seed: str = "0") -> list[dict[str, Any]]:
    document = made(section, about, seed)
    return cast("list[dict[str, Any]]", document["painPoints"] + document["opportunities"] if section == "strategy" else document)


@pytest.mark.parametrize("section", SECTIONS)
@given(about=account_facts(), seed=st.text(max_size=5), as_of=st.dates(date(1970, 1, 1), date(2999, 12, 31)))
def test_every_document_is_valid_for_every_account(section: Section, about: AccountFacts, seed: str, as_of: date) -> None:
    document = made(section, about, seed, as_of)
    assert section_faults(section, document) == []
    assert json.loads(json.dumps(document)) == document


@given(about=account_facts(), seed=st.text(max_size=5))
def test_every_account_gets_three_people_two_pains_two_chances_and_one_or_two_rivals(about: AccountFacts, seed: str) -> None:
    strategy = made("strategy", about, seed)
    assert len(made("stakeholders", about, seed)) == 3
    assert (len(strategy["painPoints"]), len(strategy["opportunities"])) == (2, 2)
    assert len(made("competitors", about, seed)) in (1, 2)
    assert made("actions", about, seed) == []


def test_some_accounts_have_one_rival_and_some_two() -> None:
    assert {len(made("competitors", facts(f"account {n}"))) for n in range(50)} == {1, 2}


@given(about=account_facts())
def test_the_org_chart_is_three_deep(about: AccountFacts) -> None:
    people = rows("stakeholders", about)
    depth: dict[str | None, int] = {None: 0}
    for person in people:
        depth[person["id"]] = depth[person["reportsTo"]] + 1
    assert max(depth.values()) == 3
    assert [person["role"] for person in people] == ["decision-maker", "champion", "influencer"]
    assert [person["raciRole"] for person in people] == ["accountable", "responsible", "consulted"]


@given(about=account_facts())
def test_no_text_is_drawn_twice_in_an_account_and_no_placeholder_is_left(about: AccountFacts) -> None:
    for section in ("strategy", "competitors"):
        heads = [row.get("title") or row.get("name") for row in rows(section, about)]
        assert len(set(heads)) == len(heads)
    plain = AccountFacts(about.key, "Acme", about.unit, about.revenue)
    assert "{" not in json.dumps([[row.get("description"), row.get("notes")] for s in SECTIONS for row in rows(s, plain)])


@given(revenues=st.lists(st.floats(0, 1e9), min_size=2, max_size=12), name=words)
def test_opportunity_values_grow_with_revenue(revenues: list[float], name: str) -> None:
    values = [
        [row["estimatedValue"] for row in made("strategy", facts(name, revenue=revenue))["opportunities"]]
        for revenue in sorted(revenues)
    ]
    assert all(low <= high for before, after in pairwise(values) for low, high in zip(before, after, strict=True))


@given(name=words, revenue=st.floats(5e6, 1e9))
def test_opportunity_values_are_a_share_of_the_revenue(name: str, revenue: float) -> None:
    found = made("strategy", facts(name, revenue=revenue))["opportunities"]
    for row, opportunity in zip(PACK.rows.strategy.opportunities.rows, found, strict=True):
        low, high = row.share
        assert low * revenue * 0.94 <= opportunity["estimatedValue"] <= high * revenue * 1.06
        assert row.probability[0] <= opportunity["probability"] <= row.probability[1]


def test_an_account_without_revenue_still_has_something_to_sell() -> None:
    found = made("strategy", facts("Acme", revenue=0))["opportunities"]
    minimums = [row.minimum for row in PACK.rows.strategy.opportunities.rows]
    assert all(row["estimatedValue"] >= least for row, least in zip(found, minimums, strict=True))


@pytest.mark.parametrize(
    ("value", "figure"), [(0, 0), (0.4, 0), (1, 1000), (1499, 1000), (12_345, 12_000), (99_600, 100_000), (123_456, 120_000)]
)
def test_a_value_is_a_figure_that_a_person_would_name(value: float, figure: int) -> None:
    assert rounded(value) == figure


@given(about=account_facts(), as_of=st.dates(date(1970, 1, 1), date(2990, 12, 31)))
def test_every_date_lies_before_the_as_of_date_and_moves_with_it_by_whole_weeks(about: AccountFacts, as_of: date) -> None:
    for section in SECTIONS:
        document, moved = made(section, about, as_of=as_of), made(section, about, as_of=as_of + timedelta(weeks=143))
        now, later = _dates(document), _dates(moved)
        assert all(day < as_of for day in now)
        assert [day + timedelta(weeks=143) for day in now] == later


@given(name=words, as_of=st.dates(date(1970, 1, 1), date(2990, 12, 31)), ahead=st.booleans(), weeks=st.integers(1, 60))
def test_a_date_in_weeks_is_a_working_day_that_many_weeks_away(name: str, as_of: date, ahead: bool, weeks: int) -> None:  # noqa: FBT001
    template, draws = Template(PACK, "0", as_of), Draws("mine", "0", name)
    day = date.fromisoformat(template.dated(draws, "actions/ac-001/due", Offset(weeks, weeks, weeks=True), ahead=ahead))
    monday = as_of - timedelta(days=as_of.weekday())
    assert day.weekday() < 5
    assert day - timedelta(days=day.weekday()) == monday + timedelta(weeks=weeks if ahead else -weeks)


@given(name=words, as_of=st.dates(date(1970, 1, 1), date(2990, 12, 31)))
def test_a_date_in_days_lies_that_many_days_away_from_the_as_of_date(name: str, as_of: date) -> None:
    template, draws = Template(PACK, "0", as_of), Draws("mine", "0", name)
    before = date.fromisoformat(template.dated(draws, "p", Offset(4, 9, weeks=False)))
    after = date.fromisoformat(template.dated(draws, "p", Offset(4, 9, weeks=False), ahead=True))
    assert 4 <= (as_of - before).days <= 9
    assert as_of - before == after - as_of


def _dates(document: Any) -> list[date]:
    found = document["painPoints"] + document["opportunities"] if isinstance(document, dict) else document
    keys = ("lastInteraction", "identifiedDate", "lastUpdated")
    return [date.fromisoformat(row[key]) for row in found for key in keys if key in row]


def test_accounts_differ_from_each_other() -> None:
    accounts = [facts(f"Account {n} Ltd", UNITS[n % 4]) for n in range(128)]
    names = [tuple(row["name"] for row in rows("stakeholders", about)) for about in accounts]
    texts = [json.dumps(made("strategy", about)) for about in accounts]
    assert len(set(names)) == 128
    assert len(set(texts)) == 128
    assert len({name for people in names for name in people}) > 370


def test_another_seed_gives_other_content() -> None:
    about = facts("Nordvarde Telekom AB")
    for section in SECTIONS[:3]:
        assert made(section, about, "0") != made(section, about, "1")


@pytest.mark.parametrize("form", ["{}", "{} Ltd", "{}, Inc.", "The {} Group plc", "{} Deutschland GmbH"])
def test_nobody_is_their_own_competitor(form: str) -> None:
    for unit in UNITS:
        for rival in PACK.rows.competitors.pool:
            about = facts(form.format(rival.name), unit)
            for seed in map(str, range(12)):
                found = rows("competitors", about, seed)
                assert found
                assert rival.name not in [row["name"] for row in found]


@pytest.mark.parametrize(
    ("name", "language"),
    [("Rheinwarte Funknetz GmbH", "de"), ("Ondaterra S.p.A.", "it"), ("Polderkabel B.V.", "nl"), ("Kestrelrack LLC", "en")],
)
def test_titles_are_in_the_language_of_the_account(name: str, language: str) -> None:
    assert country_of(name)
    for row, person in zip(PACK.rows.stakeholders.rows, rows("stakeholders", facts(name)), strict=True):
        assert person["title"] in [titles.get(language, titles["en"]) for titles in row.titles]


@pytest.mark.parametrize("unit", UNITS[:4])
def test_texts_suit_the_business_unit(unit: str, telecom: Pack) -> None:
    content = telecom.rows
    for n in range(40):
        strategy = made("strategy", facts(f"account {n}", unit))
        for kind, pool in (
            ("painPoints", content.strategy.painPoints.pool),
            ("opportunities", content.strategy.opportunities.pool),
        ):
            for row in strategy[kind]:
                assert any(_same(row["title"], entry.title, telecom, unit) for entry in pool if suits(entry, unit)), row
        rivals = {rival.name for rival in content.competitors.pool if suits(rival, unit)}
        assert {row["name"] for row in rows("competitors", facts(f"account {n}", unit))} <= rivals


def suits(entry: PoolEntry, unit: str) -> bool:
    return not entry.bu or unit in entry.units


def _same(title: str, template: str, pack: Pack, unit: str) -> bool:
    return any(title == template.replace("{product}", product) for product in pack.products(unit))
