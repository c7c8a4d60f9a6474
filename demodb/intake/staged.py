"""Customer records as they are staged, and back."""

from __future__ import annotations

import json

from demodb.intake.identity import AccountKeys, owner_of
from demodb.model.names import slug, unit_key
from demodb.sources.records import CustomerRecord, RecordOrigin
from demodb.store.staging import Staged


def staged_record(record: CustomerRecord, keys: AccountKeys, file: int) -> Staged:
    """A record of the file of this number, with the account that it means."""
    unit, name, origin, *said = record
    text = json.dumps([unit, origin.place, *said], ensure_ascii=False)
    return Staged(unit_key(unit), name, owner_of(name, keys), slug(name), text, file)


def record_of(staged: Staged, path: str) -> CustomerRecord:
    """The record that was staged from the file at `path`."""
    unit, place, rr, nrr, subscriptions, extra, country, quarters = json.loads(staged.said)
    listed = None if subscriptions is None else tuple(subscriptions)
    four = None if quarters is None else tuple(quarters)
    return CustomerRecord(unit, staged.name, RecordOrigin(path, place), rr, nrr, listed, extra, country, four)
