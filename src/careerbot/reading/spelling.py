"""Words nobody knows -> the words that were meant; what counts as English, and how common it is."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from math import log2

import msgspec
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from careerbot.reading.text import CLAUSE_MARKS

LONGEST_MENDED = 24
AT_HAND = 2048
MOST_MENDED = 30
# So often a word of two or three letters is seen that is more than an abbreviation.
OFTEN = 20
_WORD_LIST = "frequency_dictionary_en_82_765.txt"
_RUN = re.compile(r"(.)\1{2,}")


class English:
    """A general list of English words with how often they are written.

    Kept as sorted 32-bit hashes beside one byte a word: small, and nothing to build at start.
    """

    def __init__(self, hashes: NDArray[np.uint32], scale: NDArray[np.uint8]) -> None:
        self._hashes = hashes
        self._scale = scale

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> English:
        """The list made of words and how often each was seen."""
        pairs = sorted((zlib.crc32(word.encode()), max(1, round(4 * log2(1 + n)))) for word, n in counts.items())
        hashes = np.array([h for h, _ in pairs], dtype=np.uint32)
        return cls(hashes, np.array([s for _, s in pairs], dtype=np.uint8))

    @classmethod
    @cache
    def general(cls) -> English:
        """The list of 82,765 words that symspellpy brings, read once a process; some 60 ms."""
        return cls.of(read_counts())

    def commonness(self, word: str) -> float:
        """Base-two logarithm of how often the word is written: 0 when unknown, "the" about 34, "gasket" about 20."""
        key = zlib.crc32(word.encode())
        at = int(np.searchsorted(self._hashes, np.uint32(key)))
        known = at < len(self._hashes) and int(self._hashes[at]) == key
        return int(self._scale[at]) / 4 if known else 0.0

    def dump(self) -> bytes:
        """The list as bytes for `load`."""
        return msgspec.msgpack.encode((self._hashes.tobytes(), self._scale.tobytes()))

    @classmethod
    def load(cls, data: bytes) -> English:
        """The list that `dump` wrote."""
        hashes, scale = msgspec.msgpack.decode(data, type=tuple[bytes, bytes])
        return cls(np.frombuffer(hashes, np.uint32), np.frombuffer(scale, np.uint8))


def read_counts() -> dict[str, int]:
    """The words of the general list with how often they were seen, most frequent first."""
    lines = (files("symspellpy") / _WORD_LIST).read_text("utf-8-sig").splitlines()
    return {word: int(count) for word, count in map(str.split, lines)}


class Speller:
    """Mends words that are neither in a vocabulary nor in general English, towards that vocabulary."""

    def __init__(self, counts: Mapping[str, int], english: English) -> None:
        self._counts = dict(counts)
        self._english = english
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._counts):
            self._by_length.setdefault(len(word), []).append(word)
        # The words of one message are asked for again and again.
        self._mend_word = lru_cache(maxsize=AT_HAND)(self._mend_anew)
        self._of_like_length = cache(self._list_like_length)

    @classmethod
    def fit(cls, texts: Iterable[str], english: English) -> Speller:
        """A speller whose vocabulary are the words of the texts (normal forms, masked or not)."""
        counts: dict[str, int] = {}
        for text in texts:
            for word in text.split():
                if _may_be_mended(word):
                    counts[word] = counts.get(word, 0) + 1
        return cls(counts, english)

    def knowing(self, words: Iterable[str]) -> Speller:
        """The same with further words that stand as they are, but are meant less often than any of the texts'.

        They take the place of those it was told of before.
        """
        meant = {word: count for word, count in self._counts.items() if count}
        return Speller({**dict.fromkeys(filter(_may_be_mended, words), 0), **meant}, self._english)

    def knows(self, word: str) -> bool:
        """Whether the word stands as it is: in the vocabulary, in English, or not for mending at all."""
        return word in self._counts or not _may_be_mended(word) or self._english.commonness(word) > 0

    def mend(self, text: str) -> str:
        """The text with unknown words replaced by what was most likely meant; others stay.

        Numbers, `{kind}` and clause marks are never touched, nor what comes after some dozens of unknown words:
        that is another language.
        """
        words = text.split()
        unknown = [word for word in dict.fromkeys(words) if not self.knows(word)]
        mended = {word: self._mend_word(word) for word in unknown[:MOST_MENDED]}
        return " ".join(mended.get(word, word) for word in words)

    def dump(self) -> bytes:
        """Vocabulary and English list as bytes for `load`."""
        return msgspec.msgpack.encode((self._counts, self._english.dump()))

    @classmethod
    def load(cls, data: bytes) -> Speller:
        """The speller that `dump` wrote."""
        counts, english = msgspec.msgpack.decode(data, type=tuple[dict[str, int], bytes])
        return cls(counts, English.load(english))

    def _mend_anew(self, word: str) -> str:
        if len(word) > LONGEST_MENDED:
            return word
        return self._squeeze(word) or self._nearest(word) or self._split(word) or word

    def _squeeze(self, word: str) -> str:
        """The word with drawn-out letters shortened ("sooo" -> "so"), if that makes a known word."""
        if not _RUN.search(word):
            return ""
        shorter = (_RUN.sub(r"\1\1", word), _RUN.sub(r"\1", word))
        known = (w for w in shorter if w in self._counts or self._english.commonness(w) > 0)
        return next(known, "") or self._nearest(shorter[1])

    def _nearest(self, word: str) -> str:
        """The vocabulary word one slip away, two from eight letters; in three letters only a swap."""
        reach = 2 if len(word) >= 8 else 1
        choices = self._of_like_length(len(word), reach)
        near = extract(word, choices, scorer=OSA.distance, score_cutoff=reach, limit=None)
        if len(word) < 4:
            near = [hit for hit in near if sorted(hit[0]) == sorted(word)]
        else:
            # Letters that stand for something are rather other letters of that kind than a typing error.
            near = [hit for hit in near if len(hit[0]) >= 4 or self._counts[hit[0]] >= OFTEN]
        return min(near, key=lambda hit: (hit[1], -self._likeliness(hit[0], word)), default=("", 0, 0))[0]

    def _list_like_length(self, length: int, reach: int) -> list[str]:
        lengths = range(length - reach, length + reach + 1)
        return [word for n in lengths for word in self._by_length.get(n, ())]

    def _likeliness(self, candidate: str, typed: str) -> float:
        """How much speaks for a candidate: how often it is used here, and the same first letter."""
        return log2(1 + self._counts[candidate]) + 2 * (candidate[0] == typed[0])

    def _split(self, word: str) -> str:
        """Two vocabulary words run together, parted; the most frequent pair, or nothing."""
        pairs = ((word[:i], word[i:]) for i in range(2, len(word) - 1))
        seen = {f"{a} {b}": self._counts[a] * self._counts[b] for a, b in pairs if self._are_known(a, b)}
        return max(seen, key=seen.__getitem__, default="")

    def _are_known(self, *parts: str) -> bool:
        return all(self._counts.get(part, 0) > 1 for part in parts)


def _may_be_mended(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word not in CLAUSE_MARKS
