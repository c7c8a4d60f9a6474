"""What breaks the small pack of `pack_texts`: a text in it, what is typed in its place, and the fault that is told."""

from __future__ import annotations

TWIN = """\
key = "amdocs"
name = "Somebody"
type = "both"
description = "Another supplier."
strengths = ["Reach"]
weaknesses = ["Price"]

[[competitors.pool]]
key = "amdocs"
"""

SECOND_ROW = """\
[[strategy.painPoints.rows]]
id = "pp-002"
severity = "low"
status = "active"
identified = [1, 2]

[[strategy.painPoints.pool]]"""

BROKEN = [
    ("[actions]", "[actions", "is no readable TOML: Expected ']' at the end of a table declaration (at line 66, column 9)"),
    ('message = "A small pack"\n', "", "message: this key is missing"),
    ('title = "Old systems"', "title = 7", "strategy.painPoints.pool[0].title: expected a valid string, found 7"),
    (
        'severity = "high"',
        'severity = "severe"',
        "strategy.painPoints.rows[0].severity: expected one of 'high', 'medium' or 'low', found 'severe'",
    ),
    (
        'type = "our-competitor"',
        'type = "rival"',
        "competitors.pool[0].type: expected one of 'our-competitor', 'customer-competitor' or 'both', found 'rival'",
    ),
    (
        "at {account} are",
        "at {customer} are",
        (
            "strategy.painPoints.pool[0].description: expected no placeholder but {account}, {product} and {competitor}, found"
            " ['customer'], found 'Systems at {customer} are old.'"
        ),
    ),
    (
        "at {account} are",
        "at {account are",
        (
            "strategy.painPoints.pool[0].description: expected text with {account}, {product} and {competitor}: expected '}'"
            " before end of string, found 'Systems at {account are old.'"
        ),
    ),
    (
        "identified = [10, 20]",
        "identified = [20, 10]",
        (
            "strategy.painPoints.rows[0].identified: expected [from, to] with from no greater than to, both from 0 to 35000,"
            " found a list"
        ),
    ),
    (
        "updated = [1, 9]",
        "updated = { weeks = [0, 9] }",
        "competitors.rows[0].updated: expected [from, to] with from no greater than to, both from 1 to 5000, found an object",
    ),
    (
        "updated = [1, 9]",
        "updated = { months = [1, 9] }",
        "competitors.rows[0].updated: expected days as [from, to], or { weeks = [from, to] }, found an object",
    ),
    (
        "probability = [40, 60]",
        "probability = [40, 160]",
        "strategy.opportunities.rows[0].probability[1]: expected less than or equal to 100, found 160",
    ),
    ("chance = 0.5", "chance = 1.5", "competitors.rows[0].chance: expected less than or equal to 1, found 1.5"),
    ("weight = 2", "weight = 0", "strategy.opportunities.pool[0].weight: expected greater than 0, found 0"),
    ("minimum = 1000", 'minimum = "1000"', "strategy.opportunities.rows[0].minimum: expected a valid integer, found '1000'"),
    ("date = 2026-11-24", 'date = "2026-11-24"', "date: expected a valid date, found '2026-11-24'"),
    (
        'reportsTo = "sh-001"',
        'reportsTo = "sh-009"',
        "stakeholders.rows[1].reportsTo: expected the id of an earlier row, found 'sh-009'",
    ),
    (
        'reportsTo = "sh-001"',
        'reportsTo = "sh-002"',
        "stakeholders.rows[1].reportsTo: expected the id of an earlier row, found 'sh-002'",
    ),
    ('default = ["Suite"], ', "", "products: expected a list `default` for other business units"),
    ('id = "pp-001"', 'id = "pp-001"\ncolour = "red"', "strategy.painPoints.rows[0].colour: this key is not known"),
    ("tenure = [1, 10]", "tenure = [1]", "stakeholders.rows[0].tenure: expected at least 2 items, found 1"),
    (
        "rows = []",
        'rows = [{ id = "ac-001", status = "todo", priority = "low", created = [1, 2] }]',
        "actions.rows[0].due: this key is missing",
    ),
    (
        "rows = []",
        'rows = [{ id = "ac-001", status = "todo", priority = "low", created = [1, 2], due = [1, 2] }]',
        "actions.pool: expected enough entries that every account may get: 1, found 0",
    ),
    (
        'interests = ["Quality", "Speed"]',
        'interests = ["Quality"]',
        "stakeholders.rows[1].interests: expected at least 2 items, found 1",
    ),
    (
        "relationship = { strong = 1 }",
        "relationship = {}",
        "stakeholders.rows[1].relationship: expected at least 1 items, found 0",
    ),
    (
        "relationship = { strong = 1 }",
        "relationship = { strong = -1 }",
        "stakeholders.rows[1].relationship.strong: expected greater than 0, found -1",
    ),
    (
        "relationship = { strong = 1 }",
        "relationship = { warm = 1 }",
        "stakeholders.rows[1].relationship.warm: expected one of 'strong', 'moderate', 'weak' or 'unknown', found 'warm'",
    ),
    ('strengths = ["Reach"]', "strengths = []", "competitors.pool[0].strengths: expected at least 1 items, found 0"),
    ('key = "vp", ', "", "stakeholders.rows[1].titles[0]: expected a title with `key` and `en`, without key, found an object"),
    (
        'en = "VP Operations"',
        'de = "Betrieb"',
        "stakeholders.rows[1].titles[0]: expected a title with `key` and `en`, without en, found an object",
    ),
    (
        '{ key = "vp", en = "VP Operations" }',
        '{ key = "vp", en = "VP" }, { key = "vp", en = "Head" }',
        "stakeholders.rows[1].titles[1].key: expected key 'vp' once, found it a second time",
    ),
    ('id = "sh-002"', 'id = "sh-001"', "stakeholders.rows[1].id: expected id 'sh-001' once, found it a second time"),
    ('default = ["Suite"]', "default = []", "products.default: expected at least 1 items, found 0"),
    (
        "at {account} are",
        "at {account:d} are",
        (
            "strategy.painPoints.pool[0].description: expected no placeholder but {account}, {product} and {competitor}, found"
            " ['account'], found 'Systems at {account:d} are old.'"
        ),
    ),
    ("share = [0.1, 0.2]", "share = [0.1, inf]", "strategy.opportunities.rows[0].share[1]: expected a finite number, found inf"),
    ("weight = 2", "weight = inf", "strategy.opportunities.pool[0].weight: expected a finite number, found inf"),
    (
        "weight = 2",
        "revenue = [5, 5]",
        "strategy.opportunities.pool[0].revenue: expected [from, to] with from less than to, found a list",
    ),
    (
        "weight = 2",
        "revenue = [-5, 5]",
        "strategy.opportunities.pool[0].revenue[0]: expected greater than or equal to 0, found -5",
    ),
    (
        "weight = 2",
        'country = ["Germany"]',
        (
            "strategy.opportunities.pool[0].country[0]: expected the two letters of a country that a name can tell, such as DE,"
            " found 'Germany'"
        ),
    ),
    ("weight = 2", 'renewalRisk = "yes"', "strategy.opportunities.pool[0].renewalRisk: expected a valid boolean, found 'yes'"),
    (
        "weight = 2",
        "renewalRisk = true",
        "strategy.opportunities.pool: expected enough entries that every account may get: 1, found 0",
    ),
    (
        'key = "amdocs"\n',
        TWIN,
        "competitors.pool[1].key: expected key 'amdocs' once, found it a second time",
    ),
    (
        'name = "Amdocs"',
        'name = "{competitor}"',
        "competitors.pool[0].name: expected no curly braces, as nothing is filled in here, found '{competitor}'",
    ),
    ('name = "Amdocs"', 'name = "."', "competitors.pool[0].name: expected a company's name, found '.'"),
    ('key = "legacy"', 'key = ""', "strategy.painPoints.pool[0].key: expected a text, found an empty one"),
    (
        "[[strategy.painPoints.pool]]",
        SECOND_ROW,
        "strategy.painPoints.pool: expected enough entries that every account may get: 2, found 1",
    ),
    ("[actions]\nrows = []\n", "", "actions: the first revision has to hold this part"),
    ("[actions]\nrows = []\n", "[actions]\nrows = []\n\n[news]\nrows = []\n", "news: this key is not known"),
    (
        "lastInteraction = [1, 30]",
        "lastInteraction = 30",
        "stakeholders.rows[0].lastInteraction: expected days as [from, to], or { weeks = [from, to] }, found 30",
    ),
    (
        "lastInteraction = [1, 30]",
        "lastInteraction = [1, 40_000]",
        (
            "stakeholders.rows[0].lastInteraction: expected [from, to] with from no greater than to, both from 0 to 35000,"
            " found a list"
        ),
    ),
    (
        "date = 2026-11-24",
        "date = 24 November",
        "is no readable TOML: Expected newline or end of document after a statement (at line 2, column 11)",
    ),
]
