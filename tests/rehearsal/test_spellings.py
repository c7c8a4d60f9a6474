"""What sources and people write in many ways: answers to whether somebody renews, and amounts in other currencies."""

from __future__ import annotations

from typing import Any

import pytest
from rehearsed import account_view, changed, edited, record, spots, subscription

from demodb.packs.pack import load_pack
from demodb.packs.situated_content import SituatedContent
from demodb.rehearsal.languages import languages_of
from demodb.rehearsal.view import RehearsedAccount


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Not decided yet", {"renewal-over"}),
        ("none", {"renewal-over"}),
        ("Yesterday's list", {"renewal-over"}),
        (None, {"renewal-over"}),
        ("no (SF)", set()),
        ("YES, signed", set()),
    ],
)
def test_a_renewal_is_decided_by_a_whole_yes_or_no(said: str | None, codes: set[str]) -> None:
    due = subscription(renewal_qtr="Q4'25", will_renew=said)
    assert spots(account_view(lambda _: None, record(due))).keys() - {"only-friends"} == codes


@pytest.mark.parametrize(
    "amount",
    [
        *("€5", "95k EUR", "1.2 million euros", "CHF 40", "R$ 90", "C$7", "12 000 kr", "300 zł", "₹9", "£0"),
        *("KES 400", "5 rupees", "Rs. 300", "HK$5", "(S$5)"),
    ],
)
def test_an_amount_in_another_currency_is_seen_however_it_is_written(amount: str) -> None:
    view = changed("strategy", 0, "painPoints", description=f"It comes to {amount} a year.")()
    assert spots(view).keys() == {"other-currency"}


@pytest.mark.parametrize(
    ("section", "of_list", "key"),
    [
        ("stakeholders", "", "notes"),
        ("strategy", "painPoints", "title"),
        ("strategy", "opportunities", "description"),
        ("competitors", "", "description"),
        ("actions", "", "title"),
        ("actions", "", "description"),
    ],
)
def test_an_amount_in_another_currency_is_seen_wherever_the_plan_tells_it(section: str, of_list: str, key: str) -> None:
    (spot,) = spots(changed(section, 0, of_list, **{key: "It is SGD 400 a year."})())["other-currency"]
    assert (spot.section, spot.field, spot.value) == (section, key, "It is SGD 400 a year.")


def test_an_amount_in_a_list_of_texts_is_seen_and_the_list_is_edited() -> None:
    (spot,) = spots(changed("competitors", 0, strengths=["Known", "Asks ₩9 only"])())["other-currency"]
    assert spot.command == "demodb edit Acme competitors/c-1/strengths LIST"


@pytest.mark.parametrize(
    "tenure",
    [
        *("3 years", "3 yrs", "3y", "3+ years", "2.5 years", "about 3 years", "3 years, 2 months", "36 months", "30 mos"),
        *("since 2023", "Since March 2023", "since 2023-02", "2023 - today"),
    ],
)
def test_a_contact_before_a_tenure_is_seen_however_that_is_written(tenure: str) -> None:
    seen = spots(changed("stakeholders", 2, tenure=tenure, lastInteraction="2022-10-01")())
    assert seen.keys() == {"contact-before-tenure"}


def of_two(first: str, second: str) -> RehearsedAccount:
    """The account with two people at these domains."""

    def change(sections: Any) -> None:
        sections["stakeholders"] = sections["stakeholders"][:2]
        for person, domain in zip(sections["stakeholders"], (first, second), strict=True):
            person["email"] = f"jo@{domain}"

    return account_view(change)


def test_of_two_addresses_the_one_without_the_companys_name_is_another_companys() -> None:
    (spot,) = spots(of_two("globex.example", "acme.example"))["other-address"]
    assert (spot.row, spot.why) == ("p1", "Ida Berg has an address of globex.example, and not of acme.example")
    assert "other-address" not in spots(edited(of_two("globex.example", "acme.example"), spot.command, ""))


@pytest.mark.parametrize("domains", [("globex.example", "initech.example"), ("acme.example", "acme.test")])
def test_of_two_addresses_of_which_neither_or_each_may_be_the_companys_nothing_is_said(domains: tuple[str, str]) -> None:
    assert "other-address" not in spots(of_two(*domains))


@pytest.mark.parametrize(
    "text",
    ["$5 or 95k USD", "USD 1.2 million", "US$ 7", "40 kroner bars", "3 EU regions", "5 kg", "12 MEPs", "ALL 5 sites", "HRs 5"],
)
def test_dollars_and_what_only_looks_like_an_amount_are_no_other_currency(text: str) -> None:
    assert spots(changed("strategy", 0, "painPoints", description=f"It says {text} there.")()) == {}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "  ",
            "TBD",
            "tbc",
            "test",
            "xxx",
            "???",
            "-",
            "...",
            "asdfghjkl",
            "TODO",
            "TODO: ask",
            "Lorem ipsum dolor sit amet",
        ),
        *(
            "Sell {product} here",
            "Hello {{ name }}",
            "Hi ${name}",
            "For <customer name>",
            "Due [insert date]",
            "When ???",
            "XXXX",
        ),
    ],
)
def test_a_text_that_is_still_to_be_written_is_seen_however_it_is_marked(text: str) -> None:
    (spot,) = spots(changed("strategy", 0, "opportunities", description=text)())["placeholder"]
    assert (spot.row, spot.field) == ("opportunities/o-1", "description")


@pytest.mark.parametrize(
    "text", ["Todo lists for all", "Testing", "Less than <5 minutes> each", "[EMEA] rollout", "Who? All.", "Barcodes", "A-B", "X"]
)
def test_a_text_that_says_something_is_none_to_be_written(text: str) -> None:
    assert spots(changed("strategy", 0, "opportunities", description=text)()) == {}


@pytest.mark.parametrize(("title", "language"), [("财务总监", "zh"), ("Финансовый директор", "ru"), ("مدير المشتريات", "ar")])
def test_a_title_in_other_letters_is_in_another_language(title: str, language: str) -> None:
    assert language in languages_of(title)
    assert spots(changed("stakeholders", 2, title=title)()).keys() == {"other-language"}


@pytest.mark.parametrize(
    ("title", "language"),
    [
        *(("Ekonomichef", "sv"), ("Indkøbschef", "da"), ("Innkjøpssjef", "no"), ("Talousjohtaja", "fi")),
        *(("Nákupčí", "cs"), ("Beszerzési vezető", "hu"), ("Direktur Keuangan", "id"), ("Finans Müdürü", "tr")),
        *(("Projektijuht", "et"), ("Einkäuferin", "de"), ("Inkoper", "nl"), ("Kierownik IT", "pl")),
    ],
)
def test_a_title_tells_its_language_by_a_word_or_by_a_part_of_one(title: str, language: str) -> None:
    assert language in languages_of(title)
    assert spots(changed("stakeholders", 2, title=title)()).keys() == {"other-language"}


@pytest.mark.parametrize("name", ["lived-in", "telecom"])
def test_no_title_of_a_pack_is_taken_for_one_of_another_language(name: str) -> None:
    content = load_pack(name).content
    assert isinstance(content, SituatedContent)
    titles = [title for place in content.places.values() for each in place.titles for title in each.by_language.items()]
    drawn = {(language, title): languages_of(title) for language, title in titles if language != "nb"}
    assert {title for (language, title), told in drawn.items() if told and not told & {language, "en"}} == set()
