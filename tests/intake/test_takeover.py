"""What an account takes over from another, as values: which section stands, whose rows, what is remembered and logged."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.errors import AliasError
from demodb.intake.takeover import MergeSide, section_side, takeover
from demodb.model.account import Account
from demodb.model.canonical import canonical
from demodb.model.changes import taken_back
from demodb.model.documents import Document, Section
from demodb.model.faults import section_faults
from demodb.model.joining import Side, joined
from demodb.model.merge import Conflict
from demodb.model.origin import TemplateOrigin
from demodb.store.conflicts import StoredConflict
from demodb.store.plans import StoredSection

ACME, BOREALIS = (
    Account("acme ltd", "Acme Ltd", "acme-ltd", hero=False),
    Account("borealis as", "Borealis AS", "borealis-as", hero=True),
)
ORIGIN = TemplateOrigin("telecom", "0001", "0", "2026-11-24")


def card(title: str) -> Document:
    return [{"id": "a-1", "title": title}]


def by_hand(account: Account, title: str) -> StoredSection:
    return StoredSection(account.key, "actions", card(title), canonical(card(title)), None)


def template(account: Account, title: str, *, edited: bool = False) -> StoredSection:
    return StoredSection(account.key, "actions", card(title), canonical(card("as it came" if edited else title)), ORIGIN)


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
        (by_hand(BOREALIS, "same"), by_hand(ACME, "same"), "both"),
        (by_hand(BOREALIS, "s"), by_hand(ACME, "t"), "both"),
        (template(BOREALIS, "s", edited=True), by_hand(ACME, "t"), "both"),
    ],
)
def test_a_section_written_by_hand_outweighs_a_templates_and_two_of_them_are_joined(
    source: StoredSection | None, target: StoredSection | None, side: str
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


def side(account: Account, *rows: tuple[str, str], conflicts: list[StoredConflict] | None = None) -> MergeSide:
    document = [{"id": row_id, "title": title} for row_id, title in rows]
    stored = StoredSection(account.key, "actions", document, canonical(document), None)
    return MergeSide(account, {"actions": stored}, conflicts or [])


def test_rows_that_differ_under_one_id_are_refused_by_name_with_both_commands() -> None:
    with pytest.raises(AliasError) as caught:
        takeover(side(BOREALIS, ("a-1", "s"), ("a-2", "same")), side(ACME, ("a-1", "t"), ("a-2", "same")))
    assert caught.value.message == (
        "both 'Borealis AS' and 'Acme Ltd' have actions written by hand, and say something else in actions/a-1"
    )
    for name in ("Borealis AS", "Acme Ltd"):
        assert f"demodb account merge --keep='{name}' 'Borealis AS' 'Acme Ltd'" in caught.value.fix


def test_rows_of_the_source_are_added_and_equal_ones_are_one() -> None:
    taken = takeover(side(BOREALIS, ("a-2", "same"), ("a-3", "s")), side(ACME, ("a-1", "t"), ("a-2", "same")))
    (new,) = taken.joined
    rows: Any = new.document
    assert [row["id"] for row in rows] == ["a-1", "a-2", "a-3"]
    assert [(change.row, change.field) for _, made in taken.edits for change in made] == [("a-3", "")]


@pytest.mark.parametrize(("keep", "title"), [("source", "s"), ("target", "t")])
def test_keep_says_whose_row_stands_and_an_edit_of_the_log_brings_the_other_one_back(keep: Side, title: str) -> None:
    taken = takeover(side(BOREALIS, ("a-1", "s"), ("a-2", "s")), side(ACME, ("a-1", "t")), keep)
    (new,) = taken.joined
    rows: Any = new.document
    assert rows[0]["title"] == title
    _, made = taken.edits[-1]
    rows, later = taken_back("actions", new.document, made)
    assert later == []
    assert rows[0]["title"] == {"source": "t", "target": "s"}[keep]


def test_of_two_conflicts_about_one_field_the_targets_stays() -> None:
    taken = takeover(
        side(BOREALIS, ("a-1", "same"), conflicts=[conflict(BOREALIS)]),
        side(ACME, ("a-1", "same"), conflicts=[conflict(ACME)]),
    )
    assert (taken.conflicts, taken.joined, taken.edits) == ([], [], [])
    assert takeover(side(BOREALIS, ("a-1", "x"), conflicts=[conflict(BOREALIS)]), side(ACME)).conflicts == [conflict(ACME)]


def test_a_row_that_one_side_deleted_and_the_other_has_is_no_deleted_row() -> None:
    source = side(BOREALIS, ("a-1", "s"))
    source = MergeSide(BOREALIS, source.sections, deleted={"actions": [("", "a-2"), ("", "a-3")]})
    assert takeover(source, side(ACME, ("a-2", "t"))).deleted == {(ACME.key, "actions"): [("", "a-3")]}


def person(row_id: str, boss: str | None) -> dict[str, Any]:
    facts = {"id": row_id, "name": row_id, "title": "CTO", "role": "champion", "relationshipStrength": "strong"}
    return facts if boss is None else {**facts, "reportsTo": boss}


def by_id(rows: Any) -> dict[str, Any]:
    return {row["id"]: row for row in rows}


@st.composite
def people(draw: st.DrawFn) -> Document:
    """A valid org chart: everybody reports to somebody above, in an order that is drawn."""
    ids = draw(st.permutations(["p1", "p2", "p3", "p4", "p5"]).map(lambda order: order[: draw(st.integers(0, 5))]))
    return [person(row_id, draw(st.sampled_from([None, *ids[:n]]))) for n, row_id in enumerate(ids)]


@given(people(), people(), st.sampled_from(["source", "target"]))
def test_whoever_is_kept_everybody_stays_and_reports_to_somebody_who_is_there_and_in_no_circle(
    source: Document, target: Document, keep: Side
) -> None:
    result = joined("stakeholders", source, target, keep).document
    assert list(section_faults("stakeholders", result)) == []
    stand, others = (by_id(source), by_id(target)) if keep == "source" else (by_id(target), by_id(source))
    assert by_id(result) == {**others, **stand}


def test_fields_beside_the_lists_are_joined_too() -> None:
    section: Section = "strategy"
    source = {"painPoints": [], "opportunities": [], "note": "s", "more": 1}
    target = {"painPoints": [], "opportunities": [], "note": "t"}
    result = joined(section, source, target)
    assert (result.document, result.clashes) == ({**source, "note": "t"}, ["strategy/note"])
