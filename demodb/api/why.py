"""Why one value of a plan says what it does, its three sides side by side, and putting back what it came in with."""

from __future__ import annotations

from typing import Any

from demodb.api.by import SOMEBODY, By
from demodb.model.merge import ABSENT
from demodb.model.refusals import UNASKED
from demodb.seed import why as seed_why
from demodb.seed.editing import EditReport
from demodb.seed.plan import SeedOptions
from demodb.seed.run import Stamp
from demodb.seed.why import Theirs, Why
from demodb.store.edits import LoggedEdit
from demodb.store.engine import Store

__all__ = ["ABSENT", "UNASKED", "EditReport", "LoggedEdit", "Theirs", "Why", "put_back", "why"]


def why(store: Store, account: str, place: str, options: SeedOptions) -> Why:
    """Why a field or a row says what it does: where from, the base, ours and theirs, and the edits that touched it.

    `place` is such as strategy/painPoints/pp-001/title; a row that is gone has one too. `options` are what a seed would be
    run with: theirs is what a newer template has, or what waits in a conflict. Reads only, in a fixed number of statements.
    Raises UnknownAccountError, and UnknownValueError where nothing lies at that place.
    """
    with store.read() as connection:
        return seed_why.why(connection, account, place, options)


def put_back(store: Store, account: str, place: str, *, expected: Any = UNASKED, by: By = SOMEBODY) -> EditReport:
    """Let a field, or a row, say again what it did when its section came in: an edit, and an entry of the log.

    A row that a person added goes, one that was deleted is there again. Raises UnknownAccountError, UnknownValueError, and
    EditRefusedError where the app would refuse what comes of it or the store says something else by now than `expected`.
    """
    stamp = Stamp(by.person, by.clock.epoch_ms())
    return store.run(lambda connection: seed_why.put_back(connection, account, place, stamp, expected))
