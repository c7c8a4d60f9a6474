"""What an import did, file by file and table by table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from demodb.errors import ExitCode, Problem
from demodb.model.documents import Section

RowOutcome = Literal["new", "changed", "same", "rejected"]
ROW_OUTCOMES: tuple[RowOutcome, ...] = ("new", "changed", "same", "rejected")


@dataclass(frozen=True)
class ProjectNames:
    """Names that a project's configuration declares: aliases (name to account), and heroes."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    heroes: Sequence[str] = ()


@dataclass(frozen=True)
class JoinedNames:
    """An account that records under several names belong to."""

    account: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Orphan:
    """A file whose name fits no account, and the account's name most like it."""

    path: str
    nearest: str | None


@dataclass(frozen=True)
class Replaced:
    """A section that a plan file took the place of; `edited`: somebody had changed it in the store since it came in."""

    account: str
    section: Section
    origin: str
    edited: bool
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


@dataclass
class ImportReport:
    """What an import did; `records` and `accounts` count the whole store after it."""

    dry_run: bool = False
    records: int = 0
    accounts: int = 0
    files: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    merged: list[JoinedNames] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    orphans: list[Orphan] = field(default_factory=list)
    repairs: list[Problem] = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    tables: dict[str, dict[RowOutcome, int]] = field(default_factory=dict)

    def count(self, table: str, outcome: RowOutcome, by: int = 1) -> None:
        """Add to the tally of a table."""
        if by:
            self.tables.setdefault(table, dict.fromkeys(ROW_OUTCOMES, 0))[outcome] += by

    def skip(self, path: Path, why: str) -> None:
        """Name a file that is left out."""
        self.skipped.append((str(path), why))

    @property
    def changes(self) -> int:
        """How many rows were, or would be, written."""
        return sum(tally["new"] + tally["changed"] for tally in self.tables.values())

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with: bad input if any file had an error."""
        return ExitCode.BAD_INPUT if self.errors else ExitCode.DONE


def compare_lists(report: ImportReport, table: str, old: Sequence[Any], new: Sequence[Any]) -> None:
    """Tally the items of a list: by `id` where they have one, else by their place."""
    before = _by_identity(old)
    for identity, item in _by_identity(new).items():
        known = identity in before
        report.count(table, "new" if not known else "same" if before[identity] == item else "changed")


def _by_identity(items: Sequence[Any]) -> dict[Any, Any]:
    return {item["id"] if isinstance(item, dict) and "id" in item else n: item for n, item in enumerate(items)}
