"""A row of a table that may be a customer's, its values read. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple

from demodb.sources.amounts import Undecided


class Line(NamedTuple):
    """A row that may be a customer's: `label` is what may say that it is a total, None for a row that cannot be one."""

    row: int
    unit: str
    customer: str
    label: str | None
    amounts: tuple[float | Undecided | None, ...]
    sub_id: Any
    renewal: Any
    will_renew: str | None
    country: str | None
    currency: str | None
