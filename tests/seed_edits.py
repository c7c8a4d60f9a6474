"""What people do to a store by raw SQL: fields, unknown keys, lists, rows that come and go."""

from __future__ import annotations

import json
from typing import Any

from seed_model import Row
from sqlalchemy import text

from demodb.model.documents import Section
from demodb.store.engine import Store

TABLES: dict[tuple[Section, str], str] = {
    ("stakeholders", ""): "stakeholder",
    ("strategy", "painPoints"): "pain_point",
    ("strategy", "opportunities"): "opportunity",
    ("competitors", ""): "competitor",
    ("actions", ""): "action_item",
}
# What a person writes is never what a template says: else both would agree, and nothing would have been edited.
_TEXT, _DAY = "Mine {}", "2031-{:02}-11"
FIELDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "stakeholder": (
        ("title", "title", _TEXT),
        ("notes", "notes", _TEXT),
        ("role", "role", "blocker"),
        ("phone", "phone", _TEXT),
        ("raci_role", "raciRole", "informed"),
        ("last_interaction", "lastInteraction", _DAY),
    ),
    "pain_point": (
        ("title", "title", _TEXT),
        ("description", "description", _TEXT),
        ("severity", "severity", "low"),
        ("identified_date", "identifiedDate", _DAY),
    ),
    "opportunity": (
        ("description", "description", _TEXT),
        ("status", "status", "won"),
        ("owner", "owner", _TEXT),
        ("identified_date", "identifiedDate", _DAY),
    ),
    "competitor": (
        ("description", "description", _TEXT),
        ("type", "type", "our-competitor"),
        ("last_updated", "lastUpdated", _DAY),
    ),
    "action_item": (("title", "title", _TEXT), ("priority", "priority", "low"), ("due_date", "dueDate", _DAY)),
}
"""By table what is edited: column, JSON key, and the value."""

CHANGED = {
    "stakeholders": (("role", "role", "blocker"), ("last_interaction", "lastInteraction", _DAY)),
    "painPoints": (("severity", "severity", "low"), ("identified_date", "identifiedDate", _DAY)),
    "opportunities": (("status", "status", "won"), ("identified_date", "identifiedDate", _DAY)),
    "actions": (("priority", "priority", "low"), ("due_date", "dueDate", _DAY)),
}
"""By list of a pack the grade and the date that its rows give, as above."""


def value_of(form: str, number: int) -> str:
    """A value of a person's own, another one each time."""
    return form.format(number % 12 + 1 if form == _DAY else number)


def own_value(key: str, number: int) -> Any:
    """A value of a person's own for a JSON key, whatever row it is in."""
    forms = {known: form for fields in FIELDS.values() for _, known, form in fields}
    if key in ("interests", "strengths", "weaknesses"):
        return [f"Mine {number}"]
    if key in ("estimatedValue", "probability"):
        return number % 100
    if key == "relationshipStrength":
        return "unknown"
    return None if key == "reportsTo" else value_of(forms.get(key, _TEXT), number)


def update(store: Store, row: Row, column: str, value: Any) -> None:
    """Give a column of a row another value."""
    account, section, name, own = row
    statement = text(f"UPDATE {TABLES[section, name]} SET {column} = :value WHERE account_key = :account AND id = :own")
    with store.write() as connection:
        assert connection.execute(statement, {"value": value, "account": account, "own": own}).rowcount == 1


def note_unknown_key(store: Store, row: Row, value: Any) -> None:
    """Write a key that demodb does not know beside what `extra` holds."""
    account, section, name, own = row
    table = TABLES[section, name]
    with store.write() as connection:
        at = {"account": account, "own": own}
        known = connection.execute(text(f"SELECT extra FROM {table} WHERE account_key = :account AND id = :own"), at).scalar_one()
        extra = json.dumps({**json.loads(known or "{}"), "mood": value})
        connection.execute(
            text(f"UPDATE {table} SET extra = :extra WHERE account_key = :account AND id = :own"), at | {"extra": extra}
        )


def rewrite_first_string(store: Store, row: Row, value: str) -> None:
    """Give the first interest of a person, or the first strength of a competitor, another text."""
    account, section, _, own = row
    table, owner = ("interest", "stakeholder_id") if section == "stakeholders" else ("competitor_trait", "competitor_id")
    kind = "" if section == "stakeholders" else " AND kind = 'strength'"
    statement = f"UPDATE {table} SET text = :value WHERE account_key = :account AND {owner} = :own AND position = 0{kind}"
    with store.write() as connection:
        connection.execute(text(statement), {"value": value, "account": account, "own": own})


def delete(store: Store, row: Row) -> None:
    """Delete a row; who reported to that person reports to nobody."""
    account, section, name, own = row
    at = {"account": account, "own": own}
    with store.write() as connection:
        if section == "stakeholders":
            connection.execute(
                text("UPDATE stakeholder SET reports_to = NULL WHERE account_key = :account AND reports_to = :own"), at
            )
        connection.execute(text(f"DELETE FROM {TABLES[section, name]} WHERE account_key = :account AND id = :own"), at)


_NEW: dict[str, dict[str, Any]] = {
    "stakeholder": {"name": "Jo", "title": "Aide", "role": "user", "relationship_strength": "weak", "section": "stakeholders"},
    "pain_point": {"title": "T", "description": "D", "status": "active", "severity": "low", "identified_date": "2026-01-02"},
    "opportunity": {"title": "T", "description": "D", "status": "won", "identified_date": "2026-01-02"},
    "competitor": {"name": "Co", "type": "both", "description": "D", "last_updated": "2026-01-02"},
    "action_item": {"title": "T", "status": "todo", "priority": "low", "created_at": "2026-01-02"},
}


def add(store: Store, row: Row, position: int, boss: str | None = None) -> None:
    """Add a row of a person's own."""
    account, section, name, own = row
    table = TABLES[section, name]
    values = {**_NEW[table], "account_key": account, "id": own, "position": position}
    if boss is not None:
        values["reports_to"] = boss
    with store.write() as connection:
        columns = ", ".join(values)
        connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({', '.join(f':{key}' for key in values)})"), values)
