"""Names as a person at the command line meets them: what is left out and how it comes in, and an account that is taken out."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from fixture_types import Command, CustomersFile

BANCORP = "US BANCORP \\DE\\"


@pytest.fixture
def lists(customers_file: CustomersFile) -> Path:
    rows = [("Toronto-Dominion Bank", 2, 0), ("TORONTO DOMINION BANK", 1, 0), (BANCORP, 3, 0), ("Various", 4, 0), ("Acme", 1, 0)]
    return customers_file(Path("lists"), "STL", [(name, rr, nrr) for name, rr, nrr in rows]).parent


def declare(text: str) -> None:
    Path("demodb.toml").write_text(text, "utf-8")


def test_what_is_left_out_is_named_with_what_takes_it_in_and_all_else_is_imported(demodb: Command, lists: Path) -> None:
    result = demodb("import", lists)
    assert result.code == 4
    assert "The store has 3 customer records of 3 accounts.\n" in result.out
    alias = "demodb account alias 'TORONTO DOMINION BANK' 'Toronto-Dominion Bank'"
    lines = [line for line in result.err.splitlines() if line.startswith("Left out: ")]
    assert len(lines) == 2
    assert sum(line.endswith(f"; if the two are one: {alias}") for line in lines) == 1
    assert 'put "US BANCORP \\\\DE\\\\" = "US BANCORP DE" under [names] in demodb.toml' in result.err


def test_what_was_suggested_takes_everything_in(demodb: Command, lists: Path) -> None:
    said = demodb("import", lists).err
    alias = next(line for line in said.splitlines() if "if the two are one: " in line).partition("if the two are one: ")[2]
    assert demodb(*shlex.split(alias)[1:]).code == 0
    names = next(line for line in said.splitlines() if "[names]" in line).partition("; put ")[2].partition(" under ")[0]
    odd = (
        next(line for line in said.splitlines() if "like no company: " in line)
        .partition("company: ")[2]
        .partition(" in demodb")[0]
    )
    declare(f"{odd}\n[names]\n{names}\n")
    result = demodb("import", lists)
    assert (result.code, result.err.count("Left out"), result.err.count("Warning")) == (0, 0, 0)
    assert "1 record passed over: the settings say that these are no accounts.\n" in result.out
    told = demodb("account", "list", "--json").json["accounts"]
    assert [(line["account"], line["revenue"]) for line in told] == [
        ("Acme", 1),
        ("Toronto-Dominion Bank", 3),
        ("US BANCORP DE", 3),
    ]


@pytest.mark.slow
def test_an_account_that_is_removed_is_gone_and_a_snapshot_brings_it_back(demodb: Command, lists: Path) -> None:
    demodb("import", lists)
    demodb("seed", "--as-of", "2026-11-24")
    demodb("export")
    plan = Path("export/account-plans/actions/various.json")
    before = plan.read_bytes()
    result = demodb("account", "remove", "various")
    assert result.code == 0
    assert result.out.startswith("'Various' is gone: 1 name in the lists of customers, with its actions, competitors,")
    assert "Saved first as the snapshot before-account-remove-" in result.err
    assert "Still listed in lists/customers_" in result.err
    assert 'not_accounts = ["Various"]' in result.err
    assert demodb("account", "remove", "Various").code == 2
    assert demodb("export").code == 0
    assert not plan.exists()
    (saved,) = re.findall(r"before-account-remove-\S+(?=:)", result.err)
    assert demodb("reset", saved).code == 0
    assert plan.read_bytes() == before
    assert "Various" in demodb("account", "list").out


def test_the_setting_that_keeps_an_account_out_holds_those_that_are_there(demodb: Command, lists: Path) -> None:
    declare('not_accounts = ["Other"]\n')
    demodb("import", lists)
    assert 'not_accounts = ["Other", "Various"]' in demodb("account", "remove", "Various").err
