"""The snapshot that a command saves before it destroys something, and how the person is told of it."""

from __future__ import annotations

from demodb.api.keeping import Keeping
from demodb.api.snapshot import save_first
from demodb.api.store import Store
from demodb.cli.output import note


def saved_first(keeping: Keeping, store: Store, before: str, *, needed: bool = True) -> str | None:
    """Save an automatic snapshot before some work, and say how to go back; its name, None where it was too large to save.

    Work that may be refused is tried before, in `Store.trial`: of the automatic snapshots only the last ones are kept, and
    none of them is to go for work that is not done.

    `keeping` says of which exported folder, too: the one that the work is about. Nothing is saved where that is not `needed`,
    as the work destroys nothing.
    """
    if not needed:
        return None
    snapshot, skipped = save_first(store, before, keeping)
    if snapshot is None:
        note(f"No snapshot was saved first: {skipped}.")
        return None
    note(f"Saved first as the snapshot {snapshot.name}: `demodb reset {snapshot.name}` goes back to it.")
    return snapshot.name
