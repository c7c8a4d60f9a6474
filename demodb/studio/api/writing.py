"""What programs do under `/api/` in a studio that was started with --write: each the same function as the command's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from demodb.api.account import mark_hero
from demodb.api.conflicts import take_mine, take_theirs
from demodb.api.edit import edit
from demodb.api.log import undo_edit
from demodb.payloads.conflicts import conflicts_payload
from demodb.payloads.edit import edit_report_payload, log_payload
from demodb.payloads.rehearsal import rehearsal_payload
from demodb.studio.api.bodies import Decision, Edits, Hours, Mark
from demodb.studio.api.errors import RequestError
from demodb.studio.api.operation import Call, Operation
from demodb.studio.rehearsals import new_rehearsal, rehearsing


def rehearse_now(call: Call) -> Mapping[str, Any]:
    """Walk through the demo's hours now, as `demodb rehearse --json` does; it is the last rehearsal from then on."""
    desk, asked = call.desk, call.body
    about = rehearsing(desk, call.moment("at", asked.at), call.moment("until", asked.until))
    if about.window.until <= about.window.at:
        raise RequestError([("body.until", f"the demo would end before it begins, at {about.window.at:%H:%M}")])
    return rehearsal_payload(new_rehearsal(desk, about))


def edit_plan(call: Call) -> Mapping[str, Any]:
    """Edit an account's plan as `demodb edit` does, all or nothing; 409 where somebody else was faster."""
    edits, desk = call.body, call.desk
    made = edit(desk.store, call.path("account"), [one.asked() for one in edits.edits], dry_run=edits.dry_run, by=desk.by)
    return edit_report_payload(made)


def mark(call: Call) -> Mapping[str, Any]:
    """Mark an account as a hero, or take the mark away."""
    name, changed = mark_hero(call.desk.store, call.path("account"), hero=call.body.hero)
    return {"account": name, "hero": call.body.hero, "changed": changed}


def decide(call: Call) -> Mapping[str, Any]:
    """Decide conflicts as `demodb conflicts take-mine` and `take-theirs` do."""
    desk, asked = call.desk, call.body
    if asked.place and not asked.account:
        raise RequestError([("body.place", "is a place of an account: give that too")])
    if asked.take == "mine":
        decided = take_mine(desk.store, asked.account, asked.place)
    else:
        decided = take_theirs(desk.store, asked.account, asked.place, by=desk.by)
    return {"taken": asked.take, **conflicts_payload(decided)}


def undo(call: Call) -> Mapping[str, Any]:
    """Take an entry of the log back, where nothing later stands on it, as `demodb log --undo` does."""
    entry, desk = int(call.path("entry")), call.desk
    return log_payload([undo_edit(desk.store, entry, desk.clock, person=desk.person)], entry)


OPERATIONS = (
    Operation("POST", "/rehearse", rehearse_now, "Rehearsal", body=Hours),
    Operation("PATCH", "/plans/{account}", edit_plan, "Edited", body=Edits, errors=(409, 422)),
    Operation("POST", "/accounts/{account}/hero", mark, "Marked", body=Mark),
    Operation("POST", "/conflicts", decide, "Decided", body=Decision, errors=(404, 422)),
    Operation("POST", "/log/{entry:int}/undo", undo, "Log", errors=(422,)),
)
