"""Small projects to run commands in that are killed, or that a disk is full for. A pytest plugin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from fixture_types import CustomersFile
from killing import Killer, killer
from small_projects import Projects, make


@pytest.fixture(scope="session")
def kill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killer]:
    """Runs commands, and kills them."""
    with killer(tmp_path_factory.mktemp("told") / "told.txt") as running:
        yield running


@pytest.fixture(scope="session")
def projects(tmp_path_factory: pytest.TempPathFactory, kill: Killer, customers_file: CustomersFile) -> Projects:
    """Small projects with SQLite stores."""
    made = Projects(tmp_path_factory.mktemp("projects"))
    make(made, tmp_path_factory.mktemp("work"), kill, customers_file)
    return made


@pytest.fixture(scope="session")
def server_projects(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, kill: Killer, customers_file: CustomersFile
) -> Iterator[Projects]:
    """Small projects with stores on a PostgreSQL server."""
    with closing(Projects(tmp_path_factory.mktemp("projects"), request.getfixturevalue("server"))) as made:
        make(made, tmp_path_factory.mktemp("work"), kill, customers_file)
        yield made
