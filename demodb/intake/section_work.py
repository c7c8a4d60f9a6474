"""A section while the files of an import speak of it, one after another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from demodb.model.canonical import canonical
from demodb.model.documents import Document, Section
from demodb.model.merge import Conflict
from demodb.model.origin import NOTHING_KEPT, MadeFrom, TemplateOrigin
from demodb.model.rows import Place, RowPlace
from demodb.model.weeks import by_weeks
from demodb.store.edits import NewEdit
from demodb.store.files import Known, Said, digest_of
from demodb.store.plans import NewSection, StoredSection


@dataclass
class SectionWork:
    """A section while the files of an import speak of it, one after another."""

    document: Document
    base: Document
    origin: TemplateOrigin | None
    generated: bool
    gone: Sequence[RowPlace] = ()
    stored: StoredSection | None = None
    subjects: str | None = None
    made: MadeFrom = NOTHING_KEPT
    weeks: int = 0
    changed: bool = False
    conflicts: list[tuple[Conflict, str]] = field(default_factory=list)
    edits: list[NewEdit] = field(default_factory=list)
    agreed: list[Said] = field(default_factory=list)

    @property
    def from_template(self) -> bool:
        """Whether a pack or a script made it."""
        return self.origin is not None or self.generated


def work_on(stored: StoredSection, gone: Sequence[RowPlace]) -> SectionWork:
    """A section as it stands; `gone` are its rows that were deleted once."""
    base = json.loads(stored.base)
    about = (stored.subjects, stored.made, stored.weeks)
    return SectionWork(stored.document, base, stored.origin, stored.generated, gone, stored, *about)


def last_agreed(section: Section, work: SectionWork, remembered: Known | None) -> bytes:
    """The digest of what a file and the section last agreed on: the base, where the file remembers nothing."""
    known = remembered.agreed if remembered else None
    return known or digest_of(canonical(by_weeks(section, work.base, -work.weeks)))


def new_section(place: Place, work: SectionWork) -> NewSection:
    """The section to be written."""
    key, section = place
    about = (work.subjects, work.generated, work.made, work.weeks)
    return NewSection(key, section, work.document, work.origin, canonical(work.base), *about)
