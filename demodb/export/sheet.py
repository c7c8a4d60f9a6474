"""The XML of a sheet: rows of cells, in which a text is always a text. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape

Value = str | int | float | None
"""What a cell holds; None for nothing."""

Styled = Callable[[str, Value], int | None]
"""The number of the style of a cell by its column and value; None for the sheet's usual one."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What XML cannot hold or changes, and what would be read as the sign of such a character."""


def row_xml(number: int, cells: Iterable[tuple[str, Value]], styled: Styled) -> str:
    """A row, of which each cell is its column's letter and its value; columns in order."""
    return (
        f'<row r="{number}">{"".join(_cell(f"{column}{number}", value, styled(column, value)) for column, value in cells)}</row>'
    )


def _cell(place: str, value: Value, style: int | None) -> str:
    styled = "" if style is None else f' s="{style}"'
    if value is None:
        return f'<c r="{place}"{styled}/>'
    if isinstance(value, str):
        # Inline, and of the type of a text: what begins with = is not computed, and no shared part has to change.
        return f'<c r="{place}"{styled} t="inlineStr"><is><t xml:space="preserve">{text_xml(value)}</t></is></c>'
    return f'<c r="{place}"{styled}><v>{value!r}</v></c>'


def text_xml(text: str) -> str:
    """A text as the content of an element; characters that XML has no place for as Excel writes them: _x001F_."""
    return escape(_ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text), quote=False)


def is_plain(text: str) -> bool:
    """Whether a text stands in a sheet as it is."""
    return not _ILLEGAL.search(text)
