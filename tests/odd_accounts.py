"""Accounts as they may come and seldom do: a crowd in seven levels, hostile texts, names without an end, nothing at all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from demodb.model.documents import Document, Section
from demodb.model.names import match_key, slug
from demodb.store.engine import Store
from demodb.store.news import replace_news
from demodb.store.plans import NewSection, delete_sections, insert_sections
from demodb.store.portfolio import existing_accounts, insert_accounts

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}"
LONG_NAME = "Maximiliana-Konstantina von und zu Hohenlohe-Waldenburg-Schillingsfürst of the Northern and the Southern Territories"
RIGHT_TO_LEFT = ("فاطمة الزهراء بنت عبد الرحمن", "מרים בן־ציון הלוי")
UNBROKEN = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnungsausschussvorsitzender"
ROLES = ("decision-maker", "influencer", "champion", "user", "blocker")
STRENGTHS = ("strong", "moderate", "weak", "unknown")


def person(number: int, boss: int | None, name: str, title: str = "Head of Something Important") -> dict[str, Any]:
    return {
        "id": f"p {number}/x",
        "name": name,
        "title": title,
        "role": ROLES[number % len(ROLES)],
        "relationshipStrength": STRENGTHS[number % len(STRENGTHS)],
        "reportsTo": None if boss is None else f"p {boss}/x",
        "email": "jo@example.com",
    }


def crowd() -> list[dict[str, Any]]:
    """Sixty people in seven levels, among them long names, unbroken ones, and such as are read from the right."""
    names = [LONG_NAME, UNBROKEN, *RIGHT_TO_LEFT]
    bosses = [None, *(0, 0, 0), *(1, 1, 2, 3), *(4, 5), *(8, 8), 10, 12]
    bosses += [12] * 12 + [2] * 20 + [9] * 14
    return [person(number, boss, names[number] if number < 4 else f"Person {number}") for number, boss in enumerate(bosses)]


def hostile_plan() -> dict[Section, Document]:
    """A plan in which every text tries to run."""
    pain = {"id": SCRIPT, "title": SCRIPT, "description": SCRIPT, "status": "active", "severity": "high"}
    deal = {"id": SCRIPT, "title": SCRIPT, "description": SCRIPT, "status": "proposed", "estimatedValue": 1e6, "probability": 30}
    rival = {"id": SCRIPT, "name": SCRIPT, "type": "both", "description": SCRIPT, "strengths": [SCRIPT], "weaknesses": []}
    card = {"id": SCRIPT, "title": SCRIPT, "description": SCRIPT, "status": "todo", "priority": "low", SCRIPT: [{SCRIPT: SCRIPT}]}
    dated = {"identifiedDate": "2026-11-01", "owner": SCRIPT}
    return {
        "stakeholders": [
            person(0, None, SCRIPT, SCRIPT) | {"id": SCRIPT, "notes": SCRIPT, "interests": [SCRIPT], SCRIPT: SCRIPT}
        ],
        "strategy": {"painPoints": [pain | dated], "opportunities": [deal | dated], SCRIPT: SCRIPT},
        "competitors": [rival | {"lastUpdated": "2026-11-01"}],
        "actions": [card | {"createdAt": "2026-11-01T10:00:00.000Z"}],
    }


def hostile_news(customer: str) -> dict[str, Any]:
    """News of which each link and each text is a trap."""
    links = [
        "javascript:alert(1)",
        " https://example.com",
        "data:text/html,x",
        "https://example.com/?a=\"onclick='x'",
        "//example.com",
    ]
    articles = [
        {"title": SCRIPT, "url": url, "source": SCRIPT, "published": SCRIPT, "summary": SCRIPT * 3, "relevance_score": 0.5}
        for url in links
    ]
    return {"customer_name": customer, "last_updated": "2026-11-20", "article_count": len(articles), "articles": articles}


def put_account(
    store: Store,
    name: str,
    plan: dict[Section, Document],
    *,
    news: dict[str, Any] | None = None,
    departed_at: int | None = None,
) -> str:
    """An account with just this plan, made if it is not there; its slug."""
    key = match_key(name)
    with store.write() as connection:
        if key not in existing_accounts(connection, [key]):
            insert_accounts(connection, [{"key": key, "name": name, "slug": slug(name)}])
        delete_sections(connection, [(key, section) for section in ("stakeholders", "strategy", "competitors", "actions")])
        insert_sections(connection, [NewSection(key, section, document) for section, document in plan.items()])
        if news:
            replace_news(connection, {key: news})
        connection.execute(text("UPDATE account SET departed_at = :at WHERE key = :key"), {"at": departed_at, "key": key})
    return slug(name)
