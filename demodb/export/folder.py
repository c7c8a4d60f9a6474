"""The folder that is exported to: each file replaced atomically, what others wrote left alone, what is gone removed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from pydantic_core import to_json

from demodb.errors import DemodbError
from demodb.export.documents import ExportFile
from demodb.sources.manifest import read_manifest_document
from demodb.sources.recognise import MANIFEST, MANIFEST_FORMAT
from demodb.sources.records import Rejected
from demodb.sources.strict_json import parse_json

FORMAT_VERSION = 1


@dataclass
class ExportReport:
    """What an export wrote, or with `check` would write.

    `kept` names the files that somebody changed since they were exported, or that demodb did not write: left as they are.
    """

    directory: str
    check: bool = False
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether the folder is, or already was, as the store says."""
        return not self.kept and not (self.check and (self.written or self.removed))


def write_export(folder: Path, files: Iterable[ExportFile], names: Mapping[str, Any], report: ExportReport) -> None:
    """Bring the folder to what `files` say; `names` (heroes and aliases) go into the manifest, which is replaced last."""
    before = _manifest(folder)
    seen: set[str] = set()
    made = folder / f".{MANIFEST}.part"
    with _opened(made, report) as stream:
        head = {"format": MANIFEST_FORMAT, "formatVersion": FORMAT_VERSION, **names}
        stream.write(json.dumps(head, indent=2, ensure_ascii=False).removesuffix("\n}") + ',\n  "files": {')
        for file in files:
            sha = hashlib.sha256(file.content).hexdigest()
            _put(f"{folder}/{file.path}", file.content, before.get(file.path), report)
            entry = to_json({file.path: {**file.facts, "sha256": sha}})[1:-1].decode()
            stream.write(f",\n    {entry}" if seen else f"\n    {entry}")
            seen.add(file.path)
        stream.write("\n  }\n}\n")
    _remove(folder, {path: sha for path, sha in before.items() if path not in seen}, report)
    if not report.check:
        _finish_manifest(made, folder / MANIFEST)


def _opened(manifest: Path, report: ExportReport) -> IO[str]:
    if report.check:
        return Path(os.devnull).open("w", encoding="utf-8")
    manifest.parent.mkdir(parents=True, exist_ok=True)
    return manifest.open("w", encoding="utf-8")


def _manifest(folder: Path) -> dict[str, str]:
    """SHA-256 by path of what the last export wrote; {} where there was none."""
    path = folder / MANIFEST
    if not path.exists():
        return {}
    try:
        document = read_manifest_document(path)
    except Rejected as rejected:
        problem = rejected.problems[0]
        raise DemodbError(f"{problem}", fix=f"export to another folder, or remove {path} if it is not demodb's") from rejected
    return {name: file.sha256 for name, file in document.files.items()}


# Paths are strings and files are opened by the system's own calls here: pathlib and io would take half of an export's time.


def _put(path: str, content: bytes, written_before: str | None, report: ExportReport) -> None:
    """Write a file unless it is so already, or somebody else's."""
    found = _read(path)
    if found == content:
        report.unchanged += 1
    elif found is None or hashlib.sha256(found).hexdigest() == written_before:
        report.written += 1
        report.differing.append(path)
        if not report.check:
            _replace(path, content)
    elif _same_json(found, content):
        report.unchanged += 1
    else:
        report.kept.append(path)


def _same_json(found: bytes, content: bytes) -> bool:
    value, faults = parse_json(found)
    return not faults and value == parse_json(content)[0]


def _read(path: str) -> bytes | None:
    try:
        opened = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        return os.read(opened, os.fstat(opened).st_size)
    finally:
        os.close(opened)


def _replace(path: str, content: bytes) -> None:
    folder = path.rpartition("/")[0]
    aside = f"{folder}/.{os.getpid()}.part"
    try:
        _write(aside, content)
        os.replace(aside, path)  # noqa: PTH105 - see above
    except FileNotFoundError:
        Path(folder).mkdir(parents=True)
        _replace(path, content)
    except BaseException:
        with suppress(OSError):
            Path(aside).unlink()
        raise


def _write(path: str, content: bytes) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(opened, rest) :]
    finally:
        os.close(opened)


def _remove(folder: Path, gone: Mapping[str, str], report: ExportReport) -> None:
    """Remove files that an export wrote and that no account has any more; one that was changed since stays."""
    for name, sha in gone.items():
        path = folder / name
        if not path.is_file():
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() != sha:
            report.kept.append(str(path))
            continue
        report.removed += 1
        report.differing.append(str(path))
        if not report.check:
            path.unlink()


def _finish_manifest(made: Path, target: Path) -> None:
    if target.exists() and target.read_bytes() == made.read_bytes():
        made.unlink()
        return
    with made.open("rb") as opened:
        os.fsync(opened.fileno())
    made.replace(target)
