"""The report on an account: its bytes, made only where somebody wants them, and a digest of all that they are made from."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from demodb import advice, model
from demodb.advice.brief import brief
from demodb.advice.report import brief_basis, claude_basis, report_text
from demodb.model.canonical import pretty
from demodb.model.material import Material, RevenuePeriod
from demodb.model.names import report_file


class Unmade(NamedTuple):
    """Bytes to be made. Those that come of the same `inputs`, a SHA-256, are the same."""

    inputs: bytes
    make: Callable[[], bytes]


def unmade_report(material: Material, document: Mapping[str, Any] | None, period: RevenuePeriod) -> Unmade:
    """The report on an account: of the intelligence `document`, else a brief by rules."""
    day = material.as_of and material.as_of.isoformat()
    said = [document, period, material.key, material.name, material.records, material.sections, day]
    inputs = hashlib.sha256(rules() + pretty(said)).digest()
    return Unmade(inputs, cache(partial(_report, material, document, period)))


def is_by_claude(document: Mapping[str, Any] | None) -> bool:
    """Whether the report of an intelligence document, or of none, is Claude's."""
    return document is not None and document["source"] == "claude"


def _report(material: Material, document: Mapping[str, Any] | None, period: RevenuePeriod) -> bytes:
    basis = claude_basis(document) if document and is_by_claude(document) else brief_basis(material)
    return report_text(document or brief(material.over(period)), basis).encode()


@cache
def rules() -> bytes:
    """The digest of the rules: of the modules that say what a report says, and of the characters that this Python knows."""
    digest = hashlib.sha256(unicodedata.unidata_version.encode())
    rooms = (path for room in (advice, model) for folder in room.__path__ for path in sorted(Path(folder).glob("*.py")))
    for path in (*rooms, Path(__file__)):
        digest.update(path.read_bytes() + b"\0")
    return digest.digest()


def report_paths(name: str, spellings: Iterable[str]) -> list[str]:
    """The paths below `REPORTS` of an account's report; the app finds them without regard to case, so that one is enough."""
    paths: dict[str, str] = {}
    for spelling in (name, *spellings):
        path = report_file(spelling)
        paths.setdefault(path.lower(), path)
    return sorted(paths.values())
