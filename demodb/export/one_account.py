"""What the app will show of one account: its files as they lie in the folder, and as an export would write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from demodb.clock import epoch_ms
from demodb.export.documents import FOLDERS, NESTED, NEWS, ExportFile, account_files
from demodb.export.file import InTheWayError
from demodb.export.folder import Target
from demodb.export.given import GivenPaths
from demodb.export.manifest import stranger
from demodb.export.memory import Memory
from demodb.export.report import ExportReport
from demodb.export.tree import FolderInTheWayError, Tree
from demodb.export.writing import CHANGED, FileWriter, is_remembered
from demodb.model.account import Account
from demodb.model.names import REPORTS, news_file, report_file, slug
from demodb.store.connection import Connection
from demodb.store.engine import Store

FileState = Literal["same", "missing", "behind", "left", "extra"]
"""It says what the store does; is not there yet; would be replaced; would be left alone; would be removed."""


@dataclass(frozen=True)
class FileView:
    """A file of an account, at `path` below the folder, for which the app looks under the `spellings`.

    `there` are its bytes as it lies there, None where there is no file; `to_be` those that an export has for it, None where it
    has none. `why` says why one would be left alone, and `kind` what it holds: a section, intelligence, report or news.
    """

    path: str
    kind: str
    state: FileState
    there: bytes | None
    to_be: bytes | None
    why: str = ""
    spellings: Sequence[str] = ()


def files_of_account(store: Store, connection: Connection, account: Account, target: Target, *, present: bool) -> list[FileView]:
    """The account's files, also those that it has no more; `present`: a source lists it, else an export has nothing of it.

    Looks in the way in which an export does, and writes nothing. Raises DemodbError where the export would not run at all.
    """
    report, at = ExportReport(str(target.folder), check=True), epoch_ms(target.moment)
    with Tree(target.folder, target.token) as tree:
        memory, given = Memory(store, connection, target.place), GivenPaths()
        tree.open_folders(FOLDERS)
        if refusal := stranger(tree, memory.name):
            raise refusal
        files, names = account_files(connection, account, at, target.asked) if present else ([], ())
        writer = FileWriter(tree, memory, report, at, force=False)
        writer.look(writer.hashed(list(_possible(files, given, report))))
        given.name_rivals(tree, report)
        spellings = _spellings(names)
        views = [_view(file, tree, report, spellings) for file in files]
        paths = {view.path for view in views}
        return [*views, *_rivals(tree, report, paths), *_extras(tree, memory, account, given)]


def _possible(files: Iterable[ExportFile], given: GivenPaths, report: ExportReport) -> Iterator[ExportFile]:
    for file in files:
        if why := given.fault(file):
            report.leave(file.path, why)
        else:
            given.add(file.path)
            yield file


def _view(file: ExportFile, tree: Tree, report: ExportReport, spellings: Mapping[str, Sequence[str]]) -> FileView:
    named, there = f"{report.directory}/{file.path}", _read(tree, file.path)
    why = report.reasons.get(named, "")
    differs: FileState = "missing" if there is None else "behind"
    state: FileState = "left" if why else differs if named in report.differing else "same"
    return FileView(file.path, _kind(file), state, there, file.content, why, _looked_for(file.path, spellings))


def _read(tree: Tree, path: str) -> bytes | None:
    try:
        return tree.read(path)
    except (InTheWayError, FolderInTheWayError, OSError):
        return None


def _kind(file: ExportFile) -> str:
    return file.section or ("report" if file.path.startswith(f"{REPORTS}/") else file.kind)


def _rivals(tree: Tree, report: ExportReport, paths: set[str]) -> Iterator[FileView]:
    """Reports of others that the app may show in the place of ours."""
    for named, why in report.reasons.items():
        path = named.removeprefix(f"{report.directory}/")
        if path not in paths:
            yield FileView(path, "report", "left", _read(tree, path), None, why)


def _extras(tree: Tree, memory: Memory, account: Account, given: GivenPaths) -> Iterator[FileView]:
    """Files that demodb wrote for the account, and that an export has no more."""
    for path, known in memory.written(account.key):
        there = None if path in given else _read(tree, path)
        if there is not None:
            ours = is_remembered(known, tree.digest_of(path) or b"")
            kind = known.section or ("report" if path.startswith(f"{REPORTS}/") else known.kind)
            yield FileView(path, kind, "extra" if ours else "left", there, None, "" if ours else CHANGED)


def _spellings(names: Iterable[str]) -> dict[str, list[str]]:
    """By path the spellings under which the app looks there; for reports it does so without regard to case."""
    found: dict[str, list[str]] = {}
    for name in names:
        plain = (f"{folder}/{slug(name)}.json" for folder in FOLDERS if folder not in NESTED)
        for path in (*plain, f"{NEWS}/{news_file(name)}", f"{REPORTS}/{report_file(name)}".lower()):
            found.setdefault(path, []).append(name)
    return found


def _looked_for(path: str, spellings: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return spellings.get(path.lower() if path.startswith(f"{REPORTS}/") else path, ())
