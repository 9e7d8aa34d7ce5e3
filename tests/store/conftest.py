"""Places to keep state in -> the same tests for each kind of store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from careerbot.store import Store, open_store


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where nothing is kept yet but can be for longer than a process lives."""
    return f"sqlite:///{tmp_path}/state" if request.param == "sqlite" else request.getfixturevalue("postgres")


@pytest.fixture
def kept(url: str, tmp_path: Path) -> Callable[[], bytes]:
    """All that lies at `url`: the bytes of a file, the rows of a database."""

    def read() -> bytes:
        if url.startswith("sqlite:"):
            return b"".join(p.read_bytes() for p in tmp_path.iterdir())
        with psycopg.connect(url) as db:
            tables = db.execute("select tablename from pg_tables where schemaname = 'careerbot'").fetchall()
            rows = [db.execute(f"select t::text from careerbot.{name} t".encode()).fetchall() for (name,) in tables]
        return str(rows).encode()

    return read


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    urls = {"memory": lambda: "memory:", "sqlite": lambda: f"sqlite:///{tmp_path}/state"}
    store = open_store(urls.get(request.param, lambda: request.getfixturevalue("postgres"))())
    yield store
    store.close()
