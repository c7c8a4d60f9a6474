"""More than the memory should hold: packed, kept in a file that nobody else sees, and given back piece by piece."""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Iterator, Sequence
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
_HELD = 2**16


class _Place(NamedTuple):
    start: int
    size: int


class SpoolFile:
    """A file without a name, made when something is put into it."""

    def __init__(self) -> None:
        self._end = 0

    @cached_property
    def _file(self) -> IO[bytes]:
        file = TemporaryFile()  # noqa: SIM115 - it is closed when nobody needs what is in it any more
        finalize(self, file.close)
        return file

    def put(self, packed: bytes) -> _Place:
        """Write what is packed, and say where."""
        place = _Place(self._end, len(packed))
        self._file.seek(place.start)
        self._file.write(packed)
        self._end += place.size
        return place

    def get(self, place: _Place) -> bytes:
        """What was put to a place."""
        self._file.seek(place.start)
        return self._file.read(place.size)


class Spool(Generic[T]):
    """A list that can be added to and gone through; what is added is packed, and `held` bytes or more go into the file."""

    def __init__(self, file: SpoolFile, held: int = _HELD) -> None:
        self._held = held
        self._file = file
        self._places: list[_Place] = []
        self._latest: list[bytes] = []
        self._len = self._size = 0

    def extend(self, items: Sequence[T]) -> None:
        """Add items."""
        packed = _packed(items)
        self._latest.append(packed)
        self._len += len(items)
        self._size += len(packed)
        if self._size >= self._held:
            self._places.append(self._file.put(_packed(self._latest)))
            self._latest, self._size = [], 0

    def pieces(self) -> Iterator[Sequence[T]]:
        """The items, some at a time as they were added."""
        written = map(_unpacked, map(self._file.get, self._places))
        return map(_unpacked, chain(chain.from_iterable(written), self._latest))

    def __len__(self) -> int:
        return self._len

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self.pieces())


def _packed(value: Any) -> bytes:
    try:
        return marshal.dumps(value)
    except ValueError:
        # Dates of a workbook, and amounts that are not decided yet.
        return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _unpacked(packed: bytes) -> Any:
    """What was packed here: no other process can reach a file without a name. What pickle wrote begins with a sign of its own."""
    return pickle.loads(packed) if packed.startswith(pickle.PROTO) else marshal.loads(packed)  # noqa: S301, S302 - see above
