"""Hostile texts, names and settings: nothing steers the terminal, nothing is read as markup, and nothing is told as a bug."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fixture_types import Command, CustomersFile, WriteJson

from demodb.cli.output import State, harmless

EVIL = "a\x1b[31mred\x1b]8;;http://x\x07b\x9bK\u202egnp\u2028Error: forged [/x] [link=http://x]y[/link] :smile:"
PERSON = {"name": EVIL, "title": EVIL, "role": "user", "relationshipStrength": "weak", "notes": EVIL}
READING = (
    ("show", "Acme"),
    ("explain", "Acme"),
    ("log", "Acme"),
    ("account", "list"),
    ("source", "list"),
    ("status",),
    ("conflicts", "list"),
    ("seed", "--plan", "--verbose"),
    ("show", "nobody\x1b[31m\u202e"),
    ("import", "no\x1b[31m\u202efile"),
)
ADDRESSES = (
    "postgres:/u:geheim@h/db",
    "postgresql//u:geheim@h/db",
    "postgresql://u:ge@s:heim/geheim@h/db",
    "u:geheim@h/db",
    "postgresql:u:geheim@h",
    "POSTGRES://u:geheim@h/db",
    " postgresql+psycopg://u:geheim@127.0.0.1:1/db ",
    "mysql://u:geheim@h/db",
    "postgresql://u:ge@s/geheim@h/db",
    "//u:geheim@h/db",
    "postgresql://u@127.0.0.1:1/db?password=geheim",
)


@pytest.fixture
def hostile(demodb: Command, customers_file: CustomersFile, write_json: WriteJson) -> None:
    """A project whose names, texts, ids, unknown keys and file names are hostile."""
    folder = Path("in\u202e")
    customers_file(folder, "STL", [("Acme", 1000, 0)])
    customers_file(folder, "Kandy", [(f"B {EVIL}".replace("/", ""), 1, 0)])
    people = [{**PERSON, "id": "[/x]", EVIL: EVIL}, {**PERSON, "id": EVIL, "reportsTo": "[/x]"}]
    write_json(folder / "stakeholders" / "acme.json", people)
    write_json(folder / "actions" / "acme.json", [{"id": EVIL, "title": EVIL, "status": EVIL, "priority": "high"}])
    demodb("import", folder)


def assert_harmless(text: str) -> None:
    assert not {character for character in text if character < " " and character not in "\n\t"}, text
    assert not set(text) & set("\x7f\x9b\u202e\u2028"), text
    assert not [line for line in text.splitlines() if line.startswith("Error: forged")]


@pytest.mark.slow
@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("arguments", READING, ids=" ".join)
@pytest.mark.parametrize("as_json", [False, True])
def test_no_text_steers_the_terminal_or_is_read_as_markup(
    demodb: Command,
    arguments: tuple[str, ...],
    as_json: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    result = demodb(*arguments, *["--json"] * as_json)
    assert "this is a bug" not in result.err
    assert_harmless(result.out)
    assert_harmless(result.err)
    assert not as_json or json.loads(result.out)


@pytest.mark.usefixtures("hostile")
def test_markup_and_bidirectional_controls_are_shown_as_they_are_written(demodb: Command) -> None:
    shown = demodb("explain", "Acme", "stakeholders").out
    assert "[/x]" in shown
    assert "\\u202e" in shown
    assert demodb("show", "Acme", "--json").json["sections"]["stakeholders"]["document"][0]["name"] == EVIL


def test_of_all_that_steers_a_terminal_colours_alone_pass_the_last_place() -> None:
    assert harmless("\x1b[1mbold\x1b[0m \x1b[2J\x07\u202e\udcff") == "\x1b[1mbold\x1b[0m  [2J \\u202e\\udcff"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_password_is_told_nowhere_however_its_address_is_mistyped(
    demodb: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    given = (
        ("status", "--db", address, "--debug"),
        ("import", "in", "--dry-run", "--db", address, "--json"),
        (address.strip(), "--debug"),
        ("db", "check", address.strip(), "--json"),
    )
    results = [demodb(*arguments) for arguments in given]
    monkeypatch.setenv("DEMODB_DB", address)
    for result in (*results, demodb("status")):
        assert result.code != 0
        assert "heim" not in result.out + result.err
    assert [path.name for path in tmp_path.rglob("*heim*")] == []


@pytest.mark.parametrize("path", ["team@home.db", "a@b/c:d.db"])
def test_a_path_with_such_characters_is_a_path(demodb: Command, path: str) -> None:
    Path(path).parent.mkdir(exist_ok=True)
    assert demodb("db", "check", "--db", path).err.startswith(f"Error: there is no store at {path} yet")


def test_a_suggested_command_repeats_no_password() -> None:
    for address in ("postgresql://u:geheim@h/db", "postgresql://u@h/db?password=geheim"):
        assert "geheim" not in State(arguments=("seed", "--dry-run", "--db", address)).without("--dry-run")


def test_a_file_whose_name_is_not_utf_8_is_told_and_those_beside_it_are_taken(
    demodb: Command, customers_file: CustomersFile
) -> None:
    customers_file(Path("in"), "STL", [("Acme", 1000, 0)])
    Path(os.fsdecode(b"in/b\xff.json")).write_text("{}", "utf-8")
    result = demodb("import", "in")
    assert result.code == 4
    assert "in/b\\udcff.json: has a name that is not UTF-8: rename it" in result.err
    assert demodb("account", "list", "--json").json["accounts"][0]["account"] == "Acme"


@pytest.mark.slow
def test_people_seven_hundred_deep_are_shown(demodb: Command, customers_file: CustomersFile, write_json: WriteJson) -> None:
    customers_file(Path("in"), "STL", [("Acme", 1000, 0)])
    people = [{**PERSON, "name": f"N{n}", "id": f"p{n}", **({"reportsTo": f"p{n - 1}"} if n else {})} for n in range(700)]
    write_json(Path("in/stakeholders/acme.json"), people)
    demodb("import", "in")
    assert "N699" in demodb("show", "Acme").out


@pytest.mark.slow
@pytest.mark.parametrize("depth", [700, 5000])
def test_a_value_that_is_nested_deeply_is_no_bug(
    demodb: Command, customers_file: CustomersFile, write_json: WriteJson, depth: int
) -> None:
    customers_file(Path("in"), "STL", [("Acme", 1000, 0)])
    action = {"id": "a", "title": "Call", "status": "todo", "priority": "high", "createdAt": "2026-11-24", "deep": "DEEP"}
    path = write_json(Path("in/actions/acme.json"), [action])
    path.write_text(path.read_text("utf-8").replace('"DEEP"', '{"k":' * depth + "1" + "}" * depth), "utf-8")
    for arguments in (("import", "in"), ("show", "Acme"), ("explain", "Acme"), ("show", "Acme", "--json"), ("export",)):
        assert "this is a bug" not in demodb(*arguments).err, arguments


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
@pytest.mark.usefixtures("prepared")
def test_a_terminal_that_lacks_characters_is_no_bug(encoding: str) -> None:
    for arguments in (("show", "Spotify"), ("account", "list"), ("status",)):
        command = [sys.executable, "-m", "demodb.cli.main", *arguments]
        done = subprocess.run(command, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=False)
        assert b"Error" not in done.stderr


def test_settings_that_are_no_utf_8_or_of_the_wrong_type_are_told_all_at_once(demodb: Command) -> None:
    Path(".env").write_bytes(b"DEMODB_SEED=\xff\n")
    assert demodb("status").err.startswith("Error: settings cannot be used:\n  .env: is not UTF-8")
    Path(".env").unlink()
    Path("demodb.toml").write_text('db = 5\naliases = 3\nheroes = "x"\nspacing = "a"\n', "utf-8")
    result = demodb("status")
    assert result.code == 4
    assert result.err.count("expected") == 4
