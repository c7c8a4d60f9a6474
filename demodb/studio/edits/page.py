"""`/account/{slug}/edit` and `/add`: a row, or a field of one, in a form that is checked as an import is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.edit import edit
from demodb.api.log import edit_log_page
from demodb.api.show import AccountView, show_account
from demodb.errors import EditRefusedError
from demodb.model.counts import plural
from demodb.model.places import FieldPlace, NoPlaceError, list_at, place_at
from demodb.model.refusals import RefusedError, check_field
from demodb.model.rows import Row, beside_lists, row_lists
from demodb.studio.desk import desk_of
from demodb.studio.edits.answers import a_row, changed, changes_of, dialog, entries_of, no_place, row_name
from demodb.studio.edits.form import RowForm, sent_form, who_was_faster
from demodb.studio.edits.inputs import blank_inputs, inputs_of
from demodb.studio.pages import posted

_LATELY = 50
"""Among how many of the newest edits the one is looked for that was faster."""


def open_edit(request: Request) -> Response:
    """The form of a row, or of one field of it."""
    view = show_account(desk_of(request).store, request.path_params["slug"])
    try:
        at = place_at({name: stored.document for name, stored in view.sections.items()}, request.query_params.get("place", ""))
        row = row_at(view, at) or {}
        if at.field:
            check_field(at, row)
    except (NoPlaceError, RefusedError) as error:
        return no_place(request, error)
    return _shown(request, view, RowForm("edit", at, inputs_of(at, row)))


def open_add(request: Request) -> Response:
    """The form of a row that is to be added to a list."""
    desk = desk_of(request)
    view = show_account(desk.store, request.path_params["slug"])
    try:
        at = FieldPlace(*list_at(request.query_params.get("list", "")))
    except NoPlaceError as error:
        return no_place(request, error)
    return _shown(request, view, RowForm("add", at, blank_inputs(at, desk.clock.today())))


def save_edit(request: Request, form: FormData) -> Response:
    """Set what was changed in a form, all of it or nothing; `take` is the field in which what others made of it may stand."""
    return _save(request, "edit", form)


def save_add(request: Request, form: FormData) -> Response:
    """Add a row with what was typed."""
    return _save(request, "add", form)


def _save(request: Request, act: Literal["edit", "add"], form: FormData) -> Response:
    slug, taken = request.path_params["slug"], str(form.get("take", ""))
    try:
        sent = sent_form(act, form)
    except NoPlaceError as error:
        return no_place(request, error)
    if taken:
        sent = sent.taking(taken)
    if act == "edit" and not sent.changed:
        return changed(request, slug, sent.at.section, "What stands stays as it is.")
    if taken:
        return _shown(request, show_account(desk_of(request).store, slug), sent)
    try:
        report = edit(desk_of(request).store, slug, sent.edits(), by=desk_of(request).by)
    except EditRefusedError as error:
        return _refused(request, sent, error)
    count = plural(len(changes_of(report.sections)), "field")
    done = f"{a_row(sent.at).capitalize()} was added." if act == "add" else f"{count} changed."
    return changed(request, slug, sent.at.section, done, entries_of(report.sections))


def _refused(request: Request, sent: RowForm, error: EditRefusedError) -> Response:
    """The form as it was sent, with what is wrong; where somebody else was faster, with what stands now."""
    store, slug = desk_of(request).store, request.path_params["slug"]
    view = show_account(store, slug)
    if not error.overtaken:
        return _shown(request, view, sent.refused(error, {}), 422)
    log = edit_log_page(store, slug, limit=_LATELY).entries
    refused = sent.refused(error, who_was_faster(log, (place for place, *_ in error.overtaken)))
    return _shown(request, view, refused.read_again(row_at(view, sent.at) or {}), 409)


def _shown(request: Request, view: AccountView, form: RowForm, status: int = 200) -> Response:
    row = row_at(view, form.at)
    title = f"Add {a_row(form.at)}" if form.act == "add" else f"Edit {row_name(row) if row and form.at.row else form.place}"
    values = {"form": form, "title": title, "slug": view.slug, "people": people_in(view, form.at)}
    return dialog(request, "edit/_form.html", values, status)


def row_at(view: AccountView, at: FieldPlace) -> Row | None:
    """The row of a place, or what is beside the lists; None where it is not there."""
    stored = view.sections.get(at.section)
    if stored is None:
        return None
    if not at.row:
        return beside_lists(at.section, stored.document)
    rows = row_lists(at.section, stored.document)[at.list]
    return next((row for row in rows if row["id"] == at.row), None)


def people_in(view: AccountView, at: FieldPlace) -> Sequence[dict[str, Any]]:
    """Who may be reported to."""
    stored = view.sections.get("stakeholders")
    people = row_lists("stakeholders", stored.document)[""] if stored else []
    return [person for person in people if at.section != "stakeholders" or person["id"] != at.row]


ROUTES = [
    Route("/account/{slug}/edit", open_edit),
    Route("/account/{slug}/edit", posted(save_edit), methods=["POST"]),
    Route("/account/{slug}/add", open_add),
    Route("/account/{slug}/add", posted(save_add), methods=["POST"]),
]
