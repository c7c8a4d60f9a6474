"""Every command that is suggested can be pasted into a shell as it is printed: it does what its sentence says, and no harm."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Command, CustomersFile, WriteJson

from demodb.api.account import list_accounts
from demodb.api.show import show_account
from demodb.store.schema import open_store

HOSTILE = "O'Neil $(touch harm) Ltd"
ORPHAN = "o'neil-$touch-harm-limited"
NEAR = ("Acme; touch harm", "Acme; touch harm Inc")
DASHED = "-rf `touch harm`"


def card(row_id: str, title: str) -> dict[str, Any]:
    return {"id": row_id, "title": title, "status": "todo", "priority": "high", "createdAt": "2026-11-01"}


@pytest.fixture
def paste(tmp_path: Path) -> Command:
    """Runs a line in a shell, as a person who pastes it: its exit code."""
    tool = tmp_path / "bin" / "demodb"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m demodb.cli.main "$@"\n')
    tool.chmod(0o755)

    def run(line: str) -> int:
        path = f"{tool.parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(["sh", "-c", line], env={**os.environ, "PATH": path}, check=False, capture_output=True).returncode

    return run


@pytest.fixture(autouse=True)
def hostile(tmp_path: Path, demodb: Command, customers_file: CustomersFile) -> Path:
    """A project whose customers bear names that a shell would read as commands."""
    path = customers_file(tmp_path / "in", "Kandy", [(name, 1, 0) for name in (HOSTILE, *NEAR, DASHED, "Beta", "Gamma Net")])
    assert demodb("import", path).code == 0
    return tmp_path


@pytest.fixture(autouse=True)
def unharmed(tmp_path: Path) -> Iterator[None]:
    yield
    assert not (tmp_path / "harm").exists()


def commands(text: str, after: str) -> list[str]:
    """The commands behind a phrase, up to the end of its line."""
    (line,) = re.findall(f"{re.escape(after)}(demodb .*)$", text, re.MULTILINE)
    return re.split(" or (?=demodb )", line)


def accounts(folder: Path) -> list[str]:
    with open_store(folder / "demodb.db") as store:
        return [line.name for line in list_accounts(store)]


def board(folder: Path, account: str) -> list[str]:
    with open_store(folder / "demodb.db") as store:
        document: Any = show_account(store, account).sections["actions"].document
    return [row["title"] for row in document]


def test_an_orphan_is_given_to_the_account_that_is_likely_meant(
    hostile: Path, demodb: Command, paste: Command, write_json: WriteJson
) -> None:
    path = write_json(hostile / "actions" / f"{ORPHAN}.json", [card("a", "A")])
    result = demodb("import", path)
    (command,) = commands(result.err, "if it is that one's: ")
    assert paste(command) == 0
    assert demodb("import", path, "--json").json["orphans"] == []
    assert board(hostile, HOSTILE) == ["A"]


def test_news_are_given_to_the_account_by_the_name_that_they_bear(
    hostile: Path, demodb: Command, paste: Command, write_json: WriteJson
) -> None:
    news = {"customer_name": "O'Neil $(touch harm) Inc", "last_updated": "", "article_count": 0, "articles": []}
    path = write_json(hostile / "ONeil_news.json", news)
    (command,) = commands(demodb("import", path).err, "if it is that one's: ")
    assert paste(command) == 0
    assert demodb("import", path, "--json").json["orphans"] == []


def test_accounts_that_may_be_one_are_one(hostile: Path, demodb: Command, paste: Command, write_json: WriteJson) -> None:
    value = json.loads((hostile / "in" / "customers_kandy_all.json").read_text())
    value["customers"][0]["rr"] = 2
    result = demodb("import", write_json(hostile / "again" / "customers_kandy_all.json", value))
    (command,) = commands(result.err, "if so: ")
    assert paste(command) == 0
    assert NEAR[0] in accounts(hostile)
    assert NEAR[1] not in accounts(hostile)


def test_a_name_that_looks_like_an_option_is_none(hostile: Path, demodb: Command, paste: Command) -> None:
    result = demodb("account", "alias", "--", DASHED, "Beta")
    (command,) = commands(result.err, "if the two are one: ")
    assert paste(command) == 0
    assert DASHED not in accounts(hostile)


@pytest.mark.parametrize("kept", [0, 1])
def test_each_command_of_a_refused_merge_keeps_the_rows_that_it_names(
    hostile: Path, demodb: Command, paste: Command, write_json: WriteJson, kept: int
) -> None:
    for slug, title in (("o'neil-$touch-harm-ltd", "source"), ("beta", "target")):
        demodb("import", write_json(hostile / "actions" / f"{slug}.json", [card("a", title)]))
    refused = demodb("account", "merge", HOSTILE, "Beta")
    assert refused.code == 1
    command = commands(refused.err, "the log keeps the others: ")[kept]
    assert paste(command) == 0
    assert board(hostile, "Beta") == [("source", "target")[kept]]


def test_a_declared_alias_of_another_account_moves(hostile: Path, demodb: Command, paste: Command) -> None:
    demodb("account", "alias", "it's `touch harm`", HOSTILE)
    (hostile / "demodb.toml").write_text('[aliases]\n"it\'s `touch harm`" = "Beta"\n')
    (command,) = commands(demodb("import", hostile / "in").err, "to let it mean 'Beta': ")
    assert paste(command) == 0
    assert demodb("account", "alias", "--list", "--json").json["aliases"] == [{"alias": "it's `touch harm`", "account": "Beta"}]


def test_a_name_that_an_alias_joins_is_let_go(hostile: Path, demodb: Command, paste: Command) -> None:
    demodb("account", "merge", HOSTILE, "Beta")
    (command,) = commands(demodb("account", "apart", "Beta", HOSTILE).err, "an account of its own: ")
    assert paste(command) == 0
    assert HOSTILE in accounts(hostile)


def test_after_a_dry_run_the_same_is_done_and_no_more(hostile: Path, demodb: Command, paste: Command) -> None:
    demodb("seed", "--as-of", "2026-11-24")
    dry = demodb("seed", "undo", "--account", HOSTILE, "--db", "demodb.db", "--dry-run")
    (command,) = commands(dry.err, "Next: ")
    assert paste(command) == 0
    sections = demodb("status", "--json").json["sections"]
    others = len(accounts(hostile)) - 1
    assert {section: sum(counts.values()) for section, counts in sections.items()} == dict.fromkeys(sections, others)


def test_files_that_an_export_left_alone_are_taken_in(
    hostile: Path, demodb: Command, paste: Command, write_json: WriteJson
) -> None:
    demodb("import", write_json(hostile / "actions" / "beta.json", [card("a", "A")]))
    out = hostile / "out; touch harm"
    demodb("export", "--out", out)
    write_json(out / "account-plans" / "actions" / "beta.json", [card("a", "edited")])
    (command,) = commands(demodb("export", "--out", out).err, "Next: ")
    assert paste(command) == 0
    assert board(hostile, "Beta") == ["edited"]


@pytest.mark.parametrize("name", [DASHED, HOSTILE])
def test_what_a_rehearsal_says_of_an_account_s_cache_is_done_for_that_account(
    hostile: Path, demodb: Command, paste: Command, name: str
) -> None:
    demodb("seed")
    assert demodb("warmup", "--", name).code == 0
    found = [one for one in demodb("rehearse", "--json").json["findings"] if one["code"] == "cache-stale"]
    assert {(one["account"], one["command"]) for one in found} == {(name, found[0]["command"])}
    assert paste(found[0]["command"]) == 0
    assert "cache-stale" not in demodb("rehearse", "--until", f"{datetime.now(UTC) + timedelta(minutes=50):%Y-%m-%dT%H:%MZ}").out
    assert hostile.is_dir()


@pytest.mark.parametrize("fix", ["demodb import PATH", "demodb account hero NAME", "demodb import PATH --dry-run"])
def test_a_command_with_a_placeholder_changes_nothing(hostile: Path, paste: Command, fix: str) -> None:
    before = (hostile / "demodb.db").read_bytes()
    assert paste(fix) != 0
    assert (hostile / "demodb.db").read_bytes() == before
