"""Documents of a hundred thousand rows, right or wrong: judged in the time that a row takes, and with the first faults only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import process_time
from typing import Any

import pytest

from demodb.model.documents import CustomerFile
from demodb.model.faults import Fault, model_faults, repaired, section_faults
from demodb.model.strict_json import parse_json

MANY = 60_000
MORE = ("", "has more than 1,000 faults: mend these first")
FINITE = "expected a finite number, found NaN"


@contextmanager
def at_once() -> Iterator[None]:
    """Ten seconds of processor time are many times what these take, and little of what the square of their length would."""
    begun = process_time()
    yield
    assert process_time() - begun < 10


def person(n: int, boss: int | None) -> dict[str, Any]:
    row = {"id": str(n), "name": "Ann", "title": "CTO", "role": "user", "relationshipStrength": "weak"}
    return {**row, "reportsTo": None if boss is None else str(boss)}


def customer(n: int, **more: Any) -> dict[str, Any]:
    return {"customer_name": f"Customer {n}", "rr": 1, "nrr": 0, "total": 1, "subscriptions": [], **more}


@pytest.mark.slow
def test_a_line_of_any_length_ends_and_a_circle_of_any_length_is_found() -> None:
    line = [person(n, n + 1 if n + 1 < MANY else None) for n in range(MANY)]
    with at_once():
        assert section_faults("stakeholders", line) == []
        circle = section_faults("stakeholders", [*line[:-1], person(MANY - 1, 900)])

    # Who reports to somebody in the circle is not in it.
    assert circle[0] == ("$[900].reportsTo", "expected a chain that ends, found a circle through '901'")
    assert (len(circle), circle[-1]) == (1001, MORE)


@pytest.mark.slow
def test_ids_that_stand_again_and_again_are_told_by_the_first() -> None:
    task = {"title": "Call", "status": "todo", "priority": "low", "createdAt": "2026-01-01"}
    with at_once():
        faults = section_faults("actions", [{"id": str(n % (MANY // 2)), **task} for n in range(MANY)])

    assert faults[0] == (f"$[{MANY // 2}].id", "expected an id of its own, found '0' a second time")
    assert (len(faults), faults[-1]) == (1001, MORE)


def test_statuses_that_lack_everywhere_are_mended_everywhere() -> None:
    with at_once():
        document, notes = repaired("strategy", {"painPoints": [], "opportunities": [{"id": str(n)} for n in range(MANY)]})

    assert len(notes) == MANY
    assert {row["status"] for row in document["opportunities"]} == {"identified"}


@pytest.mark.slow
@pytest.mark.parametrize("at", [0, 9_999, 10_000, 29_999, MANY - 1])
def test_a_fault_in_a_row_far_down_has_its_place_in_the_whole(at: int) -> None:
    customers = [customer(n) for n in range(MANY)]
    customers[at] = customer(at, rr=-1)

    whole = {"bu_name": "STL", "customers": customers}
    place = (f"$.customers[{at}].rr", "expected greater than or equal to 0, found -1")
    assert model_faults(CustomerFile, whole) == [place]
    assert model_faults(CustomerFile, {"customers": customers}) == [("$.bu_name", "this key is missing"), place]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("judge", "place"),
    [
        (lambda rows: section_faults("actions", rows), "$[0]"),
        (lambda rows: section_faults("strategy", {"painPoints": [], "opportunities": rows}), "$.opportunities[0]"),
        (lambda rows: model_faults(CustomerFile, {"bu_name": "STL", "customers": rows}), "$.customers[0]"),
    ],
)
def test_of_a_million_rows_that_are_none_the_first_are_told(judge: Callable[[list[int]], list[Fault]], place: str) -> None:
    with at_once():
        faults = judge([1] * 1_000_000)

    assert faults[0] == (place, "expected an object, found 1")
    assert (len(faults), faults[-1]) == (1001, MORE)


def test_the_place_of_a_fault_below_endless_keys_is_short() -> None:
    key = "k" * 1_000_000
    with at_once():
        _, faults = parse_json(f'{{"{key}": [{"1, " * MANY} NaN, {{"{key}": NaN, "{key}": 1}}]}}'.encode())

    place = f"$.{'k' * 59}…"
    twice = f"expected each key once, found '{'k' * 59}… more than once"
    assert faults == [(f"{place}[{MANY}]", FINITE), (f"{place}[{MANY + 1}]", twice)]


@pytest.mark.slow
def test_numbers_that_are_not_finite_are_told_by_the_first() -> None:
    with at_once():
        _, faults = parse_json(json.dumps([[float("nan")] * MANY] * 2).encode())

    assert faults[0] == ("$[0][0]", FINITE)
    assert (len(faults), faults[-1]) == (1001, MORE)
