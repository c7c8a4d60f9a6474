"""More than the memory should hold: kept in a file that nobody else sees, and given back piece by piece."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from functools import cached_property
from io import BytesIO
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
        buffer = BytesIO()
        pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
        # Nothing in a piece refers to itself, and to look for what repeats takes longer than to write it.
        pickler.fast = True
        pickler.dump(piece)
        place = _Place(self._end, buffer.tell())
        self._end += place.size
        self._file.seek(place.start)
        self._file.write(buffer.getbuffer())
        return place

    def get(self, place: _Place) -> Any:
        """The piece at a place."""
        self._file.seek(place.start)
        # What is read is what was written here: no other process can reach a file without a name.
        return pickle.loads(self._file.read(place.size))  # noqa: S301 - see above


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
