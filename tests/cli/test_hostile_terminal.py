"""Hostile texts on a real terminal: from files, from the store and from the API, wherever a command shows them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fixture_types import Command, CustomersFile, Terminal, WriteJson
from pytest_httpserver import HTTPServer
from scripted_api import KEY, echoing
from werkzeug import Request, Response

OWN_COLOR = re.compile(r"\x1b\[[0-9;]*m")
STEERING = (
    "\x1b[38;5;201mcolour",
    "\x1b]0;title\x07",
    "\x1b]8;;http://forged.example\x07link\x1b]8;;\x07",
    "\x1b]52;c;Zm9yZ2Vk\x07clipboard",
    "\x1bP+q544e\x1b\\device",
    "\x1b_command\x1b\\",
    "\x1b[1Aup",
    "\x1b[2Kerased",
    "\x1b[2J\x1b[Hcleared",
    "\x1b[?1049hscreen",
    "\x1bcreset",
    "\x07bell",
    "three\x08\x08\x08two",
    "\rError: forged",
    "\nError: forged",
    "\n\n  Fix: forged",
    "\x0bError: forged",
    "\x0cError: forged",
    "\x85Error: forged",
    "\u2028Error: forged",
    "\u2029Error: forged",
    "\x9b31mcolour",
    "\x9d0;title\x9c",
    "\x7fdeleted",
)
TURNING = (
    "\u202egnp.",
    "\u202dleft",
    "\u202bright",
    "\u2067isolate\u2069",
    "\u2066left\u2069",
    "\u2068first\u2069",
    "\u061c",
    "\u200f1",
)
MARKUP = ("[bold red]loud[/bold red]", "[/x]", "[link=http://forged.example]here[/link]", ":smile:", "[blink]b[/]")
TEXTS = (*STEERING, *TURNING, *MARKUP)
COMMANDS = (
    "import in",
    "show Acme",
    "explain Acme",
    "log Acme",
    "account list",
    "source list",
    "status",
    "conflicts list",
    "seed --plan --verbose",
    "seed",
    "shift --as-of 2026-12-03 --dry-run",
    "warmup --account Acme --debug",
    "cache list",
    "export",
    "export --check",
    "snapshot list",
    "pack check in/pack",
    "db check",
)

CALLING = ("import", "warmup", "warmup --all --force", "prepare", "status", "show Acme", "cache list", "log Acme")
"""Commands that call Claude, or tell what came of it."""

ALL = (
    *CALLING,
    *("seed", "explain Acme", "export", "export --check", "sync", "snapshot save a", "snapshot list", "reset a", "db check"),
    *("cache get intelligence:acme", "seed history", "db backup copy.db", "nonsense"),
)


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", threaded=True) as running:
        yield running


@pytest.fixture
def hostile(customers_file: CustomersFile, write_json: WriteJson, process: Command) -> None:
    """A store and files in which hostile texts stand wherever a text may stand."""
    folder = Path("in")
    customers_file(folder, "STL", [("Acme", 1000, 0)])
    people = [
        {"id": text, "name": text, "title": text, "role": "user", "relationshipStrength": "weak", "notes": text, text: text}
        for text in TEXTS
    ]
    write_json(folder / "stakeholders" / "acme.json", people)
    file = write_json(folder / "actions" / "acme.json", actions("Call"))
    process("import", "in")
    with closing(sqlite3.connect("demodb.db")) as connection:
        connection.execute("UPDATE action_item SET title = 'mine' || char(27) || '[2J'")
        connection.commit()
    write_json(file, actions("theirs"))
    articles = [{"title": t, "url": t, "source": t, "published": t, "summary": t, "relevance_score": 0.5} for t in TEXTS]
    news = {"customer_name": "Acme", "last_updated": "2026-11-24", "article_count": len(TEXTS), "articles": articles}
    write_json(folder / "news" / "Acme_news.json", news)
    write_json(folder / "strategy" / "acme.json", {"painPoints": [{text: text} for text in TEXTS], "opportunities": []})
    for text in TEXTS:
        (folder / "actions" / f"{text.replace('/', '')}.json").write_text("{", "utf-8")
    (folder / "pack").mkdir()
    (folder / "pack" / "0001_\x1b[2J\u202e.json").write_text(json.dumps({text: text for text in TEXTS}), "utf-8")


def actions(title: str) -> list[dict[str, str]]:
    return [
        {"id": text, "title": f"{title} {text}", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}
        for text in TEXTS
    ]


def answer(_: Request) -> Response:
    body = {"type": "error", "error": {"type": "".join(TEXTS), "message": " | ".join(TEXTS)}}
    return Response(json.dumps(body), 400, {"request-id": "req_1"}, content_type="application/json")


@pytest.mark.slow
@pytest.mark.usefixtures("hostile")
def test_no_text_steers_a_real_terminal_forges_a_line_or_is_read_as_markup(terminal: Terminal, server: HTTPServer) -> None:
    server.expect_request("/v1/messages").respond_with_handler(answer)
    environment = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": server.url_for(""), "DEMODB_SPACING": "0"}
    # A dumb terminal gets colours, and no bar that moves its cursor.
    shown = {command: terminal(*command.split(), TERM="dumb", **environment) for command in COMMANDS}
    for command, text in shown.items():
        assert "this is a bug" not in text, command
        assert "38;5;201" not in "".join(OWN_COLOR.findall(text)), command
        plain = OWN_COLOR.sub("", text)
        assert not set(plain) & {chr(code) for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160))}, command
        assert not set(plain) & set("\u202e\u202d\u202b\u2066\u2067\u2068\u2069\u061c\u200f\u2028\u2029"), command
        assert "\r" not in plain.replace("\r\n", "\n"), command
        assert not [line for line in plain.splitlines() if re.match(r"(Error|  Fix): forged(\.json.*)?$", line)], command
    assert "\\u202e" in shown["show Acme"]
    assert "[/x]" in shown["explain Acme"]
    assert "[bold red]loud[/bold red]" in shown["show Acme"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "case",
    [(200, (), ALL), (400, ("--json",), ALL), (401, (), CALLING), (500, ("--json",), CALLING)],
    ids=["answered", "refused", "key refused", "failed"],
)
def test_the_key_is_in_nothing_that_any_command_prints_or_leaves(
    demodb: Command,
    customers_file: CustomersFile,
    server: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    case: tuple[int, tuple[str, ...], tuple[str, ...]],
) -> None:
    status, form, commands = case
    server.expect_request(re.compile("/v1/messages(/batches)?")).respond_with_handler(echoing(status))
    for name, value in {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": server.url_for(""), "DEMODB_SPACING": "0"}.items():
        monkeypatch.setenv(name, value)
    customers_file(Path("in"), "STL", [("Acme", 1000, 0), ("Beta", 10, 0)])
    Path("demodb.toml").write_text('sources = ["in"]\nheroes = ["Acme"]\n', "utf-8")
    for command in commands:
        result = demodb(*command.split(), "--debug", *form)
        assert KEY not in result.out + result.err, command
        assert "this is a bug" not in result.err, command
    assert [path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()] == []
    assert server.log
