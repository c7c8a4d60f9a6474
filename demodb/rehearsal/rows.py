"""Checks of rows, of whatever list: texts that are still to be written, and what stands in a list twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from demodb.model.documents import VACANT
from demodb.model.names import near_key
from demodb.model.rows import Row
from demodb.rehearsal.check import Check, Meaning
from demodb.rehearsal.finding import Spot
from demodb.rehearsal.plan_texts import LISTS, name_key, row_place
from demodb.rehearsal.view import RehearsedAccount, Scene

_PLACEHOLDER = re.compile(
    r"(?i:lorem ipsum)|\b(?:TODO|FIXME|XXX+)\b|\?\?\?|\$?\{\{?\s*\w+\s*\}|<[A-Za-z][A-Za-z _-]*>"
    r"|\[(?i:insert|your|placeholder|name|customer|company|date|amount|text)\b[^\]]*\]"
)
_MARKS = ("{", "<", "[", "???", "TODO", "FIXME", "XXX", "ipsum", "Ipsum", "IPSUM")
"""One of these is in each of them: to look for the whole pattern in every text would take ten times as long."""

_WHOLE = re.compile(r"(?:tbd|tbc|tba|test|foo|bar|asdf\w*|xx+|[-\u2013?.]+)", re.IGNORECASE)
"""What stands for a text where there is nothing else."""


def _placeholders(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    marked = any(map("\n".join(told.text for told in view.texts).__contains__, _MARKS))
    for told in view.texts:
        text = told.text.strip()
        found = _WHOLE.fullmatch(text) or (marked and _PLACEHOLDER.search(text))
        if found:
            yield view.of_text(told, f"{told.key} says {found[0]!r}: the text is still to be written")
        elif told.needed and not text:
            yield view.of_text(told, f"{told.key} says nothing")


def _twice(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    for of_list in LISTS:
        key, seen = name_key(of_list), dict[str, Row]()
        for row in view.rows(*of_list):
            if row[key].strip() in ("", VACANT) or row.get("status") == "done":
                continue
            # Companies are the same with and without their legal form, as people and titles are only as they stand there.
            name = near_key(row[key]) if of_list[0] == "competitors" else row[key].casefold()
            if name in seen:
                section, place = of_list[0], row_place(of_list[1], row["id"])
                at, copied = f"{section}/{place}", _is_copy(view, row, seen[name])
                command = view.delete(at) if copied else view.edit(f"{at}/{key}")
                yield Spot(f"“{row[key]}” stands there twice", command, section, place, key, row[key])
            seen.setdefault(name, row)


def _is_copy(view: RehearsedAccount, row: Row, first: Row) -> bool:
    """Whether a row says what another one of its name does, so that it can go: a person of another title was only misnamed."""
    told = ("email", "title", "description")
    others = any(row.get(key) != first.get(key) for key in told if row.get(key) and first.get(key))
    return not others and all(person["reportsTo"] != row["id"] for person in view.people if person.get("reportsTo"))


CHECKS = (
    Check(
        Meaning(
            "placeholder",
            "warning",
            "a text of the plan is empty, or stands for one that is still to be written, such as TODO or {name}",
            "it is read out",
        ),
        _placeholders,
    ),
    Check(
        Meaning(
            "listed-twice",
            "warning",
            "two rows of one list have the same name or title; cards that are done apart",
            "one of them was typed or pasted without looking",
        ),
        _twice,
    ),
)
