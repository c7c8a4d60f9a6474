"""What programs read under `/api/`: the verdict, what a rehearsal found, accounts, plans, conflicts, the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, get_args

from starlette.responses import Response

from demodb.api.cache import account_intelligence
from demodb.api.conflicts import list_conflicts
from demodb.api.log import edit_log_page
from demodb.api.portfolio import PortfolioQuery, SectionState, Sort, portfolio_page
from demodb.api.rehearse import SEVERITIES
from demodb.api.show import AccountView, show_account
from demodb.errors import UnknownValueError
from demodb.model.documents import SECTIONS, Section
from demodb.payloads.conflicts import conflicts_payload
from demodb.payloads.edit import log_payload
from demodb.payloads.portfolio import portfolio_payload
from demodb.payloads.rehearsal import rehearsal_payload
from demodb.payloads.show import show_payload
from demodb.payloads.status import status_payload
from demodb.studio.api.operation import Call, Operation, sent
from demodb.studio.api.parameters import choice, flag, moment, text, whole
from demodb.studio.beside import judged
from demodb.studio.rehearsals import last_rehearsal

_MOST_ROWS = 200


def verdict(call: Call) -> Mapping[str, Any]:
    """Whether the demo is ready, as `demodb status --json` says it; `looking` where exported files are still being compared."""
    report, looking = judged(call.desk, call.desk.asked(call.query["at"]))
    return {**status_payload(report), **({"looking": True} if looking else {})}


def rehearsal(call: Call) -> Mapping[str, Any]:
    """The last rehearsal, as `demodb rehearse --json` tells it; where this studio has none yet, one is made."""
    return rehearsal_payload(last_rehearsal(call.desk))


def findings(call: Call) -> Mapping[str, Any]:
    """What the last rehearsal found, the worst first; of each code the first hundred."""
    asked = {name: value for name, value in call.query.items() if value is not None}
    if "account" in asked:
        asked["account"] = show_account(call.desk.store, asked["account"]).name
    found = map(asdict, last_rehearsal(call.desk).findings)
    return {"findings": [one for one in found if all(one[name] == value for name, value in asked.items())]}


def accounts(call: Call) -> Mapping[str, Any]:
    """A page of the accounts with the state of each section; `next` is the `after` of the page behind it."""
    wanted = {name: value for name, value in call.query.items() if value is not None}
    return portfolio_payload(portfolio_page(call.desk.store, PortfolioQuery(**wanted)))


def account(call: Call) -> Mapping[str, Any]:
    """One account by any of its names: records, plan, news, intelligence, as `demodb show --json` tells them."""
    view = show_account(call.desk.store, call.path("account"))
    return show_payload(view, account_intelligence(call.desk.store, call.desk.clock, view.slug))


def plan(call: Call) -> Mapping[str, Any]:
    """The sections of an account that are there, as they are exported."""
    view = show_account(call.desk.store, call.path("account"))
    return {"account": view.name, "slug": view.slug, "sections": {name: one.document for name, one in view.sections.items()}}


def section(call: Call) -> Response:
    """One section of an account as it is exported: the document itself."""
    view = show_account(call.desk.store, call.path("account"))
    return sent(call.request, view.sections[_section_of(view, call.path("section"))].document)


def _section_of(view: AccountView, name: str) -> Section:
    for known in SECTIONS:
        if known == name and known in view.sections:
            return known
    raise UnknownValueError(f"section of {view.name}", name, list(view.sections))


def conflicts(call: Call) -> Mapping[str, Any]:
    """The open conflicts, of an account or of all, as `demodb conflicts list --json` tells them."""
    return conflicts_payload(list_conflicts(call.desk.store, call.query["account"]))


def log(call: Call) -> Mapping[str, Any]:
    """The edits of plans, the newest first, as `demodb log --json` tells them; `older` is the `before` of the next page."""
    found = edit_log_page(call.desk.store, **call.query)
    return {**log_payload(entry.edit for entry in found.entries), "older": found.older}


_ACCOUNT = text("account", "Of this account only, by any of its names")
_ROWS = whole("limit", "How many at most", 1, _MOST_ROWS, 50)
_BEFORE = whole("before", "Those below this number, as the page before gave it as `older`", 1, 10**12)
_PAGE = (
    text("search", "Whose name or alias has this in it"),
    text("unit", "Of this business unit"),
    flag("heroes", "Heroes only"),
    choice("state", "With a section that stands so", get_args(SectionState)),
    choice("section", "Which section that is; by default any", SECTIONS),
    flag("departed", "Those that no source lists any more, in the place of those that are there"),
    choice("sort", "By what they are sorted", get_args(Sort), "name"),
    text("after", "What another page gave as its `next` or `previous`"),
    _ROWS,
)

OPERATIONS = (
    Operation("GET", "/status", verdict, "Status", (moment("at", "When the demo begins"),)),
    Operation("GET", "/rehearsal", rehearsal, "Rehearsal"),
    Operation(
        "GET",
        "/findings",
        findings,
        "Findings",
        (choice("severity", "Of this severity", SEVERITIES), text("code", "With this code"), _ACCOUNT),
    ),
    Operation("GET", "/accounts", accounts, "Accounts", _PAGE),
    Operation("GET", "/accounts/{account:anything}", account, "Account"),
    Operation("GET", "/plans/{account}", plan, "Plan"),
    Operation("GET", "/plans/{account}/{section}", section, "Section"),
    Operation("GET", "/conflicts", conflicts, "Conflicts", (_ACCOUNT,)),
    Operation("GET", "/log", log, "Log", (_ACCOUNT, _BEFORE, _ROWS)),
)
