"""What is wrong with a pack's people: org charts with a loop or an unknown place, notes that are too long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from demodb.packs.faults import Fault
from demodb.packs.situated_content import SituatedContent
from demodb.packs.situated_people import Place, Shape

_POINT = 55
"""Characters of a note that fit on the card of a person."""

_PLACEHOLDER = re.compile(r"\{\w+\}")


def chart_faults(content: SituatedContent) -> list[Fault]:
    """All of them."""
    places = content.places
    faults = [fault for n, shape in enumerate(content.stakeholders.shapes) for fault in _shape(shape, n, places)]
    return [*faults, *_notes(content, places)]


def _shape(shape: Shape, number: int, places: dict[str, Place]) -> Iterator[Fault]:
    part, at = "stakeholders", f"stakeholders.shapes[{number}].people"
    for name in dict.fromkeys((*shape.people, *filter(None, shape.people.values()))):
        if name not in places:
            yield part, at, f"expected ids of stakeholders.rows, found {name!r}"
    for who, boss in shape.people.items():
        if boss and boss not in shape.people:
            yield part, at, f"expected that {who!r} reports to somebody of the shape, found {boss!r}"
    tops = [who for who, boss in shape.people.items() if not boss]
    if len(tops) != 1:
        yield part, at, f'expected one at the top (""), found {len(tops)}'
    elif any(_circles(who, shape.people) for who in shape.people):
        yield part, at, "expected that everybody reports to the top in the end, found a loop"


def _circles(who: str, people: dict[str, str]) -> bool:
    seen: set[str] = set()
    while who in people and who not in seen:
        seen.add(who)
        who = people[who]
    return who in seen


def _notes(content: SituatedContent, places: dict[str, Place]) -> Iterator[Fault]:
    for n, note in enumerate(content.stakeholders.notes):
        at = f"stakeholders.notes[{n}]"
        for name in note.rows:
            if name not in places:
                yield "stakeholders", f"{at}.rows", f"expected ids of stakeholders.rows, found {name!r}"
        length = len(_PLACEHOLDER.sub("", note.text))
        if length > _POINT:
            yield "stakeholders", f"{at}.text", f"expected at most {_POINT} characters without placeholders, found {length}"
