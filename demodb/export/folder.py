"""The folder that is exported to: each file replaced atomically, what others wrote left alone, what is gone removed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from filecmp import cmp
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from filelock import FileLock, Timeout

from demodb.errors import DemodbError, ExitCode
from demodb.export.documents import ExportFile
from demodb.export.tree import Tree
from demodb.model.manifest import END, MANIFEST, entry_in, entry_text, head_text
from demodb.model.strict_json import parse_json
from demodb.sources.manifest import written_hashes
from demodb.sources.records import Rejected
from demodb.store.bulk import chunked


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
    with _alone(folder, report), Tree(folder) as tree:
        gone = _written_before(folder)
        for path, content, _ in files if report.check else _journaled(folder / _JOURNAL, files, names):
            _put(tree, path, content, gone.pop(path, ()), report)
        _remove(folder, gone, report)
        if not report.check:
            tree.sweep()
            _finish(folder)


def _journaled(journal: Path, files: Iterable[ExportFile], names: Mapping[str, Any]) -> Iterator[ExportFile]:
    """The files, each after its line stands in the journal: after a kill the next export knows what is its own."""
    with journal.open("w", encoding="utf-8") as lines:
        lines.write(head_text(names))
        divider = ""
        for batch in chunked(files, _BATCH):
            entries = (entry_text(path, facts, hashlib.sha256(content).hexdigest()) for path, content, facts in batch)
            lines.write(divider + ",\n".join(entries))
            lines.flush()
            divider = ",\n"
            yield from batch
        lines.write("\n" + END if divider else END)


def _put(tree: Tree, path: str, content: bytes, written_before: Collection[str], report: ExportReport) -> None:
    """Write a file unless it is so already, or somebody else's."""
    present = tree.read(path)
    if present == content:
        report.unchanged += 1
    elif present is None or hashlib.sha256(present).hexdigest() in written_before:
        report.written += 1
        if report.check:
            report.differing.append(f"{tree.root}/{path}")
        else:
            tree.replace(path, content)
    elif _same_json(present, content):
        report.unchanged += 1
    else:
        report.kept.append(f"{tree.root}/{path}")


def _same_json(present: bytes, content: bytes) -> bool:
    value, faults = parse_json(present)
    return not faults and value == parse_json(content)[0]


_BATCH = 100
"""Files whose lines go into the journal together."""

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
