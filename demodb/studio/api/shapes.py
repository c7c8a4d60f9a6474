"""The words in which the schemas of the API are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from demodb.payloads.envelope import SCHEMA_VERSION

Schema = Mapping[str, Any]

PLACE = "#/components/schemas/{model}"
"""Where a schema stands in the document."""


def ref(name: str) -> Schema:
    """A schema by its name."""
    return {"$ref": PLACE.format(model=name)}


def many(of: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": of}


def maybe(of: Schema) -> Schema:
    """Something, or null."""
    return {"anyOf": [of, {"type": "null"}]}


def by_key(of: Schema) -> Schema:
    """An object whose keys are data."""
    return {"type": "object", "additionalProperties": of}


def record(_required: Mapping[str, Schema], **optional: Schema) -> Schema:
    """An object with the keys that it always has, and those that it may have."""
    return {"type": "object", "properties": {**_required, **optional}, "required": list(_required), "additionalProperties": False}


def report(_required: Mapping[str, Schema], **optional: Schema) -> Schema:
    """The object that a command prints."""
    return record({"schemaVersion": {"const": SCHEMA_VERSION}, **_required}, **optional)


TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
ANYTHING: Schema = {}
DOCUMENTS: Schema = {
    "stakeholders": many(ref("Stakeholder")),
    "strategy": ref("Strategy"),
    "competitors": many(ref("Competitor")),
    "actions": many(ref("ActionItem")),
}
