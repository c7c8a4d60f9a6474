"""More lines than the memory should hold: kept in a file that nobody else sees, given back in order, or part by part."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any, Generic, TypeVar
from weakref import finalize
from zlib import crc32

T = TypeVar("T", bound=tuple[Any, ...])
Columns = Sequence[Sequence[Any]]

PART = 20_000
"""Lines that are in memory together."""
PIECE = 1_000
"""Lines that are handled at once, column by column."""
_FEW = 100
_SIZE = 8


class Spool(Generic[T]):
    """A list of tuples that can be added to and gone through; all but the latest `held` of many items are in a file.

    `made` makes an item of its values again.
    """

    def __init__(self, made: Callable[[Iterable[Any]], T], held: int = PART) -> None:
        self._made = made
        self._held = held
        self._items: list[tuple[Any, ...]] = []
        self._pieces: list[Columns] = []
        self._file: IO[bytes] | None = None
        self._written = 0

    def append(self, item: T) -> None:
        """Add an item."""
        self.extend([item])

    def extend(self, items: Iterable[tuple[Any, ...]]) -> None:
        """Add the values of items."""
        self._items.extend(items)
        if len(self._items) >= self._held:
            self._gather()
            self._write()

    def extend_columns(self, columns: Columns) -> None:
        """Add the values of items, given column by column."""
        if len(columns[0]) < _FEW:
            self.extend(zip(*columns, strict=True))
            return
        self._gather()
        self._pieces.append(columns)
        if sum(len(piece[0]) for piece in self._pieces) >= self._held:
            self._write()

    def __len__(self) -> int:
        return self._written + sum(len(piece[0]) for piece in self._pieces) + len(self._items)

    def __iter__(self) -> Iterator[T]:
        return map(self._made, self.values())

    def values(self) -> Iterator[tuple[Any, ...]]:
        """The values of the items."""
        return chain.from_iterable(zip(*columns, strict=True) for columns in self.pieces())

    def pieces(self) -> Iterator[Columns]:
        """The items, some at a time and column by column."""
        if self._file:
            self._file.seek(0)
            # What is read is what was written here: no other process can reach a file without a name.
            while size := self._file.read(_SIZE):
                yield pickle.loads(self._file.read(int.from_bytes(size)))  # noqa: S301 - see above
        self._gather()
        yield from self._pieces

    def _gather(self) -> None:
        """Bring what was added item by item into columns."""
        for start in range(0, len(self._items), PIECE):
            self._pieces.append(list(zip(*self._items[start : start + PIECE], strict=True)))
        self._items.clear()

    def _write(self) -> None:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - it is closed when nobody needs the spool any more
            finalize(self, self._file.close)
        for columns in self._pieces:
            piece = pickle.dumps(columns, pickle.HIGHEST_PROTOCOL)
            self._file.write(len(piece).to_bytes(_SIZE) + piece)
            self._written += len(columns[0])
        self._pieces.clear()


class Parts:
    """Tuples divided into `count` parts, each in order, by a text: those of one text are in one part. One is in memory."""

    def __init__(self) -> None:
        self.count = 1
        self._spools: list[Spool[tuple[Any, ...]]] = []

    def add(self, texts: Sequence[str], items: Iterable[tuple[Any, ...]]) -> None:
        """Add tuples with their texts."""
        if not self._spools:
            self._spools = [Spool(tuple, max(PART // self.count, 1)) for _ in range(self.count)]
        if self.count == 1:
            self._spools[0].extend(items)
            return
        divided: list[list[tuple[Any, ...]]] = [[] for _ in self._spools]
        for text, item in zip(texts, items, strict=True):
            divided[crc32(text.encode(errors="surrogatepass")) % self.count].append(item)
        for spool, some in zip(self._spools, divided, strict=True):
            spool.extend(some)

    def __iter__(self) -> Iterator[list[tuple[Any, ...]]]:
        return (list(spool.values()) for spool in self._spools)
