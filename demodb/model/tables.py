"""What a project says of its own tables: which title is which column, how numbers are written, what a currency is worth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Column = Literal[
    "customer",
    "unit",
    "arr",
    "mrr",
    "nrr",
    "total",
    "q1",
    "q2",
    "q3",
    "q4",
    "sub_id",
    "renewal",
    "will_renew",
    "projected_arr",
    "country",
    "currency",
]
"""The columns of a table that are known."""

Decimal = Literal[".", ","]
"""The sign before the decimals of a number."""


class TableRules(BaseModel):
    """What holds for one file, or one sheet of it.

    `columns`: a column = the title, or the letter, that it stands under, "" for one that the table does not have. `decimal`
    is the sign before decimals, `unit` the business unit of every row that names none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: dict[Column, str] = {}
    decimal: Decimal | None = None
    unit: str | None = None


class Tables(BaseModel):
    """The table `[tables]` of the settings: `rate`, what one unit of a currency is worth in USD, and rules by a file's name."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, TableRules]

    rate: dict[str, Annotated[float, Field(gt=0, allow_inf_nan=False)]] = {}

    def rules(self, path: str, sheet: str = "") -> TableRules:
        """The rules of a file, of which those of the sheet ("book.xlsx!Sheet") outweigh the others.

        A file is named by the end of its path: "accounts.csv", or "crm/accounts.csv".
        """
        named = {
            name: rules for name, rules in (self.__pydantic_extra__ or {}).items() if _names(name.partition("!"), path, sheet)
        }
        if not named:
            return TableRules()
        said: dict[str, Any] = {}
        for name in sorted(named, key=lambda name: ("!" in name, len(name))):
            said |= named[name].model_dump(exclude_unset=True)
        return TableRules(**said)

    def said_of(self, path: str) -> str:
        """All that is said of a file and its sheets, as one text: "" where nothing is."""
        named = {
            name: rules.model_dump(exclude_unset=True)
            for name, rules in sorted((self.__pydantic_extra__ or {}).items())
            if _ends(PurePath(path).parts, PurePath(name.partition("!")[0]).parts)
        }
        return f"{named} {sorted(self.rate.items())}" if named or self.rate else ""


def _names(name: tuple[str, str, str], path: str, sheet: str) -> bool:
    file, mark, of = name
    return _ends(PurePath(path).parts, PurePath(file).parts) and (not mark or of == sheet)


def _ends(parts: Sequence[str], end: Sequence[str]) -> bool:
    return bool(end) and tuple(parts[-len(end) :]) == tuple(end)


NO_TABLES = Tables()
