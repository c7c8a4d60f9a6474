"""Reads and writes of the log of calls to Claude, and of the batches that are under way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from demodb.store.rows import table_of
from demodb.store.tables import BatchRequest, ModelBatch, ModelCall

CALL = table_of(ModelCall)
BATCH = table_of(ModelBatch)
REQUEST = table_of(BatchRequest)


class Call(NamedTuple):
    """One attempt; times in milliseconds, the cost in USD, None for what is not known."""

    started_at: int
    duration_ms: int
    account_key: str
    attempt: int
    model: str
    batch_id: str | None = None
    request_id: str | None = None
    status: int | None = None
    stop_reason: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    error: str | None = None


class Request(NamedTuple):
    """One request of a batch: the account that it is for, and the hash of what it was made from."""

    custom_id: str
    account_key: str
    input_hash: str


class Batch(NamedTuple):
    """A batch whose results were not all taken in yet."""

    id: str
    created_at: int
    model: str


def log_calls(connection: Connection, calls: Sequence[Call]) -> None:
    """Add rows to the log."""
    if calls:
        connection.execute(insert(CALL), [call._asdict() for call in calls])


def put_batch(connection: Connection, batch: Batch, requests: Sequence[Request]) -> None:
    """Note a batch that was handed over, and its requests."""
    connection.execute(insert(BATCH).values(**batch._asdict()))
    connection.execute(insert(REQUEST), [{"batch_id": batch.id, **request._asdict()} for request in requests])


def name_batch(connection: Connection, known_as: str, batch_id: str) -> None:
    """Give a batch that was noted before it was handed over the id that it has at the API."""
    created_at, model = connection.execute(select(BATCH.c.created_at, BATCH.c.model).where(BATCH.c.id == known_as)).one()
    connection.execute(insert(BATCH).values(id=batch_id, created_at=created_at, model=model))
    connection.execute(update(REQUEST).where(REQUEST.c.batch_id == known_as).values(batch_id=batch_id))
    connection.execute(delete(BATCH).where(BATCH.c.id == known_as))


def drop_batch(connection: Connection, batch_id: str) -> None:
    """Forget a batch and its requests."""
    connection.execute(delete(REQUEST).where(REQUEST.c.batch_id == batch_id))
    connection.execute(delete(BATCH).where(BATCH.c.id == batch_id))


def batches_since(connection: Connection, created_at: int) -> set[str]:
    """The ids of the batches that are known, open or ended, from then on, in ms since 1970."""
    return set(connection.execute(select(BATCH.c.id).where(BATCH.c.created_at >= created_at)).scalars())


def open_batches(connection: Connection) -> list[Batch]:
    """The batches that are under way, the oldest first."""
    wanted = select(BATCH.c.id, BATCH.c.created_at, BATCH.c.model).where(BATCH.c.ended_at.is_(None))
    return [Batch(*row) for row in connection.execute(wanted.order_by(BATCH.c.created_at, BATCH.c.id))]


def pending_requests(connection: Connection, batch_id: str) -> dict[str, Request]:
    """The requests of a batch whose result was not taken in yet, by their custom id."""
    logged = select(CALL.c.account_key).where(CALL.c.batch_id == batch_id)
    wanted = select(REQUEST.c.custom_id, REQUEST.c.account_key, REQUEST.c.input_hash).where(
        REQUEST.c.batch_id == batch_id, REQUEST.c.account_key.not_in(logged)
    )
    return {row.custom_id: Request(*row) for row in connection.execute(wanted)}


def accounts_under_way(connection: Connection) -> set[str]:
    """The keys of the accounts that an open batch has a request for."""
    joined = select(REQUEST.c.account_key).join(BATCH, BATCH.c.id == REQUEST.c.batch_id).where(BATCH.c.ended_at.is_(None))
    return set(connection.execute(joined).scalars())


def end_batch(connection: Connection, batch_id: str, ended_at: int) -> None:
    """Note that all results of a batch were taken in."""
    connection.execute(update(BATCH).where(BATCH.c.id == batch_id).values(ended_at=ended_at))
