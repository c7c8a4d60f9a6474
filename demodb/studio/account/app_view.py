"""`/account/{slug}/app`: what the app will show of an account, file by file, as it lies there and as it would be."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.app_files import AppFiles, FileView, app_files
from demodb.api.export import ExportBy, asked_of
from demodb.errors import UnknownValueError
from demodb.model.paths import project_path
from demodb.studio.account.differences import Line, differences, text_of
from demodb.studio.desk import desk_of
from demodb.studio.pages import is_part, page

TAB_CHARACTERS = 2000
"""How much of a report the app's tab shows, as plain text."""


class State(NamedTuple):
    """How a state of a file is told: a chip's class, a shape, a word, and what an export would do."""

    style: str
    shape: str
    word: str
    then: str


STATES = {
    "same": State("good", "✓", "as the store says", ""),
    "missing": State("missing", "○", "not there yet", "write it"),
    "behind": State("warn", "↻", "behind the store", "replace it"),
    "left": State("bad", "✎", "not as exported", "leave it alone"),
    "extra": State("warn", "✕", "the store has it no more", "remove it"),
}


class ShownFile(NamedTuple):
    """A file with how it is told, and the lines that differ."""

    file: FileView
    state: State
    lines: list[Line]


KINDS = {
    "stakeholders": "Stakeholders",
    "strategy": "Strategy",
    "competitors": "Competitors",
    "actions": "Actions",
    "news": "News",
    "intelligence": "Intelligence",
    "report": "Report",
}


def app_view(request: Request) -> Response:
    """The page."""
    view = _read(request)
    groups = {title: [_shown(file) for file in view.files if file.kind == kind] for kind, title in KINDS.items()}
    tabs = [(file.path, text_of(file.there, TAB_CHARACTERS)) for file in view.files if file.kind == "report" and file.there]
    counts = {state: len(view.in_state(state)) for state in ("same", "missing", "behind", "left", "extra")}
    place = project_path(view.directory, desk_of(request).root)
    values = {"view": view, "place": place, "groups": groups, "tabs": tabs, "counts": counts, "states": STATES}
    return page(request, "app_view.html", values)


def whole_file(request: Request) -> Response:
    """One file whole, both sides: a dialog, or a page of its own."""
    view, path = _read(request), request.query_params.get("path", "")
    file = next((file for file in view.files if file.path == path), None)
    if file is None:
        raise UnknownValueError(f"file of {view.account}", path, [file.path for file in view.files])
    template = "app_file.html" if is_part(request) else "app_file_page.html"
    sides = {"there": text_of(file.there), "to_be": text_of(file.to_be)}
    return page(request, template, {"view": view, "file": file, "in_dialog": is_part(request), **sides})


def _read(request: Request) -> AppFiles:
    desk = desk_of(request)
    settings, how = desk.settings, ExportBy(desk.root, desk.clock, asked=asked_of(desk.settings))
    return app_files(desk.store, request.path_params["slug"], settings.export_dir, how)


def _shown(file: FileView) -> ShownFile:
    differs = file.state != "same"
    return ShownFile(file, STATES[file.state], differences(file.there, file.to_be) if differs else [])


ROUTES = [Route("/account/{slug}/app", app_view), Route("/account/{slug}/app/file", whole_file)]
