"""What of a folder could be the sources of a project: looked at as an import would, and written nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from demodb.intake.files import MOST_JSON
from demodb.settings import UPLOADS
from demodb.sources.customers import read_customers
from demodb.sources.recognise import may_be_ours, recognise
from demodb.sources.records import FileKind, Portfolio, Rejected
from demodb.sources.tables import read_csv
from demodb.sources.walk import files_below, is_export
from demodb.sources.workbook import read_workbook

__all__ = ["SeenSource", "proposed", "sources_in"]

_MOST_FILES = 20_000
_KINDS: tuple[FileKind, ...] = ("workbook", "table", "customers", "plan", "news")


@dataclass
class SeenSource:
    """A file or folder in a folder, by its name there: what it holds by kind, and how many customer records.

    `in_doubt` counts lists of which somebody has to say which columns are meant; `why` is what is wrong with the first list
    that cannot be read.
    """

    path: str
    files: Counter[FileKind] = field(default_factory=Counter)
    records: int = 0
    in_doubt: int = 0
    why: str = ""

    @property
    def is_proposed(self) -> bool:
        """Whether there is something in it that can be read, or could be once a question is answered."""
        return bool(self.files)


def sources_in(folder: Path) -> list[SeenSource]:
    """The files and folders in `folder` that hold something of ours, in the order of their names.

    What an import would pass over is not looked at, nor an export of demodb, nor what was uploaded: that is read in any case.
    """
    if not folder.is_dir() or is_export(folder):
        return []
    seen: dict[str, SeenSource] = {}
    for found in islice(files_below([folder]), _MOST_FILES):
        name, path = found.below.partition("/")[0], Path(found.path)
        if name != UPLOADS and may_be_ours(path) and not (path.suffix.lower() == ".json" and path.stat().st_size > MOST_JSON):
            _look(path, seen.setdefault(name, SeenSource(name)))
    return [source for source in seen.values() if source.files or source.why]


def proposed(seen: Sequence[SeenSource]) -> list[str]:
    """The names of those that are proposed as sources."""
    return [source.path for source in seen if source.is_proposed]


def _look(path: Path, source: SeenSource) -> None:
    """Count what a file holds."""
    kind: FileKind | None = None
    try:
        kind = recognise(path, meant=False).kind
        records = _records(path, kind)
    except Rejected as rejected:
        if not (kind and rejected.doubts):
            source.why = source.why or ("" if rejected.foreign else str(rejected.problems[0]))
            return
        records = 0
        source.in_doubt += 1
    if kind in _KINDS:
        source.records += records
        source.files[kind] += 1


def _records(path: Path, kind: FileKind | None) -> int:
    """How many customer records a file lists. Raises Rejected where it cannot be read."""
    read: Portfolio | None = None
    if kind == "customers":
        read = read_customers(path)
    elif kind in ("workbook", "table"):
        read = read_workbook(path) if kind == "workbook" else read_csv(path)
    return sum(1 for _ in read.records) if read else 0
