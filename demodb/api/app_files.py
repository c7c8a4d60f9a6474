"""What the app will show of one account: the export as it lies there and as it would be, file by file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from demodb.api.export import PLAINLY, ExportBy
from demodb.export.folder import Target
from demodb.export.one_account import FileState, FileView, files_of_account
from demodb.model.paths import project_path
from demodb.store.accounts import departed_at, find_account
from demodb.store.engine import Store

__all__ = ["AppFiles", "FileState", "FileView", "app_files"]


@dataclass(frozen=True)
class AppFiles:
    """An account's files in the folder of an export; `exists`: the folder is there; `departed`: no source lists the account."""

    account: str
    slug: str
    directory: Path
    exists: bool
    departed: bool
    files: Sequence[FileView]

    def in_state(self, state: FileState) -> list[FileView]:
        """The files that stand so."""
        return [file for file in self.files if file.state == state]


def app_files(store: Store, name: str, directory: Path, how: ExportBy = PLAINLY, *, at: datetime | None = None) -> AppFiles:
    """The files of an account below `directory`, each as it lies there and as an export would write it at the moment `at`.

    Of `how` the project's folder, the clock and what is asked count. Only what is the account's is read, and nothing is
    written. Raises UnknownAccountError, and DemodbError where the folder is another store's.
    """
    moment = at or how.clock.now()
    target = Target(directory, project_path(directory, how.root), moment, how.token(), asked=how.asked)
    with store.read() as connection:
        account = find_account(connection, name)
        departed = departed_at(connection, account.key) is not None
        files = files_of_account(store, connection, account, target, present=not departed)
    return AppFiles(account.name, account.slug, directory, directory.is_dir(), departed, files)
