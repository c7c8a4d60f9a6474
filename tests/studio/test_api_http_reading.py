"""What the API says is what the commands print, and no answer takes a statement for each row."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from api_clients import error_of
from statements import statements_of
from studio_project import Running

from demodb.api.account import alias_account, list_accounts
from demodb.api.conflicts import list_conflicts
from demodb.api.edit import SetField, edit
from demodb.api.portfolio import PortfolioQuery, portfolio_page
from demodb.api.rehearse import rehearse
from demodb.api.status import status
from demodb.payloads.envelope import enveloped
from demodb.payloads.rehearsal import rehearsal_payload
from demodb.payloads.status import status_payload
from demodb.studio.rehearsals import rehearsing


def printed(studio: Running, *arguments: str) -> Any:
    """What a command prints in the studio's project."""
    command = [sys.executable, "-m", "demodb", *arguments, "--json"]
    return json.loads(subprocess.run(command, cwd=studio.folder, capture_output=True, check=True, text=True).stdout)


def test_what_depends_on_no_clock_is_just_what_the_command_prints(studio: Running) -> None:
    edit(studio.desk.store, "Spotify", [SetField("strategy/painPoints/pp-001/title", "Late invoices")], by=studio.desk.by)
    with studio.api() as program:
        logged = program.get("/log", params={"account": "spotify"}).json()
        assert logged == {**printed(studio, "log", "Spotify"), "older": None}
        assert program.get("/conflicts").json() == printed(studio, "conflicts", "list")
        shown, told = printed(studio, "show", "Spotify"), program.get("/accounts/spotify").json()
    assert told | {"intelligence": None} == shown | {"intelligence": None}
    assert told["intelligence"]["document"]["customerName"] == "Spotify"


def test_the_verdict_is_the_commands_for_the_time_of_the_demo_or_another_one(studio: Running) -> None:
    with studio.api() as program:
        now = enveloped(status_payload(status(studio.desk.store, studio.desk.asked())))
        assert program.get("/status").json() == json.loads(json.dumps(now))
        late = program.get("/status", params={"at": "2026-11-24T20:00"}).json()
    assert (late["at"], late["ready"]) == ("2026-11-24T20:00:00+00:00", False)
    assert {blocker["code"] for blocker in late["blockers"]} == {"hero-stale"}


def test_a_rehearsal_is_made_once_and_its_findings_can_be_asked_for(studio: Running) -> None:
    with studio.api() as program:
        told = program.get("/rehearsal").json()
        hints = program.get("/findings", params={"severity": "hint"}).json()["findings"]
        of_one = program.get("/findings", params={"account": "Almfunk Schweiz AG"}).json()["findings"]
        unknown = program.get("/findings", params={"account": "Nobody"})
    assert told == enveloped(rehearsal_payload(rehearse(studio.desk.store, rehearsing(studio.desk))))
    assert hints == [finding for finding in told["findings"] if finding["severity"] == "hint"] != []
    assert {finding["account"] for finding in of_one} == {"Almfunk Schweiz AG"}
    assert (unknown.status_code, error_of(unknown)["code"]) == (404, "unknown-account")
    job = studio.desk.jobs.get("rehearsal")
    assert job
    assert job.ended


def test_the_accounts_come_page_by_page_forth_and_back(studio: Running) -> None:
    pages: list[dict[str, Any]] = []
    with studio.api() as program:
        after: str | None = ""
        while after is not None:
            pages.append(program.get("/accounts", params={"limit": "50", "after": after}).json())
            after = pages[-1]["next"]
        back = program.get("/accounts", params={"limit": "50", "after": pages[-1]["previous"]}).json()
    slugs = [account["slug"] for page in pages for account in page["accounts"]]
    assert slugs == [line.slug for line in list_accounts(studio.desk.store)]
    assert back["accounts"] == pages[-2]["accounts"]
    assert {page["total"] for page in pages} == {len(slugs)}


def test_accounts_are_searched_filtered_and_sorted(studio: Running) -> None:
    alias_account(studio.desk.store, "The Green Ones", "Spotify")
    asked = {"heroes": "true", "sort": "revenue", "section": "actions", "state": "imported", "unit": "cloudsense"}
    query = PortfolioQuery(heroes=True, sort="revenue", section="actions", state="imported", unit="cloudsense")
    with studio.api() as program:
        found = program.get("/accounts", params={"search": "green ones"}).json()["accounts"]
        chosen = program.get("/accounts", params=asked).json()["accounts"]
    assert [account["account"] for account in found] == ["Spotify"]
    assert [account["slug"] for account in chosen] == [row.slug for row in portfolio_page(studio.desk.store, query).rows] != []


def test_a_plan_and_its_sections_are_as_the_files_that_the_app_reads(studio: Running) -> None:
    folder = studio.folder / "export" / "account-plans"
    with studio.api() as program:
        plan = program.get("/plans/spotify").json()
        sections = {name: program.get(f"/plans/spotify/{name}").json() for name in plan["sections"]}
    assert plan["sections"] == sections
    assert sections == {name: json.loads((folder / name / "spotify.json").read_text("utf-8")) for name in sections}
    assert len(sections) == 4


def test_an_account_is_found_by_any_of_its_names(studio: Running) -> None:
    alias_account(studio.desk.store, "Music / Podcasts", "Spotify")
    with studio.api() as program:
        for name in ("spotify", "SPOTIFY", "Music %2F Podcasts", "Music / Podcasts"):
            assert program.get(f"/accounts/{name}").json()["slug"] == "spotify", name
        unknown = program.get("/accounts/Spotfy")
    assert (unknown.status_code, error_of(unknown)["fix"]) == (404, "did you mean 'Spotify'?")


def test_what_is_not_there_is_told(studio: Running) -> None:
    with studio.api() as program:
        told = {path: error_of(program.get(path))["code"] for path in ("/plans/nobody", "/plans/spotify/news", "/seeds", "/")}
        conflicts = program.get("/conflicts", params={"account": "nobody"})
    assert list(told.values()) == ["unknown-account", "unknown-value", "not-found", "not-found"]
    assert (conflicts.status_code, list_conflicts(studio.desk.store)) == (404, [])


def test_no_answer_takes_a_statement_for_each_row(studio: Running) -> None:
    pairs = [
        ("/accounts?limit=2", "/accounts?limit=200"),
        ("/accounts?limit=200&search=e&state=template", "/accounts?limit=2&search=e&state=template"),
        ("/accounts/spotify", "/accounts/british-telecommunications-plc"),
        ("/plans/spotify", "/plans/british-telecommunications-plc"),
        ("/conflicts", "/conflicts"),
        ("/cache?pattern=intelligence:spotify", "/cache?pattern=intelligence:*"),
    ]
    with studio.api() as program:
        for paths in pairs:
            counts = []
            for path in paths:
                with statements_of(studio.desk.store) as seen:
                    assert program.get(path).status_code == 200
                counts.append(len(seen))
            assert max(counts) - min(counts) <= 12, paths
            assert max(counts) <= 50, paths
