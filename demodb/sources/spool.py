"""More lines than the memory should hold: kept in a file that nobody else sees, given back in order, or part by part."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any, Generic, TypeVar
from weakref import finalize
from zlib import crc32

T = TypeVar("T", bound=tuple[Any, ...])
Columns = Sequence[Sequence[Any]]
_P = TypeVar("_P")

PART = 20_000
"""Lines that are in memory together."""
PIECE = 1_000
"""Lines that are handled at once, column by column."""
_FEW = 100
_SIZE = 8


class _Pieces(Generic[_P]):
    """What waits in a file: it comes back in order, as often as it is asked for."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None

    def append(self, piece: _P) -> None:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - it is closed when nobody needs the pieces any more
            finalize(self, self._file.close)
        buffer = BytesIO()
        pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
        # Nothing in a piece refers to itself, and to look for what repeats takes longer than to write it.
        pickler.fast = True
        pickler.dump(piece)
        self._file.write(buffer.tell().to_bytes(_SIZE))
        self._file.write(buffer.getbuffer())

    def __iter__(self) -> Iterator[_P]:
        if self._file:
            self._file.seek(0)
            # What is read is what was written here: no other process can reach a file without a name.
            while size := self._file.read(_SIZE):
                yield pickle.loads(self._file.read(int.from_bytes(size)))  # noqa: S301 - see above


class Spool(Generic[T]):
    """A list of tuples that can be added to and gone through; all but the latest `held` of many items are in a file.

    `made` makes an item of its values again.
    """

    def __init__(self, made: Callable[[Iterable[Any]], T], held: int = PART) -> None:
        self._made = made
        self._held = held
        self._items: list[tuple[Any, ...]] = []
        self._latest: list[Columns] = []
        self._file = _Pieces[Columns]()
        self._len = self._written = 0

    def append(self, item: T) -> None:
        """Add an item."""
        self._items.append(item)
        self._added(1)

    def extend(self, columns: Columns) -> None:
        """Add the values of items, given column by column."""
        if len(columns[0]) < _FEW:
            self._items.extend(zip(*columns, strict=True))
        else:
            self._gather()
            self._latest.append(columns)
        self._added(len(columns[0]))

    def __len__(self) -> int:
        return self._len

    def __iter__(self) -> Iterator[T]:
        return map(self._made, chain.from_iterable(zip(*columns, strict=True) for columns in self.pieces()))

    def pieces(self) -> Iterator[Columns]:
        """The items, some at a time and column by column."""
        self._gather()
        return chain(self._file, self._latest)

    def _gather(self) -> None:
        """Bring what was added item by item into columns."""
        for start in range(0, len(self._items), PIECE):
            self._latest.append(list(zip(*self._items[start : start + PIECE], strict=True)))
        self._items.clear()

    def _added(self, count: int) -> None:
        self._len += count
        if self._len - self._written >= self._held:
            self._gather()
            for columns in self._latest:
                self._file.append(columns)
            self._latest.clear()
            self._written = self._len


class Parts:
    """Tuples divided into `count` parts, each in order, by a text: those of one text are in one part. One is in memory."""

    def __init__(self) -> None:
        self.count = 1
        self._latest: list[list[tuple[Any, ...]]] = []
        self._files: list[_Pieces[list[tuple[Any, ...]]]] = []

    def add(self, texts: Iterable[str], items: Iterable[tuple[Any, ...]]) -> None:
        """Add tuples with their texts."""
        if not self._files:
            self._files = [_Pieces() for _ in range(self.count)]
            self._latest = [[] for _ in range(self.count)]
        if self.count == 1:
            self._latest[0].extend(items)
            return
        for text, item in zip(texts, items, strict=True):
            self._latest[crc32(text.encode("utf-8", "surrogatepass")) % self.count].append(item)
        for n, latest in enumerate(self._latest):
            if len(latest) >= PART // self.count:
                self._files[n].append(latest)
                self._latest[n] = []

    def __iter__(self) -> Iterator[list[tuple[Any, ...]]]:
        for file, latest in zip(self._files, self._latest, strict=True):
            yield [*chain.from_iterable(file), *latest]
