"""The texts of a plan's rows that the app shows, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from demodb.model.documents import Section
from demodb.model.rows import Row, place_text


class PlanText(NamedTuple):
    """A text, or several that a list has, with section, list, row and key; `needed`: it has to say something."""

    section: Section
    of_list: str
    row_id: str
    key: str
    text: str
    needed: bool
    several: bool

    @property
    def place(self) -> str:
        """Its place as `edit` takes it."""
        return place_text(self.section, self.of_list, self.row_id, self.key)

    @property
    def row(self) -> str:
        """Its row as a finding has it."""
        return row_place(self.of_list, self.row_id)


def row_place(of_list: str, row_id: str) -> str:
    """A row of a section as a finding has it: "painPoints/pp-001" or "sh-001"."""
    return f"{of_list}/{row_id}" if of_list else row_id


_NEEDED: Mapping[tuple[Section, str], tuple[str, ...]] = {
    ("stakeholders", ""): ("name", "title"),
    ("strategy", "painPoints"): ("title", "description"),
    ("strategy", "opportunities"): ("title", "description"),
    ("competitors", ""): ("name", "description"),
    ("actions", ""): ("title",),
}
_OTHERS: Mapping[tuple[Section, str], tuple[str, ...]] = {
    ("stakeholders", ""): ("notes", "interests"),
    ("strategy", "painPoints"): ("owner",),
    ("strategy", "opportunities"): ("owner",),
    ("competitors", ""): ("strengths", "weaknesses"),
    ("actions", ""): ("description", "owner"),
}

LISTS = tuple(_NEEDED)
"""Every list of rows, as section and name in it."""


def name_key(of_list: tuple[Section, str]) -> str:
    """The key of the text by which a row of a list is called."""
    return _NEEDED[of_list][0]


def plan_texts(of_list: tuple[Section, str], rows: Sequence[Row]) -> Iterator[PlanText]:
    """The texts of a list's rows; of those that may say nothing only those that say something."""
    for row in rows:
        for key in _NEEDED[of_list]:
            yield PlanText(*of_list, row["id"], key, row[key], needed=True, several=False)
        for key in _OTHERS[of_list]:
            if value := row.get(key):
                several = isinstance(value, list)
                yield PlanText(*of_list, row["id"], key, "; ".join(value) if several else value, needed=False, several=several)
