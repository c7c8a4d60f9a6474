"""The files of an import, recognised before the store is touched, in the order in which they need each other."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from demodb.errors import Problem
from demodb.intake.bearing import Bearing
from demodb.intake.report import TABLE_OF, ImportReport
from demodb.intake.sections import PlanFile
from demodb.model.paths import is_utf8, project_path
from demodb.sources.manifest import Manifest, read_manifest
from demodb.sources.recognise import START, glance, is_report, likely_kind, may_be_ours, recognise
from demodb.sources.records import FileKind, RecognisedFile, Rejected
from demodb.sources.unread import IS_NO_FILE, is_special
from demodb.sources.walk import FoundFile, PassedOver, files_below
from demodb.store.remembered import Remembered

MOST_JSON = 256_000_000
"""The bytes of a JSON file above which it is not read, unless somebody says otherwise."""


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

    @property
    def is_named(self) -> bool:
        """Whether the file was named itself."""
        return self.path == self.named


PortfolioKind = Literal["workbook", "table", "customers"]
"""The kinds of files that list customer records."""

PORTFOLIO_KINDS: tuple[FileKind, ...] = get_args(PortfolioKind)


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
    most_json: float = MOST_JSON
    bearing: Bearing = field(default_factory=Bearing)

    @property
    def has_news(self) -> bool:
        """Whether one of them may have something to say."""
        return bool(self.portfolios or self.plans or self.news or self.seen_manifests)


@dataclass(frozen=True)
class Memory:
    """What is remembered of files: what each last said, by its path from the project's `root`.

    `known` are the paths of all that were read or written, or could not be.
    """

    root: Path
    files: Mapping[str, Remembered]
    known: Collection[str] = ()


@dataclass(frozen=True)
class Looking:
    """How files are looked at: `exported` is the folder that this store writes, `most_json` the bytes of the largest JSON file.

    Below `exported` plan files and news are read: names and lists come from the sources.
    """

    exported: Path | None = None
    most_json: float = MOST_JSON
    bearing: Bearing = field(default_factory=Bearing)


def recognised_files(paths: Sequence[Path], ignored: Collection[Path], memory: Memory, looking: Looking | None = None) -> Files:
    """Look at every file below `paths` but the `ignored`; workbooks and tables come before customer files.

    One that still says what it said when it was last read or written is counted, and not even parsed. A JSON file that is too
    large is a problem.
    """
    looking = looking or Looking()
    exported = looking.exported
    files, unchanged = Files(most_json=looking.most_json, bearing=looking.bearing), list[Path]()
    for file in _news(paths, ignored, memory, files, unchanged):
        try:
            recognised = recognise(file.path, meant=file.is_named or file.place in memory.known)
            _note(recognised, file, files, exported)
        except Rejected as rejected:
            _reject(file, rejected, files)
    files.portfolios.sort(key=lambda portfolio: portfolio[1] == "customers")
    if files.has_news:
        # What an unchanged manifest tells of accounts and of sections that are new now was of no use before.
        files.manifests += [read_manifest(path) for path in unchanged if path.parent != exported]
    return files


def _note(recognised: RecognisedFile, file: SeenFile, files: Files, exported: Path | None) -> None:
    files.report.files[recognised.kind or "not recognised"] += 1
    files.recognised.append(file.place)
    if file.named != exported or recognised.kind in _FROM_EXPORT:
        _sort(recognised, file, files)
    elif recognised.kind != "manifest":
        files.report.pass_over(file.path, _NOT_FROM_EXPORT)


_FROM_EXPORT = ("plan", "news")
_NOT_FROM_EXPORT = "what demodb exported: this comes from the sources, import it by its path if you mean it"


def _news(
    paths: Sequence[Path], ignored: Collection[Path], memory: Memory, files: Files, unchanged: list[Path]
) -> Iterator[SeenFile]:
    """The files that do not say what they said last; of the others the manifests are kept as `unchanged`."""
    places: dict[Path, str] = {path: project_path(path, memory.root) for path in paths}
    passed_over = PassedOver()
    for found in _without_reports(files_below(_present(paths, files.report), ignored, passed_over), files.report):
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
    files.report.errors += passed_over.problems
    files.report.warnings += map(str, passed_over.faults)
    files.report.passed_over += passed_over.files


def _without_reports(found: Iterator[FoundFile], report: ImportReport) -> Iterator[FoundFile]:
    """Reports are counted, and not even read: they say again what an export knows."""
    for file in found:
        if is_report(file.path):
            report.files["report"] += 1
        else:
            yield file


def _place(named: str, below: str) -> str:
    if named == ".":
        return below
    return f"{named}/{below}" if below else named


def _sha256(found: FoundFile, place: str, files: Files) -> bytes | None:
    """The SHA-256 of a file's bytes; None, and told why, for what cannot be read, or is none of ours by its first bytes."""
    # The system's own calls: a Path and a buffered file for each would take longer than the reading.
    try:
        opened = os.open(found.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            status = os.fstat(opened)
            if not stat.S_ISREG(status.st_mode):
                files.report.errors.append(Problem(found.path, "", IS_NO_FILE))
                return None
            if status.st_size > files.most_json and found.path.lower().endswith(".json"):
                _fail(found, place, files, _too_large(status.st_size, files.most_json))
                return None
            start = os.read(opened, min(status.st_size + 1, _PIECE))
            seen = glance(Path(found.path), start[:START])
            if seen and seen.kind is None:
                _pass_over(found, seen, files)
                return None
            return _digest(start, opened, status.st_size)
        finally:
            os.close(opened)
    except OSError as error:
        _unreadable(found, place, error, files)
        return None


def _digest(start: bytes, opened: int, size: int) -> bytes:
    """The SHA-256 of a file of which the start was read: to its end, wherever that is by now."""
    digest, read = hashlib.sha256(start), len(start)
    while read != size and (piece := os.read(opened, _PIECE)):
        digest.update(piece)
        read += len(piece)
    return digest.digest()


_MEGABYTE = 1_000_000
_PIECE = 2**20


def _pass_over(found: FoundFile, seen: RecognisedFile, files: Files) -> None:
    """Tell a file that is none of ours; one that was named itself, and holds a table that cannot be read, is an error."""
    if seen.is_foreign and not found.below:
        files.report.errors.append(Problem(found.path, "", f"is {seen.why}"))
        return
    files.report.files["not recognised"] += 1
    files.report.pass_over(seen.path, seen.why)


def _unreadable(found: FoundFile, place: str, error: OSError, files: Files) -> None:
    """Tell that a file cannot be read: an error, unless it is passed over for its name alone."""
    message = f"cannot be read: {error.strerror}"
    if found.below and not may_be_ours(Path(found.path)):
        files.report.pass_over(Path(found.path), message)
        return
    _fail(found, place, files, message)


def _fail(found: FoundFile, place: str, files: Files, message: str) -> None:
    files.failed[place] = Problem(found.path, "", message)
    files.report.errors.append(files.failed[place])


def _too_large(size: int, most: float) -> str:
    found, limit = size / _MEGABYTE, most / _MEGABYTE
    return f"takes {found:,.1f} MB, more than json_limit = {limit:g}: split it, or raise json_limit in demodb.toml"


def _present(paths: Sequence[Path], report: ImportReport) -> Iterator[Path]:
    for path in paths:
        if is_special(path):
            report.errors.append(Problem(str(path), "", IS_NO_FILE))
        elif path.exists():
            yield path
        else:
            report.errors.append(Problem(str(path), "", "is not there: check the path"))


def _reject(file: SeenFile, rejected: Rejected, files: Files) -> None:
    """Tell what is wrong with a file, and count what it would have been by its name."""
    files.report.errors += rejected.problems
    files.failed[file.place] = rejected.problems[0]
    if table := TABLE_OF.get(likely_kind(file.path)[0] or "plan"):
        files.report.count(table, "rejected")


def _sort(recognised: RecognisedFile, file: SeenFile, files: Files) -> None:
    if recognised.kind in PORTFOLIO_KINDS:
        files.portfolios.append((file, recognised.kind))  # type: ignore[arg-type]
    elif recognised.kind == "plan" and recognised.section:
        files.plans.append(PlanFile(file.path, file.place, file.sha256, recognised.section))
    elif recognised.kind == "news":
        files.news.append(file)
    elif recognised.kind == "manifest":
        files.manifests.append(read_manifest(file.path))
        files.seen_manifests.append(file)
    elif recognised.kind == "extract":
        files.report.pass_over(file.path, "an extract without business unit: its customers are counted where they have one")
    elif recognised.kind == "intelligence":
        files.report.pass_over(file.path, "intelligence: it lives in the cache, and `demodb warmup` makes it anew")
    else:
        files.report.pass_over(file.path, recognised.why)
