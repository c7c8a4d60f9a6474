"""JSON is read strictly: what two readers could take in two ways, or a database could not hold, is refused with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.errors import Problem
from demodb.model.strict_json import parse_json
from demodb.sources.json_file import read_json

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
NUMBERS = st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.floats(allow_nan=False, allow_infinity=False))
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
JSON = st.recursive(LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)))
NUL_OR_HALF = "expected text, found a NUL character or half a surrogate pair"


def faults_in(folder: Path, data: bytes) -> list[tuple[str, str]]:
    path = folder / "file.json"
    path.write_bytes(data)
    value, problems = read_json(path)
    assert value is None
    assert {problem.path for problem in problems} == {str(path)}
    return [(problem.place, problem.message) for problem in problems]


@given(JSON, st.booleans())
def test_what_json_writes_is_read_back_as_the_same_value(value: Any, escaped: bool) -> None:  # noqa: FBT001
    assert parse_json(json.dumps(value, ensure_ascii=escaped).encode()) == (value, [])


def test_a_whole_number_is_an_int_however_it_is_written() -> None:
    value, faults = parse_json(b"[1, 1.0, 1e3, -0.0, 1587517.0, 0.5, 9007199254740992, 1e300]")

    assert faults == []
    assert value == [1, 1, 1000, 0, 1587517, 0.5, 2.0**53, 1e300]
    assert [type(item) for item in value] == [int, int, int, int, int, float, float, float]


def test_the_order_of_keys_is_kept() -> None:
    assert list(parse_json(b'{"b": 1, "a": 2, "c": 3}')[0]) == ["b", "a", "c"]


def test_a_whole_surrogate_pair_is_the_character_it_stands_for() -> None:
    assert parse_json(rb'["\ud83d\uDE00", "\\u0000", "\\ud83d"]') == (["\U0001f600", "\\u0000", "\\ud83d"], [])


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0"])
def test_a_byte_order_mark_is_refused(tmp_path: Path, mark: bytes) -> None:
    message = "expected plain UTF-8, found a byte order mark: save it as UTF-8 without BOM"
    assert faults_in(tmp_path, mark + b"[]") == [("", message)]


def test_utf_16_is_refused(tmp_path: Path) -> None:
    message = "expected plain UTF-8, found a byte order mark: save it as UTF-8 without BOM"
    assert faults_in(tmp_path, '{"a": "é"}'.encode("utf-16")) == [("", message)]
    assert faults_in(tmp_path, b'["\0e\0"]') == [("line 1 column 3", "is not JSON: Invalid control character at")]


def test_a_byte_that_is_not_utf_8_is_named_with_its_offset(tmp_path: Path) -> None:
    assert faults_in(tmp_path, '{"a": "é"}'.encode("latin-1")) == [("", "expected UTF-8, found byte 0xe9 at offset 7")]


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400"])
def test_a_number_that_is_not_finite_is_refused_where_it_stands(tmp_path: Path, text: str) -> None:
    found = faults_in(tmp_path, f'{{"a": [0, {{"b": {text}}}]}}'.encode())

    assert found == [("$.a[1].b", f"expected a finite number, found {text}")]


def test_an_endless_number_is_shown_by_its_beginning(tmp_path: Path) -> None:
    assert faults_in(tmp_path, b"9" * 5000) == [("$", f"expected a finite number, found {'9' * 30}…")]


def test_a_key_that_stands_twice_is_refused_where_its_object_stands(tmp_path: Path) -> None:
    found = faults_in(tmp_path, b'{"a": [{"x": 1, "x": 1, "y": 2, "x": 3}], "b": {"c": {"k": null, "j": 1, "j": 2, "k": 0}}}')

    assert found == [
        ("$.a[0]", "expected each key once, found 'x' more than once"),
        ("$.b.c", "expected each key once, found 'j' more than once"),
        ("$.b.c", "expected each key once, found 'k' more than once"),
    ]


def test_keys_that_differ_only_in_how_they_are_escaped_are_the_same_key(tmp_path: Path) -> None:
    assert faults_in(tmp_path, rb'{"a": 1, "\u0061": 2}') == [("$", "expected each key once, found 'a' more than once")]


@pytest.mark.parametrize("text", [r"\ud83d", r"\uDE00", r"x\uD83Dy", r"\ude00\ud83d", r"\u0000", r"a\u0000b"])
def test_text_that_no_database_holds_is_refused_where_it_stands(tmp_path: Path, text: str) -> None:
    assert faults_in(tmp_path, f'[{{"a": "{text}"}}]'.encode()) == [("$[0].a", NUL_OR_HALF)]
    assert faults_in(tmp_path, f'[{{"{text}": 1}}]'.encode()) == [("$[0] (a key)", NUL_OR_HALF)]


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    found = faults_in(tmp_path, rb'{"a": NaN, "b": ["\u0000", 1e999], "c": {"d": 1, "d": -Infinity}}')

    assert found == [
        ("$.a", "expected a finite number, found NaN"),
        ("$.b[0]", NUL_OR_HALF),
        ("$.b[1]", "expected a finite number, found 1e999"),
        ("$.c", "expected each key once, found 'd' more than once"),
        ("$.c.d", "expected a finite number, found -Infinity"),
    ]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "line 1 column 1", "is not JSON: Expecting value"),
        ("hello", "line 1 column 1", "is not JSON: Expecting value"),
        ('{\n  "a": 1\n  "b": 2\n}', "line 3 column 3", "is not JSON: Expecting ',' delimiter"),
        ('{"a": 1', "line 1 column 8", "is not JSON: Expecting ',' delimiter"),
        ("[]\n[]", "line 2 column 1", "is not JSON: Extra data"),
        ('["a\nb"]', "line 1 column 4", "is not JSON: Invalid control character at"),
        ("{'a': 1}", "line 1 column 2", "is not JSON: Expecting property name enclosed in double quotes"),
        ("[01]", "line 1 column 3", "is not JSON: Expecting ',' delimiter"),
    ],
)
def test_what_is_not_json_is_refused_with_line_and_column(tmp_path: Path, text: str, place: str, message: str) -> None:
    assert faults_in(tmp_path, text.encode()) == [(place, message)]


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_a_file_nested_without_end_is_refused(tmp_path: Path, opening: bytes) -> None:
    assert faults_in(tmp_path, opening * 100_000) == [("", "is nested too deeply to be a plan")]


@pytest.mark.parametrize("depth", [900, 960, 990, 1_100, 3_000, 9_000])
def test_a_deep_file_with_a_fault_is_refused_for_the_one_or_the_other(tmp_path: Path, depth: int) -> None:
    found = faults_in(tmp_path, b"[" * depth + b"NaN" + b"]" * depth)

    too_deep = ("", "is nested too deeply to be a plan")
    assert found in ([too_deep], [("$" + "[0]" * depth, "expected a finite number, found NaN")])


def test_a_file_that_cannot_be_opened_is_a_problem_and_no_exception(tmp_path: Path) -> None:
    missing = tmp_path / "missing.json"

    assert read_json(missing) == (None, [Problem(str(missing), "", "cannot be read: No such file or directory")])
    assert read_json(tmp_path) == (None, [Problem(str(tmp_path), "", "cannot be read: Is a directory")])
