"""One account as JSON: its records, its plan, its news, its intelligence."""

from __future__ import annotations

from typing import Any

from demodb.api.cache import AccountIntelligence
from demodb.api.show import AccountView, StoredSection
from demodb.model.origin import origin_kind
from demodb.payloads.cache import intelligence_payload


def show_payload(view: AccountView, advice: AccountIntelligence | None) -> dict[str, Any]:
    """The account and its intelligence as JSON."""
    return {**plan_payload(view), "intelligence": intelligence_payload(advice)}


def plan_payload(view: AccountView) -> dict[str, Any]:
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
                "nrrQuarters": None if record.quarters is None else list(record.quarters),
                "country": record.country,
                "subscriptions": list(record.subscriptions),
            }
            for record in view.records
        ],
        "sections": {
            section: {"origin": origin_text(stored), "edited": stored.edited, "document": stored.document}
            for section, stored in view.sections.items()
        },
        "news": view.news,
    }


def origin_text(stored: StoredSection) -> str:
    """Where a section comes from, in words."""
    origin = stored.origin
    kind = origin_kind(origin, generated=stored.generated)
    shifted = f", dates moved by {stored.weeks:,} week{'' if stored.weeks == 1 else 's'}" if stored.weeks else ""
    return f"{kind} {origin.pack} {origin.revision}, as of {origin.as_of}" if origin else f"{kind}{shifted}"
