"""Words of names -> the nearest of them to a misspelt word."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

# Two words at most two edits apart share what is left of their first letters when two are taken out of each.
START = 7
DEEPEST = 2
SHORTEST = 4
LONG = 6


@dataclass(frozen=True, slots=True)
class Mender:
    """Words in order, and for each shortened beginning (as a hash, in order) the words that have it."""

    words: list[str]
    hashes: NDArray[np.uint32]
    owners: NDArray[np.uint32]
    known: frozenset[str]

    def __contains__(self, word: object) -> bool:
        """Whether the word is one of those mended towards."""
        return word in self.known

    @classmethod
    def of(cls, words: Iterable[str]) -> Mender:
        """A mender towards these words; those shorter than four letters are left out."""
        kept = cls.keep(words)
        pairs = np.array([(h, i) for i, word in enumerate(kept) for h in _shorten(word)], np.uint32).reshape(-1, 2)
        order = np.argsort(pairs[:, 0], kind="stable")
        return cls(kept, pairs[order, 0].copy(), pairs[order, 1].copy(), frozenset(kept))

    @staticmethod
    def keep(words: Iterable[str]) -> list[str]:
        """Those of the words that a mender keeps, in its order."""
        return sorted({word for word in words if len(word) >= SHORTEST and word.isalpha()})

    def find_near(self, words: Sequence[str]) -> list[list[tuple[str, int]]]:
        """For each word those near it, with the distance: at most one edit, two for long words; nearest first."""
        starts = [_shorten(word) if len(word) >= SHORTEST and word.isalpha() else () for word in words]
        keys = np.fromiter((key for start in starts for key in start), np.uint32)
        low, high = np.searchsorted(self.hashes, keys), np.searchsorted(self.hashes, keys, side="right")
        owners: list[set[int]] = [set() for _ in words]
        whose = np.repeat(np.arange(len(words)), [len(start) for start in starts])
        for at in np.flatnonzero(high > low):
            owners[whose[at]].update(self.owners[low[at] : high[at]].tolist())
        return [self._measure(word, found) for word, found in zip(words, owners, strict=True)]

    def _measure(self, word: str, found: Iterable[int]) -> list[tuple[str, int]]:
        limit = 2 if len(word) >= LONG else 1
        others = [self.words[owner] for owner in found]
        near = [(other, d) for other in others if (d := OSA.distance(word, other, score_cutoff=limit)) <= limit]
        near = [(other, d) for other, d in near if d < 2 or other[0] == word[0]]
        return sorted(near, key=lambda pair: (pair[1], abs(len(pair[0]) - len(word)), pair[0]))


@lru_cache(maxsize=20_000)
def _shorten(word: str) -> tuple[int, ...]:
    """Hashes of the word's beginning with none, one and two of its letters left out."""
    start = word[:START]
    texts = {start}
    for _ in range(DEEPEST):
        texts |= {text[:i] + text[i + 1 :] for text in texts for i in range(len(text))}
    return tuple(zlib.crc32(text.encode()) for text in texts)
