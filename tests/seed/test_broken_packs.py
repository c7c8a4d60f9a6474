"""A broken pack is refused with every fault, by file and key, before anything is made from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pack_texts import SMALL

from demodb.errors import PackError
from demodb.seed.packs import load_pack, read_revision

TWIN = """\
name = "Somebody"
type = "both"
description = "Another supplier."
strengths = ["Reach"]
weaknesses = ["Price"]

[[competitors.pool]]
key = "amdocs"
"""

Refused = Callable[[str], list[str]]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """The problems of a pack's text, in one message each, with the file's path cut off."""

    def read(text: str) -> list[str]:
        path = tmp_path / "broken" / "0001_broken.toml"
        path.parent.mkdir()
        path.write_text(text, "utf-8")
        with pytest.raises(PackError) as caught:
            load_pack(str(path.parent))
        lines = [str(problem) for problem in caught.value.problems]
        assert all(line.startswith(f"{path}: ") for line in lines)
        assert caught.value.message == "\n".join(lines)
        assert caught.value.exit_code == 4
        return [line.removeprefix(f"{path}: ") for line in lines]

    return read


BROKEN = [
    ("[actions]", "[actions", "is no readable TOML: Expected ']' at the end of a table declaration (at line 66, column 9)"),
    ('message = "A small pack"\n', "", "message: this key is missing"),
    ('title = "Old systems"', "title = 7", "strategy.painPoints.pool[0].title: expected a valid string, found 7"),
    (
        'severity = "high"',
        'severity = "severe"',
        "strategy.painPoints.rows[0].severity: expected one of 'high', 'medium' or 'low', found 'severe'",
    ),
    (
        'type = "our-competitor"',
        'type = "rival"',
        "competitors.pool[0].type: expected one of 'our-competitor', 'customer-competitor' or 'both', found 'rival'",
    ),
    (
        "at {account} are",
        "at {customer} are",
        (
            "strategy.painPoints.pool[0].description: expected no placeholder but {account}, {product} and {competitor}, found"
            " ['customer'], found 'Systems at {customer} are old.'"
        ),
    ),
    (
        "at {account} are",
        "at {account are",
        (
            "strategy.painPoints.pool[0].description: expected text with {account}, {product} and {competitor}: expected '}'"
            " before end of string, found 'Systems at {account are old.'"
        ),
    ),
    (
        "identified = [10, 20]",
        "identified = [20, 10]",
        (
            "strategy.painPoints.rows[0].identified: expected [from, to] with from no greater than to, both from 0 to 35000,"
            " found a list"
        ),
    ),
    (
        "updated = [1, 9]",
        "updated = { weeks = [0, 9] }",
        "competitors.rows[0].updated: expected [from, to] with from no greater than to, both from 1 to 5000, found an object",
    ),
    (
        "updated = [1, 9]",
        "updated = { months = [1, 9] }",
        "competitors.rows[0].updated: expected days as [from, to], or { weeks = [from, to] }, found an object",
    ),
    (
        "probability = [40, 60]",
        "probability = [40, 160]",
        "strategy.opportunities.rows[0].probability[1]: expected less than or equal to 100, found 160",
    ),
    ("chance = 0.5", "chance = 1.5", "competitors.rows[0].chance: expected less than or equal to 1, found 1.5"),
    ("weight = 2", "weight = 0", "strategy.opportunities.pool[0].weight: expected greater than 0, found 0"),
    ("minimum = 1000", 'minimum = "1000"', "strategy.opportunities.rows[0].minimum: expected a valid integer, found '1000'"),
    ("date = 2026-11-24", 'date = "2026-11-24"', "date: expected a valid date, found '2026-11-24'"),
    (
        'reportsTo = "sh-001"',
        'reportsTo = "sh-009"',
        "stakeholders.rows[1].reportsTo: expected the id of an earlier row, found 'sh-009'",
    ),
    (
        'reportsTo = "sh-001"',
        'reportsTo = "sh-002"',
        "stakeholders.rows[1].reportsTo: expected the id of an earlier row, found 'sh-002'",
    ),
    ('default = ["Suite"], ', "", "products: expected a list `default` for other business units"),
]


@pytest.mark.parametrize(("was", "typed", "message"), BROKEN, ids=[typed or f"no {was.strip()}" for was, typed, _ in BROKEN])
def test_a_fault_is_told_with_its_file_its_key_and_what_was_expected(
    refused: Refused, was: str, typed: str, message: str
) -> None:
    assert was in SMALL
    assert refused(SMALL.replace(was, typed, 1)) == [message]


SHORT = [
    ('id = "pp-001"', 'id = "pp-001"\ncolour = "red"', "strategy.painPoints.rows[0].colour: "),
    ("tenure = [1, 10]", "tenure = [1]", "stakeholders.rows[0].tenure: "),
    ("rows = []", 'rows = [{ id = "ac-001", status = "todo", priority = "low", created = [1, 2] }]', "actions.rows[0].due: "),
    ('interests = ["Quality", "Speed"]', 'interests = ["Quality"]', "stakeholders.rows[1].interests: "),
    ("relationship = { strong = 1 }", "relationship = {}", "stakeholders.rows[1].relationship: "),
    ('strengths = ["Reach"]', "strengths = []", "competitors.pool[0].strengths: "),
    ('key = "vp", ', "", "stakeholders.rows[1].titles[0]"),
    ('en = "VP Operations"', 'de = "Betrieb"', "stakeholders.rows[1].titles[0]"),
]


@pytest.mark.parametrize(("was", "typed", "place"), SHORT, ids=[typed or was for was, typed, _ in SHORT])
def test_unknown_keys_and_lists_of_a_wrong_length_are_refused_at_their_place(
    refused: Refused, was: str, typed: str, place: str
) -> None:
    assert was in SMALL
    assert [message[: len(place)] for message in refused(SMALL.replace(was, typed, 1))] == [place]


def test_all_faults_of_a_file_are_told_at_once(refused: Refused) -> None:
    text = SMALL.replace('"high"', '"severe"').replace("chance = 0.5", "chance = 2").replace("weight = 2", "weight = -1")
    assert [message.split(":")[0] for message in refused(text)] == [
        "strategy.painPoints.rows[0].severity",
        "strategy.opportunities.pool[0].weight",
        "competitors.rows[0].chance",
    ]


def test_a_file_that_cannot_be_read_is_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "0001_latin.toml"
    path.write_bytes(SMALL.encode().replace(b"Cloud", b"Cl\xf6ud"))
    with pytest.raises(PackError, match=re.escape(f"{path}: is no readable TOML: 'utf-8' codec can't decode byte 0xf6")):
        read_revision(path)


UNSEEN = [
    ('id = "sh-002"', 'id = "sh-001"'),
    ("relationship = { strong = 1 }", "relationship = { strong = -1 }"),
    ('default = ["Suite"]', "default = []"),
    ("at {account} are", "at {account:d} are"),
    ("share = [0.1, 0.2]", "share = [0.1, inf]"),
    ("weight = 2", "weight = inf"),
    ('key = "amdocs"\n', 'key = "amdocs"\n' + TWIN),
]
"""Faults that make seeding fail, or make its content wrong."""


@pytest.mark.parametrize(("was", "typed"), UNSEEN, ids=[typed.split("\n")[0] or f"no {was}" for was, typed in UNSEEN])
def test_what_would_break_seeding_is_refused_when_the_pack_is_read(refused: Refused, was: str, typed: str) -> None:
    assert was in SMALL
    assert refused(SMALL.replace(was, typed, 1))
