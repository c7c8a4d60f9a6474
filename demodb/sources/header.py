"""The header of a table: found by its titles in the first rows, in one line or in two. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from string import ascii_uppercase
from typing import Any, NamedTuple

from demodb.model.tables import Column
from demodb.sources.layouts import PLAIN, QUARTERS, Layout
from demodb.sources.titles import COMPANY, title_key

_MANY: tuple[Column, ...] = ("currency",)


class TableRow(NamedTuple):
    """A row of a table, counted from 1: its values, with a Cell in the place of one that is broken."""

    number: int
    values: Sequence[Any]


@dataclass(frozen=True)
class Header:
    """The titles of a table: which row they end in, all of them, and by column where it stands.

    `doubtful` are columns for which several titles could be meant, `passed` the known titles that another one outweighs,
    `lacking` is what such a table has to have and this one has not.
    """

    row: int
    titles: Mapping[int, str]
    columns: Mapping[Column, tuple[int, ...]] = field(default_factory=dict)
    doubtful: Mapping[Column, tuple[int, ...]] = field(default_factory=dict)
    passed: tuple[int, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def found(self) -> set[Column]:
        """The columns that are known."""
        return {*self.columns, *self.doubtful}

    @property
    def known(self) -> int:
        """How many columns are known."""
        return len(self.columns) + len(self.doubtful)

    @property
    def places(self) -> int:
        """How many titles are those of columns that are known."""
        return sum(map(len, (*self.columns.values(), *self.doubtful.values())))


NO_HEADER = Header(0, {})


class _Wanted(NamedTuple):
    """What titles are compared with: the layout of the table, and what somebody said of its columns."""

    layout: Layout
    mapping: Mapping[Column, str]

    def lacking(self, found: set[Column]) -> tuple[str, ...]:
        return self.layout.lacks(found, {column for column, said in self.mapping.items() if not said})


def find_header(rows: Sequence[TableRow], mapping: Mapping[Column, str], layout: Layout = PLAIN) -> Header:
    """The header among a table's first rows; where there is none, the row that comes nearest, which then is `lacking`."""
    wanted = _Wanted(layout, mapping)
    best = replace(NO_HEADER, lacking=wanted.lacking(set()))
    for n, row in enumerate(rows):
        if row.number > layout.header_rows:
            break
        below = rows[n + 1] if n + 1 < len(rows) and rows[n + 1].number == row.number + 1 else None
        alone = _header(row.number, _titles(row), wanted)
        found = _with_next(alone, row, below, wanted) if below else alone
        if found and not found.lacking:
            return found
        if _tells(alone) > _tells(best):
            best = alone
    return best


def _tells(header: Header) -> tuple[int, int]:
    """How much a row is like a header: known titles first, then words."""
    words = sum(any(map(str.isalpha, title)) for title in header.titles.values())
    return header.known, words if words > 1 else 0


def _with_next(alone: Header, row: TableRow, below: TableRow, wanted: _Wanted) -> Header | None:
    """The header of one line or of two, whichever tells more; None where the second line tells as much without the first."""
    lower = _titles(below)
    if any(not _is_blank(value) and n not in lower for n, value in enumerate(below.values)):
        return alone
    both = _header(below.number, _joined(_titles(row), lower, wanted.layout), wanted)
    if not alone.lacking:
        return both if both.places > alone.places and len(lower) > 1 and not both.lacking else alone
    second = _header(below.number, lower, wanted)
    return None if both.lacking or (not second.lacking and second.known >= both.known) else both


def _titles(row: TableRow) -> dict[int, str]:
    """The titles of a row by their place; a year is one, as a number too."""
    titles = {n: value for n, value in enumerate(row.values) if isinstance(value, str) or _is_year(value)}
    return {n: " ".join(str(value).split()) for n, value in titles.items() if not _is_blank(value)}


def _is_year(value: Any) -> bool:
    return isinstance(value, int) and 1990 <= value < 2100  # noqa: PLR2004 - the years of a budget


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _joined(upper: Mapping[int, str], lower: Mapping[int, str], layout: Layout) -> dict[int, str]:
    """Two lines as one: an upper title holds for the lower ones beside it that have none above."""
    joined: dict[int, str] = {}
    over = ""
    for n in range(max([*upper, *lower], default=-1) + 1):
        over = upper.get(n, over)
        whole = f"{over} {lower[n]}".strip() if n in lower else upper.get(n, "")
        title = whole if n not in lower or layout.meant(whole) or not layout.meant(lower[n]) else lower[n]
        if title:
            joined[n] = title
    return joined


def _header(row: int, titles: Mapping[int, str], wanted: _Wanted) -> Header:
    """What the titles of a row say; what the mapping says outweighs it."""
    mapping = wanted.mapping
    mapped = {column: places for column, said in mapping.items() if said and (places := _places(said, titles))}
    taken = {place for places in mapped.values() for place in places}
    ranked = _ranked({place: title for place, title in titles.items() if place not in taken}, wanted)
    chosen = {column: tuple(ranks[min(ranks)]) for column, ranks in ranked.items()}
    passed = _outranked(ranked)
    _settle_company(ranked, chosen, passed, has_customer="customer" in mapping)
    chosen |= mapped
    if not wanted.layout.needs:
        passed |= _outweighed(chosen, ranked)
    return Header(row, titles, *_parted(chosen), tuple(sorted(passed)), wanted.lacking({*chosen}))


_Places = dict[Column, tuple[int, ...]]


def _parted(chosen: _Places) -> tuple[_Places, _Places]:
    """The columns that stand in one place each, and those for which several could be meant."""
    doubtful = {column: places for column, places in chosen.items() if len(places) > 1 and column not in _MANY}
    return {column: chosen[column] for column in chosen if column not in doubtful}, doubtful


def _outranked(ranked: Mapping[Column, Mapping[int, list[int]]]) -> set[int]:
    """Where titles stand of which the same column has a plainer one."""
    return {place for ranks in ranked.values() for rank in ranks if rank > min(ranks) for place in ranks[rank]}


def _ranked(titles: Mapping[int, str], wanted: _Wanted) -> dict[Column, dict[int, list[int]]]:
    """Where the titles of each column stand, by their rank; those of mapped columns say nothing, but for a company's."""
    ranked: dict[Column, dict[int, list[int]]] = {}
    for place, title in titles.items():
        found = wanted.layout.meant(title)
        if found and (found.column not in wanted.mapping or found == _COMPANY_TITLE):
            ranked.setdefault(found.column, {}).setdefault(found.rank, []).append(place)
    return ranked


_COMPANY_TITLE = ("customer", COMPANY)


def _places(said: str, titles: Mapping[int, str]) -> tuple[int, ...]:
    """Where a mapping's title stands: as it is typed, else as titles are compared, else as the letter of a column."""
    wanted = " ".join(said.split())
    spellings: tuple[Callable[[str], str], ...] = (str, str.casefold, title_key)
    for spelled in spellings:
        if found := tuple(place for place, title in titles.items() if spelled(title) == spelled(wanted)):
            return found
    return tuple(place for place in titles if column_letters(place) == wanted)


def _settle_company(
    ranked: Mapping[Column, Mapping[int, list[int]]],
    chosen: dict[Column, tuple[int, ...]],
    passed: set[int],
    *,
    has_customer: bool,
) -> None:
    """A company is the customer where no other column is; else it is the business unit, where no other column is that."""
    company = tuple(ranked.get("customer", {}).get(COMPANY, ()))
    if not company or (chosen["customer"] == company and not has_customer):
        return
    if has_customer:
        chosen.pop("customer")
    if "unit" in chosen:
        passed |= set(company)
    else:
        chosen["unit"] = company
        passed -= set(company)


def _outweighed(chosen: dict[Column, tuple[int, ...]], ranked: Mapping[Column, Mapping[int, list[int]]]) -> set[int]:
    """Take out the amounts that others say better, and give their places."""
    weaker: set[Column] = set()
    if "arr" in chosen:
        weaker.add("mrr")
    vague = "total" in chosen and "total" in ranked and min(ranked["total"]) > 0
    if vague and (chosen.keys() & {"arr", "mrr", "nrr"} or chosen.keys() >= {*QUARTERS}):
        weaker.add("total")
    if chosen.keys() & {"nrr", "total"} - weaker or not chosen.keys() >= {*QUARTERS}:
        weaker |= {*QUARTERS}
    return {place for column in weaker for place in chosen.pop(column, ())}


@cache
def column_letters(index: int) -> str:
    """0 as "A", 26 as "AA"."""
    high, low = divmod(index, 26)
    return (column_letters(high - 1) if high else "") + ascii_uppercase[low]
