"""What of the settings bears on how a list is read: with other settings, a file is read again though it is as it was."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from demodb.intake.identity import DeclaredNames
from demodb.sources.tables import PLAIN_TABLES, TableSettings

_TABLES = ("workbook", "table")


@dataclass(frozen=True)
class Bearing:
    """The names and the rules of tables that hold in the project below `root`."""

    root: Path = field(default_factory=Path)
    names: DeclaredNames = field(default_factory=DeclaredNames)
    tables: TableSettings = PLAIN_TABLES

    def digest(self, place: str, kind: str) -> bytes | None:
        """The SHA-256 of all that bears on a file of a kind, at a path as the memory has it; None where nothing does."""
        said = self.tables.said_of(str(self.root.absolute() / place)) if kind in _TABLES else ""
        named = self.names.read_with
        return hashlib.sha256((named or b"") + said.encode()).digest() if said else named
