"""What tests of the API share: its document, schemas that judge answers, and a clock that a test moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx2
from openapi_schema_validator import OAS31Validator
from studio_project import NOW, Running

from demodb.clock import Clock

StartStudio = Callable[..., Running]
"""The fixture that starts a studio over the test's project."""


@dataclass
class Hand:
    """The hand of a clock."""

    at: datetime = NOW
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = Clock(now=lambda: self.at)


def error_of(answer: httpx2.Response) -> dict[str, Any]:
    """What an answer tells of an error, which is JSON of one shape."""
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert told["schemaVersion"] == 1
    error: dict[str, Any] = told["error"]
    assert error["code"]
    assert error["message"]
    return error


def faults_of(document: dict[str, Any], name: str, value: Any) -> list[str]:
    """What a schema of the document finds wrong with a value."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    found = OAS31Validator(schema).iter_errors(value)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]
