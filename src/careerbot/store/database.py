"""A statement and its values -> rows: what the tables ask of a database, be it SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class Rows(Protocol):
    """What a statement gives."""

    def fetchall(self) -> list[Any]:
        """All rows, each a tuple."""


class Database(Protocol):
    """What runs statements; in them `?` stands for a value."""

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Rows:
        """Run a statement."""
