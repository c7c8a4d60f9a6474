"""The files of an import, recognised before the store is touched, in the order in which they need each other."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from demodb.errors import Problem
from demodb.intake.report import ImportReport
from demodb.intake.sections import PlanFile
from demodb.model.manifest import MANIFEST
from demodb.model.paths import is_utf8, project_path
from demodb.sources.manifest import Manifest, read_manifest
from demodb.sources.recognise import recognise
from demodb.sources.records import RecognisedFile, Rejected
from demodb.sources.walk import FoundFile, files_below
from demodb.store.remembered import Remembered


@dataclass(frozen=True)
class SeenFile:
    """A file that may have something to say: where it lies, where it lies for the memory, the SHA-256 of its bytes.

    `named` is the path that was named and led to it; `rest`: it says what it said, and only what could not be taken then is.
    """

    path: Path
    place: str
    sha256: bytes
    named: Path
    rest: bool = False


PortfolioKind = Literal["workbook", "customers"]
"""The kinds of files that list customer records."""


@dataclass
class Files:
    """The files of an import by kind, and the report that looking at them began.

    `recognised` are the paths, as the memory has them, of those that say what they are; `failed` has a problem of each other.
    """

    report: ImportReport = field(default_factory=ImportReport)
    portfolios: list[tuple[SeenFile, PortfolioKind]] = field(default_factory=list)
    plans: list[PlanFile] = field(default_factory=list)
    news: list[SeenFile] = field(default_factory=list)
    manifests: list[Manifest] = field(default_factory=list)
    seen_manifests: list[SeenFile] = field(default_factory=list)
    recognised: list[str] = field(default_factory=list)
    failed: dict[str, Problem] = field(default_factory=dict)

    @property
    def has_news(self) -> bool:
        """Whether one of them may have something to say."""
        return bool(self.portfolios or self.plans or self.news or self.seen_manifests)


@dataclass(frozen=True)
class Memory:
    """What is remembered of files: what each last said, by its path from the project's `root`."""

    root: Path
    files: Mapping[str, Remembered]


def recognised_files(paths: Sequence[Path], ignored: Collection[Path], memory: Memory, exported: Path | None = None) -> Files:
    """Look at every file below `paths` but the `ignored`; workbooks come before customer files.

    One that still says what it said when it was last read or written is counted, and not even parsed. Below `exported`, the
    folder that this store itself writes, plan files and news are read: names and lists come from the sources.
    """
    files, unchanged = Files(), list[Path]()
    for file in _news(paths, ignored, memory, files, unchanged):
        try:
            recognised = recognise(file.path)
            files.report.files[recognised.kind or "not recognised"] += 1
            files.recognised.append(file.place)
            if file.named != exported or recognised.kind in _FROM_EXPORT:
                _sort(recognised, file, files)
            elif recognised.kind != "manifest":
                files.report.skip(file.path, _NOT_FROM_EXPORT)
        except Rejected as rejected:
            _reject(file, rejected, files)
    files.portfolios.sort(key=lambda portfolio: portfolio[1] != "workbook")
    if files.has_news:
        # What an unchanged manifest tells of accounts and of sections that are new now was of no use before.
        files.manifests += [read_manifest(path) for path in unchanged if path.parent != exported]
    return files


_FROM_EXPORT = ("plan", "news")
_NOT_FROM_EXPORT = "what demodb exported: this comes from the sources, import it by its path if you mean it"


def _news(
    paths: Sequence[Path], ignored: Collection[Path], memory: Memory, files: Files, unchanged: list[Path]
) -> Iterator[SeenFile]:
    """The files that do not say what they said last; of the others the manifests are kept as `unchanged`."""
    places: dict[Path, str] = {path: project_path(path, memory.root) for path in paths}
    for found in files_below(_present(paths, files.report), ignored):
        place = _place(places[found.named], found.below)
        if not is_utf8(place):
            files.report.errors.append(Problem(found.path, "", "has a name that is not UTF-8: rename it"))
            continue
        sha256 = _sha256(found, place, files)
        remembered = memory.files.get(place)
        if sha256 is None:
            continue
        said_again = remembered is not None and remembered.sha256 == sha256
        if remembered and said_again and not remembered.anew:
            files.report.leave(remembered.kind)
            if remembered.kind == "manifest":
                unchanged.append(Path(found.path))
        else:
            rest = remembered is not None and said_again and remembered.rest
            yield SeenFile(Path(found.path), place, sha256, found.named, rest)


def _place(named: str, below: str) -> str:
    if named == ".":
        return below
    return f"{named}/{below}" if below else named


def _sha256(found: FoundFile, place: str, files: Files) -> bytes | None:
    """The SHA-256 of a file's bytes; None, and a problem, for what cannot be read or is no file at all."""
    # The system's own calls: a Path and a buffered file for each would take longer than the reading.
    try:
        opened = os.open(found.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            status = os.fstat(opened)
            if not stat.S_ISREG(status.st_mode):
                files.report.errors.append(Problem(found.path, "", "is no file: name a file or a folder"))
                return None
            return hashlib.sha256(_content(opened, status.st_size)).digest()
        finally:
            os.close(opened)
    except OSError as error:
        files.failed[place] = Problem(found.path, "", f"cannot be read: {error.strerror}")
        files.report.errors.append(files.failed[place])
        return None


def _content(opened: int, size: int) -> bytes:
    content = os.read(opened, size + 1)
    while len(content) != size and (piece := os.read(opened, _PIECE)):
        content += piece
    return content


_PIECE = 2**20


def _present(paths: Sequence[Path], report: ImportReport) -> Iterator[Path]:
    for path in paths:
        if path.exists():
            yield path
        else:
            report.errors.append(Problem(str(path), "", "is not there: check the path"))


def _reject(file: SeenFile, rejected: Rejected, files: Files) -> None:
    """Tell what is wrong with a file, and count what it would have been by its name; a manifest would have been neither."""
    files.report.errors += rejected.problems
    files.failed[file.place] = rejected.problems[0]
    if file.path.name != MANIFEST:
        files.report.count("customer_record" if file.path.name.startswith("customers") else "plan_section", "rejected")


def _sort(recognised: RecognisedFile, file: SeenFile, files: Files) -> None:
    if recognised.kind == "workbook" or recognised.kind == "customers":  # noqa: PLR1714 - mypy narrows by each alone
        files.portfolios.append((file, recognised.kind))
    elif recognised.kind == "plan" and recognised.section:
        files.plans.append(PlanFile(file.path, file.place, file.sha256, recognised.section))
    elif recognised.kind == "news":
        files.news.append(file)
    elif recognised.kind == "manifest":
        files.manifests.append(read_manifest(file.path))
        files.seen_manifests.append(file)
    elif recognised.kind == "extract":
        files.report.skip(file.path, "an extract without business unit: its customers are counted where they have one")
    elif recognised.kind == "intelligence":
        files.report.skip(file.path, "intelligence: it lives in the cache, and `demodb warmup` makes it anew")
    else:
        files.report.skip(file.path, recognised.why)
