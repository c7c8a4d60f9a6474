"""More lines than the memory should hold: kept in a file that nobody else sees, given back in order, or group by group."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO, Any, Generic, TypeVar
from weakref import finalize
from zlib import crc32

T = TypeVar("T", bound=tuple[Any, ...])

PART = 20_000
"""Lines that are in memory together."""
_PIECE = 1_000


class Spool(Generic[T]):
    """A list of tuples that can be added to and gone through; all but the latest `held` of many items are in a file.

    `made` makes an item of its values again.
    """

    def __init__(self, made: Callable[[Iterable[Any]], T], held: int = PART) -> None:
        self._made = made
        self._held = held
        self._items: list[T] = []
        self._file: IO[bytes] | None = None
        self._written = 0

    def append(self, item: T) -> None:
        """Add an item."""
        self._items.append(item)
        if len(self._items) >= self._held:
            self._write()

    def __len__(self) -> int:
        return self._written + len(self._items)

    def __iter__(self) -> Iterator[T]:
        if self._file:
            self._file.seek(0)
            # What is read is what was written here: no other process can reach a file without a name.
            while size := self._file.read(_SIZE):
                yield from map(self._made, pickle.loads(self._file.read(int.from_bytes(size))))  # noqa: S301 - see above
        yield from self._items

    def _write(self) -> None:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - it is closed when nobody needs the spool any more
            finalize(self, self._file.close)
        for start in range(0, len(self._items), _PIECE):
            # As plain tuples: one with names would be taken apart and made by a call of Python each.
            piece = pickle.dumps(list(map(tuple, self._items[start : start + _PIECE])), pickle.HIGHEST_PROTOCOL)
            self._file.write(len(piece).to_bytes(_SIZE) + piece)
        self._written += len(self._items)
        self._items.clear()


_SIZE = 8


class Groups(Generic[T]):
    """Items by their key: each group once, its items in order. They are divided into `parts`, one of which is in memory.

    Groups come in the order of their first items, part by part.
    """

    def __init__(self, key: Callable[[T], str], made: Callable[[Iterable[Any]], T]) -> None:
        self._key = key
        self._made = made
        self.parts = 1
        self._spools: list[Spool[T]] = []

    def add(self, item: T) -> None:
        """Add an item."""
        if not self._spools:
            self._spools = [Spool(self._made, max(PART // self.parts, 1)) for _ in range(self.parts)]
        part = crc32(self._key(item).encode(errors="surrogatepass")) % self.parts if self.parts > 1 else 0
        self._spools[part].append(item)

    def __iter__(self) -> Iterator[list[T]]:
        for spool in self._spools:
            groups: dict[str, list[T]] = {}
            for item in spool:
                groups.setdefault(self._key(item), []).append(item)
            yield from groups.values()
