"""Rows of a table that are no customers: totals, by word and by sum, footnotes, separators. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import isclose, isfinite
from operator import add as plus
from typing import Any

from demodb.sources.titles import folded, title_key

_TOTALS = (
    "totals?|subtotals?|gesamtsumme|zwischensumme|endsumme|summe|gesamt|insgesamt|totaux|somme|suma|subtotales|totales"
    "|totale|totali|subtotale|somma|soma|subtotais|totaal|eindtotaal|subtotaal"
)
_TOTAL = re.compile(rf"(?:(?P<rest>.*?)\s)?(?:{_TOTALS})(?:\s(?P<more>.*))?")
_QUALIFIERS = frozenset(["grand", "sub", "sous", "overall", "total", "general", "generale", "complessivo", "geral", "generaal"])
_LINKS = re.compile(r"^(?:of|for|in|pro|fur|fuer|von|pour|de|du|des|per|di|del|para|do|da|voor|van)\b\s*")
_RULE = re.compile(r"[-=_*.~#\u2013\u2014\s]+")
_NOTE = re.compile(
    r"[*\u2020\u2021]|\[?\(?\d{1,2}[)\]]\s|note|notes\b|nota|anmerkung|hinweis|remarque|opmerking|source\b|quelle|fuente|fonte|bron\b"
    r"|as of\b|as at\b|stand\b|per\s\d|status\b|a fecha|al \d|au \d|em \d|confidential|copyright|generated|exported|data as"
    r"|\d+ rows?\b"
)
_CLOSE = 0.5
_LEAST_ROWS = 3


def may_be_total(plain: str) -> bool:
    """Whether a text without case is worth a closer look, as it may name a total."""
    return "tot" in plain or "sum" in plain or "som" in plain or "gesamt" in plain


def total_of(label: str) -> str | None:
    """What a label says to be the total of: "" for all, None where it names no total."""
    found = _TOTAL.fullmatch(title_key(label)) if may_be_total(label.casefold()) else None
    if not found:
        return None
    words = " ".join(filter(None, (found["rest"], found["more"]))).split()
    return _LINKS.sub("", " ".join(word for word in words if word not in _QUALIFIERS))


def telling_text(texts: Iterable[str]) -> str:
    """The text of a row that names a total, else its first; "" where it has none."""
    said = [text for text in texts if text]
    return next((text for text in said if total_of(text) is not None), "".join(said[:1]))


def is_rule(values: Iterable[Any]) -> bool:
    """Whether a row is a line that somebody drew with signs."""
    return all(isinstance(value, str) and _RULE.fullmatch(value) for value in values)


def is_note(text: str) -> bool:
    """Whether a text that stands alone in its row is a note, such as "* without VAT" or "As of 31 December"."""
    return bool(_NOTE.match(folded(text)))


Amounts = Sequence[float | None]


class Sums:
    """The sums of the rows above: of all, since the last total, and by business unit."""

    def __init__(self, columns: int) -> None:
        self._all, self._block = [0.0] * columns, [0.0] * columns
        self._units: dict[str, list[float]] = defaultdict(lambda: [0.0] * columns)
        self._rows = self._block_rows = 0

    def add(self, unit: str, amounts: Amounts) -> list[int]:
        """Take a customer's row; not one that makes a sum larger than a computer can hold: the places of its amounts that do."""
        said = [amount or 0.0 for amount in amounts]
        total = list(map(plus, self._all, said))
        if not all(map(isfinite, total)):
            return [n for n, amount in enumerate(total) if not isfinite(amount)]
        key = title_key(unit)
        self._all, self._block = total, list(map(plus, self._block, said))
        self._units[key] = list(map(plus, self._units[key], said))
        self._rows += 1
        self._block_rows += 1
        return []

    def take(self, units: Sequence[str], amounts: Sequence[Amounts]) -> bool:
        """Take many customers' rows at once; False, and none is taken, where one may be a sum, or make one too large."""
        columns = [[amount or 0.0 for amount in column] for column in zip(*amounts, strict=True)]
        sums = list(map(sum, columns, self._all))
        if not all(map(isfinite, sums)) or self._may_have_sum(columns):
            return False
        self._all, self._block = sums, list(map(sum, columns, self._block))
        by_unit: dict[str, list[Amounts]] = defaultdict(list)
        for unit, said in zip(units, amounts, strict=True):
            by_unit[unit].append(said)
        for unit, rows in by_unit.items():
            of_unit = [filter(None, column) for column in zip(*rows, strict=True)]
            self._units[title_key(unit)] = list(map(sum, of_unit, self._units[title_key(unit)]))
        self._rows += len(units)
        self._block_rows += len(units)
        return True

    def _may_have_sum(self, columns: Sequence[Sequence[float]]) -> bool:
        """Whether the first amount of one of these rows may come near to what is above it."""
        for column, above in zip(columns, map(min, self._all, self._block), strict=True):
            if min(column) < 0 or (max(column) and not _is_far(max(column), above)):
                return True
            if all(column):
                break
        return False

    def is_sum(self, amounts: Amounts, of: str = "") -> bool:
        """Whether these are what the rows above make: all, those since the last total, or those of the unit `of`."""
        sums = [self._all, self._block, *([self._units[title_key(of)]] if title_key(of) in self._units else [])]
        return bool(self._rows) and any(_same(amounts, one, _CLOSE) for one in sums)

    def is_chance_sum(self, amounts: Amounts) -> bool:
        """Whether they are that to the cent, of more than a few rows: what no word says to be a total may be one."""
        first = next(filter(amounts.__getitem__, range(len(amounts))), None)
        if first is None or not _is_near(amounts[first] or 0, self._all[first], self._block[first]):
            return False
        counted = ((self._all, self._rows), (self._block, self._block_rows))
        return any(rows >= _LEAST_ROWS and _same(amounts, one, _CLOSE / 100) for one, rows in counted)

    def end_block(self) -> None:
        """A total was met: the next subtotal counts from here."""
        self._block, self._block_rows = [0.0] * len(self._all), 0


def _is_near(amount: float, one: float, other: float) -> bool:
    """Whether an amount may be one of these sums, found out quickly, as each row is asked."""
    return abs(amount - one) <= 1 + abs(one) / 1000 or abs(amount - other) <= 1 + abs(other) / 1000


def _is_far(amount: float, least: float) -> bool:
    """Whether no amount up to this one is near to a sum of at least so much."""
    return least * 0.999 > amount + 1


def _same(amounts: Amounts, sums: Sequence[float], close: float) -> bool:
    first = next((n for n, amount in enumerate(amounts) if amount), None)
    if first is not None and not isclose(amounts[first] or 0, sums[first], rel_tol=1e-9, abs_tol=close):
        return False
    known = [(amount, sums[n]) for n, amount in enumerate(amounts) if amount is not None]
    return bool(known) and all(isclose(amount, total, rel_tol=1e-9, abs_tol=close) for amount, total in known)
