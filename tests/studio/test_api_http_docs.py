"""docs/studio.md: its examples are answered, and its tables name all that the API and the command have."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import httpx2
from api_clients import StartStudio

from demodb.cli.studio import command
from demodb.studio.api.programs import OPERATIONS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "studio.md").read_text("utf-8")
SHELL = re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
EXAMPLES = [line for block in SHELL for line in block.replace("\\\n", " ").splitlines() if line.startswith("curl ")]


def request_of(line: str, origin: str, token: str) -> httpx2.Request:
    """The request that a line of curl makes."""
    words = shlex.split(line.replace("$TOKEN", token).replace("http://127.0.0.1:8140", origin))[1:]
    method, headers, body, url = "GET", dict[str, str](), None, ""
    while words:
        match words.pop(0):
            case "-X":
                method = words.pop(0)
            case "-H":
                name, _, value = words.pop(0).partition(": ")
                headers[name] = value
            case "-d":
                body = words.pop(0).encode()
            case "-i":
                pass
            case word:
                url = word
    return httpx2.Request(method, url, headers=headers, content=body)


def test_every_example_is_answered(start_studio: StartStudio) -> None:
    studio = start_studio(api_writes=True)
    with httpx2.Client(timeout=60) as client:
        for line in EXAMPLES:
            answer = client.send(request_of(line, studio.origin, studio.access.token))
            assert answer.status_code == 200, (line, answer.text)
    assert len(EXAMPLES) == 5


def test_every_address_stands_in_the_table_with_its_parameters() -> None:
    rows = dict(re.findall(r"^\| `((?:GET|POST|PATCH) /api/[^`]+)` \| (.*) \|$", TEXT, re.MULTILINE))
    told = {f"{one.method} /api{re.sub(r':[a-z]+}', '}', one.path)}": one for one in OPERATIONS}
    assert rows.keys() == told.keys()
    for address, operation in told.items():
        assert [one.name for one in operation.query if f"`{one.name}`" not in rows[address]] == [], address


def test_every_option_stands_in_the_table() -> None:
    common = {"--db", "--debug", "--help"}
    options = {name for one in command.params if isinstance(one, click.Option) for name in (*one.opts, *one.secondary_opts)}
    told = set(re.findall(r"^\| `(--[a-z-]+)", TEXT, re.MULTILINE))
    assert options - common - {"--open"} == told
