"""`/act/snapshots`: what was saved, what changed since, and going back."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.keeping import Keeping
from demodb.api.reset import reset
from demodb.api.snapshot import drop, keeping_of, list_snapshots, save, show
from demodb.studio.acts.forms import text_of
from demodb.studio.acts.jobs import Done, act_page, acting, begun
from demodb.studio.desk import Desk, desk_of
from demodb.studio.jobs import Job
from demodb.studio.pages import page, posted, said


def snapshots(request: Request) -> Response:
    """The snapshots."""
    return act_page(request, "snapshots", _found(desk_of(request)))


def listed(request: Request) -> Response:
    """The list alone."""
    return page(request, "act/_snapshots.html", _found(desk_of(request)))


def save_one(request: Request, form: FormData) -> Response:
    """Save what there is under a name."""
    desk, name = desk_of(request), text_of(form, "name")
    return begun(request, "snapshot", lambda _: Done(save(desk.store, name, _keeping(desk)), desk.clock.now()))


def look(request: Request, form: FormData) -> Response:
    """What changed since a snapshot: what a reset to it would take back."""
    desk, name = desk_of(request), text_of(form, "name")
    return begun(request, "snapshot-look", lambda _: Done(show(desk.store, name, _keeping(desk)), desk.clock.now()))


def act(request: Request, form: FormData) -> Response:
    """Go back to a snapshot; what there is becomes one first."""
    desk, name = desk_of(request), text_of(form, "name")

    def work(_: Job) -> Done:
        return Done(reset(desk.settings.db, _keeping(desk), name), desk.clock.now())

    return begun(request, "reset", work)


def ask_drop(request: Request) -> Response:
    """Ask whether a snapshot may really go."""
    return page(request, "act/_drop.html", {"name": request.query_params.get("name", "")})


def drop_one(request: Request, form: FormData) -> Response:
    """Remove a snapshot."""
    desk, name = desk_of(request), text_of(form, "name")
    dropped = drop(desk.store, [name], _keeping(desk))
    return said(request, "act/_dropped.html", _found(desk), f"The snapshot {dropped[0].name} is gone.")


def _keeping(desk: Desk) -> Keeping:
    return keeping_of(desk.settings, root=desk.root, clock=desk.clock)


def _found(desk: Desk) -> dict[str, Any]:
    return {"found": list_snapshots(desk.store, _keeping(desk))}


ROUTES = [
    Route("/act/snapshots", acting(snapshots)),
    Route("/act/snapshots/list", acting(listed)),
    Route("/act/snapshots/save", posted(save_one), methods=["POST"]),
    Route("/act/snapshots/look", posted(look), methods=["POST"]),
    Route("/act/snapshots/reset", posted(act), methods=["POST"]),
    Route("/act/snapshots/drop", acting(ask_drop)),
    Route("/act/snapshots/drop", posted(drop_one), methods=["POST"]),
]
