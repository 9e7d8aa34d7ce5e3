"""Vectors of examples -> a model of their meaning: how likely each class is for a vector, and how near its mean is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from careerbot.reading.features import Floats
from careerbot.reading.learning import softmax, train_softmax

# Gives a unit vector for each text, shape (texts, dimensions).
Encode = Callable[[Sequence[str]], Floats]
BATCH = 2000


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
    """What a text's vector says of each label: the log of its probability, and how near the label's mean is."""

    logs: Floats
    near: Floats


class MeaningModel:
    """Softmax weights, shape (dimensions + 1, labels), the bias last; and unit means, shape (dimensions, labels)."""

    def __init__(self, weights: NDArray[np.float16], means: NDArray[np.float16]) -> None:
        self._weights = weights
        self._means = means

    @classmethod
    def fit(cls, vectors: Floats, classes: NDArray[np.intp], count: int) -> MeaningModel:
        """A model of `count` classes from the vectors of their examples."""
        means = np.zeros((count, vectors.shape[1]), np.float32)
        np.add.at(means, classes, vectors)
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        unit = means / np.where(lengths > 0, lengths, 1)
        # One order in memory, so that a model read back gives the very same scores.
        columns = np.ascontiguousarray(unit.T, np.float16)
        return cls(train_softmax(vectors, classes, count).astype(np.float16), columns)

    def score(self, vectors: Floats) -> Meant:
        """What the vectors say, a row each, shape (texts, labels)."""
        chances = softmax(vectors @ self._weights[:-1].astype(np.float32) + self._weights[-1])
        return Meant(np.log(np.maximum(chances, 1e-9)), vectors @ self._means.astype(np.float32))

    def dump(self) -> bytes:
        """The model as bytes for `load`."""
        return msgspec.msgpack.encode((self._means.shape[1], self._weights.tobytes(), self._means.tobytes()))

    @classmethod
    def load(cls, data: bytes) -> MeaningModel:
        """The model that `dump` wrote."""
        count, weights, means = msgspec.msgpack.decode(data, type=tuple[int, bytes, bytes])
        tables = (np.frombuffer(part, np.float16).reshape(-1, count) for part in (weights, means))
        return cls(*tables)
