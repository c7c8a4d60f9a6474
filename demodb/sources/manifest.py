"""The manifest of an export, read back: which files still are the template's, and what the accounts are also called."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demodb.errors import Problem
from demodb.model.faults import model_faults
from demodb.model.manifest import END, FILES_LINE, ManifestDocument, ManifestFile, ManifestHead, ManifestOrigin
from demodb.model.origin import MadeFrom
from demodb.model.strict_json import parse_json
from demodb.sources.json_file import read_json
from demodb.sources.records import Rejected


@dataclass(frozen=True)
class Manifest:
    """What an import needs of it.

    `template_files` are those whose bytes and rows nobody changed, with pack, revision, seed and as-of date; `made` has of
    them the facts that a template made them from, without a name where it is the account's; `shifted` has the weeks by which
    dates were moved.
    """

    heroes: tuple[str, ...]
    aliases: Mapping[str, str]
    template_files: Mapping[Path, tuple[str, str, str, str]]
    apart: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[Path, MadeFrom] = field(default_factory=dict)
    shifted: Mapping[Path, int] = field(default_factory=dict)


def manifest_head(start: bytes, *, whole: bool) -> tuple[ManifestHead | None, list[tuple[str, str]]]:
    """What a manifest says of itself, by how it starts, or its faults as (place, message); see `manifest_value`."""
    value, faults = manifest_value(start, whole=whole)
    faults = faults or model_faults(ManifestHead, value)
    return (None if faults else ManifestHead.model_validate(value)), faults


def manifest_value(start: bytes, *, whole: bool) -> tuple[Any, list[tuple[str, str]]]:
    """The JSON value of a manifest without the lines of its files, by how it starts, or its faults as (place, message).

    One that still is as demodb writes it is read up to the lines of its files, of any other the whole is needed.
    """
    head, marked, _ = start.partition(b"\n" + FILES_LINE.encode())
    if not marked and not whole:
        return None, [("", "is too large for a manifest")]
    return parse_json(head + b"\n" + f"{FILES_LINE}{END}".encode() if marked else start)


def read_manifest_document(path: Path) -> ManifestDocument:
    """The manifest as it was written. Raises Rejected with all problems."""
    value, problems = read_json(path)
    if not problems:
        problems = [Problem(str(path), place, message) for place, message in model_faults(ManifestDocument, value)]
    if problems:
        raise Rejected(problems)
    return ManifestDocument.model_validate(value)


def read_manifest(path: Path) -> Manifest:
    """The manifest of an export that is being imported. Raises Rejected with all problems."""
    document = read_manifest_document(path)
    files = {path.parent / name: file for name, file in document.files.items()}
    untouched = {place: file.origin for place, file in files.items() if file.origin and _is_untouched(place, file.origin, file)}
    facts = {place: _facts(origin) for place, origin in untouched.items()}
    made = {place: _made_from(origin) for place, origin in untouched.items()}
    return Manifest(tuple(document.heroes), document.aliases, facts, document.apart, made, _shifted(files))


def _made_from(origin: ManifestOrigin) -> MadeFrom:
    return MadeFrom(origin.made_for or None, origin.made_in or None, origin.facts.text if origin.facts else None)


def _shifted(files: Mapping[Path, ManifestFile]) -> dict[Path, int]:
    return {place: file.origin.shifted for place, file in files.items() if file.origin and file.origin.shifted}


def _is_untouched(place: Path, origin: ManifestOrigin, file: ManifestFile) -> bool:
    return origin.kind == "template" and not origin.edited and _sha(place) == file.sha256


def _facts(origin: ManifestOrigin) -> tuple[str, str, str, str]:
    return origin.pack, origin.revision, origin.seed, origin.as_of


def _sha(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
