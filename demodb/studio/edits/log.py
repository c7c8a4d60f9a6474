"""`/log`: what changed in the plans, by whom and when, the newest first; and taking one of it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from demodb.api.log import Change, LogEntry, LoggedEdit, edit_log_page, note_edits, undo_edit
from demodb.clock import moment_of
from demodb.model.rows import place_text
from demodb.studio.desk import desk_of
from demodb.studio.edits.answers import done, put
from demodb.studio.pages import is_part, page, posted, told
from demodb.studio.words import plain

_MOST_CHANGES, _LONGEST = 12, 300
"""How many changes of an edit are shown, and how many characters of a value."""


class ShownChange(NamedTuple):
    """A change as a line: where, what it was, what it is now."""

    place: str
    was: str
    now: str


def log(request: Request) -> Response:
    """A page of the log."""
    return page(request, "log.html", _values(request, request.query_params.get("account") or None))


def undo(request: Request, form: FormData) -> Response:
    """Take an entry of the log back, from the log itself or from the notice of an edit."""
    desk, number = desk_of(request), _number(form.get("entry"))
    if number is None:
        return told(request, "that is no number of an entry of the log", "load the page again", 404)
    taken = undo_edit(desk.store, number, desk.clock, person=desk.person)
    message = f"Entry {number} of {taken.account} was taken back."
    if "log" not in form:
        return put(request, taken.slug, taken.section, done(request, message, [taken.id]))
    account = str(form["log"])
    if not is_part(request):
        return RedirectResponse("/log" + (f"?{urlencode({'account': account})}" if account else ""), 303)
    entries = bytes(page(request, "log/_entries.html", _values(request, account or None)).body)
    return HTMLResponse(entries + done(request, message))


def _values(request: Request, account: str | None) -> dict[str, Any]:
    desk = desk_of(request)
    if account and desk.writes:
        note_edits(desk.store, account, desk.clock)
    found = edit_log_page(desk.store, account, before=_number(request.query_params.get("before")))
    entries = [shown_entry(entry) for entry in found.entries]
    older = urlencode({"account": account or "", "before": found.older}) if found.older else ""
    name = found.entries[0].edit.account if found.entries else account
    return {"entries": entries, "account": account or "", "name": name or "", "older": older}


class ShownEntry(NamedTuple):
    """An edit as the page shows it: its kind as a word and the style of that, who made it, and the first of its changes."""

    edit: LoggedEdit
    free: bool
    at: datetime
    word: str
    style: str
    who: str
    changes: list[ShownChange]
    more: int


def shown_entry(entry: LogEntry) -> ShownEntry:
    """An edit for the page."""
    edit = entry.edit
    changes = [shown_change(edit, change) for change in edit.changes[:_MOST_CHANGES]]
    more = max(len(edit.changes) - _MOST_CHANGES, 0)
    return ShownEntry(edit, entry.free, moment_of(edit.at), *_kind_of(edit), who_of(edit), changes, more)


def _kind_of(edit: LoggedEdit) -> tuple[str, str]:
    """What kind of edit it is, as a word and the style of that."""
    if edit.side != "decision":
        return {"file": ("file", "imported"), "template": ("template", "template")}.get(edit.side, ("rows", "edited"))
    if edit.source.startswith("undo of "):
        return "undo", "edited"
    return ("edit", "edited") if edit.source == "edit" else ("conflict", "conflict")


def who_of(edit: LoggedEdit) -> str:
    """Who made an edit, and how, in words."""
    person = edit.person or "somebody"
    match edit.side:
        case "file" | "template":
            return f"the {edit.side} {edit.source}"
        case "row":
            return "somebody, in the rows themselves"
    if edit.source in ("edit", ""):
        return person
    return (
        f"{person}, {edit.source}" if edit.source.startswith("undo of ") else f"{person}, deciding a conflict with {edit.source}"
    )


def shown_change(edit: LoggedEdit, change: Change) -> ShownChange:
    """A change as a line; that of an order tells the ids of the rows."""
    place = place_text(edit.section, change.list, change.row, change.field)
    return ShownChange(f"{place}, order" if change.is_order else place, _short(change.was), _short(change.now))


def _short(value: Any) -> str:
    text = plain(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _number(text: object) -> int | None:
    """A number of an entry; None for what is none."""
    digits = str(text or "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < len(str(1 << 63)) else None


ROUTES = [Route("/log", log), Route("/log/undo", posted(undo), methods=["POST"])]
