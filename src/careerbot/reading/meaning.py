"""Vectors of examples -> a model of their meaning: how likely each class is for a vector, and how near it comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from careerbot.reading.features import Floats
from careerbot.reading.learning import find_centres, softmax, train_softmax

# Gives a unit vector for each text, shape (texts, dimensions).
Encode = Callable[[Sequence[str]], Floats]
BATCH = 2000
# So many of a class's examples stand for all; of more, the centres of so many groups of them.
MOST_CENTRES = 64


def encode_ahead(texts: Sequence[str], encode: Encode, tell: Callable[[float], None]) -> Encode:
    """The encoder with the vectors of these texts at hand, made in batches; `tell` hears the share done."""
    unlike = list(dict.fromkeys(texts))
    known: dict[str, Floats] = {}
    for at in range(0, len(unlike), BATCH):
        batch = unlike[at : at + BATCH]
        known |= zip(batch, encode(batch), strict=True)
        tell(min(1.0, (at + BATCH) / len(unlike)))
    return remember(known, encode)


def remember(known: dict[str, Floats], encode: Encode) -> Encode:
    """The encoder with these vectors at hand, each of its text; those of new texts are put to them."""

    def recall(asked: Sequence[str]) -> Floats:
        new = [text for text in dict.fromkeys(asked) if text not in known]
        known.update(zip(new, encode(new) if new else (), strict=True))
        return np.stack([known[text] for text in asked]) if asked else encode(())

    return recall


class Meant(NamedTuple):
    """What a text's vector says of each label: the log of its probability, and how near its mean and centres are."""

    logs: Floats
    near: Floats
    nearest: Floats


class MeaningModel:
    """What vectors say of labels, by tables whose rows are dimensions.

    Softmax weights, shape (dimensions + 1, labels), the bias last; unit means, shape (dimensions, labels); and the
    unit centres of each label's groups, side by side, those of label i from column `firsts[i]` on.
    """

    def __init__(
        self,
        weights: NDArray[np.float16],
        means: NDArray[np.float16],
        centres: NDArray[np.float16],
        firsts: NDArray[np.int32],
    ) -> None:
        self._weights = weights
        self._means = means
        # Widened once: the centres are many.
        self._centres = centres.astype(np.float32)
        self._firsts = firsts

    @classmethod
    def fit(cls, vectors: Floats, classes: NDArray[np.intp], count: int) -> MeaningModel:
        """A model of `count` classes from the vectors of their examples, of which each has one at least."""
        groups = [vectors[classes == label] for label in range(count)]
        means = np.stack([_unit(group.sum(axis=0, keepdims=True))[0] for group in groups])
        centres = [_unit(find_centres(group, MOST_CENTRES)) for group in groups]
        firsts = np.cumsum([0, *(len(some) for some in centres)])[:-1].astype(np.int32)
        tables = (train_softmax(vectors, classes, count), means.T, np.concatenate(centres).T)
        # One order in memory, so that a model read back gives the very same scores.
        weights, unit, wide = (np.ascontiguousarray(table, np.float16) for table in tables)
        return cls(weights, unit, wide, firsts)

    def score(self, vectors: Floats) -> Meant:
        """What the vectors say, a row each, shape (texts, labels)."""
        chances = softmax(vectors @ self._weights[:-1].astype(np.float32) + self._weights[-1])
        nearest = np.maximum.reduceat(vectors @ self._centres, self._firsts, axis=1)
        return Meant(np.log(np.maximum(chances, 1e-9)), vectors @ self._means.astype(np.float32), nearest)

    def dump(self) -> bytes:
        """The model as bytes for `load`."""
        halves = (self._weights, self._means, self._centres.astype(np.float16))
        tables = (table.tobytes() for table in (*halves, self._firsts))
        return msgspec.msgpack.encode((self._means.shape[1], self._centres.shape[1], *tables))

    @classmethod
    def load(cls, data: bytes) -> MeaningModel:
        """The model that `dump` wrote."""
        count, many, *stored, firsts = msgspec.msgpack.decode(data, type=tuple[int, int, bytes, bytes, bytes, bytes])
        halves = (np.frombuffer(table, np.float16) for table in stored)
        weights, means, centres = (h.reshape(-1, width) for h, width in zip(halves, (count, count, many), strict=True))
        return cls(weights, means, centres, np.frombuffer(firsts, np.int32))


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit
