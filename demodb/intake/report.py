"""What an import did, file by file and table by table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from demodb.errors import ExitCode, Problem
from demodb.model.documents import Section
from demodb.progress import Progress
from demodb.sources.records import Doubt

RowOutcome = Literal["new", "changed", "same", "rejected"]
ROW_OUTCOMES: tuple[RowOutcome, ...] = ("new", "changed", "same", "rejected")


@dataclass(frozen=True)
class JoinedNames:
    """An account that records under several names belong to."""

    account: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Orphan:
    """A file whose name fits no account, the account's name most like it, and the command that gives it to a likely one."""

    path: str
    nearest: str | None
    fix: str | None = None


@dataclass(frozen=True)
class Replaced:
    """A section that a plan file took the place of; `edited`: somebody had changed it in the store since it came in."""

    account: str
    section: Section
    origin: str
    edited: bool
    path: str


@dataclass(frozen=True)
class TakenIn:
    """What a plan file changed in a section: so many fields; `kept` are the unknown keys that it left out and that stay.

    `earlier`: it was not made of what it last agreed on with the store, but of an earlier version.
    """

    account: str
    section: Section
    fields: int
    conflicts: int
    kept: tuple[str, ...]
    path: str
    earlier: bool = False


@dataclass(frozen=True)
class Earlier:
    """A plan file that says an earlier version of a section, which therefore stays as it is."""

    account: str
    section: Section
    path: str


@dataclass(frozen=True)
class Difference:
    """A field of a customer record on which two sources do not agree: the later one won."""

    business_unit: str
    customer: str
    field: str
    was: Any
    now: Any
    path: str


@dataclass(frozen=True)
class Suggestion:
    """Accounts that may be one, as their names differ by a legal form or an abbreviation only."""

    accounts: tuple[str, ...]


@dataclass(frozen=True)
class LeftRecord:
    """A customer record that no source lists any more; `now`: the unit and the name of the record that replaces it."""

    business_unit: str
    customer: str
    now: tuple[str, str] | None = None


@dataclass(frozen=True)
class LeftOut:
    """A customer record that is not taken, though its file is: where it stands, why it is not, and what takes it in."""

    path: str
    place: str
    customer: str
    why: str
    fix: str


@dataclass(frozen=True)
class Rename:
    """A departed account, one that is present and looks like it, why it does, and the command that makes the two one."""

    departed: str
    account: str
    why: str
    fix: str


_ONE_ROW = {"plan": "plan_section", "news": "news_feed"}
"""The table of which a file holds one row."""
TABLE_OF = {**_ONE_ROW, "workbook": "customer_record", "table": "customer_record", "customers": "customer_record"}
"""The table that a file gives rows to."""


@dataclass
class ImportReport:
    """What an import did; `records` and `accounts` count the whole store after it.

    `files` counts what was looked at, by kind; `unchanged` of them still said what they had said last. `departed` names the
    accounts that no source lists any more, `returned` those that one lists again. `not_accounts` counts the records that were
    passed over as the settings say that their names are no customers'. `doubts` are those of the errors that a person could
    settle; `in_rows` says that of a list the other rows could be taken.
    """

    dry_run: bool = False
    records: int = 0
    accounts: int = 0
    files: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    unchanged: int = 0
    merged: list[JoinedNames] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    orphans: list[Orphan] = field(default_factory=list)
    repairs: list[Problem] = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)
    taken_in: list[TakenIn] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    not_accounts: int = 0
    left: list[LeftRecord] = field(default_factory=list)
    departed: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    renames: list[Rename] = field(default_factory=list)
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    in_rows: bool = False
    tables: dict[str, dict[RowOutcome, int]] = field(default_factory=dict)

    def count(self, table: str, outcome: RowOutcome, by: int = 1) -> None:
        """Add to the tally of a table."""
        if by:
            self.tables.setdefault(table, dict.fromkeys(ROW_OUTCOMES, 0))[outcome] += by

    def pass_over(self, path: Path, why: str) -> None:
        """Name a file of which nothing is read."""
        self.passed_over.append((str(path), why))

    def leave(self, kind: str) -> None:
        """Count a file that still says what it said last."""
        self.files[kind] += 1
        self.unchanged += 1
        if kind in _ONE_ROW:
            self.count(_ONE_ROW[kind], "same")

    @property
    def changes(self) -> int:
        """How many rows were, or would be, written or removed."""
        written = sum(tally["new"] + tally["changed"] for tally in self.tables.values())
        return written + len(self.left) + len(self.departed) + len(self.returned)

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with: bad input if any file had an error, or a record could not be taken."""
        return ExitCode.BAD_INPUT if self.errors or self.left_out else ExitCode.DONE


class FilesDone:
    """Counts the files of an import that are done with, and tells it."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._done, self._total, self._progress = 0, total, progress
        progress(0, total)

    def add(self, files: int = 1) -> None:
        """So many more are taken in, left out or refused."""
        if files:
            self._done += files
            self._progress(self._done, self._total)


def compare_lists(report: ImportReport, table: str, old: Sequence[Any], new: Sequence[Any]) -> None:
    """Tally the items of a list: by `id` where they have one, else by their place."""
    before = _by_identity(old)
    for identity, item in _by_identity(new).items():
        there = identity in before
        report.count(table, "new" if not there else "same" if before[identity] == item else "changed")


def _by_identity(items: Sequence[Any]) -> dict[Any, Any]:
    return {item["id"] if isinstance(item, dict) and "id" in item else n: item for n, item in enumerate(items)}
