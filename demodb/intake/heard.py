"""What a plan file says, whose dates may be others than the store's by so many weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from demodb.model.canonical import canonical
from demodb.model.documents import Document, Section
from demodb.model.weeks import by_weeks, spoken_weeks
from demodb.store.files import Known, Said, digest_of


@dataclass(frozen=True)
class Heard:
    """A document as a file says it; `weeks`: by how many its dates were moved since somebody wrote them."""

    section: Section
    document: Document
    weeks: int

    @cached_property
    def text(self) -> str:
        """The canonical text of what the file says."""
        return canonical(self.document)

    @cached_property
    def digest(self) -> bytes:
        """The SHA-256 of that."""
        return digest_of(self.text)

    @property
    def agreed(self) -> Said:
        """As the memory keeps it."""
        return Said(self.text, self.weeks)

    def text_to(self, weeks: int) -> str:
        """The canonical text of what it says to a section whose dates were moved by so many weeks."""
        return self.text if weeks == self.weeks else canonical(self.said(weeks))

    def said(self, weeks: int) -> Document:
        """What it says to a section whose dates were moved by so many weeks."""
        return by_weeks(self.section, self.document, weeks - self.weeks)


@dataclass(frozen=True)
class SpokenOf:
    """The section that a file speaks of, as far as the weeks of its dates go; None where it is not there."""

    document: Document | None
    weeks: int


def heard(
    section: Section,
    document: Document,
    told: int | None,
    remembered: Known | None,
    agreed: Mapping[bytes, int],
    standing: SpokenOf,
) -> Heard:
    """What a file says, with the weeks by which its dates were moved.

    The first of these that is known: as in a version that it says word for word; as in itself when it last said something;
    as a manifest has `told`; as most of its dates agree with those of the section.
    """
    same = agreed.get(digest_of(canonical(document)))
    if same is not None:
        return Heard(section, document, same)
    if remembered is not None and remembered.agreed is not None:
        return Heard(section, document, remembered.weeks or 0)
    if told is not None or standing.document is None or not standing.weeks:
        return Heard(section, document, told or 0)
    moved = spoken_weeks(section, document, standing.document, (standing.weeks, 0))
    return Heard(section, document, standing.weeks - moved)
