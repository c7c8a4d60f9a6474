"""A plan that fills every column and more, and edits of it by raw SQL."""

from __future__ import annotations

from demodb.model.documents import Document, Section
from demodb.model.origin import TemplateOrigin

ORIGIN = TemplateOrigin("telecom", "0001", "0", "2026-11-24")
FULL: dict[Section, Document] = {
    "stakeholders": [
        {
            "id": "s1",
            "name": "Åsa",
            "title": "CTO",
            "role": "champion",
            "relationshipStrength": "weak",
            "interests": ["5G", "cost"],
        },
        {"id": "s2", "name": "Bo", "title": "CIO", "role": "user", "relationshipStrength": "strong", "reportsTo": None},
    ],
    "strategy": {
        "painPoints": [
            {"id": "p1", "title": "t", "description": "d", "status": "active", "severity": "low", "identifiedDate": "2026-01-31"}
        ],
        "opportunities": [
            {
                "id": "o1",
                "title": "t",
                "description": "d",
                "status": "won",
                "identifiedDate": "2026-01-31",
                "estimatedValue": 0.1,
                "note": {"why": [1, None]},
            }
        ],
        "horizon": "2028",
    },
    "competitors": [
        {
            "id": "c1",
            "name": "n",
            "type": "both",
            "description": "d",
            "strengths": ["a", "b"],
            "weaknesses": [],
            "lastUpdated": "2026-02-28",
        }
    ],
    "actions": [{"id": "a1", "title": "t", "status": "todo", "priority": "high", "createdAt": "2026-01-01"}],
}
EDITS = {
    "UPDATE stakeholder SET notes = 'by hand' WHERE id = 's1'": "stakeholders",
    "UPDATE stakeholder SET reports_to = 's1' WHERE id = 's2'": "stakeholders",
    "UPDATE stakeholder SET position = 1 - position": "stakeholders",
    "DELETE FROM interest WHERE position = 0": "stakeholders",
    "UPDATE pain_point SET severity = 'high'": "strategy",
    "UPDATE opportunity SET estimated_value = 0.2": "strategy",
    "UPDATE opportunity SET extra = NULL": "strategy",
    "UPDATE plan_section SET extra = NULL": "strategy",
    "DELETE FROM opportunity": "strategy",
    "UPDATE competitor_trait SET kind = 'weakness' WHERE position = 1": "competitors",
    "DELETE FROM action_item": "actions",
}
"""By statement the section that it edits."""

ADDED = (
    "INSERT INTO action_item (account_key, id, position, title, status, priority, created_at) "
    "VALUES ('acme ltd', 'a-9', 0, 'Call', 'todo', 'low', '2026-11-24')"
)
CONFLICT = (
    "INSERT INTO conflict (account_key, section, list, row_id, field, base, mine, theirs, pack, revision) "
    "VALUES ('acme ltd', 'strategy', 'painPoints', 'pp-001', 'title', '\"was\"', '\"mine\"', '\"theirs\"', 'telecom', '0002')"
)
