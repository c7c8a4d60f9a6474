"""How far an import is: files done, of all workbooks, customer files, plan files and news."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from demodb.api.import_ import ImportBy, import_sources
from demodb.store.engine import Store

WriteJson = Callable[[Path, Any], Path]
CustomersFile = Callable[[Path, str, Any], Path]
BOARD = [{"id": "a-1", "title": "Call back", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}]
NEWS = {"customer_name": "Acme Ltd", "last_updated": "2026-11-24", "article_count": 0, "articles": []}


def progress_of(store: Store, path: Path) -> list[tuple[int, int]]:
    steps: list[tuple[int, int]] = []
    import_sources(store, [path], progress=lambda done, total: steps.append((done, total)))
    return steps


@pytest.mark.slow
def test_every_file_of_the_sample_is_counted_once_from_none_to_all(store: Store, sample: Path) -> None:
    report = import_sources(store, [sample], how=ImportBy(dry_run=True))
    total = sum(report.files[kind] for kind in ("workbook", "customers", "plan", "news"))
    steps = progress_of(store, sample)
    assert (steps[0], steps[-1]) == ((0, total), (total, total))
    assert steps == sorted(steps)
    assert {of for _, of in steps} == {total}


def test_files_that_are_refused_orphans_or_twofold_are_done_with_too(
    store: Store, tmp_path: Path, customers_file: CustomersFile, write_json: WriteJson
) -> None:
    folder = tmp_path / "in"
    customers_file(folder, "Kandy", [("Acme Ltd", 1000, 0)])
    customers_file(folder, "STL", [("Acme/Ltd", 1000, 0)])
    for name, title in (("once", "Call"), ("twice", "Call"), ("disagreeing", "Write")):
        write_json(folder / name / "actions" / "acme-ltd.json", [{**BOARD[0], "title": title}])
    write_json(folder / "actions" / "nobody.json", BOARD)
    for name, day in (("one", "2026-11-24"), ("other", "2026-11-25")):
        write_json(folder / name / "Acme Ltd_news.json", {**NEWS, "last_updated": day})
    write_json(folder / "Nobody_news.json", {**NEWS, "customer_name": "Nobody"})
    steps = progress_of(store, folder)
    assert (steps[0], steps[-1]) == ((0, 9), (9, 9))
    assert steps == sorted(steps)


def test_an_import_of_nothing_has_nothing_to_do(store: Store, tmp_path: Path) -> None:
    assert progress_of(store, tmp_path) == [(0, 0)]
