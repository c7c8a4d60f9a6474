"""`/account/{slug}`: all of one account on a page, and its sections one by one, as they are put in after an edit."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demodb.api.account_page import read_account_page, read_account_plan
from demodb.model.documents import SECTIONS, Section
from demodb.studio.account.rows import ShownSection
from demodb.studio.account.time_line import dues_of, time_line, year_line
from demodb.studio.account.view import advised_of, is_web_address, numbers_of
from demodb.studio.desk import desk_of
from demodb.studio.mending import mend_of
from demodb.studio.pages import page, told
from demodb.studio.rehearsals import rehearsing


def account(request: Request) -> Response:
    """The account's page."""
    desk = desk_of(request)
    asked = rehearsing(desk)
    view = read_account_page(desk.store, request.path_params["slug"], asked, desk.settings.industries)
    dues = dues_of((record.unit, one) for record in view.records for one in record.subscriptions)
    values = {
        "view": view,
        "slug": view.plan.account.slug,
        "sections": {section: ShownSection(section, view.plan) for section in SECTIONS},
        "numbers": numbers_of(view),
        "dues": dues,
        "findings": [(finding, mend_of(finding.command, finding.account)) for finding in view.findings],
        "line": time_line(dues, asked.window.at.date()),
        "year": year_line(view.records),
        "advised": advised_of(view, asked.now),
        "is_web_address": is_web_address,
    }
    return page(request, "account.html", values)


def section(request: Request) -> Response:
    """One section of the account's plan as it stands now."""
    found = next((known for known in SECTIONS if known == request.path_params["section"]), None)
    if found is None:
        return told(request, "a plan has no such section", f"there are {', '.join(SECTIONS)}", 404)
    return section_part(request, request.path_params["slug"], found)


def section_part(request: Request, slug: str, section: Section) -> Response:
    """A section's element, `section-stakeholders` for instance, as a part that takes the place of the one on the page."""
    return page(request, template_of(section), section_values(request, slug, section))


def section_values(request: Request, slug: str, section: Section) -> dict[str, Any]:
    """What the template of a section's element is filled with."""
    plan = read_account_plan(desk_of(request).store, slug, [section])
    return {"shown": ShownSection(section, plan), "slug": plan.account.slug}


def template_of(section: Section) -> str:
    """The template of a section's element."""
    return f"account/_{section}.html"


ROUTES = [Route("/account/{slug}", account), Route("/account/{slug}/section/{section}", section)]
