"""`demodb warmup` on the command line: what it says, what it refuses, and what prepare makes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fixture_types import Command, CustomersFile


@pytest.mark.usefixtures("prepared")
def test_the_sample_s_heroes_are_warmed_without_a_key(demodb: Command) -> None:
    done = demodb("warmup", "--force")
    assert done.code == 0
    assert done.out.startswith("5 plans, 0 intelligence, 5 briefs made; fresh until ")
    assert "Telefonica UK Limited" in done.out
    warning, step = done.err.splitlines()
    assert warning.startswith(
        "Warning: no ANTHROPIC_API_KEY is set: 5 briefs by rules instead; set it in the environment or in .env"
    )
    assert step == "Next: demodb status"
    report = demodb("warmup", "--json").json
    assert (report["heroes"], report["plans"], report["briefs"], report["skipped"], report["calls"]) == (5, 0, 0, 5, 0)
    assert {account["source"] for account in report["accounts"]} == {"rules"}


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_prepare_leaves_the_heroes_warm(demodb: Command) -> None:
    again = demodb("prepare", "--json").json
    assert (again["warmup"]["plans"], again["warmup"]["briefs"], again["warmup"]["skipped"]) == (0, 0, 5)


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_accounts_may_be_named(demodb: Command) -> None:
    report = demodb("warmup", "4Peaks Valley Broadband", "spotify", "--json").json
    assert (report["heroes"], report["plans"], report["briefs"], report["skipped"]) == (1, 1, 1, 1)
    assert demodb("warmup", "Spotfy").code == 2


@pytest.mark.usefixtures("prepared")
def test_every_account_may_be_warmed(demodb: Command) -> None:
    done = demodb("warmup", "--all")
    assert done.out.startswith("123 plans, 0 intelligence, 123 briefs made, 5 skipped as fresh; ")
    assert "and 108 more" in done.out


@pytest.mark.usefixtures("prepared")
def test_the_rules_advice_is_shown_where_claude_gave_none(demodb: Command) -> None:
    done = demodb("warmup", "--compare", "spotify")
    assert (done.code, done.err) == (0, "Next: demodb warmup spotify\n")
    assert "Nothing by Claude is cached for it, and no call was made." in done.out
    assert "By rules" in done.out
    report = demodb("warmup", "--compare", "spotify", "--json").json
    assert (report["account"], report["claude"], report["rules"]["source"]) == ("Spotify", None, "rules")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--until", "2020-01-01T10:00"), "is more than a year away"),
        (("--until", "0:00"), "is past"),
        (("--ttl", "31536001"), "--ttl"),
        (("--until", "tea time"), "is no time"),
        (("--keep-warm",), "--keep-warm needs an end"),
        (("--keep-warm", "--dry-run", "--until", "23:59:59"), "do not go together"),
        (("--all", "Spotify"), "--all takes every account"),
        (("--rules", "--no-brief"), "leave --no-brief out"),
        (("--rules", "--model", "m"), "leave --model out"),
        (("--ttl", "0"), "--ttl"),
        (("--concurrency", "0"), "--concurrency"),
        (("--spacing", "-1"), "--spacing"),
        (("--compare", "Spotify", "--all"), "give it alone"),
        (("--compare", "Spotfy"), "Spotify"),
    ],
)
def test_wrong_use_is_told_and_writes_nothing(demodb: Command, prepared: Path, arguments: tuple[str, ...], told: str) -> None:
    before = (prepared / "demodb.db").read_bytes()
    done = demodb("warmup", *arguments)
    assert (done.code, told in done.err) == (2, True)
    assert (prepared / "demodb.db").read_bytes() == before


@pytest.mark.usefixtures("prepared")
def test_a_dry_run_says_what_would_be_made(demodb: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-none")
    done = demodb("warmup", "--dry-run")
    lines = done.out.splitlines()
    assert lines[0].startswith("0 plans, 5 intelligence, 0 briefs would be made; ")
    assert lines[1].startswith("5 calls, about ")
    assert [line.split("  ")[-1] for line in lines[4:]] == ["what is cached is not by Claude"] * 5
    expected = demodb("warmup", "--dry-run", "--json").json["expected"]
    assert [list(one) for one in expected] == [["account", "action", "why", "inputTokens", "costUsd"]] * 5
    assert done.err == "Next: demodb warmup\n"


def test_a_store_without_heroes_says_how_to_mark_one(demodb: Command, customers_file: CustomersFile, tmp_path: Path) -> None:
    demodb("import", customers_file(tmp_path, "Kandy", [("Acme Ltd", 1, 1)]))
    done = demodb("warmup")
    assert done.code == 0
    assert "No account is marked as a hero: demodb account hero NAME" in done.out


@pytest.mark.usefixtures("prepared")
def test_keeping_warm_ends_at_once_where_all_lasts_to_the_end_and_says_so(demodb: Command) -> None:
    demodb("warmup")
    soon = f"{datetime.now().astimezone() + timedelta(minutes=3):%Y-%m-%dT%H:%M%z}"
    done = demodb("warmup", "--keep-warm", "--until", soon)
    assert done.code == 0
    assert done.out.rstrip().endswith(" after 1 round: all that was asked for lasts to the end.")
    assert " 0 plans, 0 intelligence, 0 briefs made, 5 skipped as fresh; fresh until " in done.err
    kept = demodb("warmup", "--keep-warm", "--until", soon, "--json").json["keptWarm"]
    assert (kept["rounds"], kept["why"]) == (1, "lasts")
