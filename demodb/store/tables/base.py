"""What every table shares: naming convention, column helpers that demand a comment, and constraints made from the contract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CheckConstraint, Connection, Float, ForeignKeyConstraint, Index, Integer, LargeBinary, Text, event, text
from sqlalchemy.ext.declarative import DeferredReflection
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Declared(DeferredReflection, SQLModel):
    """What every table's class is made from. It is declared and no more: the store works with tables, never with objects of them.

    So neither the mapping nor the validator of a class is built, for which every start would wait.
    """

    model_config = {"defer_build": True}


KEY = Text().with_variant(Text(collation="C"), "postgresql")
"""The type of keys: ordered by code point on both engines, so that reads come in the same order on each."""

CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}
"""For tables of small rows that are read by account: SQLite keeps them in the order of their primary key."""


def key_column(comment: str, **options: Any) -> Any:
    """A column of a primary key, or one that points to another table's."""
    options.setdefault("primary_key", True)
    return Field(sa_type=KEY, sa_column_kwargs={"comment": comment}, **options)


def text_column(comment: str, **options: Any) -> Any:
    """A text column."""
    return Field(sa_type=Text, sa_column_kwargs={"comment": comment}, **options)


def real_column(comment: str, **options: Any) -> Any:
    """A number column: an IEEE double on both engines, as numbers are in the app."""
    return Field(sa_type=Float(53), sa_column_kwargs={"comment": comment}, **options)


def integer_column(comment: str, **options: Any) -> Any:
    """A whole-number column."""
    options.setdefault("sa_type", Integer)
    return Field(sa_column_kwargs={"comment": comment}, **options)


def bytes_column(comment: str, **options: Any) -> Any:
    """A column of bytes, such as a SHA-256."""
    return Field(sa_type=LargeBinary, sa_column_kwargs={"comment": comment}, **options)


def extra_column() -> Any:
    """What the columns cannot say: unknown keys, and optional keys that are there as null or as an empty list."""
    return text_column(
        "JSON object: unknown keys, and known optional keys that stand there as null or as an empty list", default=None
    )


def section_column(name: str) -> Any:
    """The column that ties a row to its section: it has one value only."""
    return Field(
        default=name,
        sa_type=KEY,
        sa_column_kwargs={"comment": f"Always {name!r}: a row lives and dies with its section", "server_default": name},
    )


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """CHECK that a column holds one of the contract's values (NULL passes)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def between(column: str, low: float, high: float | None = None) -> CheckConstraint:
    """CHECK that a number lies in its range (NULL passes)."""
    upper = "" if high is None else f" AND {column} <= {high}"
    return CheckConstraint(f"{column} >= {low}{upper}", name=column)


def iso_date(column: str) -> CheckConstraint:
    """CHECK that a text looks like an ISO date (NULL passes); the models judge the calendar."""
    return CheckConstraint(f"{column} LIKE '____-__-__'", name=column)


def iso_date_or_time(column: str) -> CheckConstraint:
    """CHECK that a text looks like an ISO date or date-time (NULL passes); the models judge the calendar and the clock."""
    return CheckConstraint(f"{column} LIKE '____-__-__' OR {column} LIKE '____-__-__T__:__%'", name=column)


def of_section(name: str) -> tuple[Any, ...]:
    """The constraints of a section's rows: tied to the section, gone with it."""
    return (
        CheckConstraint(f"section = '{name}'", name="section"),
        ForeignKeyConstraint(
            ["account_key", "section"], ["plan_section.account_key", "plan_section.section"], ondelete="CASCADE"
        ),
    )


def references(columns: list[str], target: str, target_columns: list[str]) -> ForeignKeyConstraint:
    """A foreign key whose rows follow the row they belong to."""
    return ForeignKeyConstraint(columns, [f"{target}.{name}" for name in target_columns], ondelete="CASCADE", onupdate="CASCADE")


def where_known(table: str, column: str) -> Index:
    """An index of the few rows of which a column says something."""
    index = Index(f"ix_{table}_{column}", column)
    known = text(f"{column} IS NOT NULL")

    # As an option of the index it would load both engines' dialects at every start.
    @event.listens_for(index, "before_create")
    def narrowed(target: Index, connection: Connection, **_: Any) -> None:
        target.dialect_kwargs[f"{connection.dialect.name}_where"] = known

    return index
