"""`/conflicts`: what the store and a template, or a file, say each in its way, side by side, and what is decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from demodb.api.conflicts import ConflictView, conflict_page, edit, list_conflicts, seen_mark, take_mine, take_theirs
from demodb.api.show import show_account
from demodb.errors import ConflictError
from demodb.model.counts import plural
from demodb.model.merge import ABSENT
from demodb.studio.desk import desk_of
from demodb.studio.edits.answers import CLOSED, a_row, dialog, done
from demodb.studio.edits.form import sent_inputs
from demodb.studio.edits.inputs import Input, input_of, inputs_of, label_of
from demodb.studio.edits.page import people_in
from demodb.studio.pages import is_part, page, posted
from demodb.studio.words import plain

_MOST_UNDOS = 3
"""How many buttons that take an edit back a notice has at most."""


class Sides(NamedTuple):
    """A field of both sides: what it was, mine, theirs, whether they differ; the key "" where the conflict is of it alone."""

    key: str
    base: str
    mine: str
    theirs: str
    differ: bool


@dataclass(frozen=True)
class ShownConflict:
    """A conflict as the page shows it: `mark` is what was seen of it."""

    view: ConflictView
    rows: Sequence[Sides]
    mark: str

    @property
    def label(self) -> str:
        """What it is about, in words."""
        at = self.view.at
        row = a_row(at).partition(" ")[2] if at.row else at.section
        return f"{label_of(at.field)} of {row} {at.row}".strip() if at.field else f"The whole {row} {at.row}"

    @property
    def source(self) -> str:
        """Where theirs is from."""
        view = self.view
        return view.path or f"{view.pack} {view.revision}" + (f", about {view.subject}" if view.subject else "")


def conflicts(request: Request) -> Response:
    """The open conflicts of an account, or of all."""
    return page(request, "conflicts.html", _values(request, request.query_params.get("account") or None))


def open_all(request: Request) -> Response:
    """How many conflicts are decided at once, before they are."""
    account, side = request.query_params.get("account") or None, request.query_params.get("take", "mine")
    every = list_conflicts(desk_of(request).store, account)
    count, accounts = len(every), len({one.slug for one in every})
    words = (
        f"{plural(count, 'conflict')} of {every[0].account if accounts == 1 else plural(accounts, 'account')}"
        if every
        else "none"
    )
    values = {
        "title": f"Take {side} everywhere?",
        "side": side,
        "account": account or "",
        "words": words,
        "mark": seen_mark(every),
    }
    return dialog(request, "conflicts/_all.html", values)


def open_edit(request: Request) -> Response:
    """A form for another value than mine and theirs: begun with mine, or where that is not there, with theirs."""
    found = _found(request, request.query_params.get("slug", ""), request.query_params.get("place", ""))
    begun = found.theirs if found.mine is ABSENT else found.mine
    inputs = [input_of(found.at, found.at.field, begun)] if found.at.field else inputs_of(found.at, begun)
    return _form(request, found, inputs, request.query_params.get("filter", ""))


def decide(request: Request, form: FormData) -> Response:
    """Take mine or theirs of one conflict or of all, or put another value there."""
    desk, take, seen = desk_of(request), str(form.get("take", "")), str(form.get("seen", ""))
    slug, place = (str(form.get(name, "")) or None for name in ("slug", "place"))
    if take == "edit":
        return _put(request, form, slug or "", place or "")
    if take == "theirs":
        decided = take_theirs(desk.store, slug, place, by=desk.by, seen=seen)
    else:
        decided = take_mine(desk.store, slug, place, seen=seen)
    message = f"{plural(len(decided), 'conflict')} decided: {'theirs is taken' if take == 'theirs' else 'mine stays'}."
    return _decided(request, form, message, decided)


def _put(request: Request, form: FormData, slug: str, place: str) -> Response:
    """Put what was typed in the place of both sides."""
    desk = desk_of(request)
    found = _found(request, slug, place)
    at, inputs = found.at, sent_inputs(form, found.at)
    row = {one.key: one.result for one in inputs if one.result is not ABSENT}
    value = inputs[0].result if at.field else {"id": at.row, **row}
    try:
        decided = edit(desk.store, slug, place, value, by=desk.by, seen=str(form.get("seen", "")))
    except ConflictError as error:
        return _form(request, found, [replace(inputs[0], fault=error.message), *inputs[1:]], str(form.get("filter", "")), 422)
    return _decided(request, form, "1 conflict decided: another value stands.", [decided])


def _found(request: Request, slug: str, place: str) -> ConflictView:
    """An open conflict. Raises ConflictError."""
    found = next((one for one in list_conflicts(desk_of(request).store, slug) if one.place == place), None)
    if found is None:
        raise ConflictError(f"there is no open conflict at {place!r}: somebody decided it", fix="load the page again")
    return found


def _form(request: Request, found: ConflictView, inputs: Sequence[Input], filtered: str, status: int = 200) -> Response:
    people = people_in(show_account(desk_of(request).store, found.slug), found.at) if found.at.section == "stakeholders" else []
    shown = shown_conflict(found, [found])
    values = {"title": f"Decide: {shown.label}", "conflict": shown, "inputs": inputs, "people": people, "filter": filtered}
    return dialog(request, "conflicts/_edit.html", values, status)


def _decided(request: Request, form: FormData, message: str, decided: Sequence[ConflictView]) -> Response:
    """The list as it is now, and a notice from which each section's edit can be taken back; of many, the log is the place."""
    account, entries = str(form.get("filter", "")), sorted({one.entry for one in decided if one.entry is not None})
    if not is_part(request):
        return RedirectResponse("/conflicts" + (f"?{urlencode({'account': account})}" if account else ""), 303)
    listed = bytes(page(request, "conflicts/_list.html", _values(request, account or None)).body)
    if len(entries) > _MOST_UNDOS:
        entries, message = [], f"{message} Each account's can be taken back in the log."
    return HTMLResponse(listed + done(request, message, entries) + CLOSED)


def _values(request: Request, account: str | None) -> dict[str, Any]:
    found = conflict_page(desk_of(request).store, account, after=request.query_params.get("after"))
    groups = [
        (its[0], [shown_conflict(one, its) for one in its])
        for its in (list(some) for _, some in groupby(found.conflicts, lambda one: one.slug))
    ]
    more = urlencode({"account": account or "", "after": found.next}) if found.next else ""
    name = found.conflicts[0].account if found.conflicts else account
    return {"groups": groups, "account": account or "", "name": name or "", "more": more}


def shown_conflict(view: ConflictView, among: Sequence[ConflictView]) -> ShownConflict:
    """A conflict for the page; `among` are those of its account, of which the ones below its place are decided with it."""
    below = [one for one in among if f"{one.place}/".startswith(f"{view.place}/")]
    sides = (view.base, view.mine, view.theirs)
    if view.at.field:
        return ShownConflict(view, [_sides("", *sides)], seen_mark(below))
    rows = [side if isinstance(side, dict) else {} for side in sides]
    keys = [key for key in dict.fromkeys(key for row in rows for key in row) if key != "id"]
    fields = [_sides(key, *(row.get(key, ABSENT) for row in rows)) for key in keys]
    return ShownConflict(view, fields, seen_mark(below))


def _sides(key: str, base: Any, mine: Any, theirs: Any) -> Sides:
    return Sides(key, plain(base), plain(mine), plain(theirs), mine != theirs)


ROUTES = [
    Route("/conflicts", conflicts),
    Route("/conflicts", posted(decide), methods=["POST"]),
    Route("/conflicts/all", open_all),
    Route("/conflicts/edit", open_edit),
]
