"""More than the memory should hold: kept in a file that nobody else sees, and given back piece by piece."""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any, Generic, NamedTuple, TypeVar
from weakref import finalize

T = TypeVar("T")

PART = 20_000
"""Lines that are in memory together."""
PIECE = 1_000
"""Lines that are handled at once, column by column."""


class _Place(NamedTuple):
    start: int
    size: int
    read: Callable[[bytes], Any]


class SpoolFile:
    """A file without a name, made when the first piece is put into it."""

    def __init__(self) -> None:
        self._end = 0

    @cached_property
    def _file(self) -> IO[bytes]:
        file = TemporaryFile()  # noqa: SIM115 - it is closed when nobody needs the pieces any more
        finalize(self, file.close)
        return file

    def put(self, piece: Any) -> _Place:
        """Write a piece, and say where."""
        text, read = _packed(piece)
        place = _Place(self._end, len(text), read)
        self._end += place.size
        self._file.seek(place.start)
        self._file.write(text)
        return place

    def get(self, place: _Place) -> Any:
        """The piece at a place."""
        self._file.seek(place.start)
        return place.read(self._file.read(place.size))


def _packed(piece: Any) -> tuple[bytes, Callable[[bytes], Any]]:
    """A piece as bytes, and what reads them: no other process can have written them, as the file has no name."""
    try:
        return marshal.dumps(piece), marshal.loads
    except ValueError:
        # Dates of a workbook, and amounts that nobody decided yet.
        return pickle.dumps(piece, pickle.HIGHEST_PROTOCOL), pickle.loads


class Spool(Generic[T]):
    """A list that can be added to and gone through: whenever `held` items or more are in memory, they go into the file."""

    def __init__(self, held: int, file: SpoolFile) -> None:
        self._held = held
        self._file = file
        self._places: list[_Place] = []
        self._latest: list[T] = []
        self._len = 0

    def extend(self, items: Sequence[T]) -> None:
        """Add items."""
        self._len += len(items)
        self._latest += items
        if len(self._latest) >= self._held:
            self._places.append(self._file.put(self._latest))
            self._latest = []

    def pieces(self) -> Iterator[Sequence[T]]:
        """The items, some at a time."""
        return chain(map(self._file.get, self._places), [self._latest])

    def __len__(self) -> int:
        return self._len

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self.pieces())
