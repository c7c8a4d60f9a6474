"""The store that the settings name, opened for the length of a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from demodb.errors import StoreCorruptError, StoreError, StoreMissingError
from demodb.model.snapshot_places import JOURNAL, SNAPSHOTS
from demodb.settings import Settings, project_root
from demodb.store.check import faults_of
from demodb.store.engine import Store
from demodb.store.schema import open_store, store_place

__all__ = ["Store", "damage_told", "open_store", "opened_store"]


@contextmanager
def opened_store(settings: Settings, *, create: bool = False, dry_run: bool = False) -> Iterator[Store]:
    """The store of the settings; `notices` of it says what opening did, such as an upgrade and what it was before.

    A reset that was killed is completed first. With `create` the store is made where there is none; in a dry run one that is
    thrown away stands in for it. Raises StoreMissingError without `create`, and other StoreErrors where it cannot be used.
    """
    notices = _completed(settings)
    with ExitStack() as stack:
        try:
            store = open_store(settings.db, create=create and not dry_run, keep=lambda older: _kept(older, settings))
        except StoreMissingError:
            if not create:
                raise
            folder = Path(stack.enter_context(TemporaryDirectory()))
            store = open_store(folder / "dry-run.db", create=True)
        store.notices += notices
        yield stack.enter_context(store)


@contextmanager
def damage_told(settings: Settings) -> Iterator[None]:
    """An error that values may make, over a store that is not whole, is told as the store's. Raises StoreCorruptError."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        faults, store = _faults(settings), store_place(settings.db)
        if not faults:
            raise
        more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
        fix = "`demodb db check` lists it all; go back with `demodb reset` or `demodb db restore FILE`, or mend it there"
        raise StoreCorruptError(f"{store} is damaged: {faults[0]}{more}", fix=fix) from error


def _faults(settings: Settings) -> list[str]:
    """What is wrong with the store; nothing where there is none to look at."""
    with suppress(StoreError), open_store(settings.db) as store:
        return faults_of(store)
    return []


def _completed(settings: Settings) -> tuple[str, ...]:
    """What a killed reset left undone is done; what there is to tell of it."""
    if not (project_root(Path()) / SNAPSHOTS / JOURNAL).exists():
        return ()
    from demodb.api.keeping import keeping_of  # noqa: PLC0415 - only what opens after a kill pays for it
    from demodb.api.reset import complete_reset  # noqa: PLC0415

    report = complete_reset(settings.db, keeping_of(settings))
    return (f"the reset to the snapshot {report.snapshot.name}, which was interrupted, is complete now",) if report else ()


def _kept(store: Store, settings: Settings) -> str:
    from demodb.api.keeping import keeping_of  # noqa: PLC0415 - only an upgrade pays for it
    from demodb.api.snapshot import save_first  # noqa: PLC0415

    saved = save_first(store, "upgrade", keeping_of(settings))
    return f"the snapshot {saved.snapshot.name}" if saved.snapshot else ""
