"""What the studio's pages cost the server, beside what a person would not notice."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from measuring import PYTHON, Line

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
