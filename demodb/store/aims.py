"""Reads and writes of the weights of situations that were worked out for a story."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from demodb.model.canonical import canonical
from demodb.store.bulk import upsert
from demodb.store.rows import table_of
from demodb.store.tables import Aim

_AIM = table_of(Aim)


class StoredAim(NamedTuple):
    """A pack's weights of situations, by their keys, where they are not the pack's own, and the hash of the story."""

    pack: str
    weights: Mapping[str, float]
    story: str


def read_aims(connection: Connection, seed: str) -> dict[str, StoredAim]:
    """What was worked out for the draws of a seed, by pack."""
    rows = connection.execute(select(_AIM.c.pack, _AIM.c.weights, _AIM.c.story).where(_AIM.c.seed == seed))
    return {row.pack: StoredAim(row.pack, json.loads(row.weights), row.story) for row in rows}


def put_aims(connection: Connection, seed: str, aims: Sequence[StoredAim]) -> None:
    """Keep these in the place of what was worked out before for their packs."""
    rows = [{"pack": aim.pack, "seed": seed, "weights": canonical(dict(aim.weights)), "story": aim.story} for aim in aims]
    upsert(connection, _AIM, rows)
