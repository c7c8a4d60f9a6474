"""What the studio's pages cost the server, beside what a person would not notice."""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from collections.abc import Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

from measuring import DEMODB, PYTHON, RUNS, Line, timed

PAGES = Path(__file__).resolve().parent / "pages.py"

SAMPLE = {"/": 0.040, "/verdict": 0.040, "/accounts?search=tele": 0.040, "/account/spotify": 0.040}
MANY = {"/": 0.150, "/verdict": 0.150, "/accounts?search=99": 0.080, "/accounts?search=nobody": 0.080}
"""Addresses, and the seconds that each may take."""


def serving(folder: Path, what: str, limits: Mapping[str, float]) -> list[Line]:
    """The pages of a project, each in a median of its answers."""
    done = subprocess.run([PYTHON, str(PAGES), str(folder), *limits], check=True, capture_output=True, text=True)
    seconds: dict[str, float] = json.loads(done.stdout)
    note = f"peak {seconds['peak']:.0f} MB (at most 150)"
    return [
        Line(f"the page `{address}` of {what}", seconds[address], f"{limit * 1000:.0f} ms", limit, 1, note)
        for address, limit in limits.items()
    ]


def starting(folder: Path) -> list[Line]:
    """From the start of the command to the last byte of its first page, in turn with the import that it stands on."""
    pairs = [(_first_page(folder), timed([PYTHON, "-c", "import sqlmodel"], folder)) for _ in range(RUNS)]
    ours, loading = (statistics.median(column) for column in zip(*pairs, strict=True))
    return [Line("`demodb studio` to its first page", ours, "`import sqlmodel`", loading, 1.6)]


def _first_page(folder: Path) -> float:
    begun = time.perf_counter()
    command = [DEMODB, "studio", "--no-open", "--json", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as studio:
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        browser.open(json.loads(studio.stdout.readline() if studio.stdout else b"")["url"]).read()
        seconds = time.perf_counter() - begun
        studio.kill()
    return seconds
