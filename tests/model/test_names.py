"""Names: the app's slug, the key by which names are one account, and what is suggested for a name that fits none."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from demodb.model.documents import Email
from demodb.model.legal_forms import LEGAL_WORDS
from demodb.model.names import SLUG_BYTES, email_domain, match_key, name_fault, near_key, nearest, slug

# ECMA-262: white space and line terminators, which is what \s matches in the app.
JAVASCRIPT_SPACES = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
PYTHON_SPACES_ONLY = "\x1c\x1d\x1e\x1f\x85"
DELETED = ",.()[]"
PUNCTUATION = "-_.,;:!?/\\()[]{}'\"#%*@\u2013\u2014\u2018\u2019\u201c\u201d\u00ab\u00bb\u00b7\u200b\u200d"

# Names as people type them, with everything that a rule looks at far more often than by chance.
NAMES = st.one_of(
    st.text(st.sampled_from(f"aZ9é{DELETED}&/-: {JAVASCRIPT_SPACES}{PYTHON_SPACES_ONLY}"), max_size=24),
    st.text(max_size=24),
)
WORDS = st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("British Telecommunications plc", "british-telecommunications-plc"),
        ("AT&T SERVICES, INC.", "atandt-services-inc"),
        ("Luminus Hasselt NV/SA", "luminus-hasselt-nv-sa"),
        ("Telefonica Germany GmbH & Co. OHG", "telefonica-germany-gmbh-and-co-ohg"),
        ("CROSS TELEPHONE COMPANY LLC (OK)", "cross-telephone-company-llc-ok"),
        ("Various: License increments", "various:-license-increments"),
        ("Ntirety (Hosting.com)", "ntirety-hostingcom"),
        ("  Acme \t\n Ltd  ", "acme-ltd"),
        ("--Acme -- - Ltd--", "acme-ltd"),
        ("[Acme] (Ltd)", "acme-ltd"),
        ("Światłonet Polska Sp. z o.o.", "światłonet-polska-sp-z-oo"),
        ("L'Onde+Co_1!", "l'onde+co_1!"),
        ("Acme\u3000Ltd\ufeffKK", "acme-ltd-kk"),
        ("Acme\x85Ltd\x1cKK", "acme\x85ltd\x1ckk"),
        ("", ""),
        ("-/-", ""),
    ],
)
def test_a_slug_is_what_the_app_makes_of_the_name(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(NAMES)
def test_a_slug_has_none_of_the_characters_that_are_deleted_or_replaced(name: str) -> None:
    assert not set(slug(name)) & set(f"{DELETED}&/")


@given(NAMES)
def test_a_slug_has_no_white_space_as_javascript_sees_it(name: str) -> None:
    assert not set(slug(name)) & set(JAVASCRIPT_SPACES)


@given(NAMES)
def test_a_slug_has_no_run_of_dashes_and_none_at_its_ends(name: str) -> None:
    made = slug(name)
    assert "--" not in made
    assert not made.startswith("-")
    assert not made.endswith("-")


@given(NAMES)
def test_a_slug_is_lower_case(name: str) -> None:
    assert slug(name) == slug(name).lower()


@given(NAMES)
def test_the_slug_of_a_slug_is_itself(name: str) -> None:
    assert slug(slug(name)) == slug(name)


@given(WORDS, st.text(st.sampled_from(JAVASCRIPT_SPACES), min_size=1, max_size=4))
def test_a_run_of_any_white_space_of_javascript_is_one_dash_in_a_slug(words: list[str], spaces: str) -> None:
    assert slug(spaces.join(words)) == slug(" ".join(words))


@given(st.text(st.characters(exclude_characters=f"{DELETED}&/-{JAVASCRIPT_SPACES}"), max_size=24))
def test_a_slug_touches_nothing_else(name: str) -> None:
    assert slug(name) == name.lower()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RCS Media Group", "Rcs Media Group"),
        ("Ntirety (Hosting.com)", "Ntirety (Hosting.Com)"),
        ("ISSQUARED, INC.", "ISSQUARED, Inc."),
        ("AT&T Services, Inc.", "AT&T SERVICES, INC."),
        ("AT&T Services, Inc.", "ATandT  Services Inc"),
        ("Straße AG", "STRASSE AG"),
        ("Söder\u200bbygd", "So\u0308derbygd"),
        ("\uff21\uff43\uff4d\uff45\u3000\uff2c\uff54\uff44", "acme ltd"),
        ("Barnes \uff06 Noble", "Barnes and Noble"),
        ("Luminus Hasselt NV/SA", "luminus hasselt NVSA"),
    ],
)
def test_the_contracts_doubles_have_one_key(one: str, other: str) -> None:
    assert match_key(one) == match_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Acme Ltd", "Acme Limited"), ("Acme 1", "Acme 2"), ("AcmeX", "Acme X")])
def test_names_that_differ_in_more_than_case_and_punctuation_have_keys_of_their_own(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


@given(NAMES, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_a_key_is_the_same_in_every_unicode_form(name: str, form: str) -> None:
    normalized = unicodedata.normalize(form, name)  # type: ignore[arg-type]
    assert match_key(normalized) == match_key(name)


@given(NAMES)
def test_a_key_is_the_same_in_every_case(name: str) -> None:
    assume("\u0131" not in name)  # the upper case of a dotless i is the I that every i has: no folding can tell them apart
    assert match_key(name.upper()) == match_key(name.lower()) == match_key(name.casefold()) == match_key(name)


@given(NAMES, st.integers(0, 24), st.text(st.sampled_from(PUNCTUATION), max_size=4))
def test_a_key_is_the_same_with_punctuation_added_anywhere(name: str, at: int, added: str) -> None:
    assert match_key(name[:at] + added + name[at:]) == match_key(name)


@given(WORDS, st.text(st.sampled_from(f"{JAVASCRIPT_SPACES} ".replace("\ufeff", "")), min_size=1, max_size=4))
def test_a_key_is_the_same_with_any_run_of_white_space(words: list[str], spaces: str) -> None:
    assert match_key(f"{spaces}{spaces.join(words)}{spaces}") == match_key(" ".join(words))


@given(NAMES, NAMES)
def test_a_key_is_the_same_for_an_ampersand_and_the_word_and(before: str, after: str) -> None:
    assert match_key(f"{before}&{after}") == match_key(f"{before}and{after}") == match_key(f"{before}AND{after}")


@given(NAMES)
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert match_key(match_key(name)) == match_key(name)


@given(st.text(st.sampled_from(f"{PUNCTUATION}{JAVASCRIPT_SPACES}"), max_size=12))
def test_a_name_of_punctuation_and_white_space_has_no_key(name: str) -> None:
    assert match_key(name) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Ltd", "Acme Limited"),
        ("Acme", "ACME Holdings, Inc."),
        ("AT&T SERVICES, INC.", "AT&T Service Group"),
        ("Acme Intl", "Acme International"),
        ("British Telecommunications plc", "British Telecom"),
        ("Telefonica UK Limited", "Telefonica United Kingdom"),
        ("Acme-West", "Acme West"),
        ("Acme Sp. z o.o.", "Acme"),
        ("Acme A/S", "Acme"),
        ("Luminus Hasselt NV/SA", "Luminus Hasselt"),
    ],
)
def test_names_that_differ_in_legal_form_or_abbreviation_are_suggested_as_one(one: str, other: str) -> None:
    assert near_key(one) == near_key(other)
    assert match_key(one) != match_key(other)


# Single letters are initials wherever several stand together: "z z" is one word.
@given(st.lists(st.sampled_from(sorted(word for word in LEGAL_WORDS if len(word) > 1)), min_size=1, max_size=3))
def test_a_name_of_nothing_but_legal_forms_keeps_its_words(words: list[str]) -> None:
    assert near_key(" ".join(words)) == " ".join(words)


def test_the_nearest_names_come_best_first_and_are_three_at_most() -> None:
    names = ["Spotify", "Acme Ltd West", "Acne Corp", "Acme Limited", "Acme X", "Zebra"]

    assert nearest("ACME", names) == ["Acme Limited", "Acme X", "Acne Corp"]
    assert nearest("ACME", names, most=9) == ["Acme Limited", "Acme X", "Acne Corp", "Acme Ltd West"]
    assert nearest("ACME", names, most=1) == ["Acme Limited"]


def test_the_nearest_account_of_the_contracts_orphan_is_its_owner() -> None:
    heroes = ["British Telecommunications plc", "Liquid Telecom", "Telefonica UK Limited", "Spotify", "AT&T SERVICES, INC."]

    assert nearest("att-services-inc", heroes) == ["AT&T SERVICES, INC."]


@pytest.mark.parametrize("name", ["Qwxz", "", "!!!"])
def test_nothing_is_near_to_a_name_unlike_all(name: str) -> None:
    assert nearest(name, ["Spotify", "Acme Ltd"]) == []


@pytest.mark.parametrize(
    "name", ["Acme", "AT&T SERVICES, INC.", "Various: License increments", "Światłonet", "3", "日本電信", "a" * SLUG_BYTES]
)
def test_a_name_that_makes_a_safe_file_name_has_no_fault(name: str) -> None:
    assert name_fault(name) is None


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", "a customer name needs a letter or a digit"),
        ("   ", "a customer name needs a letter or a digit"),
        ("!!!", "a customer name needs a letter or a digit"),
        ("..", "a customer name needs a letter or a digit"),
        ("../..", "a customer name needs a letter or a digit"),
        ("\u200b", "a customer name needs a letter or a digit"),
        ("Acme\x00", "a customer name must not hold control characters"),
        ("Acme\nLtd", "a customer name must not hold control characters"),
        ("Acme\x85Ltd", "a customer name must not hold control characters"),
        ("..\\Acme", "its file name would be '\\\\acme', which is not one safe path component"),
        ("a" * 251, "its file name would be 251 bytes long, at most 250 are possible"),
        ("n" * 300, "its file name would be 300 bytes long, at most 250 are possible"),
        ("é" * 150, "its file name would be 300 bytes long, at most 250 are possible"),
    ],
)
def test_a_name_that_cannot_be_an_account_is_refused_with_the_reason(name: str, fault: str) -> None:
    assert name_fault(name) == fault


@given(NAMES)
def test_a_name_without_fault_has_a_key_and_a_slug_that_is_one_path_component(name: str) -> None:
    assume(name_fault(name) is None)
    made = slug(name)
    assert match_key(name)
    assert made not in ("", ".", "..")
    assert not set(made) & {"/", "\\", "\0"}
    assert len(f"{made}_news.json".encode()) <= 255


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("British Telecommunications plc", "british-telecommunications.example"),
        ("AT&T SERVICES, INC.", "atandt-services.example"),
        ("Ntirety (Hosting.com)", "ntirety.example"),
        ("Luminus Hasselt NV/SA", "luminus-hasselt.example"),
        ("Światłonet Łódź Sp. z o.o.", "swiatlonet-lodz.example"),
        ("Müller & Söhne GmbH", "mueller-and-soehne.example"),
        ("日本電信", "customer.example"),
        ("", "customer.example"),
        ("Limited", "limited.example"),
        ("x" * 80, f"{'x' * 63}.example"),
    ],
)
def test_the_domain_of_a_customers_people_tells_the_customer(name: str, domain: str) -> None:
    assert email_domain(name) == domain


@given(NAMES)
def test_the_domain_of_a_customers_people_is_always_a_valid_one_below_example(name: str) -> None:
    domain = email_domain(name)
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.example", domain)
    assert TypeAdapter(Email).validate_python(f"jo@{domain}") == f"jo@{domain}"
