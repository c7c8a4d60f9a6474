"""Tables of the warm-up: the log of calls to Claude, and batches that are under way. Times are milliseconds since 1970, UTC."""

from sqlalchemy import BigInteger, Index

from demodb.store.tables.base import Declared, between, integer_column, key_column, real_column, references, text_column


class ModelCall(Declared, table=True):
    """One attempt to call the model; it outlives the account that it was for."""

    __tablename__ = "model_call"
    __table_args__ = (
        between("duration_ms", 0),
        between("attempt", 1),
        between("input_tokens", 0),
        between("output_tokens", 0),
        between("cost_usd", 0),
        Index(None, "started_at"),
        {"comment": "Calls to Claude: one row an attempt, failed ones included"},
    )

    id: int | None = integer_column("Number of the call", primary_key=True, default=None)
    started_at: int = integer_column("When the call began, ms", sa_type=BigInteger)
    duration_ms: int = integer_column("How long it took, ms")
    account_key: str = text_column("The account that it was for")
    attempt: int = integer_column("Which attempt for this account it was in its run, from 1")
    model: str = text_column("The model that was asked")
    batch_id: str | None = text_column("The batch that it was part of; NULL for a single call", default=None)
    request_id: str | None = text_column("The request id that the API gave", default=None)
    status: int | None = integer_column("HTTP status; NULL where no answer came", default=None)
    stop_reason: str | None = text_column("Why the model stopped, such as end_turn or refusal", default=None)
    input_tokens: int | None = integer_column("Tokens read", default=None)
    output_tokens: int | None = integer_column("Tokens written", default=None)
    cost_usd: float | None = real_column("What it cost, USD; NULL where no price is known", default=None)
    error: str | None = text_column("What went wrong; NULL for a good answer", default=None)


class ModelBatch(Declared, table=True):
    """A batch that was handed to the Message Batches API."""

    __tablename__ = "model_batch"
    __table_args__ = ({"comment": "Batches at the Message Batches API: what a run that was interrupted goes on with"},)

    id: str = key_column("The batch's id at the API")
    created_at: int = integer_column("When it was handed over, ms", sa_type=BigInteger)
    model: str = text_column("The model that was asked")
    ended_at: int | None = integer_column("When its results were taken in, ms; NULL before", default=None, sa_type=BigInteger)


class BatchRequest(Declared, table=True):
    """One request of a batch."""

    __tablename__ = "batch_request"
    __table_args__ = (
        references(["batch_id"], "model_batch", ["id"]),
        {"comment": "Requests of batches: which account each is for"},
    )

    batch_id: str = key_column("Batch")
    custom_id: str = key_column("Id of the request inside the batch")
    account_key: str = text_column("The account that it is for")
    input_hash: str = text_column("Hash of what the request was made from")
