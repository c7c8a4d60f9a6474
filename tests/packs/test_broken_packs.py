"""A broken pack is refused with every fault, by file and key, before anything is made from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pack_texts import SMALL, written

from demodb.errors import PackError
from demodb.packs.pack import load_pack, read_revision

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
        assert (caught.value.message, caught.value.exit_code) == ("\n".join(lines), 4)
        return [line.removeprefix(f"{path}: ") for line in lines]

    return read


TWIN = """\
key = "amdocs"
name = "Somebody"
type = "both"
description = "Another supplier."
strengths = ["Reach"]
weaknesses = ["Price"]

[[competitors.pool]]
key = "amdocs"
"""

SECOND_ROW = """\
[[strategy.painPoints.rows]]
id = "pp-002"
severity = "low"
status = "active"
identified = [1, 2]

[[strategy.painPoints.pool]]"""

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
    ('id = "pp-001"', 'id = "pp-001"\ncolour = "red"', "strategy.painPoints.rows[0].colour: this key is not known"),
    ("tenure = [1, 10]", "tenure = [1]", "stakeholders.rows[0].tenure: expected at least 2 items, found 1"),
    (
        "rows = []",
        'rows = [{ id = "ac-001", status = "todo", priority = "low", created = [1, 2] }]',
        "actions.rows[0].due: this key is missing",
    ),
    (
        "rows = []",
        'rows = [{ id = "ac-001", status = "todo", priority = "low", created = [1, 2], due = [1, 2] }]',
        "actions.pool: expected enough entries that every account may get: 1, found 0",
    ),
    (
        'interests = ["Quality", "Speed"]',
        'interests = ["Quality"]',
        "stakeholders.rows[1].interests: expected at least 2 items, found 1",
    ),
    (
        "relationship = { strong = 1 }",
        "relationship = {}",
        "stakeholders.rows[1].relationship: expected at least 1 items, found 0",
    ),
    (
        "relationship = { strong = 1 }",
        "relationship = { strong = -1 }",
        "stakeholders.rows[1].relationship.strong: expected greater than 0, found -1",
    ),
    (
        "relationship = { strong = 1 }",
        "relationship = { warm = 1 }",
        "stakeholders.rows[1].relationship.warm: expected one of 'strong', 'moderate', 'weak' or 'unknown', found 'warm'",
    ),
    ('strengths = ["Reach"]', "strengths = []", "competitors.pool[0].strengths: expected at least 1 items, found 0"),
    ('key = "vp", ', "", "stakeholders.rows[1].titles[0]: expected a title with `key` and `en`, without key, found an object"),
    (
        'en = "VP Operations"',
        'de = "Betrieb"',
        "stakeholders.rows[1].titles[0]: expected a title with `key` and `en`, without en, found an object",
    ),
    (
        '{ key = "vp", en = "VP Operations" }',
        '{ key = "vp", en = "VP" }, { key = "vp", en = "Head" }',
        "stakeholders.rows[1].titles[1].key: expected key 'vp' once, found it a second time",
    ),
    ('id = "sh-002"', 'id = "sh-001"', "stakeholders.rows[1].id: expected id 'sh-001' once, found it a second time"),
    ('default = ["Suite"]', "default = []", "products.default: expected at least 1 items, found 0"),
    (
        "at {account} are",
        "at {account:d} are",
        (
            "strategy.painPoints.pool[0].description: expected no placeholder but {account}, {product} and {competitor}, found"
            " ['account'], found 'Systems at {account:d} are old.'"
        ),
    ),
    ("share = [0.1, 0.2]", "share = [0.1, inf]", "strategy.opportunities.rows[0].share[1]: expected a finite number, found inf"),
    ("weight = 2", "weight = inf", "strategy.opportunities.pool[0].weight: expected a finite number, found inf"),
    (
        "weight = 2",
        "revenue = [5, 5]",
        "strategy.opportunities.pool[0].revenue: expected [from, to] with from less than to, found a list",
    ),
    (
        "weight = 2",
        "revenue = [-5, 5]",
        "strategy.opportunities.pool[0].revenue[0]: expected greater than or equal to 0, found -5",
    ),
    (
        "weight = 2",
        'country = ["Germany"]',
        (
            "strategy.opportunities.pool[0].country[0]: expected the two letters of a country that a name can tell, such as DE,"
            " found 'Germany'"
        ),
    ),
    ("weight = 2", 'renewalRisk = "yes"', "strategy.opportunities.pool[0].renewalRisk: expected a valid boolean, found 'yes'"),
    (
        "weight = 2",
        "renewalRisk = true",
        "strategy.opportunities.pool: expected enough entries that every account may get: 1, found 0",
    ),
    (
        'key = "amdocs"\n',
        TWIN,
        "competitors.pool[1].key: expected key 'amdocs' once, found it a second time",
    ),
    (
        'name = "Amdocs"',
        'name = "{competitor}"',
        "competitors.pool[0].name: expected no curly braces, as nothing is filled in here, found '{competitor}'",
    ),
    ('name = "Amdocs"', 'name = "."', "competitors.pool[0].name: expected a company's name, found '.'"),
    ('key = "legacy"', 'key = ""', "strategy.painPoints.pool[0].key: expected a text, found an empty one"),
    (
        "[[strategy.painPoints.pool]]",
        SECOND_ROW,
        "strategy.painPoints.pool: expected enough entries that every account may get: 2, found 1",
    ),
    ("[actions]\nrows = []\n", "", "actions: the first revision has to hold this part"),
    ("[actions]\nrows = []\n", "[actions]\nrows = []\n\n[news]\nrows = []\n", "news: this key is not known"),
    (
        "lastInteraction = [1, 30]",
        "lastInteraction = 30",
        "stakeholders.rows[0].lastInteraction: expected days as [from, to], or { weeks = [from, to] }, found 30",
    ),
    (
        "lastInteraction = [1, 30]",
        "lastInteraction = [1, 40_000]",
        (
            "stakeholders.rows[0].lastInteraction: expected [from, to] with from no greater than to, both from 0 to 35000,"
            " found a list"
        ),
    ),
    (
        "date = 2026-11-24",
        "date = 24 November",
        "is no readable TOML: Expected newline or end of document after a statement (at line 2, column 11)",
    ),
]


@pytest.mark.parametrize(("was", "typed", "message"), BROKEN, ids=[typed or f"no {was.strip()}" for was, typed, _ in BROKEN])
def test_a_fault_is_told_with_its_file_its_key_and_what_was_expected(
    refused: Refused, was: str, typed: str, message: str
) -> None:
    assert was in SMALL
    assert refused(SMALL.replace(was, typed, 1)) == [message]


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


def test_what_a_pack_comes_to_is_judged_with_all_its_faults(refused: Refused) -> None:
    second = '[[competitors.rows]]\nid = "co-002"\nupdated = [1, 9]\n\n[[competitors.pool]]'
    text = SMALL.replace('bu = ["Kandy"]', 'bu = ["Kandi"]').replace("[[competitors.pool]]", second)
    assert refused(text) == [
        "strategy.opportunities.pool[0].bu: expected business units that have products, found 'Kandi'",
        "strategy.opportunities.pool: expected enough entries that every account of 'kandy' may get: 1, found 0",
        "competitors.pool: expected enough entries that every account may get: 2, found 1",
    ]


@pytest.mark.parametrize("condition", ["renewalRisk = true", 'country = ["DE"]', "revenue = [0, inf]"])
def test_an_entry_that_only_some_accounts_get_does_not_count_for_all(refused: Refused, condition: str) -> None:
    message = "strategy.opportunities.pool: expected enough entries that every account may get: 1, found 0"
    assert refused(SMALL.replace("weight = 2", condition)) == [message]


def test_no_text_names_a_competitor_where_there_is_none(refused: Refused) -> None:
    row = '[[competitors.rows]]\nid = "co-001"\nchance = 0.5\nupdated = [1, 9]\n'
    text = SMALL.replace(row, "[competitors]\nrows = []\n").replace("Systems at", "Unlike {competitor}, systems at")
    assert refused(text.replace("Speaks plainly.", "Met {competitor}.")) == [
        "stakeholders.rows[1].notes[0]: expected no {competitor}, as the pack has no competitors.rows",
        "strategy.painPoints.pool[0]: expected no {competitor}, as the pack has no competitors.rows",
    ]


def test_a_fault_is_told_with_the_file_of_the_revision_that_made_it(tmp_path: Path) -> None:
    cards = 'message = "Cards"\ndate = 2026-12-01\n[[actions.rows]]\nid = "ac-001"\nstatus = "todo"\npriority = "low"\n'
    mine = written(tmp_path / "mine", SMALL, cards + "created = [1, 2]\ndue = [1, 2]\n")
    with pytest.raises(PackError) as caught:
        load_pack(mine)
    message = "actions.pool: expected enough entries that every account may get: 1, found 0"
    assert caught.value.message == f"{tmp_path}/mine/0002_step.toml: {message}"
    assert load_pack(mine, "0001").revision == "0001"
