"""The store that the settings name, opened for the length of a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from demodb.errors import StoreMissingError
from demodb.settings import Settings
from demodb.store.engine import Store
from demodb.store.schema import open_store

__all__ = ["Store", "open_store", "opened_store"]


@contextmanager
def opened_store(settings: Settings, *, create: bool = False, dry_run: bool = False) -> Iterator[Store]:
    """The store of the settings; `notices` of it says what opening did, such as an upgrade and where the backup lies.

    With `create` it is made where there is none; in a dry run one that is thrown away stands in for it. Raises
    StoreMissingError without `create`, and other StoreErrors where it cannot be used.
    """
    with ExitStack() as stack:
        try:
            store = open_store(settings.db, create=create and not dry_run)
        except StoreMissingError:
            if not create:
                raise
            folder = Path(stack.enter_context(TemporaryDirectory()))
            store = open_store(folder / "dry-run.db", create=True)
        yield stack.enter_context(store)
