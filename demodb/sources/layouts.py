"""Descriptions of tables: what a plain one may have, and the two sheets of a budget's workbook. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from demodb.model.tables import Column, Decimal
from demodb.sources.titles import Meant, meant, title_key

QUARTERS: tuple[Column, ...] = ("q1", "q2", "q3", "q4")
AMOUNTS: tuple[Column, ...] = ("arr", "mrr", "nrr", "total", *QUARTERS, "projected_arr")
_REVENUES: tuple[Column, ...] = ("arr", "mrr", "nrr", "total")


@dataclass(frozen=True)
class Layout:
    """What a table has to have, and how its rows are meant.

    `needs` are its columns, without which it is refused, and `may` those that it may have; a table without needs may have
    any, but a customer and an amount it must. `titles` are titles that mean something else here than elsewhere, by their key.
    `usual` is the sign before decimals where nothing in a column tells.
    `is_strict`: each row of a customer names its business unit as well, one that names neither is nobody's.
    `is_wrapped`: of `text <Customer> text` the customer is what stands between the signs; `unit_in_text`: the business unit is
    a word of a text.
    `is_whole`: it lists all customers: one that stands elsewhere in the file has none of its amounts.
    """

    needs: tuple[Column, ...] = ()
    may: tuple[Column, ...] = ()
    titles: Mapping[str, Meant] = field(default_factory=dict)
    header_rows: int = 40
    usual: Decimal | None = None
    is_strict: bool = False
    is_wrapped: bool = False
    unit_in_text: bool = False
    is_whole: bool = False

    def meant(self, title: str) -> Meant | None:
        """What a title says here, None for one that says nothing."""
        found = self.titles.get(title_key(title)) or meant(title)
        return found if found and (not self.needs or found.column in (*self.needs, *self.may)) else None

    def lacks(self, found: set[Column], denied: set[Column]) -> tuple[str, ...]:
        """What a table with these columns lacks; `denied` are those that somebody says it does not have."""
        if self.needs:
            return tuple(column for column in self.needs if column not in found | (denied - {"customer"}))
        amount = found & {*_REVENUES} or found >= {*QUARTERS}
        return (*(() if "customer" in found else ("customer",)), *(() if amount else ("amount",)))


PLAIN = Layout()

_SHEET = Layout(may=("country", "currency"), header_rows=60, usual=".", is_strict=True, is_wrapped=True, is_whole=True)

BUDGET: Mapping[str, Layout] = {
    "RR Input": replace(
        _SHEET,
        needs=("unit", "customer", "sub_id", "arr", "renewal", "will_renew", "projected_arr"),
        titles={"company": Meant("unit", -1)},
    ),
    "NRR Input": replace(_SHEET, needs=("customer", "unit", *QUARTERS), titles={"class": Meant("unit", -1)}, unit_in_text=True),
}
"""The sheets of a budget's workbook by their names: recurring revenue by subscription, the other by order and quarter."""
