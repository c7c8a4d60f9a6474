"""Reads and writes of the memory of files: what each said last, the versions that were agreed on, and who lists what."""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select, tuple_, update

from demodb.model.documents import Section
from demodb.model.rows import Place
from demodb.store.bulk import bulk_insert, bulk_upsert, chunked
from demodb.store.rows import table_of
from demodb.store.tables import AgreedVersion, Identity, KnownFile, PlanSection
from demodb.store.tables.files import FileKind

_FILE = table_of(KnownFile)
_VERSION = table_of(AgreedVersion)
_SECTION = table_of(PlanSection)

_MANY = 5000
"""Rows that go to the driver together."""

KEPT_VERSIONS = 3
"""How many of a section's latest agreed versions are kept as documents, beside those that files last agreed on."""


class Known(NamedTuple):
    """What is remembered of a file; times in milliseconds since 1970, digests as bytes, None for what is not known."""

    path: str
    kind: FileKind
    sha256: bytes | None = None
    account_key: str | None = None
    section: Section | None = None
    agreed: bytes | None = None
    read_at: int | None = None
    written_at: int | None = None
    failed: str | None = None
    before: bytes | None = None
    read_with: bytes | None = None
    weeks: int | None = None


_COLUMNS = [_FILE.c[name] for name in Known._fields]


def digest_of(text: str) -> bytes:
    """The SHA-256 of a canonical document."""
    return hashlib.sha256(text.encode()).digest()


LISTS: tuple[FileKind, ...] = ("workbook", "table", "customers")
"""The kinds of files that list customer records."""


def known_files(connection: Connection, paths: Sequence[str]) -> dict[str, Known]:
    """What is remembered of these files, by path; those that are not known are left out."""
    known: dict[str, Known] = {}
    for some in chunked(paths):
        rows = connection.execute(select(*_COLUMNS).where(_FILE.c.path.in_(some)))
        known |= {row[0]: Known(*row) for row in rows}
    return known


def files_of(connection: Connection, kinds: Sequence[FileKind]) -> list[Known]:
    """Every known file of some kinds, in the order of the paths."""
    rows = connection.execute(select(*_COLUMNS).where(_FILE.c.kind.in_(kinds)).order_by(_FILE.c.path))
    return [Known(*row) for row in rows]


def written_files(connection: Connection, folder: str, account_key: str | None = None) -> Iterator[Known]:
    """The files below a folder that demodb ever wrote, of all or of an account, in the order of the paths.

    `folder` is as the memory has paths.
    """
    below = [_FILE.c.path > f"{folder}/", _FILE.c.path < f"{folder}0"] if folder != "." else []
    below += [] if account_key is None else [_FILE.c.account_key == account_key]
    rows = connection.execute(select(*_COLUMNS).where(_FILE.c.written_at.is_not(None), *below).order_by(_FILE.c.path))
    return (Known(*row) for row in rows)


def remembered_digests(connection: Connection, digests: Sequence[bytes]) -> set[bytes]:
    """Those of some SHA-256 that any known file's bytes have, or had before it was last written."""
    known = set[bytes]()
    for some in chunked(digests):
        for column in (_FILE.c.sha256, _FILE.c.before):
            known |= {bytes(digest) for (digest,) in connection.execute(select(column).where(column.in_(some)))}
    return known


def store_name(connection: Connection) -> str:
    """The name by which an exported folder knows this store."""
    return str(connection.execute(select(table_of(Identity).c.name)).scalar_one())


def failed_files(connection: Connection) -> list[Known]:
    """The files that could not be imported the last time, in the order of the paths."""
    rows = connection.execute(select(*_COLUMNS).where(_FILE.c.failed.is_not(None)).order_by(_FILE.c.path))
    return [Known(*row) for row in rows]


def file_counts(connection: Connection) -> dict[FileKind, int]:
    """How many files were read, by kind."""
    counted = select(_FILE.c.kind, func.count().label("files")).where(_FILE.c.read_at.is_not(None)).group_by(_FILE.c.kind)
    return {row.kind: row.files for row in connection.execute(counted)}


def plan_paths(connection: Connection, keys: Sequence[str]) -> list[tuple[str, Section, str]]:
    """The plan files that were read for these accounts: account key, section and path, in this order."""
    wanted = select(_FILE.c.account_key, _FILE.c.section, _FILE.c.path).where(
        _FILE.c.account_key.in_(keys), _FILE.c.kind == "plan", _FILE.c.read_at.is_not(None)
    )
    return [(key, section, path) for key, section, path in connection.execute(wanted.order_by(_FILE.c.path))]


def news_paths(connection: Connection, account_key: str) -> list[str]:
    """The news files that were read for an account, in order."""
    wanted = select(_FILE.c.path).where(_FILE.c.account_key == account_key, _FILE.c.kind == "news", _FILE.c.read_at.is_not(None))
    return list(connection.execute(wanted.order_by(_FILE.c.path)).scalars())


def put_files(connection: Connection, files: Iterable[Known]) -> None:
    """Remember files, in the place of what was remembered under their paths."""
    for some in chunked(files, _MANY):
        # Never by a delete: the listings of a source hang on its row.
        bulk_upsert(connection, _FILE, [file._asdict() for file in some])


def note_read(connection: Connection, files: Iterable[Known]) -> None:
    """Remember files as they were read. When they were written stays, and what they agreed on where they say nothing of it."""
    for some in chunked(files):
        known = known_files(connection, [file.path for file in some])
        put_files(connection, [_as_read(file, known.get(file.path)) for file in some])


def _as_read(file: Known, known: Known | None) -> Known:
    return file._replace(agreed=file.agreed or known.agreed, written_at=known.written_at) if known else file


def clear_failed(connection: Connection, paths: Sequence[str]) -> None:
    """Let nothing stand against these files."""
    for some in chunked(paths):
        failed = _FILE.c.path.in_(some) & _FILE.c.failed.is_not(None)
        connection.execute(update(_FILE).where(failed).values(failed=None))


def forget_files(connection: Connection, paths: Sequence[str]) -> None:
    """Remember nothing more of these files."""
    for some in chunked(paths):
        connection.execute(delete(_FILE).where(_FILE.c.path.in_(some)))


def relocate_files(connection: Connection, folder: Path) -> int:
    """Let absolute paths below the project's folder count from it; how many changed."""
    root = str(folder.absolute())
    below = (_FILE.c.path > f"{root}/", _FILE.c.path < f"{root}0")
    known = [path for (path,) in connection.execute(select(_FILE.c.path).where(*below))]
    moved = [{"b_path": path, "b_new": path[len(root) + 1 :]} for path in known]
    if moved:
        taken = set(known_files(connection, [row["b_new"] for row in moved]))
        forget_files(connection, [row["b_path"] for row in moved if row["b_new"] in taken])
        rest = [row for row in moved if row["b_new"] not in taken]
        if rest:
            connection.execute(update(_FILE).where(_FILE.c.path == bindparam("b_path")).values(path=bindparam("b_new")), rest)
    return len(moved)


def move_files(connection: Connection, old_key: str, new_key: str) -> None:
    """Let the files of an account, and the versions agreed on, be another account's."""
    connection.execute(update(_FILE).where(_FILE.c.account_key == old_key).values(account_key=new_key))
    theirs = select(_VERSION.c.section, _VERSION.c.digest).where(_VERSION.c.account_key == new_key)
    own = (_VERSION.c.account_key == old_key) & tuple_(_VERSION.c.section, _VERSION.c.digest).not_in(theirs)
    connection.execute(update(_VERSION).where(own).values(account_key=new_key))


def agreed_digests(connection: Connection, keys: Sequence[str]) -> dict[Place, dict[bytes, int]]:
    """Every version of these accounts' sections that some file and the store once both said, with the weeks of its dates."""
    agreed: dict[Place, dict[bytes, int]] = defaultdict(dict)
    columns = (_VERSION.c.account_key, _VERSION.c.section, _VERSION.c.digest, _VERSION.c.weeks)
    for some in chunked(keys):
        for account_key, section, digest, weeks in connection.execute(select(*columns).where(_VERSION.c.account_key.in_(some))):
            agreed[account_key, section][bytes(digest)] = weeks or 0
    return agreed


class Said(NamedTuple):
    """A canonical document that a file and the store both said, and by how many weeks the dates in it were moved."""

    document: str
    weeks: int = 0


def agreed_documents(connection: Connection, keys: Sequence[str]) -> dict[Place, dict[bytes, Said]]:
    """The agreed versions of these accounts' sections of which the document is kept, the latest first, by their digests."""
    kept: dict[Place, dict[bytes, Said]] = defaultdict(dict)
    bases = _bases(connection, keys)
    of_base = {place: digest_of(base) for place, base in bases.items()}
    columns = (_VERSION.c.account_key, _VERSION.c.section, _VERSION.c.digest, _VERSION.c.document, _VERSION.c.weeks)
    wanted = select(*columns).where(_VERSION.c.account_key.in_(keys)).order_by(_VERSION.c.number.desc())
    for account_key, section, digest, document, weeks in connection.execute(wanted):
        place = account_key, section
        if place in bases and (document or of_base[place] == digest):
            text = zlib.decompress(document).decode() if document else bases[place]
            kept[place][bytes(digest)] = Said(text, weeks or 0)
    return kept


def note_agreed(connection: Connection, versions: Mapping[Place, Sequence[Said]]) -> None:
    """Remember documents that files and the store both said, oldest first, as the latest versions of their sections.

    To be called when the sections stand as they will: a document that is the section's base is not kept a second time. A
    section that is not there is passed over.
    """
    for some in chunked(versions):
        keys = sorted({key for key, _ in some})
        bases = _bases(connection, keys)
        known = _numbers(connection, keys)
        again, rows, oldest = list[dict[str, Any]](), list[dict[str, Any]](), dict[Place, int]()
        for place in (place for place in some if place in bases):
            numbers = known.get(place, {})
            latest = max(numbers.values(), default=0)
            for text, weeks in dict(versions[place]).items():
                digest, latest = digest_of(text), latest + 1
                row = {"account_key": place[0], "section": place[1], "digest": digest, "number": latest, "weeks": weeks or None}
                row["document"] = None if text == bases[place] else zlib.compress(text.encode())
                (again if digest in numbers else rows).append(row)
            oldest[place] = latest - KEPT_VERSIONS
        _renumber(connection, again)
        if rows:
            bulk_insert(connection, _VERSION, rows)
        _forget_documents(connection, oldest)


def _renumber(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    at = [_VERSION.c[name] == bindparam(f"b_{name}") for name in ("account_key", "section", "digest")]
    values = [{f"b_{name}" if name in ("account_key", "section", "digest") else name: row[name] for name in row} for row in rows]
    named: dict[str, Any] = {name: bindparam(name) for name in ("number", "document", "weeks")}
    connection.execute(update(_VERSION).where(*at).values(**named), values)


def _bases(connection: Connection, keys: Sequence[str]) -> dict[Place, str]:
    wanted = select(_SECTION.c.account_key, _SECTION.c.section, _SECTION.c.base).where(_SECTION.c.account_key.in_(keys))
    return {(key, section): base for key, section, base in connection.execute(wanted)}


def _numbers(connection: Connection, keys: Sequence[str]) -> dict[Place, dict[bytes, int]]:
    """Of these accounts' sections the number of each agreed version, by its digest."""
    numbers: dict[Place, dict[bytes, int]] = defaultdict(dict)
    columns = (_VERSION.c.account_key, _VERSION.c.section, _VERSION.c.digest, _VERSION.c.number)
    for key, section, digest, number in connection.execute(select(*columns).where(_VERSION.c.account_key.in_(keys))):
        numbers[key, section][bytes(digest)] = number
    return numbers


def _forget_documents(connection: Connection, oldest: Mapping[Place, int]) -> None:
    """Of versions up to these numbers only the digest is kept, unless a file still says what it and the store agreed on there."""
    rows = [{"b_key": key, "b_section": section, "b_number": number} for (key, section), number in oldest.items() if number > 0]
    if rows:
        at = (_VERSION.c.account_key == bindparam("b_key")) & (_VERSION.c.section == bindparam("b_section"))
        in_files = select(_FILE.c.agreed).where(_FILE.c.account_key == bindparam("b_key"), _FILE.c.agreed.is_not(None))
        old = at & (_VERSION.c.number <= bindparam("b_number")) & _VERSION.c.digest.not_in(in_files)
        connection.execute(update(_VERSION).where(old).values(document=None), rows)


def keep_agreed(connection: Connection, keys: Sequence[str]) -> None:
    """Before the bases of these accounts' sections change: keep the agreed documents that are known only as a base."""
    wanted = select(_VERSION.c.account_key, _VERSION.c.section, _VERSION.c.digest)
    bare = connection.execute(wanted.where(_VERSION.c.document.is_(None), _VERSION.c.account_key.in_(keys))).all()
    bases = _bases(connection, sorted({key for key, _, _ in bare}))
    of_base = {place: digest_of(base) for place, base in bases.items()}
    rows = [
        {"b_key": key, "b_section": section, "b_digest": digest, "document": zlib.compress(bases[key, section].encode())}
        for key, section, digest in bare
        if of_base.get((key, section)) == digest
    ]
    if rows:
        at = (_VERSION.c.account_key == bindparam("b_key")) & (_VERSION.c.section == bindparam("b_section"))
        at &= _VERSION.c.digest == bindparam("b_digest")
        connection.execute(update(_VERSION).where(at).values(document=bindparam("document")), rows)
