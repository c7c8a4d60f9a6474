"""Files in batches: looked at and written aside, then remembered, then given their names, then looked at once more."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from demodb.export.documents import ExportFile
from demodb.export.file import InTheWayError
from demodb.export.memory import Memory
from demodb.export.report import ExportReport
from demodb.export.tree import Aside, FolderInTheWayError, Tree
from demodb.model.canonical import canonical
from demodb.model.documents import Section
from demodb.model.strict_json import parse_json
from demodb.store.files import Known, Said, digest_of

CHANGED = "was changed since the export, or is not demodb's"
MEANWHILE = "was written while the export ran"


class NewFile(NamedTuple):
    """A file to be, with the SHA-256 of its bytes and what is remembered of it."""

    file: ExportFile
    sha256: bytes
    known: Known | None


class Step(NamedTuple):
    """A file that lies aside until it gets its name; the SHA-256 of its bytes and of those that stand there."""

    aside: Aside
    sha256: bytes
    present: bytes | None
    known: Known | None


@dataclass
class Batch:
    """Files that go together: those to be written, and what is to be remembered of all."""

    steps: list[Step] = field(default_factory=list)
    files: dict[str, Known] = field(default_factory=dict)
    documents: dict[tuple[str, Section], Said] = field(default_factory=dict)


class _Doubt(NamedTuple):
    """A file that stands there with other bytes than it should have, and that has to be read to know why."""

    new: NewFile
    present: bytes
    sha256: bytes


class FileWriter:
    """Writes files into a folder. `at`: the moment in milliseconds since 1970; `force`: over what somebody changed, too."""

    def __init__(self, tree: Tree, memory: Memory, report: ExportReport, at: int, *, force: bool) -> None:
        self._tree = tree
        self._memory = memory
        self._report = report
        self._at = at
        self._force = force

    def hashed(self, files: Sequence[ExportFile]) -> list[NewFile]:
        """Files with the SHA-256 of their bytes."""
        known = self._memory.known([file.path for file in files])
        return [NewFile(file, _sha256_of(file, known.get(file.path)), known.get(file.path)) for file in files]

    def look(self, files: Sequence[NewFile]) -> Batch:
        """Compare files with those that stand there, and write aside what is to take their place."""
        batch, doubts = Batch(), list[_Doubt]()
        for new in files:
            path, remembered = new.file.path, new.known
            try:
                present = self._tree.read(path)
            except (InTheWayError, FolderInTheWayError) as found:
                self._report.leave(path, found.why)
                continue
            if present is None:
                self._write(batch, new, None)
                continue
            sha256 = new.sha256 if present == new.file.said else hashlib.sha256(present).digest()
            if sha256 == new.sha256:
                self._leave_be(batch, new, sha256)
            elif remembered and remembered.agreed and remembered.sha256 == sha256 and remembered.agreed != agreed_in(new.file):
                self._write(batch, new, sha256)
            else:
                doubts.append(_Doubt(new, present, sha256))
        self._decide(batch, doubts)
        return batch

    def _decide(self, batch: Batch, doubts: Sequence[_Doubt]) -> None:
        """A file may say what it should in other words, or what it said before, or what was once agreed on: nothing new."""
        keys = sorted({doubt.new.file.account_key for doubt in doubts if doubt.new.file.account_key})
        agreed = self._memory.agreed(keys) if keys else {}
        for new, present, sha256 in doubts:
            file = new.file
            value, faults = parse_json(present)
            if not faults and value == parse_json(file.content)[0]:
                self._leave_be(batch, new, sha256)
            elif (
                self._force
                or is_remembered(new.known, sha256)
                or (not faults and digest_of(canonical(value)) in _versions(agreed, file))
            ):
                self._write(batch, new, sha256)
            else:
                self._report.leave(file.path, CHANGED, changed=True)

    def _write(self, batch: Batch, new: NewFile, present: bytes | None) -> None:
        if self._report.check:
            self._report.written += 1
            self._report.differing.append(f"{self._report.directory}/{new.file.path}")
            return
        aside = self._tree.write_aside(new.file.path, new.file.content)
        batch.steps.append(Step(aside, new.sha256, present, new.known))
        self._remember(batch, new, (new.sha256, new.known.read_at if new.known else None, self._at, present))

    def _leave_be(self, batch: Batch, new: NewFile, sha256: bytes) -> None:
        """The file says what it should: what is not remembered yet counts as read."""
        self._report.unchanged += 1
        known = new.known
        times = (known.read_at, known.written_at, known.before) if known else (self._at, None, None)
        self._remember(batch, new, (sha256, *times))

    def _remember(self, batch: Batch, new: NewFile, said: tuple[bytes, int | None, int | None, bytes | None]) -> None:
        file, known, (sha256, read_at, written_at, before) = new.file, new.known, said
        agreed = agreed_in(file)
        now = Known(file.path, file.kind, sha256, file.account_key, file.section, agreed, read_at, written_at, None, before)
        now = now._replace(read_with=known.read_with if known else None, weeks=file.weeks or None)
        if known is None or now[1:] != known[1:]:
            batch.files[file.path] = now
        if file.document is not None and file.account_key and file.section and (known is None or known.agreed != agreed):
            batch.documents[file.account_key, file.section] = Said(file.document, file.weeks)

    def sync(self) -> None:
        """Bring what lies aside to the disk."""
        self._tree.sync()

    def publish(self, batch: Batch) -> int:
        """Remember the files of a batch, then give them their names; how many. What somebody wrote meanwhile is put back."""
        if self._report.check:
            return 0
        self._memory.remember(batch.files, batch.documents)
        undone = take_names(self._tree, batch.steps)
        for path in undone:
            self._report.leave(path, MEANWHILE, changed=True)
        self._memory.restore(undone)
        return len(batch.steps) - len(undone)


def take_names(tree: Tree, steps: Sequence[Step]) -> dict[str, Known | None]:
    """Give files their names. Gives those that did not get theirs, with what is remembered of them."""
    undone: dict[str, Known | None] = {}
    swapped = list[tuple[Step, Aside]]()
    for step in steps:
        if step.present is None:
            if not tree.place(step.aside):
                undone[step.aside.path] = step.known
            continue
        try:
            kept = tree.swap(step.aside)
        except InTheWayError:
            undone[step.aside.path] = step.known
            continue
        if kept:
            swapped.append((step, kept))
    # Looked at once more as late as may be: who had opened the file before may write to it still.
    for step, kept in swapped:
        if not settled(tree, kept, step.sha256, step.present):
            undone[step.aside.path] = step.known
    return undone


def _versions(agreed: Mapping[tuple[str, Section], Collection[bytes]], file: ExportFile) -> Collection[bytes]:
    return agreed.get((file.account_key, file.section), ()) if file.account_key and file.section else ()


def _sha256_of(file: ExportFile, known: Known | None) -> bytes:
    """The SHA-256 of a file's bytes, which are not made where one of the same inputs is remembered."""
    if file.inputs and known and known.sha256 and known.agreed == file.inputs:
        return known.sha256
    return hashlib.sha256(file.content).digest()


def agreed_in(file: ExportFile) -> bytes | None:
    """The SHA-256 of what the store says in a file: of a plan's document, or of all that a report is made from."""
    return digest_of(file.document) if file.document is not None else file.inputs


def is_remembered(known: Known | None, sha256: bytes) -> bool:
    """Whether a file's bytes are what it said when it was last read or written, or before a killed export."""
    return known is not None and sha256 in (known.sha256, known.before)


def settled(tree: Tree, kept: Aside, placed: bytes | None, expected: bytes | None) -> bool:
    """Let go of what stood under a file's name, if it still is what was expected; otherwise it gets its name back.

    `placed` is the SHA-256 of what has the name now. Whatever somebody wrote last stands there in the end.
    """
    there, found = placed, tree.digest(kept)
    while found != expected:
        if tree.swap(kept) is None:
            return False
        there, expected, found = found, there, tree.digest(kept)
    tree.drop(kept)
    return there == placed
