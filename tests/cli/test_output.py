"""The words that all commands share."""

from __future__ import annotations

from datetime import datetime

import pytest

from demodb.cli.moments import local_moment
from demodb.cli.output import MOST_KINDS, MOST_SHOWN, in_kinds, shortened
from demodb.cli.problem_view import kind_of_fault
from demodb.payloads.moments import iso_moment


def test_a_list_up_to_the_limit_is_shown_whole() -> None:
    assert list(shortened(range(MOST_SHOWN), str)) == [str(number) for number in range(MOST_SHOWN)]


def test_a_longer_list_ends_with_how_many_more_there_are_and_where() -> None:
    lines = list(shortened(range(MOST_SHOWN + 1234), str))
    assert lines[:-1] == [str(number) for number in range(MOST_SHOWN)]
    assert lines[-1] == "  … and 1,234 more: `--json` lists all"


def test_a_list_that_the_json_report_does_not_hold_names_no_json() -> None:
    assert list(shortened(range(MOST_SHOWN + 1), str, lists_all=""))[-1] == "  … and 1 more"


def test_a_moment_is_told_to_a_person_in_the_machines_zone_and_to_a_program_in_utc() -> None:
    moment = datetime(2026, 11, 24, 14, 33, 56).astimezone()
    ms = int(moment.timestamp() * 1000)
    assert local_moment(ms) == "2026-11-24 14:33:56"
    assert datetime.fromisoformat(iso_moment(ms) or "") == moment
    assert (local_moment(None), iso_moment(None)) == ("", None)


def kinds(items: list[str], *, verbose: bool = False) -> list[str]:
    return list(in_kinds(items, lambda item: item[0], str, verbose=verbose, left=lambda rest: f" in {rest[-1]}"))


def test_of_each_kind_the_first_three_are_shown_and_how_many_more_there_are_where() -> None:
    assert kinds(["a1", "b1", "a2", "a3", "b2", "a4", "a5", "b3"]) == [
        "a1",
        "a2",
        "a3",
        "  … and 2 more in a5: `--verbose` or `--json` lists all",
        "b1",
        "b2",
        "b3",
    ]


def test_of_too_many_kinds_the_last_ones_are_counted_only() -> None:
    items = [chr(ord("a") + number) for number in range(MOST_KINDS + 2)]
    assert kinds(items) == [*items[:-2], f"  … and 2 more of other kinds in {items[-1]}: `--verbose` or `--json` lists all"]


def test_in_full_all_are_shown_in_their_order() -> None:
    items = ["a1", "b1", "a2", "a3", "a4", "b2"]
    assert kinds(items, verbose=True) == items


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("expected a number, found 'abc'", 'expected a number, found "O\'Neil"'),
        ("expected at least 1 items, found 0", "expected at least 2 items, found 1"),
        ("expected each key once, found 'a' more than once", "expected each key once, found 'b' more than once"),
        ("hero 'Acme': no account is known as 'Acme'", 'hero "O\'Neil": no account is known as "O\'Neil"'),
        ("describes the same actions as /x/a.json, and more", "describes the same actions as y/b.json, and more"),
    ],
)
def test_faults_of_one_kind_differ_in_what_was_found_and_where(one: str, other: str) -> None:
    assert kind_of_fault(one) == kind_of_fault(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("expected a number, found 'abc'", "expected a date, found 'abc'"),
        ("expected one of 'todo' or 'done', found 'x'", "expected one of 'high' or 'low', found 'x'"),
        ("this key is missing", "this key is not known"),
        ("hero 'Acme': no account is known as 'Acme'", "alias 'Acme' is left out: no account is known as 'Acme'"),
    ],
)
def test_faults_of_two_kinds_expect_something_else(one: str, other: str) -> None:
    assert kind_of_fault(one) != kind_of_fault(other)
