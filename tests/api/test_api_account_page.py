"""What a page about one account reads, on both engines: one moment, a fixed number of statements, all that there is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import odd_accounts
import pytest
from fixture_types import CustomersFile
from seeded_accounts import seeded
from statements import statements_of

from demodb.api.account_page import read_account_page, read_account_plan
from demodb.api.edit import SetField, edit
from demodb.api.explain import explain
from demodb.api.import_ import import_sources
from demodb.api.rehearse import Rehearsing, hours, rehearse_account
from demodb.errors import UnknownAccountError, UnknownValueError
from demodb.model.documents import SECTIONS
from demodb.model.story import NO_STORY
from demodb.packs.pack import PackChoice
from demodb.store.engine import Store

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ASKED = Rehearsing(hours(NO_STORY, NOW), NOW)


@pytest.fixture
def acme(store: Store, tmp_path: Path, customers_file: CustomersFile) -> Store:
    """One account that a customer file lists, and a template made the plan of."""
    customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 1000, 500)])
    import_sources(store, [tmp_path / "in"])
    seeded(store, "lived-in")
    return store


def test_a_page_has_the_records_with_their_units_names_and_the_files_that_list_them(acme: Store) -> None:
    page = read_account_page(acme, "acme-ltd", ASKED)
    (record,) = page.records
    assert (record.unit, record.rr, record.nrr) == ("Kandy", 1000, 500)
    assert page.files["Acme Ltd"].endswith("customers_kandy_all.json")
    assert (page.departed_at, page.cached, page.news) == (None, None, None)
    assert page.rules["source"] == "rules"
    assert page.country == "GB"


def test_a_page_says_what_settings_say_that_an_account_does_and_where_its_name_is_at_home(
    store: Store, tmp_path: Path, customers_file: CustomersFile
) -> None:
    names = ("Hoshikage Tsūshin K.K.", "Gulfcrest FZ-LLC")
    customers_file(tmp_path / "in", "Kandy", [(name, 1, 1) for name in names])
    import_sources(store, [tmp_path / "in"])
    hoshikage = read_account_page(store, names[0], ASKED, {"HOSHIKAGE TSŪSHIN KK": "media", "Nobody Ltd": "bank"})
    gulfcrest = read_account_page(store, names[1], ASKED, {names[0]: "media"})
    assert (hoshikage.country, hoshikage.industry) == ("JP", "media")
    assert (gulfcrest.country, gulfcrest.industry) == ("AE", "telecom")


@pytest.mark.slow
def test_origins_are_those_that_explain_tells_without_reading_a_pack(acme: Store) -> None:
    edit(acme, "Acme Ltd", [SetField("strategy/painPoints/pp-001/title", "Typed anew")])
    origins = read_account_plan(acme, "Acme Ltd").origins
    _, told = explain(acme, "Acme Ltd", PackChoice("lived-in"))
    assert {place: (value.kind, value.source, value.value) for place, value in origins.items()} == {
        value.place: (value.kind, value.source, value.value) for value in told
    }


def test_one_section_is_read_alone(acme: Store) -> None:
    plan = read_account_plan(acme, "Acme Ltd", ["competitors"])
    assert list(plan.sections) == ["competitors"]
    assert {place.partition("/")[0] for place in plan.origins} == {"competitors"}


def test_the_number_of_statements_is_the_same_for_a_crowd_and_for_nobody(acme: Store) -> None:
    odd_accounts.put_account(acme, "Empty Ltd", {"stakeholders": [], "actions": []})
    odd_accounts.put_account(acme, "Crowd Ltd", {"stakeholders": odd_accounts.crowd(), "actions": []})
    counts = []
    for name in ("Empty Ltd", "Crowd Ltd"):
        with statements_of(acme) as seen:
            read_account_page(acme, name, ASKED)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_news_is_plain_text_and_a_departed_account_keeps_its_page(acme: Store) -> None:
    news = odd_accounts.hostile_news("Gone Ltd")
    odd_accounts.put_account(acme, "Gone Ltd", odd_accounts.hostile_plan(), news=news, departed_at=1_795_000_000_000)
    page = read_account_page(acme, "Gone Ltd", ASKED)
    assert page.departed_at == 1_795_000_000_000
    assert set(page.plan.sections) == set(SECTIONS)
    assert page.news is not None
    assert all("<" not in article["title"] + article["summary"] for article in page.news["articles"])


def test_one_accounts_rehearsal_keeps_nothing_and_refuses_codes_that_no_finding_has(acme: Store) -> None:
    assert rehearse_account(acme, "Acme Ltd", ASKED).accounts == 1
    with pytest.raises(UnknownValueError, match="nonsense"):
        rehearse_account(acme, "Acme Ltd", Rehearsing(ASKED.window, NOW, ignore=["nonsense"]))


def test_a_name_that_nobody_has_is_said_to_be_none(acme: Store) -> None:
    for read in (lambda: read_account_page(acme, "Acne", ASKED), lambda: read_account_plan(acme, "Acne")):
        with pytest.raises(UnknownAccountError, match="Acne"):
            read()
