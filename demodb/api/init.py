"""`demodb init`: a project folder to start from."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from demodb.errors import ExistsError
from demodb.model.toml import toml_list
from demodb.resources import bundled
from demodb.settings import PROJECT_FILE

__all__ = ["InitReport", "init_project"]

_SAMPLE = ("portfolio.xlsx", "customers", "account-plans", "news", "story.toml")

TEMPLATE = """\
# The project's configuration. Paths count from this file's folder.
# The environment (DEMODB_DB, DEMODB_SEED, …) outweighs it, and a flag outweighs both.

# What `import`, `sync` and `prepare` read: workbooks, customer files, folders of plans or news, or whole folders.
sources = []

# The accounts that the demo opens, under any of their spellings.
heroes = []

# Names in lists of customers that are no customers'.
# not_accounts = ["Various", "Other"]

# The store: a file's path, or postgresql+psycopg://user@host/name.
# db = "demodb.db"

# The folder that the app reads.
# export_dir = "export"

# The template pack (see `demodb pack list`), and the seed that keys its draws: another seed gives other people and texts.
# pack = "telecom"
# seed = "0"

# Commands that destroy save a snapshot first, unless the store and the exported files take more GB than this; 0: never.
# snapshot_limit = 2.0

# A JSON file of more MB than this is not read: it would take several times as much memory.
# json_limit = 256.0

# Whether recurring revenue counts as a "year"'s, or as a "quarter"'s, of which the app's page tells four.
# revenue_period = "year"

# The Claude model that writes intelligence. Its key is ANTHROPIC_API_KEY in the environment or in .env, never here.
# model = "claude-sonnet-5-5"

# How long cache entries live: the longer lifetimes of a "demo", or the "normal" ones.
# cache_mode = "demo"

# Calls to Claude: seconds between their starts, and how many may be in flight.
# spacing = 2.0
# concurrency = 3

# What the model costs, in USD for a million tokens, as it was on a day. Look it up: demodb does not know prices.
# [prices."claude-sonnet-5-5"]
# input = 1.0
# output = 1.0
# as_of = 2026-11-24

# Another spelling of an account, or the slug of an orphan plan file = the account that it means.
[aliases]
# "att-services-inc" = "AT&T SERVICES, INC."

# A customer's name as typed = the name to use for it, where no file can be called so.
[names]
# "Acme \\\\ North" = "Acme North"

# Another spelling of a business unit = its name.
[units]
# "Cloud Sense" = "CloudSense"

# A business unit = what it sells, in a sentence: Claude is told, and gives better advice.
[unit_descriptions]
# "CloudSense" = "Quoting and order management for telecoms companies, on Salesforce."

# What demodb cannot know of a list of your own; `demodb import --explain FILE` shows how one is understood.
# [tables."accounts.csv"]
# decimal = ","
# [tables."accounts.csv".columns]
# customer = "Kunde"

# What an export writes besides: the workbook from which the app reads its accounts.
[export]
# workbook = "budget.xlsx"

# Findings of `demodb rehearse` that are meant so: a code, or a code of one account.
[rehearse]
# ignore = ["same-titles", "weak-champion:Spotify"]

# What a business unit, or a single account, gets in place of the template pack above: its name = a pack.
[packs]
# "Kandy" = "saas"
# "Spotify" = "./packs/mine"

# What a company does, where its name misleads: it decides about what a template says.
[industries]
# "Spotify" = "media"

# Who on our side does what a role of the pack does: templates name the person as the owner, in place of the role.
[team]
# "account-manager" = "Rosalind Achterberg"
"""


@dataclass
class InitReport:
    """What was made."""

    directory: str
    files: list[str] = field(default_factory=list)


def init_project(directory: Path, *, sample: bool = False, sources: Sequence[str] = ()) -> InitReport:
    """Make a demodb.toml in `directory`, and with `sample` the sample portfolio beside it.

    `sources` are written into it, absolute or relative to the directory. Raises ExistsError, before anything is written, where
    something of the same name is there.
    """
    names = [PROJECT_FILE, *(_SAMPLE if sample else ())]
    there = [name for name in names if (directory / name).exists()]
    if there:
        raise ExistsError(f"{directory} already holds {', '.join(there)}", fix="choose an empty folder")
    directory.mkdir(parents=True, exist_ok=True)
    report = InitReport(str(directory))
    source = bundled("data")
    for name in names[1:]:
        copy = shutil.copytree if (source / name).is_dir() else shutil.copy2
        copy(source / name, directory / name)
        report.files.append(name)
    text = (
        (source / PROJECT_FILE).read_text("utf-8")
        if sample
        else TEMPLATE.replace("sources = []", f"sources = {toml_list(sources)}", 1)
    )
    (directory / PROJECT_FILE).write_text(text, "utf-8")
    report.files.append(PROJECT_FILE)
    return report
