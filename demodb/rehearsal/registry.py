"""All checks of a rehearsal: those that look at one account, and the meanings of what is seen beside; a code is told once."""

from __future__ import annotations

from demodb.rehearsal import advice, currencies, dates, deals, hours, people, rows, sameness, telling, whole
from demodb.rehearsal.check import Check, Meaning

CHECKS: tuple[Check, ...] = (
    *whole.CHECKS,
    *telling.CHECKS,
    *hours.CHECKS,
    *dates.CHECKS,
    *deals.CHECKS,
    *currencies.CHECKS,
    *people.CHECKS,
    *rows.CHECKS,
    *advice.CHECKS,
)
"""The checks of single accounts."""

OVER = Meaning(
    "story-over", "warning", "the demo's hours are over, or begin more than a day from now", "the cache cannot last for it"
)

EXPORT = (
    Meaning("no-export", "warning", "nothing was exported yet, or the folder is gone", "the app has no files"),
    Meaning(
        "export-behind", "blocker", "the exported folder is behind the store, or files are gone from it", "the app shows what was"
    ),
    Meaning("export-left", "blocker", "the export left files alone that somebody else wrote", "the app shows those"),
    Meaning("export-changed", "warning", "exported files were changed since", "the store does not know of it yet"),
    Meaning(
        "export-intelligence", "warning", "the exported intelligence is not what the cache has now", "the tab shows the old one"
    ),
)
"""What `status` says of exported folders."""

MEANINGS: tuple[Meaning, ...] = (
    OVER,
    whole.EMPTY,
    telling.UNKNOWN,
    telling.TWICE,
    telling.PORTFOLIO,
    *(check.meaning for check in CHECKS),
    hours.OTHER_ENTRY,
    *EXPORT,
    *sameness.MEANINGS,
)
"""What every code means."""

BY_CODE = {meaning.code: meaning for meaning in MEANINGS}
