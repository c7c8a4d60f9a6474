"""The folder of snapshots: what each keeps, one writer at a time, and the journal of a reset that is under way."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from demodb.errors import SnapshotError, UnknownSnapshotError
from demodb.export.contents import Contents
from demodb.model.snapshot_places import JOURNAL
from demodb.model.snapshots import Files, Snapshot, files_from

_SUFFIX, _BEGUN = ".snapshot", ".snapshot.begun"
_WAIT_SECONDS = 60.0


class SnapshotFolder:
    """The snapshots in `folder`; `token`: 16 random hexadecimal digits."""

    def __init__(self, folder: Path, token: str) -> None:
        self.folder = folder
        self._token = token

    @property
    def journal(self) -> Path:
        """The file that tells of a reset that is under way."""
        return self.folder / JOURNAL

    @contextmanager
    def alone(self) -> Iterator[Contents]:
        """One writer at a time; gives the contents that snapshots are made of."""
        (self.folder / "files").mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / ".lock", timeout=_WAIT_SECONDS, mode=0o666), self.contents() as contents:
                for part in self.folder.glob(".*.part*"):
                    part.unlink()
                yield contents
        except Timeout:
            raise SnapshotError(f"{self.folder} is in use by another process", fix="wait until it has finished") from None

    def contents(self) -> Contents:
        """What snapshots are made of."""
        return Contents(self.folder / "files", self._token)

    def aside(self) -> Path:
        """A path for a file that is to become a content."""
        return self.folder / f".{self._token}.part"

    def all(self, database: str) -> list[Snapshot]:
        """The snapshots of a store that can be read, the newest first."""
        found = list[Snapshot]()
        for path in self._paths():
            with suppress(SnapshotError):
                found.append(self._read(path))
        return sorted((one for one in found if one.database == database), key=lambda one: (one.at, one.name), reverse=True)

    def damaged(self) -> list[SnapshotError]:
        """What is wrong with those that cannot be read."""
        errors = list[SnapshotError]()
        for path in self._paths():
            try:
                self._read(path)
            except SnapshotError as error:
                errors.append(error)
        return errors

    def get(self, name: str, database: str) -> Snapshot:
        """The snapshot of a name. Raises UnknownSnapshotError, and SnapshotError for one of another store."""
        path = self.folder / f"{name}{_SUFFIX}"
        if not path.is_file():
            raise UnknownSnapshotError(name, get_close_matches(name, [one.name for one in self.all(database)], n=2))
        found = self._read(path)
        if found.database != database:
            raise SnapshotError(
                f"the snapshot {name!r} is one of {found.database}", fix=f"name that store: --db {found.database}"
            )
        return found

    def is_taken(self, name: str) -> bool:
        """Whether there is a snapshot of this name, whatever store it is of."""
        return (self.folder / f"{name}{_SUFFIX}").exists()

    def begin(self, name: str) -> None:
        """Note that a snapshot is being saved: what a kill leaves of it on a server is found again by this."""
        (self.folder / f"{name}{_BEGUN}").write_text("")

    def begun(self) -> list[str]:
        """The names of snapshots that killed commands began to save."""
        return [path.name.removesuffix(_BEGUN) for path in sorted(self.folder.glob(f"*{_BEGUN}"))]

    def forget_begun(self, name: str) -> None:
        """The snapshot was saved, or what there was of it is gone."""
        (self.folder / f"{name}{_BEGUN}").unlink(missing_ok=True)

    def put(self, snapshot: Snapshot) -> None:
        """The snapshot is saved: all of it is on the disk."""
        self._write(f"{snapshot.name}{_SUFFIX}", snapshot.model_dump_json(by_alias=True, indent=2))

    def remove(self, name: str) -> None:
        """Forget a snapshot; what only it kept goes with `collect`."""
        (self.folder / f"{name}{_SUFFIX}").unlink(missing_ok=True)

    def collect(self, contents: Contents) -> None:
        """Remove the contents that no snapshot keeps any more: none as long as one snapshot cannot be read."""
        kept = set[str]()
        with suppress(SnapshotError):
            for snapshot in map(self._read, self._paths()):
                kept |= {snapshot.store.sha256 or "", *self._listed(snapshot, contents, kept)}
            contents.keep_only(kept)

    def _listed(self, snapshot: Snapshot, contents: Contents, known: Collection[str]) -> set[str]:
        """The list of a snapshot's files and what is in it; nothing where the list is known already."""
        listed = snapshot.folder.sha256
        return set() if listed in known else {listed, *(file.sha256 for file in self.files(snapshot, contents).values())}

    def files(self, snapshot: Snapshot, contents: Contents) -> Files:
        """The exported files that a snapshot keeps."""
        return dict(files_from(contents.read(snapshot.folder.sha256).decode().splitlines()))

    def begin_reset(self, snapshot: Snapshot) -> None:
        """Note that a store and its files are on the way to a snapshot."""
        self._write(JOURNAL, json.dumps({"database": snapshot.database, "snapshot": snapshot.name}))

    def pending_reset(self, database: str) -> str | None:
        """The snapshot that a killed reset of a store was on the way to; None where all is well.

        Raises SnapshotError where the journal cannot be read.
        """
        try:
            journal = json.loads(self.journal.read_text("utf-8"))
            return str(journal["snapshot"]) if journal["database"] == database else None
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            fix = f"`demodb reset NAME` goes to a snapshot, whole; or remove {self.journal}, and the store stays as it is"
            raise SnapshotError(f"a reset was interrupted, and {self.journal} does not say which", fix=fix) from error

    def end_reset(self) -> None:
        """The store and the files are there."""
        self.journal.unlink(missing_ok=True)
        self._sync()

    def _paths(self) -> list[Path]:
        return sorted(self.folder.glob(f"*{_SUFFIX}"))

    def _read(self, path: Path) -> Snapshot:
        try:
            return Snapshot.model_validate_json(path.read_bytes())
        except (ValidationError, OSError) as error:
            raise SnapshotError(f"{path} cannot be read: it is damaged, or of a newer demodb", fix="move it away") from error

    def _write(self, name: str, text: str) -> None:
        aside = self.folder / f".{name}.part"
        with aside.open("w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        aside.replace(self.folder / name)
        self._sync()

    def _sync(self) -> None:
        opened = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
