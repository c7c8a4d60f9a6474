"""`/account/{slug}/presenter`: one page to print for who presents the account."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.presenter import presenter_page
from demodb.studio.desk import desk_of
from demodb.studio.pages import page
from demodb.studio.rehearsals import rehearsing

OUTCOMES = {"yes": ("good", "✓ renews"), "no": ("bad", "✕ does not renew"), "undecided": ("warn", "? undecided")}
ROLES = {
    "blocker": ("bad", "■ blocker"),
    "champion": ("good", "★ champion"),
    "decision-maker": ("", "◆ decides"),
    "influencer": ("", "● influences"),
    "user": ("", "○ uses it"),
}
RELATIONSHIPS = {
    "strong": ("good", "▲ strong"),
    "moderate": ("", "▶ moderate"),
    "weak": ("bad", "▼ weak"),
    "unknown": ("warn", "? unknown"),
}


def presenter(request: Request) -> Response:
    """The page."""
    desk = desk_of(request)
    found = presenter_page(desk.store, request.path_params["slug"], rehearsing(desk))
    marks = {"outcomes": OUTCOMES, "roles": ROLES, "relationships": RELATIONSHIPS}
    return page(request, "presenter.html", {"presenter": found, "card": found.card, **marks})


ROUTES = [Route("/account/{slug}/presenter", presenter)]
