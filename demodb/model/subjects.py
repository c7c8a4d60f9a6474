"""What the rows of a section are about: the key of the pool's entry behind a row, and for a person the drawn name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from demodb.model.canonical import canonical
from demodb.model.documents import Document, Section
from demodb.model.rows import ROW_LISTS, RowPlace, row_lists

Subjects = Mapping[RowPlace, str]
"""By place what a row is about. A row that a person, a file or another script made is not in it."""

NO_SUBJECTS: Subjects = MappingProxyType({})


def subjects_text(subjects: Subjects) -> str:
    """As canonical JSON: an object whose keys are the rows' places, such as painPoints/pp-001."""
    return canonical({f"{name}/{row_id}" if name else row_id: subject for (name, row_id), subject in subjects.items()})


def subjects_of(section: Section, text: str) -> Subjects:
    """As `subjects_text` wrote it."""
    return {_place(section, place): subject for place, subject in json.loads(text).items()}


def _place(section: Section, text: str) -> RowPlace:
    if "" in ROW_LISTS[section]:
        return "", text
    name, _, row_id = text.partition("/")
    return name, row_id


def subjects_by_name(section: Section, subjects: Subjects, made: Document, document: Document) -> Subjects:
    """What the rows of a document are about, as far as they are named like those that a template made."""
    names, known = _names(section, made), _names(section, document)
    return {place: subject for place, subject in subjects.items() if place in known and known[place] == names.get(place)}


def _names(section: Section, document: Document) -> dict[RowPlace, str]:
    """The names of a valid document's rows, or their titles where they have none."""
    return {
        (name, row["id"]): row.get("name") or row.get("title", "")
        for name, rows in row_lists(section, document).items()
        for row in rows
    }
