"""The commands that a status and a rehearsal suggest, read: what one button does, or where a person has to decide."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NoReturn
from urllib.parse import quote

from demodb.model.names import slug

PLACEHOLDERS = frozenset({"ACCOUNT", "DATE", "ID", "NAME", "NEW", "PATH", "TEXT", "TITLE", "TIME", "VALUE"})
"""Words that stand in a suggested command for what only a person knows."""


@dataclass(frozen=True)
class Mend:
    """What is on offer: the `label` of a button that does what the fix says, or of a link to `href`; neither without a label.

    `confirm` is what a person is asked first.
    """

    fix: str
    label: str = ""
    href: str = ""
    confirm: str = ""

    @property
    def command(self) -> str:
        """What can be typed of the fix; "" where it is words."""
        return self.fix if self.fix.startswith("demodb ") else ""


def mend_of(fix: str, account: str | None = None, place: str = "") -> Mend:
    """What a fix offers; `account` and `place` are where the trouble is."""
    steps = steps_of(fix)
    if steps:
        return Mend(fix, _label(steps[0]), confirm=_CONFIRM.get(steps[0].act, ""))
    for words, label, href in _WHERE:
        if words in fix:
            return Mend(fix, label, href)
    if not account:
        return Mend(fix)
    place = place or _place_in(fix)
    return Mend(fix, "Open the place" if place else "Open the account", _page_of(account, place))


def _place_in(fix: str) -> str:
    """The row, or where none is told the section, that an edit is about of which only a person knows the rest; "" for no edit."""
    steps = filter(None, map(_parsed, _shortened(fix)))
    place = next((step.place for step in steps if step.act == "edit"), "")
    return place.partition("/ID")[0].partition("/")[0] if "ID" in place.split("/") else place.rpartition("/")[0]


def turn_of(fix: str) -> int:
    """When a fix is best carried out among others: what brings something into the store before what is made from it."""
    steps = steps_of(fix)
    return _TURNS.index(steps[0].act) + 1 if steps and steps[0].act in _TURNS else 0


_TURNS = ("sync", "seed", "edit", "shift", "cache clear", "warmup", "cache extend", "export")


def _page_of(account: str, place: str) -> str:
    """Where a person looks at a place of an account: a row bears its place as its id, a section its name."""
    at = quote(place, safe="/") if "/" in place else f"section-{place}" if place else ""
    return f"/account/{quote(slug(account), safe='')}#{at}".rstrip("#")


@lru_cache(maxsize=2048)
def steps_of(fix: str) -> tuple[Namespace, ...]:
    """The commands of a fix in their order, whole and without a placeholder; () for one that only a person can carry out.

    What follows ", or " is another way, and left to the person.
    """
    for text in _shortened(fix):
        first, then, second = text.rpartition(", then ")
        for parts in ((text,), (first, second)) if then else ((text,),):
            read = [_read(part) for part in parts]
            steps = tuple(step for step in read if step)
            if len(steps) == len(parts):
                return steps
    return ()


def _shortened(text: str) -> Iterator[str]:
    while text:
        yield text
        text = text.rpartition(", or ")[0]


def _read(text: str) -> Namespace | None:
    step = _parsed(text)
    return None if step is None or any(_is_open(value) for value in vars(step).values()) else step


def _parsed(text: str) -> Namespace | None:
    """A command that is understood, with its placeholders."""
    try:
        words = shlex.split(text)
        return _parser().parse_args(words[1:]) if words[:1] == ["demodb"] else None
    except ValueError:
        return None


def _is_open(value: object) -> bool:
    """Whether something is still to be put in."""
    return isinstance(value, str) and not PLACEHOLDERS.isdisjoint(value.split("/"))


class _Parser(ArgumentParser):
    """One that raises ValueError for what it does not know."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


@lru_cache(maxsize=1)
def _parser() -> ArgumentParser:
    """What is understood: the commands as they are suggested, with the options that suggestions have."""
    parser = _Parser(add_help=False, allow_abbrev=False)
    commands = parser.add_subparsers(required=True, parser_class=_Parser)
    groups = {name: commands.add_parser(name, add_help=False) for name in ("account", "cache", "source")}
    within = {name: group.add_subparsers(required=True, parser_class=_Parser) for name, group in groups.items()}
    for act, arguments in _ACTS.items():
        group, _, name = act.rpartition(" ")
        command = (within[group] if group else commands).add_parser(name, add_help=False, allow_abbrev=False)
        command.set_defaults(act=act)
        for argument, how in arguments.items():
            command.add_argument(argument, **how)
    return parser


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").astimezone()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone()


_ACTS: dict[str, dict[str, dict[str, Any]]] = {
    "account alias": {"name": {}, "account": {}},
    "account hero": {"name": {}, "--off": {"action": "store_true"}},
    "cache clear": {"pattern": {}},
    "cache extend": {"--until": {"type": _moment, "required": True}},
    "edit": {"account": {}, "place": {}, "value": {}},
    "export": {"--out": {}},
    "seed": {},
    "shift": {"--as-of": {"type": _day}, "--heroes": {"action": "store_true"}, "--account": {}},
    "source remove": {"path": {}},
    "sync": {"--out": {}},
    "warmup": {"accounts": {"nargs": "*"}, "--until": {"type": _moment}, "--force": {"action": "store_true"}},
}

_CONFIRM = {"source remove": "Its records leave the store, unless another source lists them; a snapshot is saved first."}

_WHERE = (
    ("set ANTHROPIC_API_KEY", "Warm-up", "/act/warmup"),
    ("demodb import", "Import", "/act/import"),
    ("correct the source", "Import", "/act/import"),
    ("demodb conflicts", "Decide", "/conflicts"),
    ("demodb account list --departed", "Show them", "/?departed=on#accounts"),
    ("demodb account", "Choose an account", "/#accounts"),
    ("demodb cache", "Warm-up", "/act/warmup"),
    ("demodb prepare", "Make ready", "/act/prepare"),
    ("demodb rehearse", "See what it found", "/#rehearsal"),
    ("demodb seed", "Seed", "/act/seed"),
    ("demodb pack", "Seed", "/act/seed"),
)
"""Words of a fix that no button carries out, and where a person goes with it."""


def _label(step: Namespace) -> str:
    said = _LABELS[step.act]
    return said if isinstance(said, str) else said(step)


def _shifted(step: Namespace) -> str:
    return f"Let dates count from {step.as_of:%Y-%m-%d}" if step.as_of else "Move the dates"


def _warmed(step: Namespace) -> str:
    return f"Warm up until {step.until:%H:%M}" if step.until else "Warm up"


_LABELS: dict[str, str | Callable[[Namespace], str]] = {
    "account alias": lambda step: f"Take it for {step.account}",
    "account hero": lambda step: "No hero any more" if step.off else "Mark as a hero",
    "cache clear": "Make it anew",
    "cache extend": lambda step: f"Keep fresh until {step.until:%H:%M}",
    "edit": lambda step: f"Set {step.place.rpartition('/')[2]} to “{step.value}”",
    "export": "Export",
    "seed": "Seed what is missing",
    "shift": _shifted,
    "source remove": "Forget the source",
    "sync": "Take in and export",
    "warmup": _warmed,
}
