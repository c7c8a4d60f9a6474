"""A list that is not a file yet, piped in or sent: saved in the project, where it is a source like any other."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from filelock import FileLock

from demodb.aside import replacing
from demodb.errors import InputError, Problem
from demodb.intake.files import MOST_JSON
from demodb.model.paths import part_fault
from demodb.settings import UPLOADS
from demodb.sources.csv_file import CSV_SUFFIXES
from demodb.sources.guard import MOST_BYTES
from demodb.sources.unread import foreign_format
from demodb.sources.walk import is_silent

__all__ = ["Upload", "save_upload", "take_back"]

_EARLIER = ".earlier"
_PIECE = 2**20
_JSON = re.compile(rb'\s*[\[{]\s*["\[\]{}]')
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LONGEST = 200


@dataclass(frozen=True)
class Upload:
    """Where a list was saved, and where what had its name before lies now; None where nothing else had.

    `sha256` is that of the list, in hexadecimal digits.
    """

    path: Path
    earlier: Path | None = None
    sha256: str = ""


def save_upload(root: Path, name: str, content: IO[bytes], most_json: float = MOST_JSON) -> Upload:
    """Read a workbook, a CSV or a JSON file to its end, and save it under its name in the uploads of the project in `root`.

    What it is, is seen by its content: a name without a fitting suffix gets one. What has the name already is replaced in one
    step, and kept in a folder beside. Raises InputError, with nothing saved, for what is none of these or too large: JSON of
    more than `most_json` bytes, anything else of more than a workbook may unpack to.
    """
    if "/" in name or is_silent(name) or part_fault(name) or len(name.encode()) > _LONGEST:
        raise _refused(name, f"is no name for a list: give one such as accounts.csv, of at most {_LONGEST} bytes")
    start = content.read(_PIECE)
    suffixes = _suffixes(name, start)
    path = root / UPLOADS / (name if name.lower().endswith(suffixes) else name + suffixes[0])
    most = min(most_json, MOST_BYTES) if suffixes == _OF_JSON else MOST_BYTES
    path.parent.mkdir(exist_ok=True)
    # One at a time: none may replace what another has just saved without keeping it.
    with FileLock(path.parent / ".lock", mode=0o644), replacing(path) as file:
        digest = _written(name, start, content, file, most)
        return Upload(path, _kept(path, digest), digest.hex())


def take_back(upload: Upload) -> bool:
    """Remove an upload that is not to be imported after all; what had its name before has it again.

    Whether it was removed: one whose name another list has by now is left.
    """
    with FileLock(upload.path.parent / ".lock", mode=0o644):
        if not upload.path.exists() or _sha256(upload.path).hex() != upload.sha256:
            return False
        if upload.earlier is None:
            upload.path.unlink()
        else:
            upload.earlier.replace(upload.path)
        return True


_OF_WORKBOOKS, _OF_JSON = (".xlsx", ".xlsm"), (".json",)


def _suffixes(name: str, start: bytes) -> tuple[str, ...]:
    """The suffixes of what begins so, the usual one first."""
    if not start.strip():
        raise _refused(name, "is empty: nothing was piped in")
    if start.startswith(b"PK"):
        return _OF_WORKBOOKS
    if foreign := foreign_format(Path(name), start) or (foreign_format(Path("x.pdf")) if start.startswith(b"%PDF") else None):
        raise _refused(name, f"is {foreign}")
    if b"\0" in start and not start.startswith(_MARKS):
        raise _refused(name, "is neither a workbook nor CSV or JSON")
    return _OF_JSON if _JSON.match(start) else CSV_SUFFIXES


def _written(name: str, start: bytes, content: IO[bytes], file: IO[bytes], most: float) -> bytes:
    """Write all of it; the SHA-256 of its bytes."""
    digest, size, piece = hashlib.sha256(), 0, start
    while piece:
        size += len(piece)
        if size > most:
            raise _refused(name, f"takes more than {most / 1_000_000:,.0f} MB, and more are not read: split it")
        file.write(piece)
        digest.update(piece)
        piece = content.read(_PIECE)
    return digest.digest()


def _kept(path: Path, digest: bytes) -> Path | None:
    """What has the name of an upload now, copied to where it stays: by its content, so that each is there once."""
    if not path.exists():
        return None
    before = _sha256(path)
    if before == digest:
        return None
    kept = path.parent / _EARLIER / f"{before.hex()[:12]}-{path.name}"
    kept.parent.mkdir(exist_ok=True)
    with path.open("rb") as opened, replacing(kept) as copy:
        shutil.copyfileobj(opened, copy)
    return kept


def _sha256(path: Path) -> bytes:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()


def _refused(name: str, message: str) -> InputError:
    return InputError([Problem(name, "", message)])
