"""The table of the cache, which the app's process reads too. Times are milliseconds since 1970, UTC."""

from sqlalchemy import BigInteger, CheckConstraint, Index

from demodb.store.tables.base import Declared, between, integer_column, key_column, text_column


class CacheEntry(Declared, table=True):
    """A value with its expiry; readers neither write nor delete."""

    __tablename__ = "cache_entry"
    __table_args__ = (
        between("generation", 0),
        CheckConstraint(
            "(value IS NULL) = (fresh_until IS NULL) AND (value IS NULL) = (stale_until IS NULL)"
            " AND (value IS NULL) = (created_at IS NULL) AND fresh_until <= stale_until",
            name="lifetime",
        ),
        Index(None, "stale_until"),
        {"comment": "Cache entries: a value, until when it is fresh, and until when it may be served as stale"},
    )

    key: str = key_column("Such as account-plan:{slug} or intelligence:{slug}")
    kind: str = text_column("Kind of value, which decides its lifetime")
    value: str | None = text_column("JSON text; NULL while the first one is being made", default=None)
    created_at: int | None = integer_column("When the value was made, ms", default=None, sa_type=BigInteger)
    fresh_until: int | None = integer_column("Fresh before this moment, ms", default=None, sa_type=BigInteger)
    stale_until: int | None = integer_column(
        "To be served as stale before this moment, gone after it, ms", default=None, sa_type=BigInteger
    )
    generation: int = integer_column("Counts the values that this key has had", default=0)
    lease_owner: str | None = text_column("Who is making a new value now", default=None)
    lease_until: int | None = integer_column("When that lease runs out, ms", default=None, sa_type=BigInteger)
    input_hash: str | None = text_column("Hash of what the value was made from", default=None)
    source: str | None = text_column("Who made the value: claude, rules, store", default=None)
    model: str | None = text_column("The model that made it", default=None)
    last_error: str | None = text_column("Why the last refresh failed; NULL after a good one", default=None)
