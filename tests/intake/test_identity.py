"""The rules of who is whom, as values: what is declared, what may be an alias, which side of a merge stands."""

from __future__ import annotations

import pytest

from demodb.errors import AliasError
from demodb.intake.identity import (
    DeclaredNames,
    KnownNames,
    MergeSide,
    Side,
    accounts_meant,
    alias_fault,
    joined,
    section_side,
    takeover,
)
from demodb.model.account import Account
from demodb.model.canonical import canonical
from demodb.model.documents import Document
from demodb.model.merge import Conflict
from demodb.model.origin import TemplateOrigin
from demodb.store.conflicts import StoredConflict
from demodb.store.plans import StoredSection

ACME, BOREALIS = (
    Account("acme ltd", "Acme Ltd", "acme-ltd", hero=False),
    Account("borealis as", "Borealis AS", "borealis-as", hero=True),
)
ORIGIN = TemplateOrigin("telecom", "0001", "0", "2026-11-24")


def known() -> KnownNames:
    return KnownNames(
        accounts={ACME.key: ACME, BOREALIS.key: BOREALIS},
        aliases={"the north": BOREALIS},
        slugs={"acme-ltd": {ACME.key: "Acme Ltd"}, "the-north": {BOREALIS.key: "The North"}},
    )


def card(title: str) -> Document:
    return [{"id": "a-1", "title": title}]


def by_hand(account: Account, title: str) -> StoredSection:
    return StoredSection(account.key, "actions", card(title), canonical(card(title)), None)


def template(account: Account, title: str, *, edited: bool = False) -> StoredSection:
    return StoredSection(account.key, "actions", card(title), canonical(card("as it came" if edited else title)), ORIGIN)


@pytest.mark.parametrize(
    ("name", "message", "fix"),
    [
        ("Borealis AS", "'Borealis AS' is an account of its own", "demodb account merge 'Borealis AS' 'Acme Ltd'"),
        ("The North", "'The North' is an alias of 'Borealis AS' already", "demodb account merge 'Borealis AS' 'Acme Ltd'"),
        ("the north!", "'the north!' is an alias of 'Borealis AS' already", "demodb account merge 'Borealis AS' 'Acme Ltd'"),
        ("The/North", "the file name 'the-north' is already that of 'The North'", "demodb account merge 'The North' 'Acme Ltd'"),
        ("...", "'...' cannot be an alias: a customer name needs a letter or a digit", ""),
    ],
)
def test_a_name_or_a_file_name_of_another_account_is_no_alias(name: str, message: str, fix: str) -> None:
    fault = alias_fault(name, ACME, known())
    assert fault is not None
    assert fault.message == message
    assert fault.fix.removeprefix("if the two are one: ") == fix


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


@pytest.mark.parametrize(
    ("source", "target", "side"),
    [
        (None, None, "target"),
        (None, template(ACME, "t"), "target"),
        (by_hand(BOREALIS, "s"), None, "source"),
        (template(BOREALIS, "s"), None, "source"),
        (template(BOREALIS, "s"), template(ACME, "t"), "target"),
        (template(BOREALIS, "s"), by_hand(ACME, "t"), "target"),
        (template(BOREALIS, "s"), template(ACME, "t", edited=True), "target"),
        (by_hand(BOREALIS, "s"), template(ACME, "t"), "source"),
        (template(BOREALIS, "s", edited=True), template(ACME, "t"), "source"),
        (by_hand(BOREALIS, "same"), by_hand(ACME, "same"), "target"),
        (by_hand(BOREALIS, "s"), by_hand(ACME, "t"), None),
        (template(BOREALIS, "s", edited=True), by_hand(ACME, "t"), None),
    ],
)
def test_a_section_written_by_hand_outweighs_a_templates_and_else_the_target_keeps_its_own(
    source: StoredSection | None, target: StoredSection | None, side: Side | None
) -> None:
    assert section_side(source, target) == side


def conflict(account: Account) -> StoredConflict:
    return StoredConflict(
        account.key, account.name, "actions", Conflict("actions", "a-1", "title", "b", "o", "t"), "telecom", "0002"
    )


def test_conflicts_and_deleted_rows_go_with_the_section_that_they_belong_to() -> None:
    edited = MergeSide(
        BOREALIS, {"actions": template(BOREALIS, "s", edited=True)}, [conflict(BOREALIS)], {"actions": [("actions", "a-9")]}
    )
    plain = MergeSide(ACME, {"actions": template(ACME, "t")}, deleted={"actions": [("actions", "a-8")]})
    taken = takeover(edited, plain)
    assert [(new.account_key, new.section, new.document) for new in taken.sections] == [(ACME.key, "actions", card("s"))]
    assert taken.conflicts == [conflict(ACME)]
    assert taken.deleted == {(ACME.key, "actions"): [("actions", "a-8"), ("actions", "a-9")]}
    kept = takeover(plain, edited)
    assert (kept.sections, kept.conflicts) == ([], [])
    assert kept.deleted == {(BOREALIS.key, "actions"): [("actions", "a-9")]}


@pytest.mark.parametrize(("source_has", "target_has", "news"), [(True, False, True), (True, True, False), (False, False, False)])
def test_news_go_over_where_the_target_has_none(*, source_has: bool, target_has: bool, news: bool) -> None:
    taken = takeover(MergeSide(BOREALIS, {}, has_news=source_has), MergeSide(ACME, {}, has_news=target_has))
    assert (taken.news, taken.hero) == (news, True)


def test_what_two_accounts_have_both_written_by_hand_is_named() -> None:
    with pytest.raises(AliasError, match="both 'Borealis AS' and 'Acme Ltd' have actions written by hand"):
        takeover(MergeSide(BOREALIS, {"actions": by_hand(BOREALIS, "s")}), MergeSide(ACME, {"actions": by_hand(ACME, "t")}))
