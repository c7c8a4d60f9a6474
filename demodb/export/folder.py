"""The folder that is exported to: each file replaced atomically, what others wrote left alone, what is gone removed."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from filecmp import cmp
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import gettempdir
from typing import Any

from filelock import FileLock, Timeout

from demodb.errors import DemodbError, ExitCode
from demodb.export import writer
from demodb.export.documents import ExportFile
from demodb.export.writer import Task, Written
from demodb.model.strict_json import parse_json
from demodb.sources.manifest import entry_in, written_hashes
from demodb.sources.recognise import MANIFEST, MANIFEST_FORMAT
from demodb.sources.records import Rejected
from demodb.store.bulk import chunked

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

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with."""
        return ExitCode.DONE if self.clean else ExitCode.ERROR


def write_export(folder: Path, files: Iterable[ExportFile], names: Mapping[str, Any], report: ExportReport) -> None:
    """Bring the folder to what `files` say; `names` (heroes and aliases) go into the manifest, which is replaced last.

    The manifest is written as the work goes on, each file's entry ahead of the file, so that after a kill the next export
    knows what is its own.
    """
    with _alone(folder, report):
        done = _done_by_process(_messages(folder, files, names, writing=not report.check))
        _take(done, report)
        _remove(folder, done.gone, report)
        if not report.check:
            _finish(folder)


def _messages(folder: Path, files: Iterable[ExportFile], names: Mapping[str, Any], *, writing: bool) -> Iterator[Any]:
    """What the process that writes is told, one after another."""
    head = {"format": MANIFEST_FORMAT, "formatVersion": FORMAT_VERSION, **names}
    beginning = json.dumps(head, indent=2, ensure_ascii=False).removesuffix("\n}") + ',\n  "files": {'
    task: Task = (str(folder), str(folder / _JOURNAL), beginning, _written_before(folder), writing)
    yield task
    del task  # the hashes of a large export take much memory, and are the other process's now
    for batch in chunked(files, _BATCH):
        yield [tuple(file) for file in batch]
    yield None


def _done_by_process(messages: Iterable[Any]) -> Written:
    """Let the process that writes do as it is told; what it did."""
    command = [sys.executable, "-I", "-S", writer.__file__]
    # In a group of its own it does not hear Ctrl-C: it ends when the stream does.
    with Popen(command, stdin=PIPE, stdout=PIPE, pipesize=_PIPE, process_group=0) as process:  # noqa: S603 - our own module
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process was started without pipes")
        with suppress(BrokenPipeError), process.stdin as stream:
            for message in messages:
                pickle.dump(message, stream)
        answered = process.stdout.read()
    answer = pickle.loads(answered) if answered else None  # noqa: S301 - from our own process
    if isinstance(answer, OSError):
        raise answer
    if answer is None:
        raise DemodbError("the process that writes the files was ended", fix="run the command again")
    return Written(**answer)


def _take(done: Written, report: ExportReport) -> None:
    report.written, report.unchanged, report.differing = done.written, done.unchanged, done.differing
    for path, content in done.unlike:
        if _same_json(Path(path).read_bytes(), content):
            report.unchanged += 1
        else:
            report.kept.append(path)


def _same_json(found: bytes, content: bytes) -> bool:
    value, faults = parse_json(found)
    return not faults and value == parse_json(content)[0]


_BATCH = 100
"""Files that are handed over together."""

_PIPE = 2**20
"""Bytes between the two processes: what a chunk of accounts comes to, so that the reader need not wait for the writer."""

_JOURNAL = f".{MANIFEST}.part"
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
    with suppress(FileNotFoundError), (folder / _JOURNAL).open(encoding="utf-8", errors="replace") as lines:
        for path, sha in filter(None, map(entry_in, lines)):
            written[path] = (*written.get(path, ()), sha)
    return written


def _manifest(folder: Path) -> dict[str, str]:
    path = folder / MANIFEST
    if not path.exists():
        return {}
    try:
        return written_hashes(path)
    except Rejected as rejected:
        problem = rejected.problems[0]
        raise DemodbError(f"{problem}", fix=f"export to another folder, or remove {path} if it is not demodb's") from rejected


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


def _finish(folder: Path) -> None:
    """The journal becomes the manifest, unless that says the same."""
    journal, target = folder / _JOURNAL, folder / MANIFEST
    if target.exists() and cmp(journal, target, shallow=False):
        journal.unlink()
        return
    with journal.open("rb") as opened:
        os.fsync(opened.fileno())
    journal.replace(target)
