"""A broken pack is refused with every fault, by file and key, before anything is made from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pack_faults import BROKEN
from pack_texts import SMALL, written

from demodb.errors import PackError
from demodb.packs.pack import load_pack
from demodb.packs.releases import read_revision

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
