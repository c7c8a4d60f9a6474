"""Each check of an account is silent on a good one, speaks on its fault, and is silent once that is mended as it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from rehearsed import (
    ADVICE,
    AT,
    KEYS,
    SCENE,
    UNTIL,
    account_view,
    changed,
    deal,
    edited,
    person,
    record,
    shifted,
    spots,
    subscription,
    warm,
)

from demodb.model.documents import SECTIONS
from demodb.model.ranges import range_of
from demodb.model.story import Expectation
from demodb.rehearsal.registry import CHECKS, MEANINGS
from demodb.rehearsal.view import RehearsedAccount


@dataclass(frozen=True)
class Case:
    """A fault, and what the finding's command does: an edit with a value, or whatever `mended` gives."""

    code: str
    faulty: Callable[[], RehearsedAccount]
    value: str = ""
    mended: Callable[[RehearsedAccount], RehearsedAccount] | None = None
    field: str | None = None


def expecting(**wanted: Any) -> Callable[[], RehearsedAccount]:
    return lambda: replace(account_view(), expected=Expectation(**wanted))


def old(sections: Any) -> None:
    people = [{**row, "lastInteraction": "2026-05-01"} for row in sections["stakeholders"]]
    strategy = {key: [{**row, "identifiedDate": "2026-04-01"} for row in rows] for key, rows in sections["strategy"].items()}
    rivals = [{**row, "lastUpdated": "2026-03-01"} for row in sections["competitors"]]
    sections.update(stakeholders=people, strategy=strategy, competitors=rivals, actions=[])


def without_board(sections: Any) -> None:
    del sections["actions"]


def without_sceptic(sections: Any) -> None:
    sections["stakeholders"][2].update(role="user", relationshipStrength="moderate")


def with_rival(name: str) -> Callable[[Any], None]:
    """A plan with one more competitor."""
    return lambda sections: sections["competitors"].append({**sections["competitors"][0], "id": "c-2", "name": name})


def of_source(mended: Callable[[], RehearsedAccount]) -> Callable[[RehearsedAccount], RehearsedAccount]:
    """The account after its source was corrected."""
    return lambda _: mended()


def newsworthy(published: str) -> RehearsedAccount:
    """The account with an article of a day."""
    article = {"title": "Acme grows", "published": published, "summary": "", "relevance_score": 0.5}
    view = account_view()
    return replace(view, material=replace(view.material, news={"articles": [article]}))


good = of_source(account_view)
LOST = subscription(will_renew="No (SF)")
DUE = subscription(renewal_qtr="Q4'25", will_renew="TBD")
CASES = [
    Case("missing-section", lambda: account_view(without_board), mended=good),
    Case("future-date", changed("stakeholders", 1, lastInteraction="2026-12-01"), "2026-11-20", field="lastInteraction"),
    Case("future-date", changed("strategy", 0, "painPoints", identifiedDate="2026-11-25"), "2026-11-20", field="identifiedDate"),
    Case("future-news", lambda: newsworthy("2026-11-25"), mended=of_source(lambda: newsworthy("Tue, 24 Nov 2026"))),
    Case("overdue", changed("actions", 0, dueDate="2026-10-20", createdAt="2026-10-01"), "2026-11-30", field="dueDate"),
    Case("abandoned", lambda: account_view(old), mended=shifted),
    Case("due-before-made", changed("actions", 0, dueDate="2026-11-14", createdAt="2026-11-15"), "2026-11-30", field="dueDate"),
    Case("contact-before-tenure", changed("stakeholders", 2, lastInteraction="2022-10-01"), "2026-11-01"),
    Case("renewal-over", lambda: account_view(lambda _: None, record(DUE)), mended=good),
    Case("upside-down", changed("strategy", 1, "opportunities", probability=70), "30", field="probability"),
    Case("decided-deal", changed("strategy", 2, "opportunities", probability=80), field="probability"),
    Case("decided-deal", changed("strategy", 0, "opportunities", probability=100), field="status"),
    Case(
        "pipeline-over-revenue", changed("strategy", 0, "opportunities", estimatedValue=900_000), "90000", field="estimatedValue"
    ),
    Case("sums-differ", lambda: account_view(lambda _: None, {**record(subscription()), "rr": 400_000.0}), mended=good),
    Case("other-currency", changed("strategy", 0, "painPoints", description="It costs £190 a visit."), "It costs 240 USD."),
    Case(
        "other-currency", changed("competitors", 0, description="Asks EUR 5 a seat."), "Asks 5 USD a seat.", field="description"
    ),
    Case("weak-champion", changed("stakeholders", 1, notes="", relationshipStrength="unknown"), field="relationshipStrength"),
    Case("two-roots", changed("stakeholders", 2, reportsTo=None), field="reportsTo"),
    Case("unknown-owner", changed("strategy", 0, "painPoints", owner="Karl Nobody"), field="owner"),
    Case("unknown-name", changed("stakeholders", 2, notes="Ask Karl Nobody first."), "Ask Ida first.", field="notes"),
    Case("other-address", changed("stakeholders", 2, email="eva@globex.example"), field="email"),
    Case("other-language", changed("stakeholders", 2, title="Leiterin Einkauf"), "Head of Procurement", field="title"),
    Case("only-friends", lambda: account_view(without_sceptic, record(LOST)), field="relationshipStrength"),
    Case("own-rival", changed("competitors", 0, name="Acme Ltd."), "Ringhollow", field="name"),
    Case("own-rival", changed("competitors", 0, name="Kandy"), "Ringhollow", field="name"),
    Case("placeholder", changed("strategy", 0, "painPoints", title=" "), "Three invoices a month", field="title"),
    Case("placeholder", changed("stakeholders", 0, notes="TODO: ask Olof"), "Asks Olof.", field="notes"),
    Case("listed-twice", lambda: account_view(with_rival("Ringhollow Ltd")), mended=good, field="name"),
    Case("worthless-deal", changed("strategy", 1, "opportunities", estimatedValue=0), "30000", field="estimatedValue"),
    Case("advice-stray", lambda: account_view(cached=warm(advice={**ADVICE, "summary": "Sell for $7 million."})), mended=good),
    Case("cache-gone", lambda: account_view(cached={}), mended=good),
    Case("cache-stale", lambda: account_view(cached=warm(AT + timedelta(minutes=30))), mended=good),
    Case("cache-changed", lambda: account_view(cached=warm(changed=True)), mended=good),
    Case("cache-broken", lambda: account_view(cached=warm(broken="no intelligence", advice=None)), mended=good),
    Case("cache-rules", lambda: account_view(cached=warm(source="rules")), mended=good),
    Case("story-blockers", expecting(blockers=range_of(2, "count")), mended=of_source(expecting(blockers=range_of(1, "count")))),
    Case(
        "story-renewal",
        expecting(renewal=range_of("in 200-300 days", "days")),
        mended=of_source(expecting(renewal=range_of("in 30-60 days", "days"))),
    ),
    Case("story-news", expecting(news=range_of("<= 14 days", "days")), mended=good),
    Case("story-mention", expecting(must_mention=("fibre",)), mended=of_source(expecting(must_mention=("INVOICE",)))),
]


def test_no_check_speaks_on_the_good_account() -> None:
    assert spots(account_view()) == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.field or ''}")
def test_a_check_speaks_on_its_fault_and_is_silent_once_it_is_mended(case: Case) -> None:
    faulty = case.faulty()
    found = spots(faulty)
    assert list(found) == [case.code]
    spot = found[case.code][0]
    assert spot.why
    assert spot.command
    assert case.field is None or spot.field == case.field
    mended = edited(faulty, spot.command, case.value) if case.mended is None else case.mended(faulty)
    assert case.code not in spots(mended)


TEMPLATED = frozenset(SECTIONS)


def counting_from(day: date) -> RehearsedAccount:
    """The account that looks abandoned, as a template made it that counts from a day."""
    faulty = replace(account_view(old), hero=False, templated=TEMPLATED)
    return replace(faulty, material=replace(faulty.material, as_of=day))


def test_a_template_that_counts_from_an_earlier_day_is_shifted_and_one_that_counts_from_the_demos_day_is_edited() -> None:
    (aged,) = spots(counting_from(date(2026, 5, 12)))["abandoned"]
    assert (aged.command, aged.severity) == ("demodb shift --as-of=2026-11-24", None)
    faulty = counting_from(AT.date())
    (spot,) = spots(faulty)["abandoned"]
    assert (spot.command, spot.severity) == ("demodb edit Acme stakeholders/p1/lastInteraction DATE", "hint")
    assert "abandoned" not in spots(edited(faulty, spot.command, "2026-11-20"))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (changed("stakeholders", 1, lastInteraction="2026-12-01"), "stakeholders/p2/lastInteraction"),
        (changed("actions", 0, dueDate="2026-10-20", createdAt="2026-10-01"), "actions/a-1/dueDate"),
    ],
)
def test_a_date_that_no_shift_moves_is_edited(change: Callable[[], RehearsedAccount], place: str) -> None:
    faulty = replace(change(), templated=TEMPLATED)
    (seen,) = spots(faulty).values()
    assert seen[0].command == f"demodb edit Acme {place} DATE"
    assert spots(edited(faulty, seen[0].command, "2026-11-20")) == {}


def test_people_on_our_side_may_own_and_be_named() -> None:
    faulty = changed("strategy", 0, "painPoints", owner="Karl Nobody")()
    faulty.material.sections["stakeholders"][1]["notes"] = "Ask Karl Nobody for a date."  # type: ignore[index]
    assert spots(faulty).keys() == {"unknown-owner", "unknown-name"}
    assert spots(faulty, replace(SCENE, team=("Karl Nobody", "Ida Other"))) == {}


GERMAN = ("Geschäftsführer", "Leiter Einkauf", "Technischer Leiter")
MIXED = ("Chief Technology Officer", "Head of IT", "Leiter Einkauf")


@pytest.mark.parametrize("titles", [GERMAN, MIXED])
@pytest.mark.parametrize(("name", "country"), [("Alpensignal GmbH", None), ("Acme", "AT")])
def test_titles_in_english_and_in_the_companys_own_language_stand_side_by_side(
    titles: tuple[str, ...], name: str, country: str | None
) -> None:
    assert "other-language" not in spots(titled(titles, name, country))


@pytest.mark.parametrize("titles", [("Dyrektor IT", *GERMAN[1:]), (*MIXED[:2], "Responsable informatique")])
def test_a_title_in_a_third_language_is_told(titles: tuple[str, ...]) -> None:
    (spot,) = spots(titled(titles, "Alpensignal GmbH", None))["other-language"]
    assert spot.value in ("Dyrektor IT", "Responsable informatique")


def titled(titles: tuple[str, ...], name: str, country: str | None) -> RehearsedAccount:
    """The account under another name, with other titles."""

    def change(sections: Any) -> None:
        for row, title in zip(sections["stakeholders"], titles, strict=True):
            row["title"] = title

    view = account_view(change)
    return replace(view, material=replace(view.material, name=name), country=country)


def test_a_champion_weaker_than_the_storys_is_told_and_made_as_strong() -> None:
    faulty = replace(changed("stakeholders", 1, relationshipStrength="weak")(), expected=Expectation(champion="strong"))
    spot = spots(faulty)["story-champion"][0]
    assert (spot.row, spot.value) == ("p2", "weak")
    assert "story-champion" not in spots(edited(faulty, spot.command, ""))


def test_every_check_of_an_account_has_a_case() -> None:
    assert {check.meaning.code for check in CHECKS} == {case.code for case in CASES} | {"story-champion"}


def test_every_code_is_told_once() -> None:
    codes = [meaning.code for meaning in MEANINGS]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    "silent",
    [
        changed("actions", 0, dueDate="2026-10-01", createdAt="2026-09-01", status="done"),
        changed("stakeholders", 1, relationshipStrength="weak", notes="New in the job."),
        changed("stakeholders", 2, title="Responsable produit", notes="Le contrat est une question du prix."),
        changed("strategy", 0, "painPoints", owner="Deal desk"),
        changed("strategy", 0, "painPoints", owner="Account Manager"),
        changed("stakeholders", 2, notes="Tell Olof and Ida. Call our support."),
        changed("stakeholders", 2, tenure="5 months", lastInteraction="2026-06-20"),
        changed("stakeholders", 2, tenure="since spring", lastInteraction="2022-06-20"),
        changed("stakeholders", 2, tenure="since 2022", lastInteraction="2022-06-20"),
        lambda: newsworthy("lately"),
        lambda: account_view(lambda _: None, record(subscription(renewal_qtr="Q4'25"))),
        lambda: account_view(lambda _: None, record(subscription(renewal_qtr="Q4'26", will_renew="TBD"))),
        lambda: account_view(lambda _: None, record(LOST)),
        expecting(champion="moderate", blockers=range_of(">= 1", "count"), renewal=range_of("<= 60 days", "days")),
    ],
)
def test_what_only_looks_like_a_fault_is_none(silent: Callable[[], RehearsedAccount]) -> None:
    assert spots(silent()) == {}


def test_the_dates_of_news_are_read_as_feeds_write_them() -> None:
    wanted = Expectation(news=range_of("<= 14 days", "days"))
    assert spots(replace(newsworthy("Fri, 20 Nov 2026 08:00:00 GMT"), expected=wanted)) == {}
    (old,) = spots(replace(newsworthy("Tue, 20 Oct 2026"), expected=wanted))["story-news"]
    assert (old.value, old.why) == (35, "the story wants news <= 14 days, and the newest is 35 days old")
    (unread,) = spots(replace(newsworthy("lately"), expected=wanted))["story-news"]
    assert unread.why == "the story wants news <= 14 days, and no date of its articles can be read"


def test_two_heads_of_which_nobody_reports_to_one_are_no_chart() -> None:
    people = [
        person("p1", "Ida Berg", "Chief Technology Officer", "champion", "strong"),
        person("p2", "Eva Strand", "Buyer", "user", "weak"),
    ]
    assert "two-roots" not in spots(account_view(lambda sections: sections.update(stakeholders=people)))


def test_an_account_without_revenue_may_have_a_small_first_deal_only() -> None:
    def change(value: float) -> Callable[[Any], None]:
        return lambda sections: sections["strategy"].update(opportunities=[deal("o-1", "First", "identified", 20, value)])

    nothing = {**record(), "rr": 0.0}
    assert "pipeline-over-revenue" not in spots(account_view(change(50_000), nothing))
    assert "pipeline-over-revenue" in spots(account_view(change(60_000), nothing))


def test_entries_of_others_are_hints_and_what_they_have_not_is_nothing() -> None:
    other = replace(account_view(cached={KEYS[0]: warm(UNTIL - timedelta(minutes=1))[KEYS[0]]}), hero=False)
    found = spots(other)
    assert [(code, spot.severity, spot.row) for code, seen in found.items() for spot in seen] == [
        ("cache-stale", "hint", KEYS[0])
    ]
    assert found["cache-stale"][0].value == "from 15:29 to 15:30"
    assert SCENE.window.until == UNTIL
