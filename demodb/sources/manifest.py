"""The manifest of an export, read back: which files still are the template's, and what the accounts are also called."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from demodb.errors import Problem
from demodb.model.faults import model_faults
from demodb.model.strict_json import parse_json
from demodb.sources.json_file import read_json
from demodb.sources.records import Rejected


class ManifestOrigin(BaseModel):
    """Where a section came from; the four facts are there for a template."""

    model_config = ConfigDict(alias_generator=to_camel)

    kind: Literal["imported", "template"]
    pack: str = ""
    revision: str = ""
    seed: str = ""
    as_of: str = ""
    edited: bool = False


class ManifestFile(BaseModel):
    """One exported file: the SHA-256 of its bytes, and for a plan its account, section and origin."""

    sha256: str
    account: str | None = None
    section: str | None = None
    origin: ManifestOrigin | None = None


def _inside(path: str) -> str:
    if path.startswith("/") or "\\" in path or any(part in ("", ".", "..") for part in path.split("/")):
        raise ValueError("expected a path below the manifest's folder")
    return path


class ManifestDocument(BaseModel):
    """A whole manifest."""

    model_config = ConfigDict(alias_generator=to_camel)

    format: str
    format_version: int = Field(ge=1, le=1)
    heroes: list[str] = []
    aliases: dict[str, str] = {}
    files: dict[Annotated[str, AfterValidator(_inside)], ManifestFile]


@dataclass(frozen=True)
class Manifest:
    """What an import needs of it.

    `template_files` are those whose bytes and rows nobody changed, with pack, revision, seed and as-of date;
    `changed_files` those whose bytes somebody changed since they were written.
    """

    heroes: tuple[str, ...]
    aliases: Mapping[str, str]
    template_files: Mapping[Path, tuple[str, str, str, str]]
    changed_files: frozenset[Path] = frozenset()


def written_hashes(path: Path) -> dict[str, str]:
    """By file name the SHA-256 of what was written. Raises Rejected with all problems.

    A manifest that still is as demodb writes it is read line by line: of many accounts the whole would take much memory.
    """
    try:
        by_lines = _hashes_by_lines(path)
    except UnicodeDecodeError:
        by_lines = None
    return by_lines or {name: file.sha256 for name, file in read_manifest_document(path).files.items()}


_FILES = '  "files": {\n'
_END = "  }\n}\n"
_ENTRY = re.compile(r'    ("(?:[^"\\]|\\.)*"): \{.*"sha256": "([0-9a-f]{64})"\},?\n?')


def _hashes_by_lines(path: Path) -> dict[str, str] | None:
    """None where the manifest has another form, or a fault."""
    hashes: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="\n") as lines:
        head, faults = parse_json("".join([*takewhile(lambda line: line != _FILES, lines), _FILES, _END]).encode())
        if faults or model_faults(ManifestDocument, head):
            return None
        for line in lines:
            entry = entry_in(line)
            if entry is None or entry[0] in hashes:
                return hashes if line + lines.read() == _END else None
            hashes.update([entry])
    return None


def entry_in(line: str) -> tuple[str, str] | None:
    """The file name and the SHA-256 in a line of a manifest as demodb writes it; None for any other line."""
    found = _ENTRY.fullmatch(line)
    try:
        return (_inside(json.loads(found[1])), found[2]) if found else None
    except ValueError:
        return None


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
    hashes = {path.parent / name: _sha(path.parent / name) for name in document.files}
    files = {path.parent / name: file for name, file in document.files.items()}
    untouched = {
        place: _facts(file.origin)
        for place, file in files.items()
        if file.origin and file.origin.kind == "template" and not file.origin.edited and hashes[place] == file.sha256
    }
    changed = frozenset(place for place, file in files.items() if hashes[place] not in (None, file.sha256))
    return Manifest(tuple(document.heroes), document.aliases, untouched, changed)


def _facts(origin: ManifestOrigin) -> tuple[str, str, str, str]:
    return origin.pack, origin.revision, origin.seed, origin.as_of


def _sha(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
