"""PostgreSQL for the tests that want it -> a database of their own; skipped where there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from postgres_server import Server, new_database, serve_postgres


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of this machine's own."""
    with serve_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database for these tests, on the server that CAREERBOT_TEST_POSTGRES names or on one of our own."""
    given = os.environ.get("CAREERBOT_TEST_POSTGRES")
    with new_database(given or request.getfixturevalue("server").url) as url:
        yield url


@pytest.fixture
def postgres(database: str) -> str:
    """The URL of a database without tables."""
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute("drop schema if exists careerbot cascade")
    return database
