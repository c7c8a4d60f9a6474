"""What is wrong with a pack as a whole: references that lead nowhere, identities given twice, pools that are too small."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from demodb.model.names import unit_key
from demodb.packs.format import Content

Fault = tuple[str, str, str]
"""The part it lies in, the place in the file, and a message."""

_PLACES = {
    "painPoints": ("strategy", "strategy.painPoints"),
    "opportunities": ("strategy", "strategy.opportunities"),
    "competitors": ("competitors", "competitors"),
    "actions": ("actions", "actions"),
}


def content_faults(content: Content) -> list[Fault]:
    """All of them; [] for a pack that can be drawn from."""
    return [*_reporting(content), *_twice(content), *_unknown_units(content), *_small_pools(content), *_drawn_in(content)]


def _reporting(content: Content) -> Iterator[Fault]:
    ids = [row.id for row in content.stakeholders.rows]
    for n, row in enumerate(content.stakeholders.rows):
        if row.reportsTo is not None and row.reportsTo not in ids[:n]:
            place = f"stakeholders.rows[{n}].reportsTo"
            yield "stakeholders", place, f"expected the id of an earlier row, found {row.reportsTo!r}"


def _twice(content: Content) -> Iterator[Fault]:
    for part, path, name, listed in _identified(content):
        for n, own in enumerate(listed):
            if own in listed[:n]:
                yield part, f"{path}[{n}].{name}", f"expected {name} {own!r} once, found it a second time"


def _identified(content: Content) -> Iterator[tuple[str, str, str, list[str]]]:
    """The lists whose items have an identity: the part, where the list stands, the key that identifies, and the identities."""
    yield "stakeholders", "stakeholders.rows", "id", [row.id for row in content.stakeholders.rows]
    for n, row in enumerate(content.stakeholders.rows):
        yield "stakeholders", f"stakeholders.rows[{n}].titles", "key", [title["key"] for title in row.titles]
    for kind, rows, entries in content.pools():
        part, path = _PLACES[kind]
        yield part, f"{path}.rows", "id", [row.id for row in rows]
        yield part, f"{path}.pool", "key", [entry.key for entry in entries]


def _unknown_units(content: Content) -> Iterator[Fault]:
    known = {unit_key(name) for name in content.products if name != "default"}
    for kind, _, entries in content.pools():
        part, path = _PLACES[kind]
        for n, entry in enumerate(entries):
            for name in entry.bu:
                if unit_key(name) not in known:
                    yield part, f"{path}.pool[{n}].bu", f"expected business units that have products, found {name!r}"


def _small_pools(content: Content) -> Iterator[Fault]:
    """Every account has to find enough to draw, whatever its country, revenue and renewals are."""
    known = [unit_key(name) for name in content.products if name != "default"]
    for kind, rows, entries in content.pools():
        part, path = _PLACES[kind]
        for unit in [None, *known]:
            suited = [entry for entry in entries if entry.for_all and (unit is None or not entry.bu or unit in entry.units)]
            if len(suited) < len(rows):
                whom = f"every account of {unit!r}" if unit else "every account"
                yield part, f"{path}.pool", f"expected enough entries that {whom} may get: {len(rows)}, found {len(suited)}"
                break


def _drawn_in(content: Content) -> Iterator[Fault]:
    if "default" not in content.products:
        yield "products", "products", "expected a list `default` for other business units"
    if not content.competitors.rows:
        for part, path, texts in _texts(content):
            for n, text in enumerate(texts):
                if "{competitor}" in text:
                    yield part, f"{path}[{n}]", "expected no {competitor}, as the pack has no competitors.rows"


def _texts(content: Content) -> Iterator[tuple[str, str, list[Any]]]:
    for n, row in enumerate(content.stakeholders.rows):
        yield "stakeholders", f"stakeholders.rows[{n}].notes", row.notes
    for kind, _, entries in content.pools():
        if kind != "competitors":
            part, path = _PLACES[kind]
            yield part, f"{path}.pool", [f"{entry.title} {entry.description}" for entry in entries]
