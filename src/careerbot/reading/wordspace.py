"""How often English words stand side by side -> a place for each word, near to words that are used alike.

"salary" and "wage" have the same neighbours, so an example with one lets a question with the other be understood.
Counted word pairs are turned into surprise (positive pointwise mutual information) and pressed into few dimensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
import numpy as np
import snowballstemmer
from numpy.typing import NDArray

DIMENSIONS = 100
NEIGHBOURS = 500
SMOOTHING = 0.75
_PAIR_LIST = "frequency_bigramdictionary_en_243_342.txt"
_stemmer = snowballstemmer.stemmer("porter")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its ending ("managers", "managing" -> "manag"); `{kind}` stays, digits become 0."""
    if not word.isalpha():
        return word if word[0] == "{" else "".join("0" if c.isdigit() else c for c in word)
    return str(_stemmer.stemWord(word)) or word


class WordSpace:
    """A place for each known word stem: a row of small whole numbers of about the same length."""

    def __init__(self, stems: Sequence[str], places: NDArray[np.int8]) -> None:
        self._stems = list(stems)
        self._number = {word: i for i, word in enumerate(self._stems)}
        self._places = places

    @classmethod
    def of(cls, pairs: Mapping[tuple[str, str], float]) -> WordSpace:
        """The space of the words of counted pairs (left, right), as they are; the same for the same pairs."""
        totals: dict[str, float] = {}
        for pair, count in pairs.items():
            for word in pair:
                totals[word] = totals.get(word, 0.0) + count
        stems = sorted(totals, key=lambda word: (-totals[word], word))
        number = {word: i for i, word in enumerate(stems)}
        sides = np.array([(number[a], number[b]) for a, b in pairs], np.intp)
        counts = np.fromiter(pairs.values(), np.float64, len(pairs))
        surprise = np.hstack([_surprise(sides, counts, len(stems)), _surprise(sides[:, ::-1], counts, len(stems))])
        return cls(stems, _round(_press(surprise, min(DIMENSIONS, len(stems)))))

    @classmethod
    @cache
    def general(cls) -> WordSpace:
        """The space of 242,342 English word pairs that symspellpy brings, built once a process; about a second."""
        pairs: dict[tuple[str, str], float] = {}
        for line in (files("symspellpy") / _PAIR_LIST).read_text("utf-8-sig").splitlines():
            left, right, count = line.split()
            pair = (stem(left), stem(right))
            pairs[pair] = pairs.get(pair, 0.0) + float(count)
        return cls.of(pairs)

    @property
    def width(self) -> int:
        """How many dimensions there are."""
        return int(self._places.shape[1])

    def place(self, weighed: Iterable[tuple[str, float]]) -> NDArray[np.float32]:
        """Where a text lies: the sum of its stems' places by their weights; all zero when none is known."""
        known = [(self._number[word], weight) for word, weight in weighed if word in self._number]
        rows = self._places[[i for i, _ in known]].astype(np.float32)
        return np.array([weight for _, weight in known], np.float32) @ rows

    def dump(self) -> bytes:
        """The space as bytes for `load`."""
        return msgspec.msgpack.encode(("\n".join(self._stems), self.width, self._places.tobytes()))

    @classmethod
    def load(cls, data: bytes) -> WordSpace:
        """The space that `dump` wrote."""
        stems, width, places = msgspec.msgpack.decode(data, type=tuple[str, int, bytes])
        return cls(stems.split("\n"), np.frombuffer(places, np.int8).reshape(-1, width))


def _surprise(sides: NDArray[np.intp], counts: NDArray[np.float64], size: int) -> NDArray[np.float32]:
    """Words x commonest neighbours: how much oftener than by chance they stand together (log), never below 0."""
    word, neighbour = sides[:, 0], sides[:, 1]
    by_word = np.bincount(word, counts, size)
    by_neighbour = np.bincount(neighbour, counts, size) ** SMOOTHING
    log_ratio = np.log(counts / by_word[word] / by_neighbour[neighbour] * by_neighbour.sum())
    table = np.zeros((size, min(NEIGHBOURS, size)), np.float32)
    common = neighbour < table.shape[1]
    table[word[common], neighbour[common]] = np.maximum(log_ratio[common], 0)
    return table


def _press(table: NDArray[np.float32], dimensions: int) -> NDArray[np.float32]:
    """Unit rows in few dimensions that keep which rows of the table are alike (randomised singular vectors)."""
    spread = min(dimensions + 20, min(table.shape))
    basis = np.random.default_rng(7).standard_normal((table.shape[1], spread)).astype(np.float32)
    for _ in range(2):
        basis = np.linalg.qr(table.T @ (table @ basis))[0]
    pressed = table @ basis
    strengths, turn = np.linalg.eigh(pressed.T @ pressed)
    kept = np.argsort(-strengths)[:dimensions]
    places = (pressed @ turn[:, kept]) / np.sqrt(np.sqrt(np.maximum(strengths[kept], 1e-6)))
    lengths = np.linalg.norm(places, axis=1, keepdims=True)
    return np.asarray(places / np.where(lengths > 0, lengths, 1), np.float32)


def _round(places: NDArray[np.float32]) -> NDArray[np.int8]:
    return np.clip(np.rint(places * 256), -127, 127).astype(np.int8)
