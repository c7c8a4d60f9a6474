"""The schemas of what commands did, key by key as `--json` prints them."""

from __future__ import annotations

from demodb.studio.api.reports import CHANGE, COUNTS, REHEARSAL, SECTION, STATUS
from demodb.studio.api.shapes import (
    ANYTHING,
    DAY,
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

_RECORD = {"businessUnit": TEXT, "customer": TEXT}
_IMPORTED = {
    "dryRun": FLAG,
    **dict.fromkeys(("records", "accounts", "unchanged", "notAccounts"), WHOLE),
    "files": COUNTS,
    "merged": many(record({"account": TEXT, "names": many(TEXT)})),
    "suggestions": many(many(TEXT)),
    "orphans": many(ref("Orphan")),
    "repairs": many(ref("Problem")),
    "replaced": many(ref("Replaced")),
    "takenIn": many(ref("TakenIn")),
    "earlier": many(ref("Earlier")),
    "differences": many(record({**_RECORD, "field": TEXT, "was": ANYTHING, "now": ANYTHING, "path": TEXT})),
    "leftOut": many(ref("LeftOut")),
    "left": many(record({**_RECORD, "now": maybe(record(_RECORD))})),
    "departed": many(TEXT),
    "returned": many(TEXT),
    "renames": many(ref("Rename")),
    "passedOver": many(record({"path": TEXT, "why": TEXT})),
    "warnings": many(TEXT),
    "errors": many(ref("Problem")),
    "tables": by_key(COUNTS),
}
_MEASURED = record(
    {
        "wanted": TEXT,
        **dict.fromkeys(("before", "after", "least", "most"), maybe(NUMBER)),
        "reached": FLAG,
    }
)
_AIM = record(
    {
        **dict.fromkeys(("accounts", "lookedAt", "free"), WHOLE),
        "measures": by_key(_MEASURED),
        "weights": by_key(by_key(record({"before": NUMBER, "after": NUMBER}))),
    }
)
_SEEDED = {
    "dryRun": FLAG,
    "accounts": WHOLE,
    "packs": by_key(TEXT),
    "asOf": DAY,
    "sections": by_key(COUNTS),
    "conflicts": WHOLE,
}
_SHIFTED = {
    "dryRun": FLAG,
    "accounts": WHOLE,
    "asOf": DAY,
    **dict.fromkeys(("sections", "moved", "kept"), WHOLE),
    "unknown": many(TEXT),
}
_WARMED = {
    **dict.fromkeys(("heroes", "plans", "intelligence", "briefs", "skipped", "calls", "inputTokens", "outputTokens"), WHOLE),
    "costUsd": maybe(NUMBER),
    "expiresAt": maybe(MOMENT),
    "short": many(TEXT),
    "accounts": many(ANYTHING),
}
_EXPORTED = {
    "directory": TEXT,
    "check": FLAG,
    **dict.fromkeys(("written", "unchanged", "removed", "notRemoved"), WHOLE),
    "kept": many(TEXT),
    "told": many(TEXT),
    "into": maybe(ANYTHING),
}
_SNAPSHOT = record(
    {
        "name": TEXT,
        "at": MOMENT,
        "before": maybe(TEXT),
        "accounts": WHOLE,
        "files": WHOLE,
        "exported": TEXT,
        "bytes": WHOLE,
    }
)
_SAVED_FIRST = maybe(TEXT)
_DIFFERENCES = record(
    {
        "accounts": record({"came": many(TEXT), "gone": many(TEXT)}),
        "sections": many(record({"account": TEXT, "section": SECTION, "came": FLAG, "gone": FLAG, "changes": many(CHANGE)})),
        "cacheEntries": WHOLE,
        "tables": COUNTS,
    }
)

ACT_REPORTS: dict[str, Schema] = {
    "Imported": report({**_IMPORTED, "snapshot": _SAVED_FIRST, "upload": maybe(ANYTHING)}),
    "Seeded": report(_SEEDED, aim=_AIM),
    "Shifted": {
        "anyOf": [
            report(_SHIFTED),
            report(
                {
                    **dict.fromkeys(("dryRun", "back"), FLAG),
                    **dict.fromkeys(("accounts", "recent", "kept"), WHOLE),
                    "asOf": DAY,
                    "shifted": many(ref("MovedAccount")),
                }
            ),
        ]
    },
    "Warmed": report(_WARMED, expected=many(ANYTHING)),
    "Exported": report({**_EXPORTED, "snapshot": _SAVED_FIRST}),
    "Prepared": report(
        {
            "import": maybe(record(_IMPORTED)),
            "seed": record(_SEEDED),
            "shift": maybe(record(_SHIFTED)),
            "warmup": record(_WARMED),
            "export": record(_EXPORTED),
            "rehearsal": record(REHEARSAL),
            "status": record(STATUS),
            "snapshot": _SAVED_FIRST,
        }
    ),
    "Snapshots": report({"snapshots": many(_SNAPSHOT), "bytes": WHOLE, "damaged": many(TEXT)}),
    "Saved": report({"snapshot": _SNAPSHOT}),
    "Dropped": report({"dropped": many(TEXT)}),
    "Reset": report(
        {
            "dryRun": FLAG,
            "reset": _SNAPSHOT,
            "snapshot": maybe(TEXT),
            "differences": _DIFFERENCES,
            "files": record({"written": WHOLE, "removed": WHOLE, "left": by_key(TEXT)}),
            "damaged": maybe(TEXT),
        }
    ),
}
"""By their names."""
