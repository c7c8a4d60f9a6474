"""One good row of each table, and the way to write it past everything but the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlmodel import SQLModel

from demodb.model.documents import SECTIONS
from demodb.store import tables

TABLES: dict[str, Table] = {
    table.name: table for table in (SQLModel.metadata.tables[getattr(tables, name).__tablename__] for name in tables.__all__)
}
DAY = "2026-11-24"
GOOD: list[tuple[str, dict[str, Any]]] = [
    ("business_unit", {"key": "stl", "name": "STL"}),
    ("account", {"key": "one", "name": "One", "slug": "one", "hero": 0}),
    ("account", {"key": "two", "name": "Two", "slug": "two", "hero": 1}),
    ("alias", {"key": "uno", "name": "Uno", "slug": "uno", "account_key": "one"}),
    (
        "customer_record",
        {"business_unit_key": "stl", "name": "One", "account_key": "one", "slug": "one", "rr": 0.0, "nrr": 0.0},
    ),
    ("subscription", {"business_unit_key": "stl", "record_name": "One", "position": 0}),
    ("news_feed", {"account_key": "one", "customer_name": "One", "last_updated": DAY}),
    (
        "news_article",
        {"account_key": "one", "position": 0, "title": "", "url": "", "source": "", "published": "", "summary": ""}
        | {"relevance_score": 0.5},
    ),
    *(("plan_section", {"account_key": "one", "section": section, "origin": "imported", "base": "[]"}) for section in SECTIONS),
    (
        "plan_section",
        {"account_key": "two", "section": "stakeholders", "origin": "template", "base": "[]", "pack": "telecom", "revision": "1"}
        | {"seed": "0", "as_of": DAY},
    ),
    *(
        (
            "stakeholder",
            {"account_key": account, "id": own, "position": 0, "name": "", "title": "", "role": "user", "reports_to": above}
            | {"relationship_strength": "weak", "raci_role": None, "last_interaction": None},
        )
        for account, own, above in [("one", "s1", None), ("one", "s2", "s1"), ("two", "s3", None)]
    ),
    ("interest", {"account_key": "one", "stakeholder_id": "s1", "position": 0, "text": "5G"}),
    (
        "pain_point",
        {"account_key": "one", "id": "p1", "position": 0, "title": "", "description": "", "status": "active", "severity": "low"}
        | {"identified_date": DAY},
    ),
    (
        "opportunity",
        {"account_key": "one", "id": "o1", "position": 0, "title": "", "description": "", "status": "won", "probability": None}
        | {"identified_date": DAY},
    ),
    (
        "competitor",
        {"account_key": "one", "id": "c1", "position": 0, "name": "", "type": "both", "description": "", "last_updated": DAY},
    ),
    ("competitor_trait", {"account_key": "one", "competitor_id": "c1", "kind": "strength", "position": 0, "text": "price"}),
    (
        "action_item",
        {"account_key": "one", "id": "a1", "position": 0, "title": "", "status": "todo", "priority": "low", "due_date": None}
        | {"created_at": DAY},
    ),
    ("known_file", {"path": "a.json", "kind": "plan", "sha256": b"0", "account_key": "one", "section": "actions"}),
    ("exported_folder", {"folder": "export", "at": 0, "said": b"0", "advice": b"0", "left_alone": "[]"}),
    ("rehearsal", {"id": 1, "at": 0, "begins": 0, "ends": 0, "blockers": 0, "warnings": 0, "hints": 0, "said": b"0"}),
    ("aim", {"pack": "mine", "seed": "0", "weights": "{}", "story": "v1:0"}),
    ("agreed_version", {"account_key": "one", "section": "actions", "digest": b"0", "number": 1}),
    ("listing", {"path": "a.json", "business_unit_key": "stl", "record_name": "One"}),
    ("apart_name", {"name": "One!", "account_key": "one"}),
    ("edit", {"account_key": "one", "section": "actions", "at": 0, "side": "file", "source": "a.json", "changes": "[]"}),
    ("cache_entry", {"key": "k", "kind": "x", "generation": 0}),
    ("model_call", {"started_at": 0, "duration_ms": 0, "account_key": "one", "attempt": 1, "model": "m", "cost_usd": None}),
    ("pack_revision", {"pack": "p", "revision": "0001", "digest": "0"}),
    ("seed_run", {"kind": "seed", "at": 0, "person": "me", "packs": "{}", "counts": "{}"}),
    ("deleted_row", {"account_key": "one", "section": "actions", "list": "", "row_id": "a9"}),
    (
        "conflict",
        {"account_key": "one", "section": "actions", "list": "", "row_id": "a1", "field": "title", "mine": '"x"'}
        | {"pack": "p", "revision": "0002"},
    ),
    ("model_batch", {"id": "b", "created_at": 0, "model": "m"}),
    ("batch_request", {"batch_id": "b", "custom_id": "1", "account_key": "one", "input_hash": "v1:0"}),
]
"""Parents first; `account` and `stakeholder` come in two."""


def put(connection: Connection, table: str, row: Mapping[str, Any]) -> None:
    columns, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
    connection.execute(text(f'INSERT INTO "{table}" ({columns}) VALUES ({values})'), row)
