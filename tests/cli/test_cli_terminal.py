"""On a terminal, in a pipe, in a narrow window, interrupted: what a person sees."""

from __future__ import annotations

import re
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from threading import Thread

import pytest
from fixture_types import Command, CustomersFile, Start, Terminal, WriteJson

INTERRUPTED_IMPORT = """
import sys
import time
from demodb.cli.main import main

def hang(event, arguments):
    if event == "open" and str(arguments[0]).endswith("spotify.json") and "actions" in str(arguments[0]):
        print("here", flush=True)
        time.sleep(600)

sys.addaudithook(hang)
main(sys.argv[1:])
"""


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("arguments", [("status",), ("show", "Spotify"), ("show", "Spotfy")], ids=" ".join)
def test_a_terminal_gets_colours_unless_no_color_forbids_them(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    assert "\x1b[" in terminal(*arguments)
    assert "\x1b" not in terminal(*arguments, NO_COLOR="1")


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("arguments", [("status",), ("show", "Spotify"), ("show", "Spotfy")], ids=" ".join)
def test_a_pipe_gets_no_escape_code(process: Command, arguments: tuple[str, ...]) -> None:
    result = process(*arguments, TERM="xterm-256color")
    assert "\x1b" not in result.out + result.err


@pytest.mark.slow
def test_progress_is_shown_on_a_terminal_and_leaves_nothing_behind_in_the_result(terminal: Terminal) -> None:
    shown = terminal("prepare", "--as-of", "2026-11-24")
    assert "Preparing" in shown
    assert "READY" in shown


def test_the_bar_of_an_import_reaches_its_total(terminal: Terminal, sample: Path) -> None:
    shown = terminal("import", str(sample))
    assert re.search("Reading .*100%", shown)
    assert "The store has 140 customer records of 128 accounts." in shown


@pytest.mark.usefixtures("prepared")
def test_results_go_to_stdout_and_the_rest_to_stderr(process: Command) -> None:
    result = process("status")
    assert "READY" in result.out
    assert result.err == "Next: demodb show ACCOUNT\n"


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize(
    "command",
    ["account list", "show Spotify", "export --json", "show Spotify --json", "status", "explain Spotify", "seed undo --json"],
)
def test_a_reader_that_goes_away_is_no_error_to_talk_about(tmp_path: Path, command: str) -> None:
    line = f"{shlex.quote(sys.executable)} -m demodb.cli.main {command} | true"
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, check=False, text=True)
    assert done.returncode == 0
    assert re.fullmatch(r"(Saved first as .*\n)?(Next: .*\n)?", done.stderr), done.stderr


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("account", ["Spotify", "British Telecommunications plc", "L'Onde Bretonnière SAS"])
def test_a_plan_fits_a_narrow_terminal(process: Command, account: str) -> None:
    result = process("show", account, COLUMNS="40")
    assert result.code == 0
    assert max(map(len, result.out.splitlines())) <= 40
    for part in ("Stakeholders", "Strategy", "Competitors", "Actions"):
        assert part in result.out


@pytest.mark.usefixtures("prepared")
def test_the_status_is_whole_on_a_narrow_terminal(process: Command) -> None:
    narrow, wide = process("status", COLUMNS="40"), process("status", COLUMNS="200")
    assert narrow.code == 0
    assert narrow.out.splitlines()[1:] == wide.out.splitlines()[1:]


@pytest.mark.usefixtures("prepared")
def test_a_plan_is_drawn_as_a_chart_and_tables(process: Command) -> None:
    shown = process("show", "L'Onde Bretonnière SAS", COLUMNS="160").out
    assert shown.startswith("L'Onde Bretonnière SAS\nCloudSense · 1 record · ")
    assert "l'onde-bretonnière-sas.json" in shown
    chart = shown.split("Stakeholders  template telecom 0005, as of 2026-11-24\n")[1].splitlines()[:6]
    assert "decision-maker" in chart[0]
    assert [line.partition("── ")[0] for line in chart if "── " in line] == ["└", "    └"]
    for head in ("Pain point", "Opportunity", "Competitor", "no actions"):
        assert head in shown


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("width", ["44", "80", "200"])
def test_what_is_noted_of_a_person_stands_below_the_name_whole(demodb: Command, process: Command, width: str) -> None:
    people = demodb("show", "Spotify", "--json").json["sections"]["stakeholders"]["document"]
    shown = process("show", "Spotify", COLUMNS=width).out
    read = " ".join(re.sub("[│├└─]", " ", shown.partition("\nStrategy")[0]).split())
    noted = [person for person in people if person.get("notes")]
    assert len(noted) > 3
    for person in noted:
        assert f"{person['relationshipStrength']} {person['notes']}" in read


@pytest.mark.usefixtures("prepared")
def test_in_a_narrow_window_rows_stand_one_below_the_other_and_no_word_is_broken(process: Command) -> None:
    narrow, wide = (process("show", "Spotify", COLUMNS=width).out.partition("\nIntelligence")[0] for width in ("44", "200"))
    assert "Pain point\nInvoices that differ from what was delivered\n  high · active · since 2026-02-24" in narrow
    assert max(map(len, narrow.splitlines())) <= 44
    labels = {"since", "strengths", "weaknesses"}
    assert {word for word in narrow.split() if len(word) > 1} <= labels.union(wide.split())


def test_a_list_with_nothing_in_it_says_so_and_is_no_table_without_rows(
    demodb: Command, customers_file: CustomersFile, write_json: WriteJson, tmp_path: Path
) -> None:
    customers_file(tmp_path / "in", "Kandy", [("Acme", 1, 1)])
    for section in ("stakeholders", "competitors", "actions"):
        write_json(tmp_path / "in" / section / "acme.json", [])
    write_json(tmp_path / "in" / "strategy" / "acme.json", {"painPoints": [], "opportunities": []})
    assert demodb("import", tmp_path / "in").code == 0
    told = [line for line in demodb("show", "Acme").out.splitlines()[2:] if line and "  imported" not in line]
    assert told[:-1] == [f"no {what}" for what in ("stakeholders", "pain points", "opportunities", "competitors", "actions")]


def test_a_plan_s_text_cannot_command_the_terminal(
    demodb: Command, customers_file: CustomersFile, write_json: WriteJson, tmp_path: Path
) -> None:
    card = {"id": "a", "title": "\x1b]0;other title\x07", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}
    customers_file(tmp_path / "in", "Kandy", [("Acme", 1, 1)])
    write_json(tmp_path / "in" / "actions" / "acme.json", [card])
    assert demodb("import", tmp_path / "in").code == 0
    assert not {"\x1b", "\x07"} & set(demodb("show", "Acme").out)


def test_the_status_counts_every_account_that_lacks_a_section(
    demodb: Command, customers_file: CustomersFile, tmp_path: Path
) -> None:
    customers_file(tmp_path / "in", "Kandy", [(f"Account {n}", 1, 1) for n in range(260)])
    demodb("import", tmp_path / "in")
    assert "260 accounts have no actions section" in demodb("status").out


def database_rows(folder: Path) -> str:
    script = "SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM customer_record), (SELECT count(*) FROM plan_section)"
    code = f"import sqlite3; print(sqlite3.connect('demodb.db').execute({script!r}).fetchone())"
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, check=True, text=True).stdout


@pytest.mark.slow
def test_ctrl_c_in_the_middle_of_an_import_ends_with_130_and_keeps_nothing(
    start: Start, sample: Path, tmp_path: Path, process: Command
) -> None:
    running = start(INTERRUPTED_IMPORT, "import", sample)
    assert running.stdout is not None
    assert running.stdout.readline() == "here\n"
    running.send_signal(signal.SIGINT)
    output, errors = running.communicate()
    assert running.returncode == 130
    assert output == ""
    assert errors.lstrip().splitlines() == [
        "Error: interrupted; nothing was changed in the store; nothing is half-done",
        "  Fix: run it again: it goes on from there",
    ]
    assert database_rows(tmp_path) == "(0, 0, 0)\n"
    assert process("import", sample).code == 0
    assert database_rows(tmp_path) == "(128, 140, 20)\n"


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_a_warm_up_shows_its_accounts_while_they_are_called_and_leaves_the_report(terminal: Terminal) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as host:
        Thread(target=_refuse, args=(host,), daemon=True).start()
        address = f"http://127.0.0.1:{host.getsockname()[1]}"
        given = {"ANTHROPIC_API_KEY": "sk-none", "ANTHROPIC_BASE_URL": address, "DEMODB_SPACING": "0.3"}
        shown = terminal("warmup", "--force", "--concurrency", "1", **given)
    assert re.search("Spotify +\x1b\\[33mwaiting", shown)
    assert re.search("Spotify +\x1b\\[31mfailed", shown)
    assert "5 briefs made" in shown.rsplit("\x1b[2K", 1)[-1]


def _refuse(host: socket.socket) -> None:
    """Answers every request with an error that concerns its account alone."""
    with suppress(OSError):
        while True:
            connection, _ = host.accept()
            with connection, suppress(OSError):
                connection.recv(100_000)
                connection.sendall(b"HTTP/1.1 400 Bad\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
