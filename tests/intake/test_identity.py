"""The rules of who is whom, as values: what is declared, what may be an alias, what is said of an orphan."""

from __future__ import annotations

import pytest

from demodb.intake.identity import (
    AccountKeys,
    DeclaredNames,
    KnownNames,
    accounts_meant,
    alias_fault,
    joined,
    orphan,
    owner_of,
)
from demodb.intake.report import Orphan
from demodb.model.account import Account
from demodb.model.likeness import AlikeNames

ACME, BOREALIS = (
    Account("acme ltd", "Acme Ltd", "acme-ltd", hero=False),
    Account("borealis as", "Borealis AS", "borealis-as", hero=True),
)


def known() -> KnownNames:
    return KnownNames(
        accounts={ACME.key: ACME, BOREALIS.key: BOREALIS},
        aliases={"the north": BOREALIS},
        slugs={"acme-ltd": {ACME.key: "Acme Ltd"}, "the-north": {BOREALIS.key: "The North"}},
    )


@pytest.mark.parametrize(
    ("name", "message", "fix"),
    [
        ("Borealis AS", "'Borealis AS' is an account of its own", "demodb account merge 'Borealis AS' 'Acme Ltd'"),
        ("The North", "'The North' is an alias of 'Borealis AS' already", "demodb account alias 'The North' 'Acme Ltd'"),
        ("the north!", "'the north!' is an alias of 'Borealis AS' already", "demodb account alias 'the north!' 'Acme Ltd'"),
        ("The/North", "the file name 'the-north' is already that of 'The North'", "demodb account merge 'The North' 'Acme Ltd'"),
        ("...", "'...' cannot be an alias: a customer name needs a letter or a digit", "give another name"),
    ],
)
def test_a_name_or_a_file_name_of_another_account_is_no_alias(name: str, message: str, fix: str) -> None:
    fault = alias_fault(name, ACME, known())
    assert fault is not None
    assert fault.message == message
    assert fault.fix.split(": ")[-1] == fix


@pytest.mark.parametrize("name", ["Acme Limited", "acme-ltd", "ACME, LTD."])
def test_a_free_name_and_the_accounts_own_may_be_its_alias(name: str) -> None:
    assert alias_fault(name, ACME, known()) is None


def test_of_two_new_aliases_with_one_file_name_the_first_holds() -> None:
    names = known()
    names.add("Far/East", ACME)
    assert alias_fault("Far East", ACME, names) is None
    fault = alias_fault("Far East", BOREALIS, names)
    assert fault is not None
    assert fault.message == "the file name 'far-east' is already that of 'Far/East'"


def test_who_is_first_to_declare_a_name_in_any_spelling_outweighs_the_others() -> None:
    settings = DeclaredNames({"The Far East": "Acme Ltd"}, ("Acme Ltd",))
    project = DeclaredNames({"THE FAR EAST.": "Borealis AS", "South": "Borealis AS"}, ("Borealis AS", "Acme Ltd"))
    manifest = DeclaredNames({"south": "Acme Ltd"})
    assert joined([settings, project, manifest]) == DeclaredNames(
        {"The Far East": "Acme Ltd", "South": "Borealis AS"}, ("Acme Ltd", "Borealis AS")
    )


@pytest.mark.parametrize("turned", [False, True])
def test_a_declared_alias_leads_through_others_in_whatever_order_they_stand(*, turned: bool) -> None:
    pairs = [("Far", "Farther"), ("Farther", "Farthest"), ("Farthest", "acme-ltd")]
    names = DeclaredNames(dict(reversed(pairs) if turned else pairs))
    assert accounts_meant(names, known()) == dict.fromkeys(("Far", "Farther", "Farthest"), "acme-ltd")


def test_a_declared_alias_ends_at_an_account_whatever_is_declared_of_that() -> None:
    names = DeclaredNames({"Far": "Borealis AS", "Borealis AS": "Acme Ltd", "East": "The North", "The North": "Acme Ltd"})
    meant = accounts_meant(names, known())
    assert (meant["Far"], meant["East"]) == ("Borealis AS", "The North")


def test_aliases_declared_in_a_circle_come_to_an_end() -> None:
    assert accounts_meant(DeclaredNames({"A": "B", "B": "A", "C": "A"}), KnownNames()).keys() == {"A", "B", "C"}


def test_a_name_as_typed_outweighs_its_match_key_and_an_alias_outweighs_the_accounts_own() -> None:
    keys = AccountKeys({"foobar ltd": "other", "far": "acme ltd"}, {"Foo-Bar Ltd": "foobar ltd #foo-bar-ltd"})
    names = ("Foo-Bar Ltd", "FOO-BAR LTD", "Far", "Near")
    assert [owner_of(name, keys) for name in names] == ["foobar ltd #foo-bar-ltd", "other", "acme ltd", "near"]


@pytest.mark.parametrize(
    ("name", "accounts", "nearest", "fix"),
    [
        ("acme-limited", ["Acme Ltd", "Borealis AS"], "Acme Ltd", "demodb account alias acme-limited 'Acme Ltd'"),
        ("oneil", ["O'Neil $(reboot)"], None, None),
        ("oneils", ["O'Neil's"], "O'Neil's", """demodb account alias oneils 'O'"'"'Neil'"'"'s'"""),
        ("dash", ["-Dash"], "-Dash", "demodb account alias -- dash -Dash"),
        ("acme", ["Acme Ltd", "Acme Inc"], "Acme Inc", None),
        ("acme-west", ["Acme Ltd"], "Acme Ltd", None),
        ("zzz", ["Acme Ltd"], None, None),
        ("Acme Limited", ["Acme Ltd"], "Acme Ltd", None),
        ("acme\x1b[2j-ltd", ["Acme Ltd"], "Acme Ltd", None),
    ],
)
def test_a_command_for_an_orphan_is_suggested_where_one_account_alone_is_likely_meant(
    name: str, accounts: list[str], nearest: str | None, fix: str | None
) -> None:
    assert orphan("x.json", name, AlikeNames(accounts), by_slug=True) == Orphan("x.json", nearest, fix)
