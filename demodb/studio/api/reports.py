"""The schemas of what the API tells, key by key as `--json` prints it; those of what commands did are in `act_reports`."""

from __future__ import annotations

from typing import get_args

from demodb.api.portfolio import SectionState
from demodb.api.rehearse import SEVERITIES
from demodb.model.documents import SECTIONS
from demodb.studio.api.shapes import (
    ANYTHING,
    DOCUMENTS,
    FLAG,
    MOMENT,
    NUMBER,
    TEXT,
    WHOLE,
    Schema,
    by_key,
    many,
    maybe,
    record,
    ref,
    report,
)

SECTION: Schema = {"enum": list(SECTIONS)}
COUNTS = by_key(WHOLE)
CHANGE = record({"list": TEXT, "row": maybe(TEXT), "field": maybe(TEXT)}, was=ANYTHING, now=ANYTHING)
_ENTRY = {
    "key": TEXT,
    "kind": TEXT,
    "state": {"enum": ["fresh", "stale"]},
    "changed": FLAG,
    "source": maybe(TEXT),
    "model": maybe(TEXT),
    "createdAt": MOMENT,
    "freshUntil": MOMENT,
    "staleUntil": MOMENT,
    "generation": WHOLE,
    "lastError": maybe(TEXT),
}
_HERO = record(
    {
        "account": TEXT,
        "intelligence": TEXT,
        "plan": TEXT,
        "freshUntil": maybe(MOMENT),
        "planUntil": maybe(MOMENT),
        "intelligenceUntil": maybe(MOMENT),
        "source": maybe(TEXT),
        "changed": many(TEXT),
    }
)
_HEROES = record(
    {
        "total": WHOLE,
        **dict.fromkeys(("warm", "stale", "rules", "missing"), WHOLE),
        "lastsUntil": maybe(MOMENT),
        "accounts": many(_HERO),
    }
)
_REHEARSED = record(
    {
        "at": MOMENT,
        **dict.fromkeys(("blockers", "warnings", "hints"), WHOLE),
        **dict.fromkeys(("worst", "account", "why"), maybe(TEXT)),
        "changed": FLAG,
    }
)
_RECORD = record(
    {
        "businessUnit": TEXT,
        "name": TEXT,
        "rr": NUMBER,
        "nrr": NUMBER,
        "nrrQuarters": maybe(many(maybe(NUMBER))),
        "country": maybe(TEXT),
        "subscriptions": many(ref("Subscription")),
    }
)
_STORED = {name: record({"origin": TEXT, "edited": FLAG, "document": schema}) for name, schema in DOCUMENTS.items()}
_STATES = by_key(record({"state": {"enum": list(get_args(SectionState))}, "rows": WHOLE}))
_LINE = record(
    {
        "account": TEXT,
        "slug": TEXT,
        "hero": FLAG,
        "departed": FLAG,
        "businessUnits": many(TEXT),
        "revenue": NUMBER,
        "sections": _STATES,
    }
)
_CONFLICT = record(
    {"account": TEXT, "place": TEXT},
    **dict.fromkeys(("mine", "theirs", "base"), ANYTHING),
    **dict.fromkeys(("section", "list", "row", "field", "pack", "revision", "path", "subject"), ANYTHING),
)
_EDIT = record(
    {
        "entry": WHOLE,
        "account": TEXT,
        "section": SECTION,
        "at": MOMENT,
        "side": TEXT,
        "source": maybe(TEXT),
        "changes": many(CHANGE),
    },
    person=TEXT,
)
_FAULT = record({"where": TEXT, "message": TEXT})
_REFUSAL = record({"place": TEXT, "message": TEXT})
_OVERTAKEN = record({"place": TEXT}, expected=ANYTHING, now=ANYTHING)

STATUS: Schema = {
    "ready": FLAG,
    "at": MOMENT,
    **dict.fromkeys(("records", "accounts", "complete", "departed", "shifted"), WHOLE),
    "heroes": _HEROES,
    "sections": by_key(COUNTS),
    "exportedAt": maybe(MOMENT),
    "appChangedAt": maybe(MOMENT),
    "rehearsed": maybe(_REHEARSED),
    "blockers": many(ref("Concern")),
    "warnings": many(ref("Concern")),
}
REHEARSAL: Schema = {
    "at": MOMENT,
    "until": MOMENT,
    "accounts": WHOLE,
    **{f"{severity}s": WHOLE for severity in SEVERITIES},
    "ignored": WHOLE,
    "notKept": maybe(TEXT),
    "byCode": by_key(COUNTS),
    "findings": many(ref("Finding")),
}

REPORTS: dict[str, Schema] = {
    "Error": report(
        {
            "error": record(
                {"code": TEXT, "message": TEXT, "fix": TEXT},
                faults=many(_FAULT),
                refusals=many(_REFUSAL),
                overtaken=many(_OVERTAKEN),
            )
        }
    ),
    "Status": report(STATUS, looking={"const": True}),
    "Rehearsal": report(REHEARSAL),
    "Findings": report({"findings": many(ref("Finding"))}),
    "Accounts": report(
        {
            "accounts": many(_LINE),
            "next": maybe(TEXT),
            "previous": maybe(TEXT),
            "total": WHOLE,
            "departed": WHOLE,
            "sections": by_key(COUNTS),
        }
    ),
    "Account": report(
        {
            "account": TEXT,
            "slug": TEXT,
            "hero": FLAG,
            "aliases": many(TEXT),
            "records": many(_RECORD),
            "sections": record({}, **_STORED),
            "news": maybe(ref("NewsFile")),
            "intelligence": maybe(record({**_ENTRY, "ageSeconds": WHOLE, "document": ref("Intelligence")})),
        }
    ),
    "Plan": report({"account": TEXT, "slug": TEXT, "sections": record({}, **DOCUMENTS)}),
    "Section": {"anyOf": list(DOCUMENTS.values())},
    "Conflicts": report({"conflicts": many(_CONFLICT)}),
    "Log": report({"undone": maybe(WHOLE), "edits": many(_EDIT)}, older=maybe(WHOLE)),
    "Decided": report({"taken": {"enum": ["mine", "theirs"]}, "conflicts": many(_CONFLICT)}),
    "Cache": report(
        {
            "entries": many(record({**_ENTRY, "secondsLeft": WHOLE, "size": WHOLE})),
            "kinds": by_key(record({"fresh": WHOLE, "stale": WHOLE, "size": WHOLE})),
            **dict.fromkeys(("fresh", "stale", "size"), WHOLE),
        }
    ),
    "CachedValue": {"description": "A whole plan, intelligence, or whatever JSON value is cached under the key."},
    "Edited": report(
        {
            "dryRun": FLAG,
            "account": TEXT,
            "sections": many(record({"section": SECTION, "entry": maybe(WHOLE), "changes": many(CHANGE)})),
        }
    ),
    "Marked": report({"account": TEXT, "hero": FLAG, "changed": FLAG}),
}
"""By their names."""
