"""A line put into the settings that people write."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from demodb.model.toml_edit import with_value

KEYS = ("tables", "a.csv", "columns", "arr")
TEXTS = {
    "nothing": "",
    "other tables": '# mine\nsources = ["x"]  # y\n\n[aliases]\n"b" = "c"\n',
    "tables without it": "[tables]\nrate = { EUR = 1.1 }\n[packs]\na = 'b'\n",
    "its columns": '[tables."a.csv".columns]\ncustomer = "Kunde"  # by hand\n\n# the packs\n[packs]\na="b"\n',
    "its rules": '[tables."a.csv"]\ndecimal = ","\n[packs]\n',
    "the column": '[tables."a.csv".columns]\narr = "old"  # was\n',
    "dotted keys": 'tables."a.csv".columns.customer = "K"\nx = 1\n',
    "an inline table": 'tables = { "a.csv" = { columns = { customer = "K" } } }\n',
    "tables in several places": '[tables."b.csv".columns]\ncustomer = "K"\n[aliases]\n[tables."a.csv"]\nunit = "U"\n',
    "lines as on Windows": "[packs]\r\na = 'b'\r\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_value_is_there_and_all_else_stays_as_it_is_typed(text: str) -> None:
    written = with_value(text, KEYS, 'ARR "27"')
    expected: dict[str, Any] = tomllib.loads(text)
    expected.setdefault("tables", {}).setdefault("a.csv", {}).setdefault("columns", {})["arr"] = 'ARR "27"'
    assert tomllib.loads(written) == expected
    kept = [
        line
        for line in text.splitlines(keepends=True)
        if '"old"' not in line and "inline" not in line and "{ columns" not in line
    ]
    position = 0
    for line in kept:
        position = written.index(line, position) + len(line)


def test_the_line_stands_under_the_table_and_not_under_what_is_said_of_the_next_one() -> None:
    lines = with_value(TEXTS["its columns"], KEYS, "A").splitlines()
    assert lines[1:5] == ['customer = "Kunde"  # by hand', 'arr = "A"', "", "# the packs"]
    assert with_value(TEXTS["the column"], KEYS, "A").splitlines()[1] == 'arr = "A"  # was'


@pytest.mark.parametrize("text", ["tables = 3\n", '[tables]\n"a.csv" = "x"\n', "x =\n", "[[tables]]\nx = 1\n"])
def test_what_it_cannot_be_put_into_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        with_value(text, KEYS, "A")
