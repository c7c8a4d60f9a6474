"""What the store remembers of the files in one folder; what is in it is committed before the files take their names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from demodb.model.documents import Section
from demodb.store.connection import Connection
from demodb.store.engine import Store
from demodb.store.files import (
    Known,
    Said,
    agreed_digests,
    failed_files,
    forget_files,
    known_files,
    note_agreed,
    put_files,
    remembered_digests,
    store_name,
    written_files,
)


class Memory:
    """The memory of a folder, which the memory knows as `place`.

    Read at the moment of an export, which `connection` sees; written in short transactions of its own. Paths are those below
    the folder.
    """

    def __init__(self, store: Store, connection: Connection, place: str) -> None:
        self._store = store
        self._connection = connection
        self._place = place
        self.name = store_name(connection)

    def known(self, paths: Iterable[str]) -> dict[str, Known]:
        """What is remembered of files, by their paths."""
        places = {self._placed(path): path for path in paths}
        return {places[place]: known for place, known in known_files(self._connection, list(places)).items()}

    def written(self, account_key: str | None = None) -> Iterator[tuple[str, Known]]:
        """The files of the folder that demodb ever wrote, of all accounts or of one, with their paths."""
        for known in written_files(self._connection, self._place, account_key):
            if self._place != ".":
                yield known.path[len(self._place) + 1 :], known
            elif not known.path.startswith(("/", "../")):
                yield known.path, known

    def agreed(self, keys: Sequence[str]) -> Mapping[tuple[str, Section], Collection[bytes]]:
        """The digest of every version that was ever agreed on, of these accounts' sections."""
        return agreed_digests(self._connection, keys)

    def of_digests(self, digests: Sequence[bytes]) -> set[bytes]:
        """Those of some SHA-256 that a known file's bytes have, or had."""
        return remembered_digests(self._connection, digests)

    def failed(self) -> list[str]:
        """The paths, as the memory has them, of the files that could not be imported the last time."""
        return [known.path for known in failed_files(self._connection)]

    def remember(self, files: Mapping[str, Known], documents: Mapping[tuple[str, Section], Said]) -> None:
        """Remember files, by their paths, and the canonical documents that they and the store both say."""
        if files:
            self._store.run(lambda connection: self._remembered(connection, files, documents))

    def _remembered(
        self, connection: Connection, files: Mapping[str, Known], documents: Mapping[tuple[str, Section], Said]
    ) -> None:
        put_files(connection, (known._replace(path=self._placed(path)) for path, known in files.items()))
        note_agreed(connection, {place: (document,) for place, document in documents.items()})

    def restore(self, files: Mapping[str, Known | None]) -> None:
        """Remember files as they were remembered before: they were not written after all, or are gone."""
        if files:
            self._store.run(lambda connection: self._restored(connection, files))

    def _restored(self, connection: Connection, files: Mapping[str, Known | None]) -> None:
        put_files(connection, (known for known in files.values() if known))
        forget_files(connection, [self._placed(path) for path, known in files.items() if not known])

    def _placed(self, path: str) -> str:
        return path if self._place == "." else f"{self._place}/{path}"
