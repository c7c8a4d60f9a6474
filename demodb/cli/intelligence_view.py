"""An account's intelligence as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from demodb.api.cache import AccountIntelligence
from demodb.cli.cache_view import CHANGED, duration
from demodb.cli.output import printable
from demodb.cli.plan_view import listed, money
from demodb.payloads.cache import entry_state


def intelligence_view(advice: AccountIntelligence | None) -> Iterator[RenderableType]:
    """The intelligence with its author and age, or that there is none."""
    yield Text()
    head = Text("Intelligence", style="bold cyan")
    if advice is None:
        yield head.append("  none in the cache", style="dim not bold")
        return
    fresh, document = advice.entry.fresh, printable(advice.document)
    head.append(f"  {entry_state(advice.entry)}", style=f"not bold {'green' if fresh else 'yellow'}")
    by = _AUTHORS.get(document["source"], document["source"])
    model = f", {document['model']}" if document["model"] else ""
    head.append(f"  {by}{model}, {duration(advice.age)} old", style="dim not bold")
    yield head.append(f", {CHANGED}" if advice.changed else "", style="not bold yellow")
    yield Text(document["summary"])
    rows = [{**row, "value": money(row.get("estimatedValue"))} for row in document["opportunities"]]
    yield listed(
        "opportunities", rows, {"Opportunity": "title", "Why": "description", "Confidence": "confidence", "Value": "value"}
    )
    yield listed(
        "risks", document["risks"], {"Risk": "title", "Why": "description", "Severity": "severity", "Mitigation": "mitigation"}
    )
    rows = [{**row, "steps": " ".join(row.get("nextSteps") or ())} for row in document["recommendations"]]
    yield listed(
        "recommendations", rows, {"Recommendation": "title", "Why": "description", "Priority": "priority", "Next steps": "steps"}
    )


_AUTHORS = {"claude": "by Claude", "rules": "a brief by rules"}
