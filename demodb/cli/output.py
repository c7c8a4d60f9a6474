"""What goes out: text or one JSON object on stdout, errors and hints on stderr. Of libraries it imports click alone."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TextIO, TypeVar, cast

import click

from demodb.clock import Clock
from demodb.errors import ExitCode, Problem
from demodb.payloads.envelope import enveloped, error_payload

MOST_SHOWN = 20
"""How many items of a list are shown to a person one by one."""

MOST_OF_A_KIND, MOST_KINDS = 3, 12
"""How many faults of a kind are shown one by one, and of how many kinds."""

IN_FULL = "`--verbose` or `--json`"
"""What shows a report whole, of a command that has both."""

T = TypeVar("T")
_SECRET = re.compile(r"(:)(?!\*\*\*@)[^\s:/@]\S*(?=@)|(password=)(?!\*\*\*)[^\s&'\"]+", re.IGNORECASE)
"""A password in an address, however that is mistyped."""


@dataclass
class State:
    """What the options common to all commands said, and the clock that they go by."""

    as_json: bool = False
    debug: bool = False
    color: bool | None = None
    arguments: tuple[str, ...] = ()
    verbose: bool = False
    clock: Clock = field(default_factory=Clock)

    def without(self, *flags: str) -> str:
        """The command as it was given, to be run once more without some flags that only looked."""
        rest = [argument for argument in self.arguments if argument not in flags]
        if any(_SECRET.search(argument) for argument in rest):
            return f"the same command without {' and '.join(flag for flag in flags if flag in self.arguments)}"
        return shlex.join(["demodb", *rest])


def emit(payload: Mapping[str, Any]) -> None:
    """The one JSON object of a command."""
    click.echo(harmless_json(json.dumps(enveloped(payload), ensure_ascii=False, indent=2)))


_CONTROLS = (*range(32), *range(127, 160))
_TURNING = (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
"""Characters that turn the direction of what follows, or begin a line: with them a text looks like another one."""

_SHOWN = {code: f"\\u{code:04x}" for code in (*_TURNING, *range(0xD800, 0xE000))}
_BLANKED = {**dict.fromkeys(_CONTROLS, " "), **_SHOWN}
_ESCAPED = {**_SHOWN, **{code: f"\\u{code:04x}" for code in _CONTROLS if chr(code) not in "\t\n\r"}}
_COLOR = re.compile(r"(\x1b\[[0-9;]*m)")
_LAST = {code: shown for code, shown in _BLANKED.items() if chr(code) not in "\t\n"}


def printable(value: T) -> T:
    """A document whose texts steer no terminal: control characters are blanks, what turns or breaks a line is an escape."""
    whole: list[Any] = [value]
    # Documents may be nested as deeply as a file says.
    waiting: list[tuple[Any, Any]] = [(whole, 0)]
    while waiting:
        holder, place = waiting.pop()
        item = holder[place]
        if isinstance(item, str):
            holder[place] = item.translate(_BLANKED)
        elif isinstance(item, list | dict):
            holder[place] = item.copy()
            waiting += [(holder[place], key) for key in (item if isinstance(item, dict) else range(len(item)))]
    result: T = whole[0]
    return result


def harmless_json(text: str) -> str:
    """JSON text that says the same, with the control characters that JSON may hold as they are written as escapes."""
    return text.translate(_ESCAPED)


def harmless(text: str) -> str:
    """Text for a terminal, whatever it was made of: of all that steers one only colours are left."""
    parts = _COLOR.split(text)
    return "".join(part if number % 2 else part.translate(_LAST) for number, part in enumerate(parts))


class _Harmless:
    """A stream through which all goes that is printed; `raw` is for a bar that moves on the screen."""

    def __init__(self, raw: TextIO) -> None:
        self.raw = raw
        # What `input` calls, and whose errors it drops: code of Python here would let an interruption be one of them.
        self.flush, self.fileno = raw.flush, raw.fileno

    def write(self, text: str) -> int:
        """Write what is left of a text."""
        self.raw.write(harmless(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.raw, name)


@contextmanager
def harmless_streams() -> Iterator[None]:
    """Let nothing reach the terminal but through one place. What it cannot show, as in Latin-1, is shown as an escape."""
    before = sys.stdout, sys.stderr
    for stream in before:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.stdout, sys.stderr = (cast("TextIO", _Harmless(_opened(stream))) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream in filter(None, before):
            _let_go(stream)


def _opened(stream: TextIO | None) -> TextIO:
    """A stream; one that was closed before the start is there for nobody to read."""
    return Path(os.devnull).open("w", encoding="utf-8") if stream is None else stream


def _let_go(stream: TextIO) -> None:
    """Write what is left; where nobody takes it any more, Python shall not try it again, and complain, as it ends."""
    try:
        stream.flush()
    except OSError:
        nobody = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nobody, stream.fileno())
        os.close(nobody)


def raw_stdout() -> TextIO:
    """The stream for a screen that is drawn anew: what it shows of data went through `printable`."""
    return sys.stdout.raw if isinstance(sys.stdout, _Harmless) else sys.stdout


def raw_stderr() -> TextIO:
    """The stream for a bar that moves on the screen, and that shows no data."""
    return sys.stderr.raw if isinstance(sys.stderr, _Harmless) else sys.stderr


def note(text: str) -> None:
    """A line for the person, beside the result."""
    click.echo(text, err=True)


def next_step(state: State, command: str) -> None:
    """Name the command that comes next."""
    if not state.as_json:
        note(click.style(f"Next: {command}", dim=True))


class Failure(NamedTuple):
    """An error as it is told: its kind for programs, what happened, what to do, the exit code, and what was done before."""

    code: str
    message: str
    fix: str
    exit_code: ExitCode
    done: tuple[str, ...] = ()


def print_error(state: State, failure: Failure) -> ExitCode:
    """Tell an error, as text or as JSON; its exit code."""
    if state.debug and sys.exc_info()[0] is not None:
        note(_masked(traceback.format_exc()))
    message = _masked(failure.message)
    if state.as_json:
        done = {"done": failure.done} if failure.done else {}
        with suppress(OSError):  # where nothing can be written to stdout, this may be the very error
            emit(error_payload(failure.code, message, failure.fix, exitCode=failure.exit_code, **done))
    click.echo(click.style("Error: ", fg="red", bold=True) + _lines(message), err=True, color=state.color)
    if failure.fix:
        click.echo(click.style("  Fix: ", bold=True) + _lines(failure.fix), err=True, color=state.color)
    return failure.exit_code


def _masked(text: str) -> str:
    """A text without the passwords of addresses, as of one that stands where a command is expected."""
    return _SECRET.sub(lambda found: f"{found[1] or found[2]}***", text)


def _lines(text: str) -> str:
    """A message, line by line: the escapes that data in it may hold are no colours of ours."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _nothing(_: object) -> str:
    return ""


def problem_line(problem: Problem) -> str:
    """A problem for a person; what its message gives to be pasted keeps its lines."""
    return printable(f"{problem.path}: {problem.place}" if problem.place else problem.path) + f": {_lines(problem.message)}"


def shortened(
    items: Sequence[T],
    line: Callable[[T], str],
    *,
    most: int | None = None,
    left: Callable[[Sequence[T]], str] = _nothing,
    lists_all: str = "`--json`",
) -> Iterator[str]:
    """The lines of the first items, and how many more there are; `most` counts those that are shown, None the usual number.

    `left` says more of those that are not, and `lists_all` what lists them all, "" for nothing.
    """
    shown = MOST_SHOWN if most is None else most
    yield from map(line, items[:shown])
    if rest := items[shown:]:
        yield f"  {and_more(len(rest))}{left(rest)}{f': {lists_all} lists all' if lists_all else ''}"


def in_kinds(
    items: Sequence[T],
    kind: Callable[[T], str],
    line: Callable[[T], str],
    *,
    verbose: bool,
    left: Callable[[Sequence[T]], str] = _nothing,
) -> Iterator[str]:
    """The lines of items, of each kind the first few, and how many more there are; `verbose`: all, in their order."""
    if verbose:
        yield from map(line, items)
        return
    kinds: dict[str, list[T]] = {}
    for item in items:
        kinds.setdefault(kind(item), []).append(item)
    shown, others = list(kinds.values())[:MOST_KINDS], list(kinds.values())[MOST_KINDS:]
    for alike in shown:
        yield from shortened(alike, line, most=MOST_OF_A_KIND, left=left, lists_all=IN_FULL)
    rest = [item for alike in others for item in alike]
    yield from shortened(rest, line, most=0, left=lambda more: f" of other kinds{left(more)}", lists_all=IN_FULL)


def listed(title: str, lines: Sequence[str], *, verbose: bool = False, lists_all: str = "`--json`") -> Iterator[str]:
    """A part of a report: an empty line, a title with a count, and the lines of a list that may be shortened; [] for none."""
    if lines:
        yield ""
        yield f"{title} ({len(lines):,}):"
        most = len(lines) if verbose else None
        yield from shortened(lines, lambda line: f"  {printable(line)}", most=most, lists_all=lists_all)


def and_more(count: int) -> str:
    """The end of a list that was shortened by so many items."""
    return f"… and {count:,} more"
