"""Words of names -> the nearest of them to a misspelt word."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

# Two words at most two edits apart share what is left of their first letters when two are taken out of each.
START = 7
DEEPEST = 2
SHORTEST = 4
LONG = 8


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
        kept = sorted({word for word in words if len(word) >= SHORTEST and word.isalpha()})
        pairs = np.array([(h, i) for i, word in enumerate(kept) for h in _shorten(word)], np.uint32).reshape(-1, 2)
        order = np.argsort(pairs[:, 0], kind="stable")
        return cls(kept, pairs[order, 0].copy(), pairs[order, 1].copy(), frozenset(kept))

    def find_near(self, word: str) -> list[tuple[str, int]]:
        """Words with their distance: at most one edit away, two for long words; nearest first, [] when none is."""
        if len(word) < SHORTEST or not word.isalpha():
            return []
        keys = np.array(sorted(_shorten(word)), np.uint32)
        low, high = np.searchsorted(self.hashes, keys), np.searchsorted(self.hashes, keys, side="right")
        owners = {int(o) for a, b in zip(low, high, strict=True) if b > a for o in self.owners[a:b]}
        limit = 2 if len(word) >= LONG else 1
        measured = [(self.words[o], OSA.distance(word, self.words[o], score_cutoff=limit)) for o in sorted(owners)]
        near = [(other, d) for other, d in measured if d <= limit and (d < 2 or other[0] == word[0])]
        return sorted(near, key=lambda pair: (pair[1], abs(len(pair[0]) - len(word)), pair[0]))


def _shorten(word: str) -> set[int]:
    return {zlib.crc32(text.encode()) for text in _shortened(word[:START])}


def _shortened(start: str) -> Iterator[str]:
    """The beginning with none, one and two of its letters left out."""
    for count in range(DEEPEST + 1):
        for gone in combinations(range(len(start)), count):
            yield "".join(letter for i, letter in enumerate(start) if i not in gone)
