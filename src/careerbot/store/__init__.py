"""State URL -> a store of conversations, inbox and outbox, behind one small interface."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from careerbot.store.base import (
    BRIEF,
    DAY_SECONDS,
    Backlog,
    Claim,
    Forgotten,
    Held,
    Letter,
    Note,
    Outgoing,
    Parcel,
    Records,
    Settled,
    Store,
    StoreError,
)
from careerbot.store.sqlite import SqliteRecords, SqliteStore

__all__ = [
    "BRIEF",
    "DAY_SECONDS",
    "Backlog",
    "Claim",
    "Forgotten",
    "Held",
    "Letter",
    "Note",
    "Outgoing",
    "Parcel",
    "Records",
    "Settled",
    "Store",
    "StoreError",
    "find_default_file",
    "open_records",
    "open_store",
]


def open_store(url: str = "") -> Store:
    """The store at `memory:`, `sqlite:///path` or `postgresql://…`, without a URL the user's own file.

    An absolute path makes four slashes. Raises StoreError when the URL is of another kind, or the file is in use
    or cannot be used, or the server cannot be reached.
    """
    if _is_server(url):
        from careerbot.store.postgres import PostgresStore

        return PostgresStore(url)
    return SqliteStore(_find_file(url))


def open_records(url: str = "") -> Records:
    """What the store at a URL keeps of turns, while another process may be using it. Raises StoreError as above."""
    if _is_server(url):
        from careerbot.store.postgres import PostgresRecords

        return PostgresRecords(url)
    path = _find_file(url)
    if path is None:
        raise StoreError("memory: keeps nothing for longer than the process that serves")
    return SqliteRecords(path)


def _is_server(url: str) -> bool:
    """Whether a state URL is of PostgreSQL, whose driver comes with an extra."""
    if not url.startswith("postgresql:"):
        return False
    if not find_spec("psycopg"):
        raise StoreError("a state in PostgreSQL needs the extra careerbot[postgres]")
    return True


def _find_file(url: str) -> Path | None:
    """The file that a state URL names; None for memory."""
    if url == "memory:":
        return None
    if not url:
        return find_default_file()
    parts = urlsplit(url)
    path = unquote(parts.path)[1:]
    if parts.scheme != "sqlite" or parts.netloc or not path:
        raise StoreError(f"the state must be memory:, sqlite:///path or postgresql://…, not {parts.scheme}:")
    return Path(path)


def find_default_file() -> Path:
    """Where conversations are kept when nothing else is said: the user's state folder."""
    from platformdirs import user_state_path

    return user_state_path("careerbot") / "state.sqlite"
