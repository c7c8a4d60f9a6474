"""Warm-up: the log of calls, batches under way, and a view of the cache for people.

Revision: 0004, after 0003. Frozen once released: it imports alembic and sqlalchemy only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

VIEW = """
CREATE VIEW cache_overview AS
SELECT key, kind, source, model,
       CASE WHEN value IS NULL THEN 'being made'
            WHEN fresh_until > {now} THEN 'fresh'
            WHEN stale_until > {now} THEN 'stale'
            ELSE 'gone' END AS state,
       {created_at} AS created_utc, {fresh_until} AS fresh_until_utc, {stale_until} AS stale_until_utc,
       generation, length(value) AS characters, last_error
FROM cache_entry
"""
# The view is for people: it goes by the database's own clock. Programs compare with a time that they pass in.
SQLITE = {"now": "CAST(strftime('%s', 'now') AS INTEGER) * 1000"} | {
    name: f"strftime('%Y-%m-%d %H:%M:%S', {name} / 1000, 'unixepoch')" for name in ("created_at", "fresh_until", "stale_until")
}
POSTGRESQL = {"now": "CAST(extract(epoch FROM now()) * 1000 AS BIGINT)"} | {
    name: f"to_char(to_timestamp({name} / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"
    for name in ("created_at", "fresh_until", "stale_until")
}


def upgrade() -> None:
    """Make what this revision adds."""
    op.create_table(
        "model_batch",
        sa.Column("id", KEY, nullable=False, comment="The batch's id at the API"),
        sa.Column("created_at", sa.BigInteger(), nullable=False, comment="When it was handed over, ms"),
        sa.Column("model", sa.Text(), nullable=False, comment="The model that was asked"),
        sa.Column("ended_at", sa.BigInteger(), nullable=True, comment="When its results were taken in, ms; NULL before"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_batch")),
        comment="Batches at the Message Batches API: what a run that was interrupted goes on with",
    )
    op.create_table(
        "model_call",
        sa.Column("id", sa.Integer(), nullable=False, comment="Number of the call"),
        sa.Column("started_at", sa.BigInteger(), nullable=False, comment="When the call began, ms"),
        sa.Column("duration_ms", sa.Integer(), nullable=False, comment="How long it took, ms"),
        sa.Column("account_key", sa.Text(), nullable=False, comment="The account that it was for"),
        sa.Column("attempt", sa.Integer(), nullable=False, comment="Which attempt for this account it was in its run, from 1"),
        sa.Column("model", sa.Text(), nullable=False, comment="The model that was asked"),
        sa.Column("batch_id", sa.Text(), nullable=True, comment="The batch that it was part of; NULL for a single call"),
        sa.Column("request_id", sa.Text(), nullable=True, comment="The request id that the API gave"),
        sa.Column("status", sa.Integer(), nullable=True, comment="HTTP status; NULL where no answer came"),
        sa.Column("stop_reason", sa.Text(), nullable=True, comment="Why the model stopped, such as end_turn or refusal"),
        sa.Column("input_tokens", sa.Integer(), nullable=True, comment="Tokens read"),
        sa.Column("output_tokens", sa.Integer(), nullable=True, comment="Tokens written"),
        sa.Column("cost_usd", sa.Float(precision=53), nullable=True, comment="What it cost, USD; NULL where no price is known"),
        sa.Column("error", sa.Text(), nullable=True, comment="What went wrong; NULL for a good answer"),
        sa.CheckConstraint("attempt >= 1", name=op.f("ck_model_call_attempt")),
        sa.CheckConstraint("cost_usd >= 0", name=op.f("ck_model_call_cost_usd")),
        sa.CheckConstraint("duration_ms >= 0", name=op.f("ck_model_call_duration_ms")),
        sa.CheckConstraint("input_tokens >= 0", name=op.f("ck_model_call_input_tokens")),
        sa.CheckConstraint("output_tokens >= 0", name=op.f("ck_model_call_output_tokens")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_call")),
        comment="Calls to Claude: one row an attempt, failed ones included",
    )
    op.create_index(op.f("ix_model_call_started_at"), "model_call", ["started_at"], unique=False)
    op.create_table(
        "batch_request",
        sa.Column("batch_id", KEY, nullable=False, comment="Batch"),
        sa.Column("custom_id", KEY, nullable=False, comment="Id of the request inside the batch"),
        sa.Column("account_key", sa.Text(), nullable=False, comment="The account that it is for"),
        sa.Column("input_hash", sa.Text(), nullable=False, comment="Hash of what the request was made from"),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["model_batch.id"],
            name=op.f("fk_batch_request_batch_id_model_batch"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("batch_id", "custom_id", name=op.f("pk_batch_request")),
        comment="Requests of batches: which account each is for",
    )
    op.execute("DROP VIEW IF EXISTS cache_overview")
    op.execute(VIEW.format_map(SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL))


def downgrade() -> None:
    """Take it away again."""
    op.execute("DROP VIEW cache_overview")
    op.drop_table("batch_request")
    op.drop_table("model_call")
    op.drop_table("model_batch")
