"""`/account/{slug}/why?place=P`: where a value comes from, its sides side by side, and what can be done about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.conflicts import list_conflicts, seen_mark, take_mine, take_theirs
from demodb.api.seed import options_of
from demodb.api.why import ABSENT, UNASKED, Why, put_back, why
from demodb.clock import moment_of
from demodb.errors import ConflictError, DemodbError, EditRefusedError
from demodb.model.canonical import canonical, same
from demodb.model.changes import Change as PlanChange
from demodb.studio.desk import Desk, desk_of
from demodb.studio.edits.answers import dialog, done, entries_of, in_dialog, put
from demodb.studio.edits.log import who_of
from demodb.studio.pages import is_part, posted
from demodb.studio.words import plain

_LABELS = {"raciRole": "RACI", "relationshipStrength": "relationship", "id": "id"}


class Sides(NamedTuple):
    """What each side says of one field, as a person reads it; None for nothing there. `differs`: they are not of one mind."""

    field: str
    base: str | None
    ours: str | None
    theirs: str | None
    differs: bool


def shown(value: Any) -> str | None:
    """A JSON value as a person reads it; None for nothing there."""
    return None if value is ABSENT else plain(value)


def words(field: str) -> str:
    """A key of a document as words: "estimatedValue" is "estimated value"."""
    return _LABELS.get(field) or "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in field)


def sides_of(found: Why) -> list[Sides]:
    """What each side says, field by field where it is a whole row."""
    theirs = found.theirs.value if found.theirs else ABSENT
    sides = found.base, found.ours, theirs
    if found.at.field:
        return [_sides(found.at.field, sides, found)]
    keys = dict.fromkeys(key for side in (found.ours, *sides) if isinstance(side, dict) for key in side)
    return [_sides(key, [_of(side, key) for side in sides], found) for key in keys]


def _of(side: Any, key: str) -> Any:
    return side.get(key, ABSENT) if isinstance(side, dict) else ABSENT


def _sides(field: str, sides: Sequence[Any], found: Why) -> Sides:
    base, ours, theirs = sides
    differs = not same(base, ours) or (found.theirs is not None and not same(theirs, ours))
    return Sides(words(field), shown(base), shown(ours), shown(theirs), differs)


def why_dialog(request: Request) -> Response:
    """The dialog; a page of its own where nobody is there to open one."""
    return dialog(request, "why.html", _values(request, request.query_params.get("place", "")))


def _values(request: Request, place: str, fault: DemodbError | None = None) -> dict[str, Any]:
    desk = desk_of(request)
    options = options_of(desk.store, desk.settings, desk.day)
    found = why(desk.store, request.path_params["slug"], place, options)
    return {
        "why": found,
        "title": f"{found.at.text} · {found.account}",
        "sides": sides_of(found),
        "sources": sources_of(found),
        "changes": changes_of(found),
        "edited": not same(found.base, found.ours),
        "seen": "" if found.ours is ABSENT else canonical(found.ours),
        "mark": _mark(desk, found),
        "fault": fault,
        "in_dialog": is_part(request),
    }


def _mark(desk: Desk, found: Why) -> str:
    """The mark of the conflicts that would be decided."""
    if found.theirs is None or not found.theirs.conflict:
        return ""
    below = f"{found.theirs.place}/"
    return seen_mark([one for one in list_conflicts(desk.store, found.slug) if f"{one.place}/".startswith(below)])


class Source(NamedTuple):
    """Where some fields come from: a chip's class and word, the same in words, the pool's entry, and the fields."""

    chip: str
    word: str
    words: str
    entry: str | None
    fields: Sequence[str]


_KINDS = {
    "imported": ("imported", "from a file"),
    "generated": ("template", "from other scripts"),
    "template": ("template", "from a template"),
    "edited": ("edited", "edited"),
    "added": ("edited", "added"),
    "deleted": ("missing", "deleted"),
}


def sources_of(found: Why) -> list[Source]:
    """Where the place's fields come from, those from one source together."""
    together: dict[tuple[str, str, str | None], list[str]] = {}
    for value in found.values:
        field = value.place.removeprefix(found.at._replace(field="").text).strip("/")
        together.setdefault((value.kind, value.source, value.entry), []).append(words(field))
    return [Source(*_KINDS[kind], told, entry, fields) for (kind, told, entry), fields in together.items()]


class Change(NamedTuple):
    """One change at the place: its entry in the log and when, None where it is not logged yet; who or what made it."""

    entry: int | None
    at: datetime | None
    by: str
    field: str
    was: str | None
    now: str | None


def changes_of(found: Why) -> list[Change]:
    """What was done at the place, the newest first."""
    told = [Change(None, None, "in the store's rows, since the log last looked", *_sides_of(change)) for change in found.unlogged]
    for edit in found.edits:
        told += [Change(edit.id, moment_of(edit.at), who_of(edit), *_sides_of(change)) for change in edit.changes]
    return told


def _sides_of(change: PlanChange) -> tuple[str, str | None, str | None]:
    if change.field:
        return words(change.field), shown(change.was), shown(change.now)
    return "the whole row", _title(change.was), _title(change.now)


def _title(row: Any) -> str | None:
    """What a row is called."""
    return str(row.get("title") or row.get("name") or row["id"]) if isinstance(row, dict) else shown(row)


def decide(request: Request, form: FormData) -> Response:
    """Put the base back, or decide the conflict at the place; the dialog again, as it is then."""
    place, act, slug = str(form.get("place", "")), str(form.get("act", "")), request.path_params["slug"]
    desk, at, mark = desk_of(request), str(form.get("conflict", "")), str(form.get("mark", ""))
    entries: list[int] = []
    try:
        if act == "base":
            entries = entries_of(put_back(desk.store, slug, place, expected=_seen(form), by=desk.by).sections)
        elif act == "theirs":
            taken = take_theirs(desk.store, slug, at, by=desk.by, seen=mark)
            entries = sorted({one.entry for one in taken if one.entry is not None})
        else:
            take_mine(desk.store, slug, at, seen=mark)
    except (ConflictError, EditRefusedError) as fault:
        return dialog(request, "why.html", _values(request, place, fault), 409)
    values = _values(request, place)
    parts = in_dialog(request, "why.html", values), done(request, _DONE.get(act, _DONE["mine"]), entries)
    return put(request, slug, values["why"].at.section, *parts)


_DONE = {
    "base": "The base is back.",
    "theirs": "Theirs stands now.",
    "mine": "Ours stands; the conflict is decided.",
}


def _seen(form: FormData) -> Any:
    """What the dialog showed as ours, as JSON; nothing for no value there."""
    text = form.get("seen")
    if not isinstance(text, str):
        return UNASKED
    try:
        return json.loads(text) if text else ABSENT
    except ValueError:
        return UNASKED


ROUTES = [
    Route("/account/{slug}/why", why_dialog),
    Route("/account/{slug}/why", posted(decide), methods=["POST"]),
]
