"""Constraints: what the contract forbids, the database refuses, whoever writes it."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from good_rows import GOOD, TABLES, put
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, text
from sqlalchemy.exc import IntegrityError

from demodb.model import documents as d
from demodb.model.documents import SECTIONS
from demodb.store.engine import Store

ENUMS: dict[str, tuple[str, ...]] = {
    "ck_plan_section_section": SECTIONS,
    **{f"ck_{table}_section": SECTIONS for table in ("known_file", "agreed_version", "edit")},
    "ck_known_file_kind": ("workbook", "table", "customers", "plan", "news", "intelligence", "manifest"),
    "ck_edit_side": ("file", "row", "template", "decision"),
    "ck_deleted_row_section": SECTIONS,
    "ck_seed_run_kind": ("seed", "shift", "undo", "restore"),
    "ck_stakeholder_role": get_args(d.Role),
    "ck_stakeholder_raci_role": get_args(d.RaciRole),
    "ck_stakeholder_relationship_strength": get_args(d.Relationship),
    "ck_pain_point_status": get_args(d.PainPointStatus),
    "ck_pain_point_severity": get_args(d.Level),
    "ck_opportunity_status": get_args(d.OpportunityStatus),
    "ck_competitor_type": get_args(d.CompetitorType),
    "ck_competitor_trait_kind": ("strength", "weakness"),
    "ck_action_item_status": get_args(d.ActionStatus),
    "ck_action_item_priority": get_args(d.Level),
    "ck_plan_section_origin": ("imported", "generated"),
    **{f"ck_{table}_section": (name,) for table, name in [("stakeholder", "stakeholders"), ("competitor", "competitors")]},
    **{f"ck_{table}_section": (name,) for table, name in [("action_item", "actions"), ("pain_point", "strategy")]},
    "ck_opportunity_section": ("strategy",),
}
RANGES: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "ck_account_hero": ((0, 1), (-1, 2)),
    "ck_customer_record_rr": ((0, 0.01, 1e12), (-0.01,)),
    "ck_customer_record_nrr": ((0, 0.01, 1e12), (-0.01,)),
    "ck_news_article_relevance_score": ((0, 0.5, 1), (-0.01, 1.01)),
    "ck_opportunity_probability": ((None, 0, 99.5, 100), (-0.5, 100.5)),
    "ck_rehearsal_id": ((1,), (0, 2)),
    **{f"ck_{column}": ((0, 1), (-1, 2)) for column in ("change_counter_quiet", "section_mark_due", "section_mark_edited")},
    "ck_section_mark_conflicts": ((0, 7), (-1,)),
    "ck_cache_entry_generation": ((0, 7), (-1,)),
    "ck_model_call_duration_ms": ((0, 7), (-1,)),
    "ck_model_call_attempt": ((1, 7), (0,)),
    "ck_model_call_input_tokens": ((None, 0, 7), (-1,)),
    "ck_model_call_output_tokens": ((None, 0, 7), (-1,)),
    "ck_model_call_cost_usd": ((None, 0, 0.01), (-0.01,)),
}
DATES = [
    "ck_plan_section_as_of",
    "ck_stakeholder_last_interaction",
    "ck_pain_point_identified_date",
    "ck_opportunity_identified_date",
    "ck_competitor_last_updated",
    "ck_action_item_due_date",
    "ck_action_item_created_at",
]
GOOD_DATES = ["2028-02-29", "2026-11-24T09:30:00.000Z", "2026-11-24T09:30"]
BAD_DATES = ["", "2026-1-1", "24.11.2026", "2026-11-24 09:00:00", "2026-11-24T09", "2026/11/24", " 2026-11-24", "tomorrow"]
WHOLE_ROW = ["ck_plan_section_template", "ck_cache_entry_lifetime", "ck_conflict_sides", "ck_conflict_source"]
CHECKS = {
    str(check.name): (table, str(check.name).removeprefix(f"ck_{table.name}_"))
    for table in TABLES.values()
    for check in table.constraints
    if isinstance(check, CheckConstraint)
}
FOREIGN_KEYS = {
    str(key.name): (table, key) for table in TABLES.values() for key in table.constraints if isinstance(key, ForeignKeyConstraint)
}


@pytest.fixture
def full(store: Store) -> Store:
    """A store with the good rows."""
    with store.write() as connection:
        for table, row in GOOD:
            put(connection, table, row)
    return store


def change(store: Store, table: str, **values: Any) -> None:
    """Change every row of a table with raw SQL, and let it be."""
    with store.write(keep=False) as connection:
        columns = ", ".join(f'"{name}" = :{name}' for name in values)
        assert connection.execute(text(f'UPDATE "{table}" SET {columns}'), values).rowcount


def refused(store: Store, constraint: str, table: str, **values: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        change(store, table, **values)


def test_every_check_of_the_schema_is_tried_here() -> None:
    assert sorted(CHECKS) == sorted([*ENUMS, *RANGES, *DATES, *WHOLE_ROW])


def test_words_outside_the_contract_are_refused(full: Store) -> None:
    for check in ENUMS:
        table, column = CHECKS[check]
        for bad in ("", "other", ENUMS[check][0].upper(), f" {ENUMS[check][0]}"):
            refused(full, check, table.name, **{column: bad})


def test_every_word_of_the_contract_is_accepted(full: Store) -> None:
    for check, words in ENUMS.items():
        table, column = CHECKS[check]
        if table.name == "plan_section":
            continue
        for word in words:
            change(full, table.name, **{column: word})


def test_numbers_outside_their_range_are_refused_and_those_inside_accepted(full: Store) -> None:
    for check, (good, bad) in RANGES.items():
        table, column = CHECKS[check]
        for value in good:
            change(full, table.name, **{column: value})
        for value in bad:
            refused(full, check, table.name, **{column: value})


def test_dates_that_are_not_iso_are_refused(full: Store) -> None:
    for check in DATES:
        table, column = CHECKS[check]
        of_plan = table.name != "plan_section"
        for good in GOOD_DATES if of_plan else ():
            change(full, table.name, **{column: good})
        for bad in BAD_DATES if of_plan else [*BAD_DATES, *GOOD_DATES[1:]]:
            refused(full, check, table.name, **{column: bad})


def test_a_template_section_says_what_it_was_made_from(full: Store) -> None:
    for fact in ("pack", "revision", "seed", "as_of"):
        with pytest.raises(IntegrityError, match="ck_plan_section_template"), full.write() as connection:
            connection.execute(text(f"UPDATE plan_section SET {fact} = NULL WHERE origin = 'template'"))
    with pytest.raises(IntegrityError, match="ck_plan_section_template"), full.write() as connection:
        connection.execute(text("UPDATE plan_section SET origin = 'template' WHERE origin = 'imported'"))


def test_a_cache_value_has_its_lifetime_and_only_a_value_has_one(full: Store) -> None:
    whole: dict[str, Any] = {"value": "{}", "created_at": 1, "fresh_until": 2**40, "stale_until": 2**40}
    change(full, "cache_entry", **whole)
    for bad in (
        *(whole | {name: None} for name in whole),
        {"created_at": 1},
        {"fresh_until": 1},
        {"stale_until": 1},
        whole | {"stale_until": 1},
    ):
        refused(full, "ck_cache_entry_lifetime", "cache_entry", **bad)


def test_a_conflict_has_two_sides(full: Store) -> None:
    change(full, "conflict", mine=None, theirs='"y"')
    refused(full, "ck_conflict_sides", "conflict", mine=None)


def test_a_conflict_is_with_a_template_or_with_a_file(full: Store) -> None:
    refused(full, "ck_conflict_source", "conflict", path="a.json")
    refused(full, "ck_conflict_source", "conflict", pack=None)
    change(full, "conflict", pack=None, revision=None, path="a.json")


def test_what_must_be_there_cannot_be_null(full: Store) -> None:
    for table in TABLES.values():
        for column in table.columns:
            if not column.nullable:
                with pytest.raises(IntegrityError):
                    change(full, table.name, **{column.name: None})


def test_a_row_that_points_to_nothing_is_refused(full: Store) -> None:
    free = {table.name for table in TABLES.values()} - {table.name for table, _ in FOREIGN_KEYS.values()}
    assert free == {
        *("account", "aim", "business_unit", "cache_entry", "change_counter", "exported_folder", "identity", "known_file"),
        *("model_batch", "model_call", "pack_revision", "rehearsal", "seed_run"),
    }
    first = dict(reversed(GOOD))
    new: dict[str, dict[str, Any]] = {
        "alias": {"key": "new", "slug": "new"},
        "customer_record": {"name": "new"},
        "apart_name": {"name": "new"},
    }
    new |= {"agreed_version": {"digest": b"1"}, "edit": {}, "listing": {}}
    new |= {"deleted_row": {"row_id": "new"}, "conflict": {"row_id": "new"}}
    new |= {"batch_request": {"custom_id": "new"}}
    # Triggers make one for each section.
    first |= {"section_mark": {"section": "actions", "due": 1, "edited": 0, "conflicts": 0}}
    for table, key in FOREIGN_KEYS.values():
        column = "reports_to" if "reports_to" in key.column_keys else key.column_keys[0]
        row = first[table.name] | new.get(table.name, {"id": "new"} if "id" in table.c else {}) | {column: "nowhere"}
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"), full.write() as connection:
            put(connection, table.name, row)


def test_a_stakeholder_reports_to_somebody_of_the_same_account_only(full: Store) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), full.write() as connection:
        connection.execute(text("UPDATE stakeholder SET reports_to = 's3' WHERE id = 's2'"))
    with full.write() as connection:
        connection.execute(text("UPDATE stakeholder SET reports_to = NULL WHERE id = 's2'"))
        connection.execute(text("UPDATE stakeholder SET reports_to = 's2' WHERE id = 's1'"))


def test_a_stakeholder_may_be_written_before_the_one_above(full: Store) -> None:
    row = dict(next(row for table, row in GOOD if table == "stakeholder"))
    with full.write() as connection:
        put(connection, "stakeholder", row | {"id": "below", "reports_to": "above"})
        put(connection, "stakeholder", row | {"id": "above"})


def test_a_row_without_its_section_is_refused(full: Store) -> None:
    with full.write() as connection:
        connection.execute(text("DELETE FROM plan_section"))
    for table, row in dict(reversed(GOOD)).items():
        if "section" in TABLES[table].c and table not in ("plan_section", "known_file", "agreed_version", "edit", "deleted_row"):
            with pytest.raises(IntegrityError, match=r"(?i)foreign key"), full.write() as connection:
                put(connection, table, row)


OWNED = {
    "stakeholders": {"stakeholder", "interest"},
    "strategy": {"pain_point", "opportunity"},
    "competitors": {"competitor", "competitor_trait"},
    "actions": {"action_item"},
}


@pytest.mark.parametrize("section", SECTIONS)
def test_a_sections_rows_go_with_it_and_no_others(full: Store, section: str) -> None:
    tables_of_rows = set().union(*OWNED.values())
    with full.write() as connection:
        connection.execute(text("DELETE FROM plan_section WHERE account_key = 'one' AND section = :s"), {"s": section})
        left = {
            name: connection.execute(text(f"SELECT count(*) FROM {name} WHERE account_key = 'one'")).scalar_one()
            for name in tables_of_rows
        }
        assert connection.execute(text("SELECT id FROM stakeholder WHERE account_key = 'two'")).scalars().all() == ["s3"]
    assert {name for name, count in left.items() if count == 0} == OWNED[section]


def test_everything_of_an_account_goes_with_it(full: Store) -> None:
    with full.write() as connection:
        connection.execute(text("DELETE FROM account WHERE key = 'one'"))
        left = {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in TABLES}
    kept = {"account": 1, "aim": 1, "business_unit": 1, "cache_entry": 1, "plan_section": 1, "stakeholder": 1}
    kept |= {
        "section_mark": 1,
        "exported_folder": 1,
        "identity": 1,
        "known_file": 1,
        "pack_revision": 1,
        "rehearsal": 1,
        "seed_run": 1,
        "model_call": 1,
        "model_batch": 1,
        "batch_request": 1,
    }
    # On a server the changes are counted in more rows than one.
    assert left.pop("change_counter") >= 1
    assert {name: count for name, count in left.items() if count} == kept


def test_two_accounts_cannot_have_one_slug(full: Store) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)unique"), full.write() as connection:
        put(connection, "account", {"key": "new", "name": "", "slug": "one", "hero": 0})
