"""`/account/{slug}/places`: all rows and values of a plan with links to why and to editing, for who runs no scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.show import AccountView, show_account
from demodb.model.documents import SECTIONS
from demodb.model.rows import ROW_LISTS, Row, place_text, row_lists
from demodb.studio.desk import desk_of
from demodb.studio.edits.answers import row_name
from demodb.studio.edits.inputs import label_of
from demodb.studio.pages import page


class PlacedRow(NamedTuple):
    """A row: its place, its name, and the place, the label and the value of each of its fields."""

    place: str
    name: str
    fields: list[tuple[str, str, object]]


class PlacedList(NamedTuple):
    """A list of a plan: its place, whether its section is there, and its rows."""

    place: str
    is_there: bool
    rows: list[PlacedRow]


def places(request: Request) -> Response:
    """All lists of a plan with their rows and values."""
    view = show_account(desk_of(request).store, request.path_params["slug"])
    return page(request, "edit/places.html", {"name": view.name, "slug": view.slug, "lists": list(_lists(view))})


def _lists(view: AccountView) -> Iterator[PlacedList]:
    for section in SECTIONS:
        stored = view.sections.get(section)
        found = row_lists(section, stored.document) if stored else {}
        for name in ROW_LISTS[section]:
            place = place_text(section, name)
            yield PlacedList(place, stored is not None, [_row(f"{place}/{row['id']}", row) for row in found.get(name, [])])


def _row(place: str, row: Row) -> PlacedRow:
    return PlacedRow(
        place, row_name(row), [(f"{place}/{key}", label_of(key), value) for key, value in row.items() if key != "id"]
    )


ROUTES = [Route("/account/{slug}/places", places)]
