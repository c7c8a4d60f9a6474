"""A plan as a tree and tables, and as JSON. The home of rich's layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from demodb.api.show import AccountView, StoredSection
from demodb.cli.output import State, emit, printable
from demodb.model.counts import plural
from demodb.model.dates import day_text
from demodb.model.documents import SECTIONS, Section
from demodb.payloads.show import origin_text, plan_payload

_STYLES = {
    "high": "red",
    "weak": "red",
    "blocker": "red",
    "medium": "yellow",
    "moderate": "yellow",
    "strong": "green",
    "champion": "green",
    "low": "green",
    "done": "green",
    "won": "green",
}


def print_plan(state: State, view: AccountView) -> None:
    """Print an account, as text or as JSON."""
    if state.as_json:
        emit(plan_payload(view))
    else:
        print_all(state, [plan_view(view)])


def print_all(state: State, parts: Iterable[RenderableType]) -> None:
    """Print what is laid out, in colour where the terminal has it."""
    Console(highlight=False, color_system=None if state.color is False else "auto").print(Group(*parts))


def plan_view(view: AccountView) -> RenderableType:
    """The account and its plan."""
    return Group(*_head(view), *(part for section in SECTIONS for part in _section(section, view.sections.get(section))))


def _head(view: AccountView) -> Iterator[RenderableType]:
    title = Text(printable(view.name), style="bold")
    if view.hero:
        title.append("  hero", style="magenta")
    yield title
    units = sorted({record.unit for record in view.records})
    revenue = sum(record.rr + record.nrr for record in view.records)
    named, count = ", ".join(map(printable, units)), plural(len(view.records), "record")
    yield Text(f"{named} · {count} · {revenue:,.0f} USD a year · {view.slug}.json", "dim")
    others = sorted({*(record.name for record in view.records), *view.aliases} - {view.name})
    if others:
        yield Text(f"also known as {', '.join(map(printable, others))}", "dim")


def _section(section: Section, stored: StoredSection | None) -> Iterator[RenderableType]:
    yield Text()
    head = Text(section.capitalize(), style="bold cyan")
    if stored is None:
        yield head.append("  missing", style="red")
        return
    yield head.append(f"  {origin_text(stored)}{', edited since' if stored.edited else ''}", style="dim not bold")
    yield from _BODIES[section](printable(stored.document))


def _stakeholders(document: Any) -> Iterator[RenderableType]:
    if not document:
        yield _none("stakeholders")
        return
    by_boss: dict[str | None, list[dict[str, Any]]] = {}
    for person in document:
        by_boss.setdefault(person.get("reportsTo"), []).append(person)
    root = Tree("", hide_root=True)
    waiting = [(root, 0, person) for person in reversed(by_boss.get(None, []))]
    while waiting:
        tree, depth, person = waiting.pop()
        branch = tree.add(_person(person, told_boss=depth >= _DEEPEST))
        below = (tree if depth >= _DEEPEST else branch, depth + 1)
        waiting += [(*below, report) for report in reversed(by_boss.get(person["id"], []))]
    yield root


_DEEPEST = 8
"""Levels that are drawn as such; who is below them stands in one row with them, and is told with the boss's id."""


def _person(person: dict[str, Any], *, told_boss: bool) -> RenderableType:
    line = Text(person["name"], style="bold")
    line.append(f", {person['title']}", style="not bold")
    for value in (person["role"], person["relationshipStrength"]):
        line.append(f" · {value}", style=f"not bold {_STYLES.get(value, '')}")
    if told_boss:
        line.append(f" · reports to {person['reportsTo']}", style="dim not bold")
    notes = " ".join((person.get("notes") or "").split())
    return Group(line, Padding.indent(Text(notes, style="dim"), _INDENT)) if notes else line


_INDENT = 4
"""Columns by which notes stand further in: so no line of a text looks like a message of ours."""


def _strategy(document: Any) -> Iterator[RenderableType]:
    pains, deals = document["painPoints"], document["opportunities"]
    yield listed("pain points", pains, _PAIN_POINT)
    rows = [{**row, "value": money(row.get("estimatedValue")), "chance": _percent(row.get("probability"))} for row in deals]
    yield listed("opportunities", rows, _OPPORTUNITY)


def _competitors(document: Any) -> Iterator[RenderableType]:
    rows = [{**row, "plus": "; ".join(row["strengths"]), "minus": "; ".join(row["weaknesses"])} for row in document]
    yield listed("competitors", rows, _COMPETITOR)


def _actions(document: Any) -> Iterator[RenderableType]:
    yield listed("actions", document, _ACTION)


_PAIN_POINT = {"Pain point": "title", "Severity": "severity", "Status": "status", "Since": "identifiedDate"}
_OPPORTUNITY = {"Opportunity": "title", "Value": "value", "Chance": "chance", "Status": "status", "Since": "identifiedDate"}
_COMPETITOR = {"Competitor": "name", "Type": "type", "Strengths": "plus", "Weaknesses": "minus"}
_ACTION = {"Action": "title", "Status": "status", "Priority": "priority", "Owner": "owner", "Due": "dueDate"}

_BODIES = {"stakeholders": _stakeholders, "strategy": _strategy, "competitors": _competitors, "actions": _actions}


def listed(what: str, rows: list[dict[str, Any]], columns: dict[str, str]) -> RenderableType:
    """Rows under titles, or that there are none; `columns` has the rows' keys by title."""
    return _Listed(rows, columns) if rows else _none(what)


class _Listed:
    """Rows as a table; where that would break words, one below the other."""

    def __init__(self, rows: list[dict[str, Any]], columns: dict[str, str]) -> None:
        self._rows = rows
        self._columns = columns

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        if options.max_width >= _NARROW:
            yield _table(self._rows, self._columns)
            return
        yield Text(next(iter(self._columns)), "dim")
        for row in self._rows:
            first, *others = ((title, _cell(title, str(row.get(key) or ""))) for title, key in self._columns.items())
            yield Text(first[1])
            told = (_told(title, cell) for title, cell in others if cell)
            yield Padding(Text(" · ", "dim").join(told), (0, 0, 0, 2))


def _told(title: str, cell: str) -> Text:
    """A cell by itself: with its title, but where that goes without saying."""
    label = Text("" if title in _SPEAKING else f"{title.lower()} ", "dim")
    return label.append(cell, style=f"not dim {_STYLES.get(cell, '')}")


_NARROW = 64
"""Columns of a terminal from which on a table breaks no word."""

_SPEAKING = {"Severity", "Status", "Type", "Priority", "Owner", "Value", "Chance"}


def _none(what: str) -> Text:
    return Text(f"no {what}", "dim")


def _table(rows: list[dict[str, Any]], columns: dict[str, str]) -> Table:
    grid = Table(box=None, pad_edge=False, header_style="dim")
    for title in columns:
        # The kind of a competitor is one long word, which would break anywhere: the lists beside it give way.
        whole = title == "Type"
        grid.add_column(title, justify="right" if title in ("Value", "Chance") else "left", no_wrap=whole, overflow="fold")
    for row in rows:
        cells = (_cell(title, str(row.get(key) or "")) for title, key in columns.items())
        grid.add_row(*(Text(cell, style=_STYLES.get(cell, "")) for cell in cells))
    return grid


def _cell(title: str, text: str) -> str:
    return day_text(text) if title in ("Since", "Due") else text


def money(value: float | None) -> str:
    """USD, or nothing."""
    return "" if value is None else f"{value:,.0f}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:g} %"
