"""A revision may amend entries of a part: what comes of it is the part as if it stood there whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pack_texts import SMALL, written

from demodb.errors import PackError
from demodb.packs.amending import amended
from demodb.packs.pack import load_pack

HEAD = 'message = "Better"\ndate = 2026-12-01\n'
TITLES = (
    HEAD
    + """
[[amend.stakeholders.rows]]
id = "sh-001"
titles = [{ key = "cto", sv = "Teknikchef" }, { key = "cio", en = "CIO" }]
notes = ["Reads all of it."]
"""
)
POOLS = (
    HEAD
    + """
[amend.strategy.painPoints]
pool = [{ key = "legacy", weight = 3 }, { key = "new", title = "New", description = "It is new." }]

[[amend.strategy.opportunities.pool]]
key = "cloud"
drop = true

[[amend.strategy.opportunities.pool]]
key = "sky"
title = "Sky"
description = "Further up."
"""
)

keys = st.sampled_from(["a", "b", "c", "d"])
values = st.integers(0, 3) | st.lists(st.integers(0, 3), max_size=2) | st.text("xy", max_size=2)
titles = st.dictionaries(keys, st.dictionaries(st.sampled_from(["en", "sv"]), values, min_size=1), max_size=3)


def listed(entries: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"key": key, **fields} for key, fields in entries.items()]


@given(old=titles, new=titles)
def test_a_part_with_what_differs_is_the_new_part(old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> None:
    """But for fields that are gone: an entry keeps what is not given."""
    kept = {key: old.get(key, {}) | fields for key, fields in new.items()}
    changed = {key: fields for key, fields in new.items() if old.get(key) != fields}
    gone = [{"key": key, "drop": True} for key in old.keys() - new.keys()]
    part, faults = amended({"pool": listed(old), "rest": 1}, {"pool": [*listed(changed), *gone]}, "p")
    assert faults == []
    assert part["rest"] == 1
    assert {entry["key"]: {**entry} for entry in part["pool"]} == {entry["key"]: entry for entry in listed(kept)}


@given(old=titles)
def test_no_change_changes_nothing(old: dict[str, dict[str, Any]]) -> None:
    assert amended({"pool": listed(old)}, {}, "p") == ({"pool": listed(old)}, [])


def test_what_a_revision_amends_is_as_if_the_part_stood_there_whole(tmp_path: Path) -> None:
    pack = load_pack(written(tmp_path / "mine", SMALL, TITLES, POOLS))
    new = '\n[[strategy.painPoints.pool]]\nkey = "new"\ntitle = "New"\ndescription = "It is new."\n'
    whole = SMALL
    for old, amended_text in (
        ('"Leitung Technik" }]', '"Leitung Technik", sv = "Teknikchef" }, { key = "cio", en = "CIO" }]'),
        ("Likes {product} at {account}.", "Reads all of it."),
        ('key = "legacy"\n', 'key = "legacy"\nweight = 3\n'),
        ("\n[[strategy.opportunities.rows]]", f"{new}\n[[strategy.opportunities.rows]]"),
        ('key = "cloud"\nbu = ["Kandy"]\nweight = 2\n', 'key = "sky"\n'),
        ("Move to {product}", "Sky"),
        ("A first step.", "Further up."),
    ):
        assert whole.count(old) == 1
        whole = whole.replace(old, amended_text)
    assert pack.content == load_pack(written(tmp_path / "whole", whole)).content
    assert pack.section_revisions == {"stakeholders": "0002", "strategy": "0003", "competitors": "0001", "actions": "0001"}
    assert load_pack(str(tmp_path / "mine"), "0001").content == load_pack(written(tmp_path / "first", SMALL)).content


def test_a_revision_amends_what_the_one_before_amended(tmp_path: Path) -> None:
    third = HEAD + '[[amend.stakeholders.rows]]\nid = "sh-001"\ntitles = [{ key = "cio", sv = "It-chef" }]\n'
    rows = load_pack(written(tmp_path / "mine", SMALL, TITLES, third)).rows.stakeholders.rows
    assert [title.get("sv") for title in rows[0].titles] == ["Teknikchef", "It-chef"]
    assert rows[0].notes == ["Reads all of it."]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("amend = 1\n", ["amend: expected a table for each part, such as [amend.stakeholders]"]),
        ("[amend.team]\nx = 1\n", ["amend.team: expected a part that a revision before has, and not whole here as well"]),
        (
            "[actions]\nrows = []\n[amend.actions]\nrows = []\n",
            ["amend.actions: expected a part that a revision before has, and not whole here as well"],
        ),
        (
            '[amend.strategy]\npainPoints.pool = [{ title = "?" }, { key = "gone", drop = true }]\nopportunities.pool = "all"\n',
            [
                "amend.strategy.painPoints.pool[0]: expected an entry with its `key` or `id`",
                "amend.strategy.painPoints.pool[1]: expected the `key` or `id` of an entry that there is, found 'gone'",
                "amend.strategy.opportunities.pool[0]: expected an entry with its `key` or `id`",
            ],
        ),
        (
            '[[amend.strategy.painPoints.pool]]\nkey = "legacy"\ncolour = "red"\n',
            ["strategy.painPoints.pool[legacy].colour: this key is not known"],
        ),
    ],
)
def test_what_cannot_be_amended_is_told_with_its_place_all_at_once(tmp_path: Path, text: str, problems: list[str]) -> None:
    with pytest.raises(PackError) as raised:
        load_pack(written(tmp_path / "mine", SMALL, HEAD + text))
    told = [f"{problem.place}: {problem.message}" for problem in raised.value.problems]
    assert told == problems
    assert {Path(problem.path).name for problem in raised.value.problems} == {"0002_step.toml"}


def test_a_fault_of_an_earlier_revision_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(PackError) as raised:
        load_pack(written(tmp_path / "mine", SMALL, "no toml", TITLES))
    assert [Path(problem.path).name for problem in raised.value.problems] == ["0002_step.toml"]
