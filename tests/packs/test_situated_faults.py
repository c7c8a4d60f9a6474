"""A broken pack with situations is refused with what is wrong, and where, before anything is made from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pack_texts import SMALL, written
from situated_texts import offices

from demodb.errors import PackError
from demodb.packs.pack import load_pack

BROKEN = [
    ("fallback = true", "weight = 1", "situations: expected one with fallback = true and no condition"),
    (
        'situation = ["renewal-near"]\nsome',
        'situation = ["happy"]\nsome',
        "strategy.opportunities.pool[1].situation: expected the key of a situation, found 'happy'",
    ),
    (
        'bu = ["Cleaning"]',
        'bu = ["Gardening"]',
        "actions.drawn[0].bu: expected business units that have products, found 'Gardening'",
    ),
    ('industry = ["bank", "public"]', 'industry = ["banks"]', "strategy.painPoints.pool[2].industry: expected one of water, "),
    ('rival = "local-firm"', 'rival = "nobody"', "stakeholders.notes[3].rival: expected a competitor's key, found 'nobody'"),
    (
        'brings = ["ask-why"]',
        'brings = ["ask-how"]',
        "strategy.painPoints.pool[0].brings: expected a card's key, found 'ask-how'",
    ),
    ('brings = ["cousin-at-the-firm"]', 'brings = ["uncle"]', "competitors.pool[0].brings: expected a note's key, found 'uncle'"),
    ('owner = "account-manager"', 'owner = "boss"', "strategy.painPoints.pool[0].owner: expected a role of [team], found 'boss'"),
    ('key = "late-shift"', 'key = "one-invoice"', "stakeholders.notes: expected key 'one-invoice' once, found it 2 times"),
    ('key = "keys"', 'key = "same-corner"', "strategy.painPoints.pool: expected key 'same-corner' once, found it 2 times"),
    (
        '"sh-002" = "sh-001" }',
        '"sh-009" = "sh-001" }',
        "stakeholders.shapes[0].people: expected ids of stakeholders.rows, found 'sh-009'",
    ),
    (
        '{ "sh-001" = "", "sh-002" = "sh-001" }',
        '{ "sh-001" = "" , "sh-002" = "sh-002" }',
        "stakeholders.shapes[0].people: expected that everybody reports to the top in the end, found a loop",
    ),
    (
        '{ "sh-001" = "", "sh-002" = "sh-001" }',
        '{ "sh-001" = "", "sh-002" = "sh-003" }',
        "stakeholders.shapes[0].people: expected that 'sh-002' reports to somebody of the shape, found 'sh-003'",
    ),
    (
        '{ "sh-001" = "", "sh-002" = "sh-001" }',
        '{ "sh-001" = "", "sh-002" = "" }',
        'stakeholders.shapes[0].people: expected one at the top (""), found 2',
    ),
    (
        'text = "Wants one invoice for all sites."',
        f'text = "{"x" * 56}"',
        "stakeholders.notes[0].text: expected at most 55 characters without placeholders, found 56",
    ),
    (
        'rows = ["sh-001", "sh-002"]\nstrength',
        'rows = ["sh-007"]\nstrength',
        "stakeholders.notes[1].rows: expected ids of stakeholders.rows, found 'sh-007'",
    ),
    (
        "someRenewal = { quarters = [0, 8] }",
        "someRenewal = { quarters = [-4, 8] }",
        "strategy.opportunities.pool[1]: expected someRenewal with quarters from 0 on, as its text has {renewal}",
    ),
    (
        "lost = { probability",
        "won = { probability",
        "strategy.opportunities.drawn[0].status: expected stages that strategy.opportunities.stages has, found 'lost'",
    ),
    (
        "due = { todo = { weeks = [0, 4] } }",
        "due = { done = { weeks = [0, 4] } }",
        "actions.drawn[1].due: expected when cards that are 'todo' are due",
    ),
    ('default = ["Facility Services"]', "", "products: expected a list `default` for other business units"),
    (
        "count = { 0 = 1, 1 = 2 }\nseverity = { medium",
        'situation = ["steady"]\ncount = { 0 = 1, 1 = 2 }\nseverity = { medium',
        "strategy.painPoints.drawn[1]: expected the last one without conditions",
    ),
    (
        "count = { 0 = 1, 1 = 3 }",
        "count = { 3 = 1 }",
        "strategy.opportunities.pool: expected 3 entries, as many as an account of 'cleaning' that is 'renewal-near'",
    ),
    (
        'key = "trial-month"',
        'key = "trial-month"\nrevenue = [1_000, inf]',
        "strategy.opportunities.pool: expected 1 entry, as many as an account of 'cleaning' that is 'lost'",
    ),
    (
        "weight = 2\npeople",
        "weight = 2\nrevenue = [0, 5_000]\npeople",
        "stakeholders.shapes: expected a shape for an account of 'cleaning' that is 'renewal-near'",
    ),
    (
        'roles = ["champion"]\n',
        'roles = ["champion"]\nrecurring = true\n',
        "stakeholders.notes: expected a note for 'sh-002' at an account of 'cleaning' that is 'renewal-near', found none",
    ),
]
"""What stands in the pack, what is typed in its place, and how the message that is told begins."""

MISREAD = [
    (
        "count = { 1 = 2, 2 = 1 }",
        "count = { one = 2 }",
        "strategy.painPoints.drawn[0].count: expected numbers from 0 to 20 and their weights, found ['one']",
    ),
    (
        'title = "Ask why"',
        'title = "Ask why"\ntitles = ["Ask"]',
        "actions.pool[1]: expected one of title, titles, found title, titles",
    ),
    ("share = [0.1, 0.3]\n", "", "strategy.opportunities.pool[0]: expected one of share, perSubscription, fixed, found none"),
    ("months = [1, 5]", "", "stakeholders.rows[1]: expected one of tenure, months, found none"),
    (
        'interests = ["quiet hours", "quick replies"]',
        "",
        "stakeholders.rows[1]: expected relationship, lastInteraction and two interests at least, or vacant = true",
    ),
    (
        'de = "Büroleiter"',
        'german = "Büroleiter"',
        "stakeholders.rows[0].titles[1]: expected languages by two letters, with _f for women, found ['german']",
    ),
    (
        'de = "Büroleiter"',
        'de_f = "Büroleiterin"',
        "stakeholders.rows[0].titles[1]: expected the title itself beside that of a woman, found ['de_f'] alone",
    ),
    ('en = "Office Manager", ', "", "stakeholders.rows[0].titles[1]: expected the title in English as `en`"),
    (
        "{short}",
        "{shrt}",
        "stakeholders.notes[2].more[0]: expected no placeholder but {account}, {short}, {product}, {competitor} and {renewal}",
    ),
    (
        "todo = { weeks = [-1, 4] }",
        "todo = [1, 4]",
        "actions.drawn[0].due.todo: expected { weeks = [from, to] }, negative for before the as-of date",
    ),
    (
        'outcome = ["no"]',
        'outcome = ["maybe"]',
        "situations[0].everyRenewal.outcome[0]: expected one of 'yes', 'no', 'undecided' or 'unknown', found 'maybe'",
    ),
    (
        'country = ["DE", "AT"]',
        'country = ["XX"]',
        "competitors.pool[1].country[0]: expected the two letters of a country, such as DE, found 'XX'",
    ),
    ("facts = 2", "facts = 3", "facts: expected one of 1, 2"),
]


def refused(folder: Path, *texts: str) -> list[str]:
    with pytest.raises(PackError) as caught:
        load_pack(written(folder, *texts))
    return [f"{problem.place}: {problem.message}" for problem in caught.value.problems]


@pytest.mark.parametrize(("was", "typed", "message"), BROKEN, ids=[message.split(": ")[0] for *_, message in BROKEN])
def test_what_a_pack_comes_to_is_judged(tmp_path: Path, was: str, typed: str, message: str) -> None:
    assert was in offices()
    assert any(told.startswith(message) for told in refused(tmp_path / "p", offices().replace(was, typed, 1)))


@pytest.mark.parametrize(("was", "typed", "message"), MISREAD, ids=[message.split(": ")[0] for *_, message in MISREAD])
def test_a_fault_of_a_part_is_told_with_its_key(tmp_path: Path, was: str, typed: str, message: str) -> None:
    assert was in offices()
    (told, *_) = refused(tmp_path / "p", offices().replace(was, typed, 1))
    assert told.startswith(message)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = offices().replace('brings = ["ask-why"]', 'brings = ["x", "y"]').replace('rival = "local-firm"', 'rival = "z"')
    assert len(refused(tmp_path / "p", text)) == 3


def test_a_pack_that_begins_to_draw_by_situations_says_every_part_anew(tmp_path: Path) -> None:
    told = refused(tmp_path / "p", SMALL, 'message = "x"\ndate = 2026-11-25\nfacts = 2\nteam = { a = "b" }\nsituations = []')
    parts = ("stakeholders", "strategy", "competitors", "actions")
    assert told == [f"{part}: expected this part anew, as `facts` says that it is drawn by situations" for part in parts]


def test_a_later_revision_draws_by_situations_as_well_unless_it_says_otherwise(tmp_path: Path) -> None:
    board = offices()[offices().index("[[actions.drawn]]") :].replace("Ask why", "Ask them why")
    pack = load_pack(written(tmp_path / "p", offices(), f'message = "Cards"\ndate = 2026-12-01\n{board}'))
    assert (pack.facts, pack.section_revisions) == (
        2,
        dict.fromkeys(("stakeholders", "strategy", "competitors"), "0001") | {"actions": "0002"},
    )


def test_a_pack_that_draws_by_rows_may_go_over_to_situations(tmp_path: Path) -> None:
    assert load_pack(written(tmp_path / "p", SMALL, offices())).facts == 2
    assert load_pack(written(tmp_path / "p", SMALL, offices()), "0001").facts == 1
