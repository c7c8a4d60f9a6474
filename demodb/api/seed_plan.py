"""The plan of `demodb seed --plan`: counted as it is made, and as a file that is looked at page by page."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

from demodb.api.seed import SectionStep, SeedOptions, Which, plan, plan_text, step_payload
from demodb.errors import ExitCode
from demodb.progress import Progress, silent
from demodb.store.engine import Store

__all__ = ["PlannedAccount", "SavedPlan", "Step", "Tally", "counted", "differences", "save_plan"]


@dataclass
class Tally:
    """What a plan comes to: sections by action and reason, and the accounts that were looked at."""

    accounts: int = 0
    sections: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def to_do(self) -> int:
        """How many sections are not as the plan would have them."""
        return sum(count for (action, _), count in self.sections.items() if action != "keep")

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with: a difference if anything is to be done."""
        return ExitCode.ERROR if self.to_do else ExitCode.DONE


def counted(steps: Iterable[SectionStep], tally: Tally) -> Iterator[SectionStep]:
    """The steps, which the tally counts as they pass."""
    last = None
    for step in steps:
        tally.sections[step.action, step.reason] += 1
        tally.accounts += step.account != last
        last = step.account
        yield step


class Step(NamedTuple):
    """What a plan in a file has of a section: what is to be done, why, and how many conflicts it would find."""

    section: str
    action: str
    reason: str
    conflicts: int


class PlannedAccount(NamedTuple):
    """An account of which something is to be done, and its steps but those that keep a section."""

    account: str
    steps: list[Step]


@dataclass(frozen=True)
class SavedPlan:
    """A plan in a file, as `apply` takes it: what it was made with, what it comes to, where the accounts with work begin."""

    path: Path
    options: SeedOptions
    tally: Tally
    places: array[int]

    def page(self, first: int, count: int) -> list[PlannedAccount]:
        """So many of the accounts with work, from the one with this number on; the first is 0."""
        with self.path.open("rb") as file:
            return [_account_at(file, place) for place in self.places[first : first + count]]


def save_plan(store: Store, options: SeedOptions, which: Which, path: Path, progress: Progress = silent) -> SavedPlan:
    """Write what `seed` would do into a file. Reads the store only; `progress` is told how many accounts were looked at."""
    saved = SavedPlan(path, options, Tally(), array("Q"))
    with plan(store, options, which) as made, path.open("wb") as file:
        steps = _marked(counted(made.steps, saved.tally), file, saved, progress)
        for piece in plan_text(made.head, map(step_payload, steps)):
            file.write(piece.encode())
    return saved


def _marked(steps: Iterable[SectionStep], file: IO[bytes], saved: SavedPlan, progress: Progress) -> Iterator[SectionStep]:
    """The steps; the place in the file of the first one with work of each account is noted."""
    marked = None
    for step in steps:
        if step.action != "keep" and step.account_key != marked:
            saved.places.append(file.tell())
            marked = step.account_key
        progress(saved.tally.accounts, 0)
        yield step


def _account_at(file: IO[bytes], place: int) -> PlannedAccount:
    """The steps of an account from a place on: one on a line, which begins behind the comma of the one before."""
    file.seek(place)
    found: list[dict[str, Any]] = []
    for line in file:
        text = line.strip().strip(b",")
        if not text:
            continue
        step = json.loads(text) if text.startswith(b"{") else None
        if step is None or (found and step["account"] != found[0]["account"]):
            break
        found.append(step)
    return PlannedAccount(found[0]["account"], [_step(step) for step in found if step["action"] != "keep"])


def _step(payload: Mapping[str, Any]) -> Step:
    return Step(payload["section"], payload["action"], payload["reason"], len(payload.get("conflicts", ())))


def differences(store: Store, options: SeedOptions, account: str) -> list[SectionStep]:
    """What `seed` would do with an account's sections, field by field. Raises UnknownAccountError. Reads only."""
    with plan(store, options, Which((account,))) as made:
        return [step for step in made.steps if step.action != "keep"]
