"""Reports: intelligence or a brief as plain text, so written that the app may cut it after 500 or 2,000 characters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from demodb.advice.plain_text import plain_text
from demodb.advice.wording import counted, ended, joined, listed, money, month
from demodb.model.documents import SECTIONS
from demodb.model.material import Material

SUMMARY = 500
"""Where the app's overview cuts: so many characters are the summary, whole, and nothing else."""
SHOWN = 2000
"""Where the app's tab cuts: no report is longer."""

_TITLE, _TEXT, _STEP, _LONG = 120, 170, 140, 2000
_SIGNS = str.maketrans(
    {"*": "", "`": "", "_": " ", "|": "/", "\\": "/", "[": "(", "]": ")", "<": "\u2039", ">": "\u203a", "~": "\u2248"}
)
"""What stands in the place of the characters that Markdown takes for markup."""
_DASH = " \u2013 "
_MARKED = re.compile(r"[*`_|\\\[\]<>~#]")
_NUMBER_SIGN = re.compile(r"#(?=[0-9])")
_STRUCK = re.compile(r"~~+")
_END = re.compile(r" (?<=[^\s.]{4}[.!?…] )")
"""Between two sentences: not behind the few letters of an abbreviation. The space leads, as it is what is quickly found."""


def report_text(advice: Mapping[str, Any], basis: str) -> str:
    """Advice (the camelCase keys of `Advice`) as text without markup, at most `SHOWN` characters; `basis` is its last line.

    The first `SUMMARY` characters are the summary, filled up with spaces. Then come the first of what is to be done, what could
    go wrong and what could be won, as many as there is room for.
    """
    summary, rest = _split(_plain(advice["summary"], _LONG), SUMMARY)
    steps = [_step(number, note) for number, note in enumerate(advice["recommendations"], start=1)]
    lead = _with_next(summary, advice["recommendations"]) if not rest else summary
    lists = {
        "": [_within(rest, SUMMARY)] if rest else [],
        "What to do next:": steps,
        "What could go wrong:": [_risk(note) for note in advice["risks"]],
        "What could be won:": [_chance(note) for note in advice["opportunities"]],
    }
    last = _unmarked(basis)
    chosen = _chosen(lists, SHOWN - SUMMARY - len(last) - 4)
    paragraphs = ["\n".join(filter(None, (heading, *lines))) for heading, lines in chosen.items() if lines]
    return "\n\n".join([lead.ljust(SUMMARY), *paragraphs, last]) + "\n"


def brief_basis(material: Material) -> str:
    """What a brief is: by rules, as of the day by which its quarters are judged, and from which data."""
    there = [section for section in SECTIONS if section in material.sections]
    plan = f"the plan ({listed(there)})" if there else ""
    records = counted(len(material.records), "customer record")
    as_of = f" as of {_day(material.as_of)}" if material.as_of else ""
    return f"A brief by rules{as_of}, made without a model from {listed([*filter(None, (plan, records))])}."


def claude_basis(document: Mapping[str, Any]) -> str:
    """What intelligence by Claude is: by which model, when, and from which data."""
    at = datetime.fromisoformat(document["generatedAt"]).astimezone(UTC)
    model = f" ({document['model']})" if document["model"] else ""
    data = "the plan, the customer records and the news as they stood then"
    return f"Written by Claude{model} on {_day(at)} at {at:%H:%M} UTC, from {data}."


def _day(day: date) -> str:
    return f"{day.day} {month(day)}"


def _with_next(summary: str, recommendations: Sequence[Mapping[str, Any]]) -> str:
    """The summary and what comes first, if there is room for both."""
    titles = (_plain(note["title"], _TITLE).replace(": ", _DASH) for note in recommendations)
    first = next((ended(f"First of all: {title}") for title in titles), "")
    both = joined(summary, first)
    return both if len(both) <= SUMMARY else summary


def _chosen(lists: Mapping[str, Sequence[str]], room: int) -> dict[str, list[str]]:
    """The first lines of each list that there is room for: the first of every list, then the second ones, and so on."""
    chosen: dict[str, list[str]] = {heading: [] for heading in lists}
    for lines in zip_longest(*lists.values(), fillvalue=""):
        for heading, line in zip(lists, lines, strict=True):
            size = len(line) + (1 if chosen[heading] else len(heading) + 3)
            if line and size <= room:
                chosen[heading].append(line)
                room -= size
    return chosen


def _step(number: int, note: Mapping[str, Any]) -> str:
    first = next((_plain(step, _STEP) for step in note.get("nextSteps", ())), "")
    return f"{number}. {joined(_title(note), _text(note['description']), ended(f'Start here: {first}') if first else '')}"


def _risk(note: Mapping[str, Any]) -> str:
    answer = _within(_plain(note["mitigation"], _LONG), _STEP)
    return joined(_title(note, note["severity"]), _text(note["description"]), ended(f"Answer: {answer}") if answer else "")


def _chance(note: Mapping[str, Any]) -> str:
    worth = (money(note["estimatedValue"]),) if note.get("estimatedValue") else ()
    return joined(_title(note, *worth, f"{note['confidence']} confidence"), _text(note["description"]))


def _title(note: Mapping[str, Any], *marks: str) -> str:
    title = _plain(note["title"], _TITLE)
    return ended(f"{title.rstrip('.')} ({', '.join(marks)})" if marks else title)


def _text(text: str) -> str:
    return ended(_within(_plain(text, _LONG), _TEXT))


@lru_cache(maxsize=4096)
def _plain(text: str, limit: int) -> str:
    plain = plain_text(text, limit)
    return _unmarked(plain) if _MARKED.search(plain) else plain


def _unmarked(text: str) -> str:
    """The text without the characters that Markdown takes for markup."""
    numbered = _NUMBER_SIGN.sub("No. ", _STRUCK.sub("", text)) if "#" in text or "~" in text else text
    return " ".join(numbered.replace("#", "").translate(_SIGNS).split())


def _within(text: str, limit: int) -> str:
    return _split(text, limit)[0]


def _split(text: str, limit: int) -> tuple[str, str]:
    """As many whole sentences as fit, and the rest; of a first sentence that does not fit, the words that do."""
    if len(text) <= limit:
        return text, ""
    end = max((found.start() for found in _END.finditer(text, 0, limit + 2) if found.start() <= limit), default=0)
    if end:
        return text[:end], text[end:].lstrip()
    cut = text.rfind(" ", 0, limit - 1)
    cut = cut if cut > 0 else limit - 1
    return text[:cut].rstrip(" ,;:") + "…", text[cut:].lstrip()
