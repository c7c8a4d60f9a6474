"""Canonical JSON, its hash, and numbers as the app sees them."""

from __future__ import annotations

import copy
import hashlib
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.model.canonical import HASH_VERSION, canonical, digest, is_canonical, number, pretty, same

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS)
JSON = st.recursive(LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=4)))


def turned(value: Any) -> Any:
    """The same value with the keys of every object in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(item) for item in value] if isinstance(value, list) else value


def test_canonical_text_has_sorted_keys_no_white_space_and_plain_letters() -> None:
    assert canonical({"b": [1, None, True], "a": {"z": "é <&>", "y": 0.5}}) == '{"a":{"y":0.5,"z":"é <&>"},"b":[1,null,true]}'


@given(JSON)
def test_the_order_of_keys_changes_neither_the_text_nor_the_hash(value: Any) -> None:
    assert canonical(turned(value)) == canonical(value)
    assert digest(turned(value)) == digest(value)


@given(JSON)
def test_canonical_text_is_json_for_the_same_value(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@given(JSON, JSON)
def test_a_text_is_that_of_a_value_or_it_is_not_however_it_was_found_out(value: Any, other: Any) -> None:
    assert is_canonical(canonical(value), turned(value))
    assert is_canonical(canonical(value), other) == (canonical(value) == canonical(other))


@pytest.mark.parametrize("value", [1e16, 1e-7, 2**70, True, 1, None, "\u007f\u2028", {"a": 2**64}])
def test_numbers_that_libraries_spell_differently_are_still_themselves(value: Any) -> None:
    assert is_canonical(canonical(value), value)
    assert json.loads(pretty({"a": value})) == {"a": value}


def test_true_is_not_one() -> None:
    assert not is_canonical(canonical([1]), [True])


@given(JSON)
def test_the_text_of_a_file_is_json_for_the_same_value_with_its_keys_in_their_order(value: Any) -> None:
    text = pretty({"b": value, "a": 1}).decode()
    assert json.loads(text) == {"b": value, "a": 1}
    assert list(json.loads(text)) == ["b", "a"]
    assert text.startswith('{\n  "b": ')
    assert text.endswith("\n}\n")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 2], [2, 1]),
        ({"a": None}, {}),
        ("1", 1),
        (True, 1),
        ([], {}),
        ("é", "e\u0301"),
        ({"a": 1, "b": 2}, {"a": 2, "b": 1}),
    ],
)
def test_values_that_differ_have_texts_and_hashes_that_differ(one: Any, other: Any) -> None:
    assert canonical(one) != canonical(other)
    assert digest(one) != digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, True), (False, 0), ([1], [True]), ({"a": [0]}, {"a": [False]}), (None, 0), ("1", 1), ([], {}), ([1], [1, 2])],
)
def test_values_that_differ_are_not_the_same(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)


@given(JSON)
def test_a_value_is_the_same_as_its_copy(value: Any) -> None:
    assert same(value, copy.deepcopy(turned(value)))
    assert same([1, value], [1.0, value])


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_has_no_canonical_text(value: float) -> None:
    with pytest.raises(ValueError, match="Out of range float values are not JSON compliant"):
        canonical({"a": [value]})


def test_a_hash_is_the_sha_256_of_the_canonical_text_and_names_its_version() -> None:
    assert digest({"b": "é", "a": 1}) == "v1:" + hashlib.sha256('{"a":1,"b":"é"}'.encode()).hexdigest()
    assert digest(None).startswith(f"{HASH_VERSION}:")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.0, 1),
        (0, 0),
        (-0.0, 0),
        (-3.0, -3),
        (2.0**53 - 1, 2**53 - 1),
        (2.0**53, 2.0**53),
        (-(2.0**53), -(2.0**53)),
        (2**53 + 1, 2.0**53),
        (1e300, 1e300),
        (0.5, 0.5),
    ],
)
def test_a_whole_number_below_2_to_the_53_is_an_int_and_every_other_a_float(value: float, expected: float) -> None:
    made = number(value)

    assert made == expected
    assert type(made) is type(expected)
    assert math.copysign(1, made) == math.copysign(1, expected)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_loses_nothing_that_a_double_can_hold(value: float) -> None:
    assert float(number(value)) == value


@given(st.integers(-(2**53) + 1, 2**53 - 1))
def test_one_number_has_one_canonical_text_however_it_was_written(value: int) -> None:
    assert canonical(number(float(value))) == canonical(number(value)) == str(value)
