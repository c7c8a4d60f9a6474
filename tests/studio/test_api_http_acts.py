"""Commands that programs run through the API of a studio with --write, and that nobody runs through one without."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from api_clients import StartStudio, error_of
from studio_project import Running

from demodb.api.show import show_account
from demodb.cli.main import run
from demodb.studio.api.programs import OPERATIONS

TEMPLATE = "9Bells Communications"


@pytest.fixture
def studio(start_studio: StartStudio) -> Running:
    return start_studio(api_writes=True)


def sent(studio: Running, path: str, **body: Any) -> httpx2.Response:
    with studio.api() as program:
        return program.post(path, json=body)


def plan_of(studio: Running) -> dict[str, Any]:
    """The sections of an account of which templates made all."""
    return {name: one.document for name, one in show_account(studio.desk.store, TEMPLATE).sections.items()}


def printed(capfd: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """What a command prints with --json."""
    capfd.readouterr()
    run([*arguments, "--json"])
    told: dict[str, Any] = json.loads(capfd.readouterr().out)
    return told


def test_nothing_is_done_by_a_studio_that_programs_only_read(start_studio: StartStudio) -> None:
    with start_studio().api() as program:
        for operation in OPERATIONS:
            if operation.writes:
                answer = program.request(operation.method, operation.path.replace("{entry:int}", "1"), json={})
                assert (operation.path, answer.status_code) == (operation.path, 403)
                assert error_of(answer)["code"] == "read-only"


def test_the_sources_are_imported_and_a_dry_run_only_says_so(studio: Running) -> None:
    (studio.folder / "data.csv").write_text("Customer,BU,ARR\nNew & Co,Kandy,100\n", "utf-8")
    settings = (studio.folder / "demodb.toml").read_text("utf-8")
    (studio.folder / "demodb.toml").write_text(settings.replace("sources = [", 'sources = ["data.csv", ', 1), "utf-8")
    for dry_run, records in ((True, 141), (False, 141)):
        told = sent(studio, "/import", dryRun=dry_run).json()
        assert (told["dryRun"], told["records"], told["tables"]["customer_record"]["new"]) == (dry_run, records, 1)
    assert show_account(studio.desk.store, "New & Co").records
    assert sent(studio, "/import").json()["tables"].get("customer_record", {}).get("new", 0) == 0


def test_a_project_without_sources_is_told_so(studio: Running) -> None:
    (studio.folder / "demodb.toml").write_text("", "utf-8")
    answer = sent(studio, "/import", dryRun=True)
    assert (answer.status_code, "no sources are listed" in error_of(answer)["message"]) == (422, True)


def test_dates_of_templates_are_shifted_and_those_that_people_wrote(studio: Running) -> None:
    before = plan_of(studio)
    assert sent(studio, "/shift", asOf="2026-12-01", dryRun=True).json()["sections"] > 0
    assert plan_of(studio) == before
    assert sent(studio, "/shift", asOf="2026-12-01").json()["asOf"] == "2026-12-01"
    assert plan_of(studio) != before
    moved = sent(studio, "/shift", heroes=True, asOf="2027-06-01", recent=0).json()
    assert len(moved["shifted"]) == 5
    assert len(sent(studio, "/shift", back=True).json()["shifted"]) == 5
    for body, where in (({}, "body"), ({"recent": 3}, "body.recent"), ({"asOf": "soon"}, "body.asOf")):
        assert [one["where"] for one in error_of(sent(studio, "/shift", **body))["faults"]] == [where]


def test_a_snapshot_is_saved_gone_back_to_and_dropped(studio: Running) -> None:
    saved = sent(studio, "/snapshots", name="before").json()["snapshot"]
    assert (saved["name"], saved["before"]) == ("before", None)
    assert error_of(sent(studio, "/snapshots", name="No name"))["message"].startswith("'No name' is no name")
    before = plan_of(studio)
    sent(studio, "/shift", asOf="2026-12-01")
    assert sent(studio, "/reset", dryRun=True).json()["differences"]["sections"]
    back = sent(studio, "/reset", name="before").json()
    assert (back["reset"]["name"], plan_of(studio)) == ("before", before)
    with studio.api() as program:
        names = [one["name"] for one in program.get("/snapshots").json()["snapshots"]]
    assert set(names) == {"before", back["snapshot"]}
    assert sent(studio, "/snapshots/drop", names=["before"]).json()["dropped"] == ["before"]
    assert sent(studio, "/snapshots/drop", names=["before"]).status_code == 404


def test_all_is_prepared_in_one_go(studio: Running) -> None:
    before = plan_of(studio)
    told = sent(studio, "/prepare", asOf="2026-12-01", force=True).json()
    assert (told["status"]["ready"], told["shift"]["asOf"], told["snapshot"] is not None) == (True, "2026-12-01", True)
    assert plan_of(studio) != before


def test_every_account_is_warmed_and_a_seed_aims_at_the_story(studio: Running) -> None:
    told = sent(studio, "/warmup", all=True, dryRun=True).json()
    assert len(told["expected"]) == 128
    assert error_of(sent(studio, "/warmup", all=True, accounts=["Spotify"]))["faults"][0]["where"] == "body.all"
    assert set(sent(studio, "/seed", aim=True, dryRun=True).json()["aim"]["measures"]) == {
        "at_risk_arr",
        "pipeline_to_revenue",
        "boards_in_use",
    }
    (studio.folder / "story.toml").write_text("", "utf-8")
    assert error_of(sent(studio, "/seed", aim=True))["faults"][0]["where"] == "body.aim"


def test_what_is_told_is_what_the_commands_print(
    studio: Running, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(studio.folder)
    sent(studio, "/snapshots", name="board")
    with studio.api() as program:
        assert program.get("/snapshots").json() == printed(capfd, "snapshot", "list")
    for path, body, command in (
        ("/shift", {"asOf": "2026-12-01", "dryRun": True}, ("shift", "--as-of", "2026-12-01", "--dry-run")),
        (
            "/shift",
            {"back": True, "asOf": "2026-12-01", "dryRun": True},
            ("shift", "--back", "--as-of", "2026-12-01", "--dry-run"),
        ),
        ("/import", {"dryRun": True}, ("import", "--dry-run")),
        ("/reset", {"dryRun": True}, ("reset", "--dry-run")),
    ):
        told = json.loads(sent(studio, path, **body).text.replace(f"{studio.folder}/", ""))
        assert told == printed(capfd, *command), path
