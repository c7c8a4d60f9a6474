"""A small pack as text, and packs written into folders."""

from __future__ import annotations

import shutil
from pathlib import Path

from demodb.packs.pack import PACKS

SMALL = """\
message = "A small pack"
date = 2026-11-24
products = { default = ["Suite"], Kandy = ["Kandy CPaaS", "Kandy UCaaS"] }

[[stakeholders.rows]]
id = "sh-001"
role = "decision-maker"
raciRole = "accountable"
relationship = { strong = 1, weak = 2.5 }
tenure = [1, 10]
lastInteraction = [1, 30]
titles = [{ key = "cto", en = "CTO", de = "Leitung Technik" }]
interests = ["Cloud", "Cost"]
notes = ["Likes {product} at {account}."]

[[stakeholders.rows]]
id = "sh-002"
role = "champion"
reportsTo = "sh-001"
relationship = { strong = 1 }
tenure = [1, 10]
lastInteraction = [1, 30]
titles = [{ key = "vp", en = "VP Operations" }]
interests = ["Quality", "Speed"]
notes = ["Speaks plainly."]

[[strategy.painPoints.rows]]
id = "pp-001"
severity = "high"
status = "active"
identified = [10, 20]

[[strategy.painPoints.pool]]
key = "legacy"
title = "Old systems"
description = "Systems at {account} are old."

[[strategy.opportunities.rows]]
id = "op-001"
status = "identified"
probability = [40, 60]
share = [0.1, 0.2]
minimum = 1000
identified = [10, 20]

[[strategy.opportunities.pool]]
key = "cloud"
bu = ["Kandy"]
weight = 2
title = "Move to {product}"
description = "A first step."

[[competitors.rows]]
id = "co-001"
chance = 0.5
updated = [1, 9]

[[competitors.pool]]
key = "amdocs"
name = "Amdocs"
type = "our-competitor"
description = "A supplier."
strengths = ["Reach"]
weaknesses = ["Price"]

[actions]
rows = []
"""


def written(folder: Path, *revisions: str) -> str:
    """A pack's folder with these revisions, as `load_pack` takes it."""
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(revisions, start=1):
        (folder / f"{number:04}_step.toml").write_text(text, "utf-8")
    return str(folder)


SEVERITY = ('severity = "high"', 'severity = "medium"')
TITLE = ("Old systems", "Ageing systems")


def small_revision(*replaced: tuple[str, str]) -> str:
    """The small pack for every business unit, with some of its text replaced."""
    text = SMALL.replace('bu = ["Kandy"]\n', "")
    for old, new in replaced:
        if old not in text:
            raise ValueError(f"{old!r} is not in the small pack")
        text = text.replace(old, new)
    return text


def release(pack: str, number: int, *replaced: tuple[str, str]) -> None:
    """Write a later revision of the small pack into its folder."""
    (Path(pack) / f"{number:04}_step.toml").write_text(small_revision(*replaced), "utf-8")


def first_release(name: str, folder: Path) -> str:
    """A shipped pack as it was at its first release, below a folder."""
    return released(name, 1, folder)


def released(name: str, newest: int, folder: Path) -> str:
    """A shipped pack as it was while its newest revision was that one, below a folder."""
    made = folder / name
    made.mkdir(exist_ok=True)
    for path in sorted((PACKS / name).glob("*.toml"))[:newest]:
        shutil.copy(path, made)
    return str(made)
