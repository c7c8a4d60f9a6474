"""The JSON Schemas of what the API sends: of documents by the models of the contract, of reports key by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from demodb.api.import_ import Earlier, LeftOut, Orphan, Rename, Replaced, TakenIn
from demodb.api.rehearse import Finding
from demodb.api.shift import MovedAccount
from demodb.api.status import Concern
from demodb.errors import Problem
from demodb.model.documents import ActionItem, Competitor, NewsFile, Stakeholder, Strategy, Subscription
from demodb.model.intelligence import Intelligence
from demodb.studio.api.act_reports import ACT_REPORTS
from demodb.studio.api.reports import REPORTS
from demodb.studio.api.shapes import PLACE, Schema

_VALUES: tuple[type, ...] = (
    *(Concern, Finding, MovedAccount, Problem),
    *(Earlier, LeftOut, Orphan, Rename, Replaced, TakenIn),
)
"""What reports hold as it is."""


def component_schemas(bodies: Mapping[str, type[BaseModel]]) -> dict[str, Schema]:
    """All schemas by their names, those of bodies that are sent here among them."""
    documents = (Stakeholder, Strategy, Competitor, ActionItem, NewsFile, Subscription, Intelligence)
    models = [(model, "validation") for model in (*documents, *bodies.values())]
    _, made = models_json_schema(models, by_alias=True, ref_template=PLACE)  # type: ignore[arg-type]
    values = {one.__name__: TypeAdapter(one).json_schema() for one in _VALUES}
    schemas: dict[str, Schema] = {**made["$defs"], **values, **REPORTS, **ACT_REPORTS}
    return {name: _tidy(schema) for name, schema in sorted(schemas.items())}


def _tidy(schema: Any) -> Any:
    """A schema without the titles that Pydantic makes of names, and without null as the default of a key that may be absent."""
    if isinstance(schema, list):
        return [_tidy(one) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    named = {"properties", "$defs"}
    kept = {key: value for key, value in schema.items() if not (key == "title" and isinstance(value, str))}
    if kept.get("default", ...) is None:
        del kept["default"]
    return {
        key: {name: _tidy(one) for name, one in value.items()} if key in named else _tidy(value) for key, value in kept.items()
    }
