"""The connection that every read and write is given, under the store's own name: SQLAlchemy is known to this room alone."""

from sqlalchemy import Connection

__all__ = ["Connection"]
