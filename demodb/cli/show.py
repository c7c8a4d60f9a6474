"""`demodb show`: one plan as a tree and tables. The home of rich's layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from demodb.api.accounts import SECTIONS, AccountView, Section, StoredSection, show_account
from demodb.api.cache import AccountIntelligence, account_intelligence
from demodb.cli.common import account_names, common, opened
from demodb.cli.entries import duration, entry_facts, entry_state
from demodb.cli.output import State, emit, next_step, plural, printable
from demodb.clock import Clock
from demodb.settings import Settings

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


@click.command("show", epilog="Example: demodb show Spotify")
@click.argument("account", shell_complete=account_names)
@common
def command(state: State, settings: Settings, account: str) -> None:
    """Draw one account's plan: org chart, strategy, competitors, actions; and its intelligence, if there is any."""
    with opened(settings) as store:
        view = show_account(store, account)
        advice = account_intelligence(store, Clock(), view.slug)
    if state.as_json:
        emit(show_payload(view, advice))
    else:
        plain = state.color is False
        Console(highlight=False, color_system=None if plain else "auto").print(_view(view, advice))
    next_step(state, "demodb status" if len(view.sections) == len(SECTIONS) else "demodb seed")


def show_payload(view: AccountView, advice: AccountIntelligence | None) -> dict[str, Any]:
    """The account as JSON, documents as they are exported."""
    return {
        "account": view.name,
        "slug": view.slug,
        "hero": view.hero,
        "aliases": view.aliases,
        "records": [
            {
                "businessUnit": record.unit,
                "name": record.name,
                "rr": record.rr,
                "nrr": record.nrr,
                "subscriptions": list(record.subscriptions),
            }
            for record in view.records
        ],
        "sections": {
            section: {"origin": _origin(stored), "edited": stored.edited, "document": stored.document}
            for section, stored in view.sections.items()
        },
        "news": view.news,
        "intelligence": {**entry_facts(advice.entry), "ageSeconds": advice.age, "document": advice.document} if advice else None,
    }


def _origin(stored: StoredSection) -> str:
    made = stored.origin
    return f"template {made.pack} {made.revision}, as of {made.as_of}" if made else "imported"


def _view(view: AccountView, advice: AccountIntelligence | None) -> RenderableType:
    sections = (part for section in SECTIONS for part in _section(section, view.sections.get(section)))
    return Group(*_head(view), *sections, *_intelligence(advice))


def _head(view: AccountView) -> Iterator[RenderableType]:
    title = Text(view.name, style="bold")
    if view.hero:
        title.append("  hero", style="magenta")
    yield title
    units = sorted({record.unit for record in view.records})
    revenue = sum(record.rr + record.nrr for record in view.records)
    yield Text(
        f"{', '.join(units)} · {plural(len(view.records), 'record')} · {revenue:,.0f} USD a year · {view.slug}.json", "dim"
    )
    others = sorted({record.name for record in view.records} - {view.name}) + view.aliases
    if others:
        yield Text(f"also known as {', '.join(others)}", "dim")


def _section(section: Section, stored: StoredSection | None) -> Iterator[RenderableType]:
    yield Text()
    head = Text(section.capitalize(), style="bold cyan")
    if stored is None:
        yield head.append("  missing", style="red")
        return
    yield head.append(f"  {_origin(stored)}{', edited since' if stored.edited else ''}", style="dim not bold")
    yield from _BODIES[section](printable(stored.document))


def _stakeholders(document: Any) -> Iterator[RenderableType]:
    by_boss: dict[str | None, list[dict[str, Any]]] = {}
    for person in document:
        by_boss.setdefault(person.get("reportsTo"), []).append(person)
    tree = Tree("", hide_root=True)
    _grow(tree, by_boss, None)
    yield tree


def _grow(tree: Tree, by_boss: dict[str | None, list[dict[str, Any]]], boss: str | None) -> None:
    for person in by_boss.get(boss, ()):
        line = Text(person["name"], style="bold")
        line.append(f", {person['title']}", style="not bold")
        for value in (person["role"], person["relationshipStrength"]):
            line.append(f" · {value}", style=f"not bold {_STYLES.get(value, '')}")
        _grow(tree.add(line), by_boss, person["id"])


def _strategy(document: Any) -> Iterator[RenderableType]:
    yield _table(
        document["painPoints"], {"Pain point": "title", "Severity": "severity", "Status": "status", "Since": "identifiedDate"}
    )
    rows = [
        {**row, "value": _money(row.get("estimatedValue")), "chance": _percent(row.get("probability"))}
        for row in document["opportunities"]
    ]
    yield _table(
        rows, {"Opportunity": "title", "Value": "value", "Chance": "chance", "Status": "status", "Since": "identifiedDate"}
    )


def _competitors(document: Any) -> Iterator[RenderableType]:
    rows = [{**row, "plus": "; ".join(row["strengths"]), "minus": "; ".join(row["weaknesses"])} for row in document]
    yield _table(rows, {"Competitor": "name", "Type": "type", "Strengths": "plus", "Weaknesses": "minus"})


def _actions(document: Any) -> Iterator[RenderableType]:
    if document:
        yield _table(
            document, {"Action": "title", "Status": "status", "Priority": "priority", "Owner": "owner", "Due": "dueDate"}
        )
    else:
        yield Text("no actions", "dim")


_BODIES = {"stakeholders": _stakeholders, "strategy": _strategy, "competitors": _competitors, "actions": _actions}


def _table(rows: list[dict[str, Any]], columns: dict[str, str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in columns:
        table.add_column(title, justify="right" if title in ("Value", "Chance") else "left", overflow="fold")
    for row in rows:
        cells = (str(row.get(key) or "") for key in columns.values())
        table.add_row(*(Text(cell, style=_STYLES.get(cell, "")) for cell in cells))
    return table


def _intelligence(advice: AccountIntelligence | None) -> Iterator[RenderableType]:
    yield Text()
    head = Text("Intelligence", style="bold cyan")
    if advice is None:
        yield head.append("  none in the cache", style="dim not bold")
        return
    fresh, document = advice.entry.fresh, printable(advice.document)
    head.append(f"  {entry_state(advice.entry)}", style=f"not bold {'green' if fresh else 'yellow'}")
    by = _AUTHORS.get(document["source"], document["source"])
    model = f", {document['model']}" if document["model"] else ""
    yield head.append(f"  {by}{model}, {duration(advice.age)} old", style="dim not bold")
    yield Text(document["summary"])
    rows = [{**row, "value": _money(row.get("estimatedValue"))} for row in document["opportunities"]]
    yield _table(rows, {"Opportunity": "title", "Why": "description", "Confidence": "confidence", "Value": "value"})
    yield _table(document["risks"], {"Risk": "title", "Why": "description", "Severity": "severity", "Mitigation": "mitigation"})
    rows = [{**row, "steps": "; ".join(row.get("nextSteps") or ())} for row in document["recommendations"]]
    yield _table(rows, {"Recommendation": "title", "Why": "description", "Priority": "priority", "Next steps": "steps"})


_AUTHORS = {"claude": "by Claude", "rules": "a brief by rules"}


def _money(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:g} %"
