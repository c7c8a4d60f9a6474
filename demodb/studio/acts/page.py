"""`/act`: what would be done next, what was done last, and the way to each act."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.seed import history
from demodb.api.snapshot import keeping_of, list_snapshots
from demodb.api.source import list_sources
from demodb.studio.acts import export, import_, jobs, prepare, seed, shift, snapshots, undo, warmup
from demodb.studio.acts.jobs import PAGES, acting, view_of
from demodb.studio.beside import judged
from demodb.studio.desk import desk_of
from demodb.studio.pages import page

_ACTS: Mapping[str, tuple[str, ...]] = {
    "import": ("no-accounts", "hero-by-template", "file-failed", "source-gone"),
    "seed": ("missing-section",),
    "shift": ("demo-date", "far-as-of"),
    "warmup": ("hero-missing", "hero-stale", "hero-changed", "hero-by-rules"),
    "export": ("no-export", "export-left", "export-behind", "export-intelligence", "export-changed"),
}
"""The acts in their order, and the codes of what each of them mends."""

_LAST_RUNS = 8


def overview(request: Request) -> Response:
    """All acts, with what of the demo's state asks for them."""
    desk = desk_of(request)
    report, _ = judged(desk, desk.asked())
    concerns = [*report.blockers, *report.warnings]
    values = {
        "report": report,
        "wanted": {act: [one for one in concerns if one.code in codes] for act, codes in _ACTS.items()},
        "next": next((act for act, codes in _ACTS.items() if any(one.code in codes for one in report.blockers)), None),
        "sources": list_sources(desk.store, desk.root),
        "runs": history(desk.store)[:_LAST_RUNS],
        "snapshots": list_snapshots(desk.store, keeping_of(desk.settings, root=desk.root)),
        "under_way": [view for name in PAGES if (view := view_of(desk, name)) and not view.job.ended],
    }
    return page(request, "act/overview.html", values)


ROUTES = [
    Route("/act", acting(overview)),
    *export.ROUTES,
    *import_.ROUTES,
    *jobs.ROUTES,
    *prepare.ROUTES,
    *seed.ROUTES,
    *shift.ROUTES,
    *snapshots.ROUTES,
    *undo.ROUTES,
    *warmup.ROUTES,
]
