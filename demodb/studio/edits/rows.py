"""`/account/{slug}/delete`, `/empty`, `/order` and `/move`: what becomes of whole rows, and of their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.edit import UNASKED, DeleteRow, EmptyList, MoveRow, PlanEdit, SetField, edit
from demodb.api.show import AccountView, show_account
from demodb.errors import EditRefusedError
from demodb.model.places import FieldPlace, NoPlaceError, list_at, lists_at, place_at
from demodb.model.rows import Row, place_text, row_lists
from demodb.model.strict_json import parse_json
from demodb.studio.desk import desk_of
from demodb.studio.edits.answers import (
    CLOSED,
    a_row,
    changed,
    dialog,
    done,
    entries_of,
    in_dialog,
    no_place,
    not_done,
    put,
    row_name,
)
from demodb.studio.edits.form import row_place
from demodb.studio.edits.inputs import label_of
from demodb.studio.edits.page import row_at
from demodb.studio.pages import posted, told

_WORDS = {"todo": "To do", "in-progress": "In progress", "done": "Done"}


class Ordered(NamedTuple):
    """A row whose place may change: before which ones it is to stand to go up, and down."""

    id: str
    place: str
    name: str
    up: str
    down: str


def open_delete(request: Request) -> Response:
    """What goes with a row, before it goes."""
    try:
        return _delete_dialog(request, request.query_params.get("place", ""))
    except NoPlaceError as error:
        return no_place(request, error)


def _delete_dialog(request: Request, place: str, faults: Sequence[str] = (), status: int = 200) -> Response:
    view = show_account(desk_of(request).store, request.path_params["slug"])
    at = place_at({name: stored.document for name, stored in view.sections.items()}, place)
    row = row_at(view, at)
    if row is None or at.field or not at.row:
        raise NoPlaceError(place, f"{place} is no row")
    fields = [(label_of(key), value) for key, value in row.items() if key != "id"]
    values = {"at": at, "row": row, "fields": fields, "title": f"Delete {row_name(row)}?", "slug": view.slug, "faults": faults}
    return dialog(request, "edit/_delete.html", values, status)


def delete(request: Request, form: FormData) -> Response:
    """Take a row out."""
    desk, slug, place = desk_of(request), request.path_params["slug"], str(form.get("place", ""))
    try:
        at = row_place(place)
        report = edit(desk.store, slug, [DeleteRow(place, _json(form.get("expected")))], by=desk.by)
    except EditRefusedError as error:
        try:
            return _delete_dialog(request, place, [message for _, message in error.refusals], 409 if error.overtaken else 422)
        except NoPlaceError as gone:
            return no_place(request, gone)
    except NoPlaceError as error:
        return no_place(request, error)
    return changed(request, slug, at.section, f"{a_row(at).capitalize()} was deleted.", entries_of(report.sections))


def open_empty(request: Request) -> Response:
    """What goes with all rows of a list, or of a section, before they go."""
    try:
        return _empty_dialog(request, request.query_params.get("list", ""))
    except NoPlaceError as error:
        return no_place(request, error)


def _empty_dialog(request: Request, place: str, faults: Sequence[str] = (), status: int = 200) -> Response:
    view = show_account(desk_of(request).store, request.path_params["slug"])
    section, lists = lists_at(place)
    rows = [row for name in lists for row in _rows(view, FieldPlace(section, name))]
    names, ids = [row_name(row) for row in rows], [row["id"] for row in rows]
    values = {"place": place, "names": names, "ids": ids, "title": f"Set {place} empty?", "slug": view.slug, "faults": faults}
    return dialog(request, "edit/_empty.html", values, status)


def empty(request: Request, form: FormData) -> Response:
    """Take all rows out; a section that is missing is there then."""
    desk, slug, place = desk_of(request), request.path_params["slug"], str(form.get("list", ""))
    try:
        section, _ = lists_at(place)
        report = edit(desk.store, slug, [EmptyList(place, _json(form.get("expected")))], by=desk.by)
    except EditRefusedError as error:
        return _empty_dialog(request, place, [message for _, message in error.refusals], 409 if error.overtaken else 422)
    except NoPlaceError as error:
        return no_place(request, error)
    return changed(request, slug, section, f"{place} is there, and empty.", entries_of(report.sections))


def open_order(request: Request) -> Response:
    """The rows of a list in the order in which the app shows them, to be put into another one."""
    view = show_account(desk_of(request).store, request.path_params["slug"])
    try:
        at = FieldPlace(*list_at(request.query_params.get("list", "")))
    except NoPlaceError as error:
        return no_place(request, error)
    return dialog(request, "edit/_order.html", _order_values(view, at))


def _order_values(view: AccountView, at: FieldPlace) -> dict[str, Any]:
    place, found = place_text(at.section, at.list), _rows(view, at)
    rows = [
        Ordered(row["id"], place_text(at.section, at.list, row["id"]), row_name(row), *_beside(found, number))
        for number, row in enumerate(found)
    ]
    return {"rows": rows, "place": place, "title": f"The order of {place}", "slug": view.slug}


def _beside(rows: Sequence[Row], number: int) -> tuple[str, str]:
    """The ids of the rows that one of a list is to stand before to be one further up, or down; "" for the end."""
    up = rows[max(number - 1, 0)]["id"]
    return up, rows[number + 2]["id"] if rows[number + 2 :] else ""


def open_move(request: Request) -> Response:
    """Where a card of the board may go, for who does not drag."""
    view = show_account(desk_of(request).store, request.path_params["slug"])
    try:
        at = row_place(request.query_params.get("place", ""))
    except NoPlaceError as error:
        return no_place(request, error)
    row = row_at(view, at)
    if at.section != "actions" or row is None:
        return told(request, f"{at.text} is no card of the board", "load the page again", 404)
    rows = _rows(view, at)
    values = {"title": f"Move {row_name(row)}", "slug": view.slug, "ids": [one["id"] for one in rows]}
    return dialog(request, "edit/_move.html", values | {"choices": _choices(at.text, row, rows)})


def _choices(place: str, row: Row, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """What may become of a card: another column, or another place in its own one."""
    column = [one for one in rows if one["status"] == row["status"]]
    number, ids = column.index(row), [one["id"] for one in rows]
    choices = [
        {"words": f"To “{words}”", "move": {"place": place, "status": status, "was": row["status"]}}
        for status, words in _WORDS.items()
        if status != row["status"]
    ]
    if number > 0:
        choices.append({"words": "Up", "move": {"place": place, "before": column[number - 1]["id"]}})
    if column[number + 1 :]:
        behind = ids[ids.index(column[number + 1]["id"]) + 1 :]
        choices.append({"words": "Down", "move": {"place": place, "before": behind[0] if behind else ""}})
    return choices


def move(request: Request, form: FormData) -> Response:
    """Put a row before another one, or a card into another column of the board, or both at once.

    `move` says which, as JSON: the row's `place`, the id that it is to stand `before` ("" for the end), and the `status` that it
    gets with the one that it `was` seen in. `expected` are the ids of the list as they were seen.
    """
    desk, slug = desk_of(request), request.path_params["slug"]
    asked = _json(form.get("move"))
    try:
        at = row_place(str(asked["place"])) if isinstance(asked, dict) and "place" in asked else None
    except NoPlaceError as error:
        return no_place(request, error)
    if at is None:
        return told(request, "nothing was asked to move", "load the page again")
    try:
        report = edit(desk.store, slug, _moves(asked, _json(form.get("expected"))), by=desk.by)
    except EditRefusedError as error:
        told_part = not_done(request, "; ".join(message for _, message in error.refusals))
        return put(request, slug, at.section, told_part, _order(request, form, at), status=409 if error.overtaken else 422)
    words = f"Moved to {_WORDS.get(str(asked['status']), 'another column')}." if asked.get("status") else "Moved."
    message = words if report.changed else "It stands there already."
    notice = done(request, message, entries_of(report.sections))
    return put(request, slug, at.section, notice, _order(request, form, at))


def _moves(asked: dict[str, Any], expected: Any) -> list[PlanEdit]:
    place = str(asked["place"])
    edits: list[PlanEdit] = []
    if "status" in asked:
        edits.append(SetField(f"{place}/status", asked["status"], asked.get("was", UNASKED)))
    if "before" in asked:
        edits.append(MoveRow(place, str(asked["before"] or "") or None, expected))
    return edits


def _order(request: Request, form: FormData, at: FieldPlace) -> bytes:
    """The dialog of the order as it is now, where that is from where a row was moved; else it is closed."""
    if "order" not in form:
        return CLOSED
    view = show_account(desk_of(request).store, request.path_params["slug"])
    return in_dialog(request, "edit/_order.html", _order_values(view, at))


def _rows(view: AccountView, at: FieldPlace) -> list[Row]:
    """The rows of a list; none where its section is missing."""
    stored = view.sections.get(at.section)
    return row_lists(at.section, stored.document).get(at.list, []) if stored else []


def _json(sent: object) -> Any:
    """What a form sent as JSON; None for what is none."""
    value, faults = parse_json(str(sent or "").encode(errors="replace"))
    return None if faults else value


ROUTES = [
    Route("/account/{slug}/delete", open_delete),
    Route("/account/{slug}/delete", posted(delete), methods=["POST"]),
    Route("/account/{slug}/empty", open_empty),
    Route("/account/{slug}/empty", posted(empty), methods=["POST"]),
    Route("/account/{slug}/order", open_order),
    Route("/account/{slug}/move", open_move),
    Route("/account/{slug}/move", posted(move), methods=["POST"]),
]
