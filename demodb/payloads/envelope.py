"""What every JSON object bears, whoever sends it: its version, and how an error is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SCHEMA_VERSION = 1
"""The version of every JSON object that demodb prints or sends."""


def enveloped(payload: Mapping[str, Any]) -> dict[str, Any]:
    """An object as it is sent: its version first."""
    return {"schemaVersion": SCHEMA_VERSION, **payload}


def error_payload(code: str, message: str, fix: str, **facts: Any) -> dict[str, Any]:
    """An error: its kind for programs, what happened and what to do for people, and what else is known of it."""
    return {"error": {"code": code, "message": message, "fix": fix, **facts}}
