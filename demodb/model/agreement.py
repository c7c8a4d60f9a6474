"""What a file says to the store: nothing new, or something that is merged with what the two last agreed on. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from demodb.model.canonical import same
from demodb.model.contract import contract_keys
from demodb.model.documents import Document, Section
from demodb.model.merge import ABSENT, FILE, Conflict, MergeRule, merge
from demodb.model.rows import Row, RowPlace, beside_lists, row_lists, row_places, rows_by_id, with_lists


@dataclass(frozen=True)
class Standing:
    """A section as the store has it when a file speaks of it.

    `base` is the document as it last came in; `template`: a pack or a script made it, so its base is not a file's to change;
    `gone` are rows that somebody deleted once and that the base tells of no more.
    """

    document: Document
    base: Document
    template: bool = False
    gone: Collection[RowPlace] = ()


@dataclass(frozen=True)
class Settlement:
    """What a section is after a file has spoken.

    `deleted` are the rows to be remembered as deleted, as the base has them no more; `kept` the unknown keys that the file
    left out and that stay, each with its place.
    """

    document: Document
    base: Document
    conflicts: tuple[Conflict, ...]
    deleted: tuple[RowPlace, ...]
    kept: tuple[str, ...]


def settled(section: Section, standing: Standing, agreed: Document, said: Document, rule: MergeRule = FILE) -> Settlement:
    """Merge what a file says into a section; `agreed` is the document that it was made of: see `nearest`."""
    whole, kept = with_unknown_keys(section, agreed, said)
    merged = merge(section, _with_gone(section, agreed, whole, standing), standing.document, whole, rule)
    base = standing.base if standing.template else whole
    # What the file itself took out counts too: another file, made of a version from before, may still have it.
    before = _deleted_before(section, standing) | _gone(section, standing.document, merged.document)
    present = {place for document in (base, merged.document) for place in row_places(section, document)}
    deleted = tuple(sorted(before - present))
    return Settlement(merged.document, base, merged.conflicts, deleted, kept)


def descends(section: Section, said: Document, remembered: Iterable[Document], *, by_id: bool) -> bool:
    """Whether a document was made of one of these: it has a row of one of them as it was.

    `by_id`: it lies where one of them lay, so that a row with one of their ids is enough, and so is no row at all.
    """
    lists = row_lists(section, said)
    if by_id and not any(lists.values()):
        return True
    for document in remembered:
        for name, rows in row_lists(section, document).items():
            known = rows_by_id(rows)
            if any(row["id"] in known and (by_id or same(row, known[row["id"]])) for row in lists[name]):
                return True
    return False


def nearest(section: Section, said: Document, remembered: Sequence[Document], *, own: bool) -> Document:
    """The document that a file was made of. The first one, unless what the file says speaks more for another one.

    What speaks for a document are the fields that the file has as that document has them, and the first one does not. What a
    file does not have speaks for nothing: somebody may have taken it out. Only where the first is not the file's `own`, what
    it last agreed on, the one that differs least is taken of several for which as much speaks.
    """

    def fit(document: Document) -> tuple[int, int]:
        speaks = _evidence(section, said, document, remembered[0]) - _evidence(section, said, remembered[0], document)
        return speaks, 0 if own else -_distance(section, document, with_unknown_keys(section, document, said)[0])

    return max(remembered, key=fit)


def _evidence(section: Section, said: Document, one: Document, other: Document) -> int:
    """How many fields are said as one document has them, and not as the other one has."""
    fields, others = dict(_fields(section, one)), dict(_fields(section, other))
    return sum(
        same(value, fields.get(place, ABSENT)) and not same(value, others.get(place, ABSENT))
        for place, value in _fields(section, said)
    )


def _fields(section: Section, document: Document) -> Iterator[tuple[tuple[str, str, str], Any]]:
    for key, value in beside_lists(section, document).items():
        yield ("", "", key), value
    for name, rows in row_lists(section, document).items():
        for row in rows:
            yield from (((name, row["id"], key), value) for key, value in row.items())


def _distance(section: Section, one: Document, other: Document) -> int:
    """In how many fields two documents differ; a row that only one of them has counts with all of its fields."""
    count = _fields_apart(beside_lists(section, one), beside_lists(section, other))
    lists = row_lists(section, other)
    for name, rows in row_lists(section, one).items():
        sides = rows_by_id(rows), rows_by_id(lists[name])
        count += sum(_fields_apart(*(side.get(row_id, {}) for side in sides)) for row_id in sides[0] | sides[1])
    return count


def _fields_apart(one: Row, other: Row) -> int:
    return sum(key not in one or key not in other or not same(one[key], other[key]) for key in one | other)


def _gone(section: Section, before: Document, after: Document) -> set[RowPlace]:
    return {*row_places(section, before)} - {*row_places(section, after)}


def _deleted_before(section: Section, standing: Standing) -> set[RowPlace]:
    return {*standing.gone, *_gone(section, standing.base, standing.document)}


def _with_gone(section: Section, agreed: Document, said: Document, standing: Standing) -> Document:
    """What was agreed on, with an empty row where the file has one that was deleted once: it comes back as a conflict only."""
    known, current = row_places(section, agreed), row_places(section, standing.document)
    deleted = _deleted_before(section, standing)
    back = [place for place in row_places(section, said) if place in deleted and place not in known and place not in current]
    lists = {
        name: [*rows, *({"id": row_id} for of, row_id in back if of == name)] for name, rows in row_lists(section, agreed).items()
    }
    return with_lists(agreed, lists)


def with_unknown_keys(section: Section, agreed: Document, said: Document) -> tuple[Document, tuple[str, ...]]:
    """What is said, with the unknown keys that were agreed on, if it has none at all; and the places of those keys.

    The app deletes all keys that it does not know when it saves: one who takes out a key by hand takes out that one alone.
    """
    if any(_unknown(section, said)):
        return said, ()
    lost = dict(_unknown(section, agreed))
    lists = {name: [row | lost.get((name, row["id"]), {}) for row in rows] for name, rows in row_lists(section, said).items()}
    places = set(row_places(section, said))
    kept = [
        "/".join(part for part in (section, *place, key) if part)
        for place, fields in lost.items()
        if place in places or place == _BESIDE
        for key in fields
    ]
    whole = with_lists(said, lists)
    return (whole | lost.get(_BESIDE, {}) if isinstance(whole, dict) else whole), tuple(kept)


_BESIDE: RowPlace = ("", "")


def _unknown(section: Section, document: Document) -> Iterable[tuple[RowPlace, Row]]:
    """The unknown keys of a document's rows, and those beside its lists, where there are any."""
    beside = beside_lists(section, document)
    if beside:
        yield _BESIDE, beside
    for name, rows in row_lists(section, document).items():
        known = contract_keys(section, name)
        for row in rows:
            unknown = {key: value for key, value in row.items() if key not in known}
            if unknown:
                yield (name, row["id"]), unknown
