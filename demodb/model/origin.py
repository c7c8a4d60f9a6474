"""Where a section came from, and what somebody did to it since.

That is found by comparing it with its base (the document as it last came in or went out, as canonical JSON), never by a flag
or a timestamp: so edits of every kind count.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Literal, NamedTuple

from demodb.model.canonical import is_canonical
from demodb.model.documents import Document, Section
from demodb.model.rows import RowPlace, row_places


class TemplateOrigin(NamedTuple):
    """What a seeded section was made from. Where there is none, the section is from a file, or other scripts made it."""

    pack: str
    revision: str
    seed: str
    as_of: str

    @property
    def day(self) -> date:
        """The as-of date."""
        return as_of_day(self.as_of)

    @property
    def undone(self) -> bool:
        """Whether an undo took its untouched rows away, so that the next seed makes them again."""
        return self.revision == UNDONE


class MadeFrom(NamedTuple):
    """The facts of its account that are kept with a section which a template made: the account may have others since.

    The account's name, the country that records told, and for packs of the second version of the facts the others, as
    `kept_facts` writes them. None where it is not kept, or there was none.
    """

    name: str | None = None
    country: str | None = None
    facts: str | None = None


NOTHING_KEPT = MadeFrom()

_NO_DAY = date(1970, 1, 1)
_YEARS = range(1900, 9000)


def as_of_day(text: str) -> date:
    """An as-of date as a section has it; of a text that is none, as SQL may leave one, a day that suits no demo."""
    try:
        day = date.fromisoformat(text)
    except (TypeError, ValueError):
        return _NO_DAY
    return day if day.year in _YEARS else _NO_DAY


OriginKind = Literal["template", "generated", "imported"]


def origin_kind(origin: TemplateOrigin | None, *, generated: bool) -> OriginKind:
    """Where a section is from: a template, other scripts that `generated` it, or a file that somebody wrote."""
    return "template" if origin else "generated" if generated else "imported"


UNDONE = "0000"
"""The revision of a section that was undone and of which something is left: none of a pack's, and before all of them."""


def is_edited(base: str, document: Document) -> bool:
    """Whether somebody changed a section since it came in."""
    return not is_canonical(base, document)


def is_by_hand(origin: TemplateOrigin | None, base: str, document: Document, *, generated: bool = False) -> bool:
    """Whether a person wrote a section, or changed what a template or, where it is `generated`, other scripts made."""
    return (origin is None and not generated) or is_edited(base, document)


def missing_rows(section: Section, base: str, document: Document) -> list[RowPlace]:
    """The places of the rows that somebody deleted from a section since it came in."""
    present = set(row_places(section, document))
    return [place for place in row_places(section, json.loads(base)) if place not in present]
