"""A place as a person writes it, such as strategy/painPoints/pp-001/title: read against the documents that there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from demodb.errors import did_you_mean
from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.rows import ROW_LISTS, beside_lists, place_text, row_lists


class NoPlaceError(Exception):
    """A place that is none: `place` as it was written."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.place = place


class FieldPlace(NamedTuple):
    """Where something stands in a plan; with row "" a field beside the lists, with field "" a whole row."""

    section: Section
    list: str = ""
    row: str = ""
    field: str = ""

    @property
    def text(self) -> str:
        """As a person writes it."""
        return place_text(self.section, self.list, self.row, self.field)


def place_at(documents: Mapping[Section, Document], place: str) -> FieldPlace:
    """The row or the field at a place. Raises NoPlaceError, with what is like it, where there is none such."""
    section, rest = _section_of(place)
    if section not in documents:
        raise NoPlaceError(place, f"this account has no {section} yet: add a row, or set it empty")
    name, rest = _list_of(section, documents[section], place, rest)
    if name is None:
        return FieldPlace(section, field=rest)
    ids = [row["id"] for row in row_lists(section, documents[section]).get(name, [])]
    # An id may have a slash in it, so the longest one that fits is meant.
    fitting = [row_id for row_id in ids if f"{rest}/".startswith(f"{row_id}/")]
    if not rest or not fitting:
        raise NoPlaceError(place, _unknown("row", rest.partition("/")[0], ids, place_text(section, name)))
    row = max(fitting, key=len)
    return FieldPlace(section, name, row, rest[len(row) + 1 :])


def lists_at(place: str) -> tuple[Section, tuple[str, ...]]:
    """The lists of rows at a place: a section means all of its own. Raises NoPlaceError where there is none such."""
    section, rest = _section_of(place)
    if not rest:
        return section, ROW_LISTS[section]
    if rest not in ROW_LISTS[section]:
        raise NoPlaceError(place, _unknown("list", rest, [name for name in ROW_LISTS[section] if name], section))
    return section, (rest,)


def list_at(place: str) -> tuple[Section, str]:
    """The one list of rows at a place. Raises NoPlaceError where it is none, or could be several."""
    section, names = lists_at(place)
    if names[1:]:
        raise NoPlaceError(place, f"expected one of {' and '.join(place_text(section, name) for name in names)}")
    return section, names[0]


def _section_of(place: str) -> tuple[Section, str]:
    first, _, rest = place.strip("/").partition("/")
    for section in SECTIONS:
        if section == first:
            return section, rest
    raise NoPlaceError(place, _unknown("section", first, SECTIONS, "a plan"))


def _list_of(section: Section, document: Document, place: str, rest: str) -> tuple[str | None, str]:
    """The list that a place goes on into, and the rest of it; None for a field beside the lists."""
    if "" in ROW_LISTS[section]:
        return "", rest
    if rest in beside_lists(section, document):
        return None, rest
    first, _, behind = rest.partition("/")
    if first not in ROW_LISTS[section]:
        raise NoPlaceError(place, _unknown("list", first, ROW_LISTS[section], section))
    return first, behind


def _unknown(kind: str, word: str, known: Sequence[str], where: str) -> str:
    hint = did_you_mean(get_close_matches(word, known, n=2, cutoff=0.5)) or f"there is {', '.join(known) or 'none'}"
    return f"{where} has no {kind} {word!r}: {hint}" if word else f"expected a {kind} of {where}: {hint}"
