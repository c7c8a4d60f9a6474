"""The key goes to the API and nowhere else, though a proxy or a server sends it back in whatever part of its answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from scripted_api import KEY, Api, echoing

from demodb.api.export import export
from demodb.api.warmup import Access, Surroundings, WarmupOptions, warmup
from demodb.store.engine import Store

STATUSES = (200, 400, 401, 404, 418, 422, 429, 500)


ESCAPED = "".join(f"%{ord(character):02X}" for character in KEY)


def left_behind(store: Store, folder: Path) -> bytes:
    """Every byte that a warm-up left: the store's files, and what is exported of it."""
    export(store, folder)
    files = [*Path(store.engine.url.database or "").parent.glob("*.db*"), *folder.rglob("*.json")]
    return b"".join(path.read_bytes() for path in files)


@pytest.mark.parametrize("status", STATUSES)
def test_a_key_that_is_sent_back_is_neither_stored_nor_told_nor_exported(
    heroes: Store, api: Api, access: Access, around: Surroundings, status: int
) -> None:
    api.default = echoing(status)
    report = warmup(heroes, WarmupOptions(), access, around)
    assert api.headers
    assert KEY not in repr(report)
    assert ESCAPED not in repr(report)
    left = left_behind(heroes, Path("out"))
    assert KEY.encode() not in left
    assert ESCAPED.encode() not in left


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.usefixtures("api")
def test_a_key_that_is_sent_back_for_a_batch_is_nowhere_either(
    heroes: Store, http: HTTPServer, access: Access, around: Surroundings, status: int
) -> None:
    http.expect_request("/v1/messages/batches").respond_with_handler(echoing(status))
    report = warmup(heroes, WarmupOptions(every=True), access, around)
    assert KEY not in repr(report)
    assert ESCAPED not in repr(report)
    left = left_behind(heroes, Path("out"))
    assert KEY.encode() not in left
    assert ESCAPED.encode() not in left
