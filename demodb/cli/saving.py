"""The snapshot that a command saves before it destroys something, and how the person is told of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from demodb.api.store import Store
from demodb.cli.output import note
from demodb.clock import Clock
from demodb.settings import Settings


class Saving(NamedTuple):
    """What a snapshot is saved by: `directory` is the exported folder that the work is about, by default the settings'."""

    settings: Settings
    clock: Clock
    directory: Path | None = None


def saved_first(saving: Saving, store: Store, before: str, *, needed: bool = True) -> str | None:
    """Save an automatic snapshot before some work, and say how to go back; its name, None where it was too large to save.

    Work that may be refused is tried before, in `Store.trial`: of the automatic snapshots only the last ones are kept, and
    none of them is to go for work that is not done. Nothing is saved where that is not `needed`, as the work destroys nothing.
    """
    if not needed:
        return None
    from demodb.api.keeping import keeping_of  # noqa: PLC0415 - only what destroys something pays for it
    from demodb.api.snapshot import save_first  # noqa: PLC0415

    keeping = keeping_of(saving.settings, saving.directory, clock=saving.clock)
    snapshot, skipped = save_first(store, before, keeping)
    if snapshot is None:
        note(f"No snapshot was saved first: {skipped}.")
        return None
    note(f"Saved first as the snapshot {snapshot.name}: `demodb reset {snapshot.name}` goes back to it.")
    return snapshot.name
