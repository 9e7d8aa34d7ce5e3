"""Texts -> the vectors that a sentence model gives them, each made once and kept in a file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

import numpy as np

from careerbot.encoder import Encoder, Vectors

# As many texts as some dozens of changes to the whole knowledge bring; the oldest go first.
MOST = 200_000
_PATIENCE_SECONDS = 30.0
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (text TEXT UNIQUE NOT NULL, vector BLOB NOT NULL)"
_KNOWN = "SELECT text, vector FROM vectors WHERE text IN (SELECT value FROM json_each(?))"
_NEW = "INSERT OR IGNORE INTO vectors VALUES (?, ?)"
_OLD = "DELETE FROM vectors WHERE rowid <= (SELECT max(rowid) FROM vectors) - ?"


class KeptVectors:
    """What an encoder gives, by halves of its precision. The file names texts by their digests."""

    def __init__(self, encoder: Encoder, folder: Path, most: int = MOST) -> None:
        self._encoder = encoder
        self._path = folder / f"vectors-{_digest(encoder.identity)}.sqlite"
        self._most = most

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A unit vector for each text, shape (texts, dimensions). Raises `EncoderError` for a model that is none.

        A file that is not ours is begun anew; OSError and `sqlite3.Error` where none can be written.
        """
        keys = {text: _digest(text) for text in texts}
        try:
            known = self._find(keys.values())
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            known = {}
        new = [text for text, key in keys.items() if key not in known]
        halves = self._encoder.encode(new).astype(np.float16)
        made = {keys[text]: vector.tobytes() for text, vector in zip(new, halves, strict=True)}
        if made:
            self._keep(made)
        known |= made
        rows = [np.frombuffer(known[keys[text]], np.float16) for text in texts]
        return np.stack(rows).astype(np.float32) if rows else halves.astype(np.float32)

    def _find(self, keys: Iterable[str]) -> dict[str, bytes]:
        with closing(self._open()) as base:
            return dict(base.execute(_KNOWN, (json.dumps(list(keys)),)))

    def _keep(self, made: Mapping[str, bytes]) -> None:
        with closing(self._open()) as base, base:
            base.executemany(_NEW, made.items())
            base.execute(_OLD, (self._most,))

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS)
        base.execute(_TABLE)
        return base


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
