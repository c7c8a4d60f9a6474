"""The two sheets of a workbook that is there, replaced: after a copy, and in one moment for who opens it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from demodb.aside import replacing
from demodb.errors import DemodbError
from demodb.export.budget import Budget
from demodb.export.into import Edits, edits_of, write_edited
from demodb.export.report import IntoReport

Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class Replacement:
    """What is to change in a workbook, as it was when it was looked at; `told` is what its sheets cannot carry."""

    named: Path
    path: Path
    edits: Edits
    stamp: Stamp
    told: tuple[str, ...]

    @property
    def foreseen(self) -> IntoReport:
        """What would become of it."""
        return IntoReport(str(self.named), changed=bool(self.edits))

    def carried_out(self, moment: datetime) -> IntoReport:
        """Write the workbook anew, if anything differs, and keep it as it was. Raises DemodbError where it changed meanwhile."""
        if not self.edits:
            return self.foreseen
        # Hidden, so that an import of its folder does not take it for another list.
        copy = self.path.with_name(f".{self.path.stem}.before-{moment:%Y%m%d-%H%M%S}{self.path.suffix}")
        self._refuse_change()
        with replacing(self.path) as aside:
            write_edited(self.path, aside, self.edits)
            self._refuse_change()
            with replacing(copy) as kept, self.path.open("rb") as opened:
                shutil.copyfileobj(opened, kept)
        return IntoReport(str(self.named), changed=True, copy=str(self.named.with_name(copy.name)))

    def _refuse_change(self) -> None:
        if _stamp(self.path) != self.stamp:
            raise DemodbError(f"{self.named} was written while it was read", fix="close it in Excel and run the command again")


def replacement_in(path: Path, budget: Budget) -> Replacement:
    """What is to change for a workbook's two sheets to be the budget's. Raises InputError with all that stands against it."""
    real = path.resolve()
    stamp = _stamp(real) if real.is_file() else (0, 0, 0)
    return Replacement(path, real, edits_of(path, budget), stamp, tuple(budget.told))


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino
