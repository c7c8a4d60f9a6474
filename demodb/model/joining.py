"""Two documents of one section joined into one, row by row, where neither was made of the other."""

from __future__ import annotations

from typing import Literal, NamedTuple

from demodb.model.canonical import same
from demodb.model.documents import Document, Section
from demodb.model.rows import Row, beside_lists, place_text, row_lists, rows_by_id, with_lists

Side = Literal["source", "target"]


class Joined(NamedTuple):
    """All rows of two documents, and the places, as text, at which each says something else."""

    document: Document
    clashes: list[str]


def joined(section: Section, source: Document, target: Document, keep: Side = "target") -> Joined:
    """The rows of the target, then those that only the source has; of two that differ under one id that of `keep` stands.

    Both are valid documents, and so is what comes of them: the side that is kept is in it whole, and who reports to whom
    leads from the other side's people into it and never back.
    """
    lists, clashes = {}, list[str]()
    theirs = row_lists(section, source)
    for name, rows in row_lists(section, target).items():
        stand, differing = _joined_rows(rows_by_id(theirs[name]), rows_by_id(rows), keep)
        lists[name] = list(stand.values())
        clashes += [place_text(section, name, row_id) for row_id in differing]
    beside, differing = _joined_rows(beside_lists(section, source), beside_lists(section, target), keep)
    clashes += [place_text(section, field=field) for field in differing]
    return Joined(with_lists({**target, **beside} if isinstance(target, dict) else target, lists), clashes)


def _joined_rows(source: Row, target: Row, keep: Side) -> tuple[Row, list[str]]:
    """What two sides have under their keys, and the keys under which they differ."""
    differing = [key for key, value in target.items() if key in source and not same(source[key], value)]
    taken = {key: value for key, value in source.items() if key not in target or (key in differing and keep == "source")}
    return target | taken, differing
