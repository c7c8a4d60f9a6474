"""Answers of the pages that edit: a dialog, a section as it is after an edit, a notice with the button that takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from demodb.api.edit import SectionEdit
from demodb.model.changes import Change
from demodb.model.documents import Section
from demodb.model.places import FieldPlace
from demodb.model.rows import Row, place_text
from demodb.studio.account.page import section_part
from demodb.studio.pages import is_part, page, told

_ROWS = {
    "stakeholders": "a person",
    "strategy/painPoints": "a pain point",
    "strategy/opportunities": "an opportunity",
    "competitors": "a competitor",
    "actions": "an action item",
}

_SECTION = b'<div hx-swap-oob="outerHTML target:#section-%s strip:true">'
"""What makes a section take the place of the one on the page, where there is one."""


def a_row(at: FieldPlace) -> str:
    """What a row of a list is called."""
    return _ROWS.get(place_text(at.section, at.list), "a row")


def row_name(row: Row) -> str:
    """What a row is known by to people."""
    return str(row.get("name") or row.get("title") or row["id"])


def dialog(request: Request, part: str, values: dict[str, Any], status: int = 200) -> Response:
    """What the dialog of a page holds; where no script asked for it, a page of its own."""
    template = part if is_part(request) else "edit/page.html"
    return page(request, template, {"part": part, **values}, status)


def no_place(request: Request, error: Exception) -> Response:
    """What is told of a place at which nothing can be edited."""
    return told(request, str(error), "load the page again: somebody else may have changed the plan", 404)


def changed(request: Request, slug: str, section: Section, message: str, entries: Sequence[int] = ()) -> Response:
    """The account's section as it is now, the dialog closed, and a notice; `entries` of the log can be taken back from it."""
    return put(request, slug, section, done(request, message, entries), CLOSED)


def put(request: Request, slug: str, section: Section, *parts: bytes, status: int = 200) -> Response:
    """The account's section as it is now, and other parts, each in its place; where no script asked, the account's page."""
    if not is_part(request):
        return RedirectResponse(f"/account/{quote(slug, safe='')}#section-{section}", 303)
    shown = bytes(section_part(request, slug, section).body)
    return HTMLResponse(_SECTION % section.encode() + shown + b"</div>" + b"".join(parts), status)


CLOSED = b'<dialog id="dialog" hx-swap-oob="innerHTML"></dialog>'
"""What closes the dialog."""


def done(request: Request, message: str, entries: Sequence[int] = ()) -> bytes:
    """A notice of what was done."""
    return _part(request, "edit/_done.html", {"message": message, "entries": entries})


def not_done(request: Request, message: str) -> bytes:
    """A notice of what could not be."""
    told_part = _part(request, "_told.html", {"message": message, "fix": ""})
    return b'<div id="told" role="alert" hx-swap-oob="innerHTML">' + told_part + b"</div>"


def in_dialog(request: Request, template: str, values: dict[str, Any]) -> bytes:
    """What the dialog holds from now on."""
    return b'<dialog id="dialog" hx-swap-oob="innerHTML">' + _part(request, template, values) + b"</dialog>"


def _part(request: Request, template: str, values: dict[str, Any]) -> bytes:
    return bytes(page(request, template, values).body)


def entries_of(sections: Sequence[SectionEdit]) -> list[int]:
    """The numbers that the log gave to edits."""
    return [one.entry for one in sections if one.entry is not None]


def changes_of(sections: Sequence[SectionEdit]) -> list[Change]:
    """All that edits changed."""
    return [change for one in sections for change in one.changes]
