"""Intelligence read out of the cache: the app's document, judged before anybody is served."""

from __future__ import annotations

from shlex import quote
from typing import Any

from demodb.errors import StoreCorruptError
from demodb.model.faults import model_faults
from demodb.model.intelligence import Intelligence
from demodb.model.strict_json import parse_json


def intelligence_of(key: str, value: str) -> dict[str, Any]:
    """The document that stands under a key as JSON text. Raises StoreCorruptError for one that the app would refuse."""
    document, faults = parse_json(value.encode())
    for place, message in faults or model_faults(Intelligence, document):
        fault = f"{place}: {message}".removeprefix(": ")
        raise StoreCorruptError(f"the cache holds no intelligence under {key!r}: {fault}", fix=f"demodb cache clear {quote(key)}")
    intelligence: dict[str, Any] = document
    return intelligence
