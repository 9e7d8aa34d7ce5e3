"""State URL -> a store of conversations, inbox and outbox, behind one small interface."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from careerbot.store.base import Claim, Letter, Parcel, Store, StoreError
from careerbot.store.sqlite import SqliteStore

__all__ = ["Claim", "Letter", "Parcel", "Store", "StoreError", "find_default_file", "open_store"]


def open_store(url: str = "") -> Store:
    """The store at `memory:` or `sqlite:///path`, without a URL the user's own file.

    An absolute path makes four slashes. Raises StoreError when the URL is of another kind, or the file is in use
    or cannot be used.
    """
    if url == "memory:":
        return SqliteStore()
    if not url:
        return SqliteStore(find_default_file())
    parts = urlsplit(url)
    path = unquote(parts.path)[1:]
    if parts.scheme != "sqlite" or parts.netloc or not path:
        raise StoreError(f"the state must be memory: or sqlite:///path, not {parts.scheme}:")
    return SqliteStore(Path(path))


def find_default_file() -> Path:
    """Where conversations are kept when nothing else is said: the user's state folder."""
    from platformdirs import user_state_path

    return user_state_path("careerbot") / "state.sqlite"
