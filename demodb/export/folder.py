"""The folder that is exported to: each file replaced atomically, what others wrote left alone, what is gone removed."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import gettempdir
from typing import IO, Any

from filelock import FileLock, Timeout

from demodb.errors import DemodbError
from demodb.export import writer
from demodb.export.documents import ExportFile
from demodb.export.writer import PART, Task, Written
from demodb.sources.manifest import read_manifest_document
from demodb.sources.recognise import MANIFEST, MANIFEST_FORMAT
from demodb.sources.records import Rejected
from demodb.sources.strict_json import parse_json
from demodb.store.chunks import chunked

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
    """Bring the folder to what `files` say; `names` (heroes and aliases) go into the manifest, which is replaced last.

    The manifest is written as the work goes on, each file's entry ahead of the file, so that after a kill the next export
    knows what is its own.
    """
    with _alone(folder, report):
        before = _written_before(folder)
        journal = folder / _JOURNAL
        head = {"format": MANIFEST_FORMAT, "formatVersion": FORMAT_VERSION, **names}
        beginning = json.dumps(head, indent=2, ensure_ascii=False).removesuffix("\n}") + ',\n  "files": {'
        seen: set[str] = set()
        with _writer((str(folder), str(journal), beginning, before, not report.check), report) as stream:
            for batch in chunked(files, _BATCH):
                pickle.dump([tuple(file) for file in batch], stream)
                seen.update(file.path for file in batch)
            pickle.dump(None, stream)
        _remove(folder, {path: shas for path, shas in before.items() if path not in seen}, report)
        if not report.check:
            _finish(folder, journal, seen)


@contextmanager
def _writer(task: Task, report: ExportReport) -> Iterator[IO[bytes]]:
    """The process that writes: its stream of files. What it did is in the report at the end."""
    command = [sys.executable, "-I", "-S", writer.__file__]
    # In a group of its own it does not hear Ctrl-C: it ends when the stream does.
    with Popen(command, stdin=PIPE, stdout=PIPE, process_group=0) as process:  # noqa: S603 - our own module
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process was started without pipes")
        with suppress(BrokenPipeError), process.stdin as stream:
            pickle.dump(task, stream)
            yield stream
        answered = process.stdout.read()
    _take(answered, report)


def _take(answered: bytes, report: ExportReport) -> None:
    answer = pickle.loads(answered) if answered else None  # noqa: S301 - from our own process
    if isinstance(answer, OSError):
        raise answer
    if answer is None:
        raise DemodbError("the process that writes the files was ended", fix="run the command again")
    outcome = Written(**answer)
    report.written, report.unchanged, report.differing = outcome.written, outcome.unchanged, outcome.differing
    for path, content in outcome.unlike:
        if _same_json(Path(path).read_bytes(), content):
            report.unchanged += 1
        else:
            report.kept.append(path)


def _same_json(found: bytes, content: bytes) -> bool:
    value, faults = parse_json(found)
    return not faults and value == parse_json(content)[0]


_BATCH = 100
"""Files that are handed over together."""

_JOURNAL = f".{MANIFEST}.part"
_ENTRY = re.compile(r'    ("(?:[^"\\]|\\.)*": ?\{.*\}),?')
_WAIT_SECONDS = 60.0


@contextmanager
def _alone(folder: Path, report: ExportReport) -> Iterator[None]:
    """One export at a time into a folder; the lock lies outside, as the folder is the app's."""
    if report.check:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    try:
        with FileLock(Path(gettempdir()) / f"demodb-export-{name}.lock", timeout=_WAIT_SECONDS, mode=0o666):
            yield
    except Timeout:
        raise DemodbError(f"{folder} is being exported to by another process", fix="wait until it has finished") from None


def _written_before(folder: Path) -> dict[str, tuple[str, ...]]:
    """By path the SHA-256 of what earlier exports wrote: by the manifest, and by the journal of one that was killed."""
    written: dict[str, tuple[str, ...]] = {path: (sha,) for path, sha in _manifest(folder).items()}
    try:
        lines = (folder / _JOURNAL).read_text("utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        return written
    for found in filter(None, map(_ENTRY.fullmatch, lines)):
        value, faults = parse_json(f"{{{found[1]}}}".encode())
        if not faults:
            written |= {path: (*written.get(path, ()), str(facts.get("sha256"))) for path, facts in value.items()}
    return written


def _manifest(folder: Path) -> dict[str, str]:
    path = folder / MANIFEST
    if not path.exists():
        return {}
    try:
        document = read_manifest_document(path)
    except Rejected as rejected:
        problem = rejected.problems[0]
        raise DemodbError(f"{problem}", fix=f"export to another folder, or remove {path} if it is not demodb's") from rejected
    return {name: file.sha256 for name, file in document.files.items()}


def _remove(folder: Path, gone: Mapping[str, Collection[str]], report: ExportReport) -> None:
    """Remove files that an export wrote and that no account has any more; one that was changed since stays."""
    for name, shas in gone.items():
        path = folder / name
        if not path.is_file():
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() not in shas:
            report.kept.append(str(path))
            continue
        report.removed += 1
        report.differing.append(str(path))
        if not report.check:
            path.unlink()


def _finish(folder: Path, journal: Path, written: Iterable[str]) -> None:
    """The journal becomes the manifest, unless that says the same; what a killed export left aside goes."""
    for place in {path.rpartition("/")[0] for path in written}:
        (folder / place / PART).unlink(missing_ok=True)
    target = folder / MANIFEST
    if target.exists() and target.read_bytes() == journal.read_bytes():
        journal.unlink()
        return
    with journal.open("rb") as opened:
        os.fsync(opened.fileno())
    journal.replace(target)
