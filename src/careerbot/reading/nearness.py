"""Many unit vectors -> how near the nearest of them comes to a vector, without looking at most of them in full.

All are turned so that their first dimensions tell the most of them apart. What the rest can add is bounded by their
lengths, and few rows come near enough for it to matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from careerbot.reading.features import Floats

# So many dimensions of a row are looked at first.
LEADING = 192


@dataclass(frozen=True, slots=True)
class Nearness:
    """The vectors, a row each: `turn` is what turned them, shape (dimensions, dimensions), `leading` and `rest` their
    first and their other dimensions then, `lengths` those of `rest`."""

    turn: Floats
    leading: Floats
    rest: Floats
    lengths: Floats

    @classmethod
    def fit(cls, vectors: Floats) -> Self:
        """Those of unit vectors, shape (rows, dimensions); there may be none."""
        turn = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors)[1][:, ::-1].astype(np.float32)
        return cls._over(turn, (vectors @ turn).astype(np.float16))

    @classmethod
    def _over(cls, turn: Floats, turned: NDArray[np.float16]) -> Self:
        # At the precision of `dump`, so that those read back give the very same answers.
        leading, rest = (np.ascontiguousarray(some, np.float32) for some in np.hsplit(turned, [LEADING]))
        return cls(turn, leading, rest, np.linalg.norm(rest, axis=1))

    def near(self, vector: Floats) -> float:
        """The cosine of a unit vector with the row that is nearest to it; 0 where there are none."""
        if not len(self.leading):
            return 0.0
        first, other = np.split(vector @ self.turn, [LEADING])
        begun = self.leading @ first
        likest = int(begun.argmax())
        least = begun[likest] + self.rest[likest] @ other
        may = np.flatnonzero(begun + self.lengths * np.linalg.norm(other) >= least)
        return float((begun[may] + self.rest[may] @ other).max(initial=least))

    def dump(self) -> bytes:
        """The vectors as bytes for `load`, by halves of their precision."""
        turned = np.hstack((self.leading, self.rest)).astype(np.float16)
        return msgspec.msgpack.encode((self.turn.tobytes(), turned.tobytes()))

    @classmethod
    def load(cls, data: bytes) -> Self:
        """The vectors that `dump` wrote."""
        turn, turned = msgspec.msgpack.decode(data, type=tuple[bytes, bytes])
        width = int(np.sqrt(len(turn) // np.dtype(np.float32).itemsize))
        square = np.frombuffer(turn, np.float32).reshape(width, width)
        return cls._over(square, np.frombuffer(turned, np.float16).reshape(-1, width))
