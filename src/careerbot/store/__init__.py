"""State URL -> a store of conversations, inbox and outbox, behind one small interface."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from careerbot.store.base import (
    BRIEF,
    DAY_SECONDS,
    Claim,
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
from careerbot.store.records import SqliteRecords
from careerbot.store.sqlite import SqliteStore

__all__ = [
    "BRIEF",
    "DAY_SECONDS",
    "Claim",
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
    """The store at `memory:` or `sqlite:///path`, without a URL the user's own file.

    An absolute path makes four slashes. Raises StoreError when the URL is of another kind, or the file is in use
    or cannot be used.
    """
    return SqliteStore(_find_file(url))


def open_records(url: str = "") -> Records:
    """What the store at a URL keeps of turns, while another process may be using it. Raises StoreError as above."""
    path = _find_file(url)
    if path is None:
        raise StoreError("memory: keeps nothing for longer than the process that serves")
    return SqliteRecords(path)


def _find_file(url: str) -> Path | None:
    """The file that a state URL names; None for memory."""
    if url == "memory:":
        return None
    if not url:
        return find_default_file()
    parts = urlsplit(url)
    path = unquote(parts.path)[1:]
    if parts.scheme != "sqlite" or parts.netloc or not path:
        raise StoreError(f"the state must be memory: or sqlite:///path, not {parts.scheme}:")
    return Path(path)


def find_default_file() -> Path:
    """Where conversations are kept when nothing else is said: the user's state folder."""
    from platformdirs import user_state_path

    return user_state_path("careerbot") / "state.sqlite"
