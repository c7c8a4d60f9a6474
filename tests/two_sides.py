"""A model of two sides and a memory: a section in the store and in files, as plain dictionaries that are merged by hand."""

from __future__ import annotations

import copy
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Rows = dict[str, dict[str, Any]]
"""The rows of a list by their ids, each with its fields."""

DATE = "identifiedDate"


def later(row: Any, weeks: int) -> Any:
    """A row so many weeks later; what is none as it is."""
    if not isinstance(row, dict):
        return row
    day = date.fromisoformat(row[DATE][:10]) + timedelta(weeks=weeks)
    return {**row, DATE: f"{day}{row[DATE][10:]}"}


def rows_later(rows: Rows, weeks: int) -> Rows:
    """All rows of a list so many weeks later."""
    return {row_id: later(row, weeks) for row_id, row in rows.items()}


Place = tuple[str, str]
"""A row's id, and a field; "" for the row as a whole."""


@dataclass
class SectionModel:
    """What a section has to be: the rows in the store, and what must wait as a conflict there, by place with its value."""

    rows: Rows
    template: Rows
    conflicts: dict[Place, Any] = field(default_factory=dict)
    typed: set[Place] = field(default_factory=set)
    """Where it is a file that says something else: as long as that waits, a template says nothing there."""

    def shift(self, weeks: int) -> None:
        """All dates are so many weeks later, those that wait in conflicts too."""
        self.rows = rows_later(self.rows, weeks)
        for (row_id, key), theirs in self.conflicts.items():
            self.conflicts[row_id, key] = later({DATE: theirs}, weeks)[DATE] if key == DATE else later(theirs, weeks)

    def is_open(self, place: Place) -> bool:
        """Whether the store still says something else than what waits in a conflict."""
        row, key = self.rows.get(place[0]), place[1]
        stands = row.get(key) if row and key else row
        return stands != self.conflicts[place] and (row is not None or not key)

    def hear(self, agreed: Rows, said: Rows) -> None:
        """A file says something else than was agreed on: who alone changed a field wins, and where both did ours stays."""
        for row_id in agreed | said:
            was, now = agreed.get(row_id), said.get(row_id)
            if now != was:
                self._hear_row(row_id, was, now)

    def _hear_row(self, row_id: str, was: dict[str, Any] | None, now: dict[str, Any] | None) -> None:
        ours = self.rows.get(row_id)
        if ours == now:
            return
        if ours == was:
            self._put(row_id, now)
        elif ours is None or now is None or was is None:
            self.conflicts[row_id, ""] = now
            self.typed.add((row_id, ""))
        else:
            self.typed |= {(row_id, key) for key in self._merge(row_id, was, ours, now)}

    def _put(self, row_id: str, row: dict[str, Any] | None) -> None:
        if row is None:
            del self.rows[row_id]
        else:
            self.rows[row_id] = copy.deepcopy(row)

    def _merge(
        self, row_id: str, was: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], but: Collection[str] = ()
    ) -> list[str]:
        """The fields that are conflicts now; none of `but` becomes one."""
        made = []
        for key in was | ours | theirs:
            before, mine, other = was.get(key), ours.get(key), theirs.get(key)
            if other in (before, mine):
                continue
            if mine == before:
                self.rows[row_id][key] = other
            elif key not in but:
                self.conflicts[row_id, key] = other
                made.append(key)
        return made

    def upgrade(self, new: Rows) -> None:
        """A newer template: its changes reach what nobody touched, and wait where somebody did."""
        for row_id, theirs in new.items():
            was, ours = self.template[row_id], self.rows.get(row_id)
            if ours is not None:
                waiting = {key for place, key in self.typed if place == row_id and self.is_open((place, key))}
                self.typed -= {(row_id, key) for key in self._merge(row_id, was, ours, theirs, waiting)}
        self.template = copy.deepcopy(new)
