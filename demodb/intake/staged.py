"""Customer records as they are staged, and back."""

from __future__ import annotations

from demodb.intake.identity import AccountKeys, owner_of
from demodb.model.names import slug, unit_key
from demodb.sources.records import CustomerRecord, RecordOrigin
from demodb.store.staging import Staged


def staged_record(record: CustomerRecord, keys: AccountKeys, file: int) -> Staged:
    """A record of the file of this number, with the account that it means."""
    unit, name, origin, rr, nrr, subscriptions, extra, country, quarters = record
    key, place, owner = unit_key(unit), origin.place, owner_of(name, keys)
    said = (rr, nrr, subscriptions, extra, country, quarters)
    return Staged(key, name, owner, slug(name), unit, place, *said, file)


def record_of(staged: Staged, path: str) -> CustomerRecord:
    """The record that was staged from the file at `path`."""
    _, name, _, _, unit, place, rr, nrr, subscriptions, extra, country, quarters, _ = staged
    return CustomerRecord(unit, name, RecordOrigin(path, place), rr, nrr, subscriptions, extra, country, quarters)
