"""A CSV file: its encoding and delimiter found, its rows read one by one."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import IO

from demodb.errors import Problem
from demodb.sources.header import TableRow
from demodb.sources.lines import named
from demodb.sources.records import Rejected
from demodb.sources.unread import IS_NO_FILE, is_special

CSV_SUFFIXES = (".csv", ".tsv")

_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 200
_SAMPLE_LINES = 2_000
_PIECE = 2**20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class CsvForm:
    """How a CSV file is written: `guessed` where no mark in it says the encoding and it is not UTF-8."""

    encoding: str
    delimiter: str
    guessed: bool = False


def csv_form(path: Path) -> CsvForm:
    """How a CSV file is written. Raises Rejected for what is no text."""
    if is_special(path):
        raise Rejected([Problem(str(path), "", IS_NO_FILE)])
    try:
        encoding = _encoding(path)
        with _opened(path, encoding) as opened:
            delimiter = _delimiter(list(islice(opened, _SAMPLE_LINES)))
    except OSError as error:
        raise Rejected([Problem(str(path), "", f"cannot be read: {error.strerror}")]) from error
    except UnicodeError as error:
        raise Rejected([Problem(str(path), "", "is no whole UTF-16 text: save it as UTF-8")]) from error
    return CsvForm(encoding, delimiter, guessed=encoding == "cp1252")


def csv_rows(path: Path, form: CsvForm) -> Iterator[TableRow]:
    """The rows of a CSV file as they are read, the blank ones as well. Raises Rejected where it stops to be one."""
    numbers = count(1)
    try:
        with _opened(path, form.encoding) as opened:
            rows = named(TableRow, numbers, csv.reader(opened, delimiter=form.delimiter))
            for first in islice(rows, 1):
                # Excel's own first line is no row of the table.
                yield first._replace(values=[]) if _names_delimiter(first.values, form.delimiter) else first
            yield from rows
    except csv.Error as error:
        message = f"is no CSV from here on ({error}): a quotation mark that is never closed?"
        raise Rejected([Problem(str(path), f"row {next(numbers) - 1}", message)]) from error
    except UnicodeError as error:
        row = next(numbers) - 1
        raise Rejected([Problem(str(path), f"row {row}", "is no whole UTF-16 text: save it as UTF-8")]) from error


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[IO[str]]:
    # cp1252 leaves five bytes without a character; they are as rare as they are harmless in a name.
    errors = "replace" if encoding == "cp1252" else "strict"
    with path.open(encoding=encoding, errors=errors, newline="") as opened:
        yield opened


def _encoding(path: Path) -> str:
    with path.open("rb") as opened:
        start = opened.read(4)
        for mark, encoding in _BOMS:
            if start.startswith(mark):
                return encoding
        decoder = codecs.getincrementaldecoder("utf-8")()
        piece = start
        try:
            while piece:
                if b"\0" in piece:
                    raise Rejected([Problem(str(path), "", "is no text: save the table as CSV (UTF-8)")])
                decoder.decode(piece)
                piece = opened.read(_PIECE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _names_delimiter(values: Sequence[str], delimiter: str) -> bool:
    return delimiter.join(values).casefold() in (f"sep={delimiter}", "sep=")


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter that gives the most rows of one width, and of those the widest."""
    if lines and lines[0].casefold().startswith("sep="):
        named = lines[0][4:5]
        if named in _DELIMITERS:
            return named
    return max(_DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    widths = Counter[int]()
    try:
        for values in islice(csv.reader(lines, delimiter=delimiter), _SAMPLE_ROWS):
            widths[len(values)] += len(values) > 1
    except csv.Error:
        pass
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return rows, width
