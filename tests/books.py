"""What tests of exported workbooks share: the records that a workbook gives back, its parts, the files beside a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

from export_steps import bytes_below

from demodb.sources.workbook import read_workbook

Record = tuple[str, str, float | None, float | None, Any, Any]
"""Business unit, name, recurring and non-recurring revenue, its quarters, subscriptions."""


def read(path: Path) -> list[Record]:
    records = read_workbook(path).records
    return sorted((one.business_unit, one.name, one.rr, one.nrr, one.quarters, one.subscriptions) for one in records)


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def files_below(folder: Path) -> dict[str, bytes]:
    """All files but the store's."""
    return {path: content for path, content in bytes_below(folder).items() if ".db" not in path}
