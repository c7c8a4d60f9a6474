"""The sample's accounts as material, gold files to compare with, a scripted API, and stores with a few heroes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fixture_types import Copied, CustomersFile, Fill
from pydantic import SecretStr
from pytest_httpserver import HTTPServer
from scripted_api import KEY, MODEL, NAMES, Api, Time
from scripted_batches import BatchApi

from demodb.api.import_ import DeclaredNames, import_sources
from demodb.api.warmup import Access, Pace, Surroundings
from demodb.clock import Clock
from demodb.model.lifetimes import Lifetimes
from demodb.store.engine import Store

# --- calls ---


@pytest.fixture(scope="session")
def running() -> Iterator[HTTPServer]:
    """One server for all tests: it takes half a second to stop."""
    with HTTPServer(host="127.0.0.1", threaded=True) as server:
        yield server


@pytest.fixture
def http(running: HTTPServer) -> HTTPServer:
    """The server, with nothing to answer yet."""
    running.clear()
    return running


@pytest.fixture
def api(http: HTTPServer) -> Api:
    made = Api(http.url_for(""))
    http.expect_request("/v1/messages", method="POST").respond_with_handler(made.answer)
    return made


@pytest.fixture
def batches(http: HTTPServer) -> BatchApi:
    made = BatchApi(http.url_for(""))
    http.expect_request("/v1/messages/batches", method="POST").respond_with_handler(made.create)
    http.expect_request("/v1/messages/batches", method="GET").respond_with_handler(made.list)
    http.expect_request(re.compile("/v1/messages/batches/.+"), method="GET").respond_with_handler(made.answer)
    return made


@pytest.fixture
def access(api: Api) -> Access:
    return Access(SecretStr(KEY), MODEL, api.url, Pace(spacing=0.0, cap=1.0), timeout=5.0)


@pytest.fixture
def time(clock: Clock) -> Time:
    return Time(clock.now())


@pytest.fixture
def around(time: Time) -> Surroundings:
    clock = Clock(now=lambda: time.now, sleep=time.go)
    return Surroundings(clock, Lifetimes("demo", lambda: 0.5))


@pytest.fixture
def fill(customers_file: CustomersFile, tmp_path: Path) -> Fill:
    """Fills a store with accounts, all of them heroes."""

    def fill_(store: Store, names: Sequence[str] = NAMES) -> Store:
        file = customers_file(tmp_path / "in", "Kandy", [(name, 1000.0 * n, 10.0) for n, name in enumerate(names, start=1)])
        import_sources(store, [file], DeclaredNames({}, tuple(names)))
        return store

    return fill_


@pytest.fixture
def heroes(copied: Copied, fill: Fill) -> Store:
    """A SQLite store with five heroes without plans."""
    return fill(copied("empty"))
