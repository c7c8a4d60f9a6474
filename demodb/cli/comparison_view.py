"""Claude's intelligence of an account and the rules' brief: side by side, or in a narrow terminal one under the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from demodb.api.comparison import Comparison
from demodb.cli.cache_view import duration
from demodb.cli.output import printable
from demodb.cli.plan_view import money

_WIDE = 100
"""Columns from which on two texts beside each other can be read."""


def comparison_view(found: Comparison) -> Iterator[RenderableType]:
    """Both documents for a person, with what in Claude's the data does not support."""
    yield Text(printable(found.account), style="bold")
    rules = _Side("By rules", "", printable(found.rules))
    if found.claude is None:
        yield Text("Nothing by Claude is cached for it, and no call was made.", style="yellow")
        yield Text()
        yield Group(*rules.parts())
        return
    document = printable(found.claude.document)
    told = f"{document['model']}, {duration(found.claude.age)} old"
    yield _Beside(_Side("By Claude", told, document), rules)
    yield Text()
    if found.faults:
        named = printable(", ".join(found.faults))
        yield Text(f"In Claude's, but not in the data: {named}.", style="yellow")
    else:
        yield Text("Every amount, quarter and name in Claude's stands in the data.", style="green")


class _Side:
    """One of the two documents."""

    def __init__(self, head: str, told: str, document: dict[str, Any]) -> None:
        self._head, self._told, self._document = head, told, document

    def parts(self) -> list[RenderableType]:
        """Its head and its parts, one for each row in which both stand."""
        head = Text(self._head, style="bold cyan").append(f"  {self._told}" if self._told else "", style="dim not bold")
        return [Group(head, Text(self._document["summary"]), Text()), *map(Group, self._lists())]

    def _lists(self) -> Iterator[Text]:
        for title, key, level in (
            ("Opportunities", "opportunities", "confidence"),
            ("Risks", "risks", "severity"),
            ("Recommendations", "recommendations", "priority"),
        ):
            text = Text(title, style="bold")
            for note in self._document[key]:
                text.append(f"\n- {note['title']}", style="not bold").append(f" [{note[level]}]", style="not bold dim")
                text.append(f"\n  {_rest(note)}", style="not bold")
            yield text.append("" if self._document[key] else "\n  none", style="not bold dim").append("\n")


class _Beside:
    """Two sides in two columns where there is room, else one under the other."""

    def __init__(self, left: _Side, right: _Side) -> None:
        self._left, self._right = left, right

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        del console
        left, right = self._left.parts(), self._right.parts()
        if options.max_width < _WIDE:
            yield from [*left, *right]
            return
        columns = Table.grid(padding=(0, 3), expand=True)
        columns.add_column(ratio=1)
        columns.add_column(ratio=1)
        for pair in zip(left, right, strict=True):
            columns.add_row(*pair)
        yield columns


def _rest(note: dict[str, Any]) -> str:
    value = money(note["estimatedValue"]) if note.get("estimatedValue") else ""
    steps = [f"\n    {n}. {step}" for n, step in enumerate(note.get("nextSteps") or (), 1)]
    told = " ".join(part for part in (note["description"], note.get("mitigation", ""), value and f"({value})") if part)
    return told + "".join(steps)
