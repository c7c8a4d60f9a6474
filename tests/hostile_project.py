"""An account of which every text is an attack: its name and with it its slug, its plan, its news, its files' names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from demodb.model.names import slug

ATTACK = "\"'><script>window.hit=1</script><img src=x onerror=window.hit=2><svg onload=window.hit=3>{{7*7}}${7*7}"
"""Leaves any attribute and any element, and runs a script where it is not made inert."""

NAME = "<img src=x onerror=window.hit=4> \"onfocus='window.hit=5' autofocus & {{7*7}} 100%41?#;"
SLUG = slug(NAME)
ROW_ID = "<b>\"x/y?z&#'"
_URL = "javascript:window.hit=6"


def _people() -> list[dict[str, Any]]:
    person = {
        "id": ROW_ID,
        "name": ATTACK,
        "title": ATTACK,
        "role": "blocker",
        "raciRole": "responsible",
        "email": "jo@example.com",
        "phone": ATTACK,
        "tenure": ATTACK,
        "interests": [ATTACK, _URL],
        "relationshipStrength": "weak",
        "lastInteraction": "2026-11-01",
        "notes": ATTACK,
        ATTACK: {ATTACK: [ATTACK]},
    }
    return [{**person, "reportsTo": None}, {**person, "id": "two", "reportsTo": ROW_ID, "role": "champion"}]


def _strategy() -> dict[str, Any]:
    told = {"id": ROW_ID, "title": ATTACK, "description": ATTACK, "identifiedDate": "2026-10-01", "owner": ATTACK, "link": _URL}
    pain = {**told, "status": "active", "severity": "high"}
    deals = [
        {**told, "id": stage, "status": stage, "estimatedValue": 90, "probability": 50} for stage in ("proposed", "won", "lost")
    ]
    return {"painPoints": [pain], "opportunities": deals, ATTACK: ATTACK}


def _rivals() -> list[dict[str, Any]]:
    rival = {"id": ROW_ID, "name": ATTACK, "type": "both", "description": ATTACK, "lastUpdated": "2026-10-01"}
    return [{**rival, "strengths": [ATTACK], "weaknesses": [ATTACK]}]


def _cards() -> list[dict[str, Any]]:
    card = {"title": ATTACK, "description": ATTACK, "priority": "high", "owner": ATTACK, "createdAt": "2026-10-01"}
    return [
        {"id": f"{ROW_ID}{status}", "status": status, **card, "dueDate": "2026-11-02"}
        for status in ("todo", "in-progress", "done")
    ]


def _news() -> dict[str, Any]:
    article = {"title": ATTACK, "source": ATTACK, "published": ATTACK, "summary": ATTACK, "relevance_score": 0.5}
    links = (
        _URL,
        "JaVaScRiPt:window.hit=7",
        "data:text/html,<script>window.hit=8</script>",
        f"https://news.example/{ATTACK}",
        ATTACK,
    )
    return {
        "customer_name": NAME,
        "last_updated": "2026-11-20",
        "article_count": 5,
        "articles": [{**article, "url": url} for url in links],
    }


def _customers() -> dict[str, Any]:
    subscription = {
        "sub_id": ATTACK,
        "arr": 9.5,
        "projected_arr": 1.0,
        "renewal_qtr": "Q1'27 " + ATTACK,
        "will_renew": "TBD " + ATTACK,
    }
    customer = {"customer_name": NAME, "rr": 9.5, "nrr": 1.0, "total": 10.5, "subscriptions": [subscription]}
    return {"bu_name": f"Unit {ATTACK.replace('/', '')}", "customers": [customer]}


def write_attacks(folder: Path) -> None:
    """Put the account's files into the folders of a sample's project, under names that are attacks too."""
    files: dict[str, Any] = {
        "customers/<img src=x onerror=window.hit=9>.json": _customers(),
        f"news/{ATTACK.replace('/', '')}_news.json": _news(),
        f"account-plans/stakeholders/{SLUG}.json": _people(),
        f"account-plans/strategy/{SLUG}.json": _strategy(),
        f"account-plans/competitors/{SLUG}.json": _rivals(),
        f"account-plans/actions/{SLUG}.json": _cards(),
    }
    for path, content in files.items():
        (folder / path).write_text(json.dumps(content), "utf-8")
    settings = folder / "demodb.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("heroes = [", f"heroes = [{json.dumps(NAME)}, "), "utf-8")
