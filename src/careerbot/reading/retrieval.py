"""Masked text -> weighted features, and likeness to what authors wrote.

A text is read as word stems, pairs of neighbouring stems, pairs with one word between, and runs of two to four
letters. Rare features weigh more. `Vectoriser` turns that into sparse rows; `Retriever` ranks documents by likeness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from careerbot.reading.text import words
from careerbot.reading.wordspace import WordSpace, stem

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

LETTER_RUNS = (2, 3, 4)
PAIR_WEIGHT, SKIP_WEIGHT, LETTERS_WEIGHT, SPACE_WEIGHT = 0.7, 0.4, 1.2, 1.0
MANY_TEXTS = 4000
LETTERS_SIGN = "\x1f"


class Row(NamedTuple):
    """One text's features: their columns, ascending, and their weights; unit length unless empty."""

    columns: Ints
    weights: Floats


@dataclass(frozen=True, slots=True)
class Rows:
    """Many rows one behind the other; row i is `columns[starts[i]:starts[i+1]]`."""

    starts: NDArray[np.int64]
    columns: Ints
    weights: Floats

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Rows:
        """The rows put together, in order."""
        starts = np.concatenate(([0], np.cumsum([len(r.columns) for r in rows], dtype=np.int64)))
        columns = np.concatenate([r.columns for r in rows]) if rows else np.empty(0, np.int32)
        weights = np.concatenate([r.weights for r in rows]) if rows else np.empty(0, np.float32)
        return cls(starts.astype(np.int64), columns, weights)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def and_then(self, others: Rows) -> Rows:
        """These rows followed by the others."""
        starts = np.concatenate((self.starts, others.starts[1:] + self.starts[-1]))
        columns = np.concatenate((self.columns, others.columns))
        return Rows(starts, columns, np.concatenate((self.weights, others.weights)))

    def row(self, i: int) -> Row:
        """Row i, a view."""
        a, b = self.starts[i], self.starts[i + 1]
        return Row(self.columns[a:b], self.weights[a:b])


def word_features(stems: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Stems, neighbouring pairs (with the text's ends) and pairs with a gap, each with its weight."""
    ends = ["^", *stems, "$"]
    yield from ((s, 1.0) for s in stems)
    yield from ((f"{a} {b}", PAIR_WEIGHT) for a, b in zip(ends, ends[1:], strict=False))
    yield from ((f"{a} * {b}", SKIP_WEIGHT) for a, b in zip(stems, stems[2:], strict=False))


def letter_features(words: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Runs of letters inside each word and its edges; none for `{kind}`."""
    for word in words:
        if word[0] != "{":
            yield from ((run, 1.0) for run in _letter_runs(word))


@lru_cache(maxsize=16384)
def _letter_runs(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(f"{LETTERS_SIGN}{padded[i : i + n]}" for n in LETTER_RUNS for i in range(len(padded) - n + 1))


class Vectoriser:
    """Texts -> rows, by the features and their rarity in the texts it was fitted on.

    Columns of words and pairs come first, those of letter runs from `letters_from` on, those of the word space last.
    """

    def __init__(self, columns: dict[str, int], rarity: Floats, space: WordSpace | None = None) -> None:
        self._columns = columns
        self._rarity = rarity
        self._rarest = float(rarity.max(initial=1.0))
        self._space = space
        self.letters_from = sum(not feature.startswith(LETTERS_SIGN) for feature in columns)
        self.width = len(columns) + (space.width if space else 0)
        self._space_columns = np.arange(len(columns), self.width, dtype=np.int32)

    @classmethod
    def fit(cls, texts: Sequence[str], space: WordSpace | None = None) -> Vectoriser:
        """A vectoriser that knows the features of the texts; of many texts only those seen twice."""
        seen: Counter[str] = Counter()
        for text in texts:
            seen.update({feature for group in _feature_groups(words(text)) for feature, _ in group})
        least = 2 if len(texts) >= MANY_TEXTS else 1
        kept = sorted((f for f, n in seen.items() if n >= least), key=lambda f: (f.startswith(LETTERS_SIGN), f))
        rarity = [log((1 + len(texts)) / (1 + seen[feature])) + 1 for feature in kept]
        return cls({feature: i for i, feature in enumerate(kept)}, np.array(rarity, np.float32), space)

    def transform(self, text: str) -> Row:
        """The text's row; empty when it has no known feature."""
        tokens = words(text)
        groups = [self._weigh(group) for group in _feature_groups(tokens)]
        scales = [1.0, LETTERS_WEIGHT]
        if self._space:
            place = self._space.place((s, self._rarity_of(s)) for s in map(stem, tokens))
            groups.append((self._space_columns, place) if place.any() else (self._space_columns[:0], place[:0]))
            scales.append(SPACE_WEIGHT)
        weights = np.concatenate([_unit(w) * np.float32(scale) for (_, w), scale in zip(groups, scales, strict=True)])
        return Row(np.concatenate([columns for columns, _ in groups]), _unit(weights))

    def transform_all(self, texts: Iterable[str]) -> Rows:
        """The texts' rows, in order."""
        return Rows.of([self.transform(text) for text in texts])

    def known_share(self, text: str) -> float:
        """How much of the text's words, weighed by rarity, is known: 0 to 1; 1 for a text without words."""
        stems = [stem(token) for token in words(text)]
        total = sum(map(self._rarity_of, stems))
        return sum(self._rarity_of(s) for s in stems if s in self._columns) / total if stems else 1.0

    def _rarity_of(self, feature: str) -> float:
        column = self._columns.get(feature)
        return self._rarest if column is None else float(self._rarity[column])

    def _weigh(self, features: Iterable[tuple[str, float]]) -> tuple[Ints, Floats]:
        """Known features' columns, each once, and their weights: log of how often, times rarity."""
        counts: dict[int, float] = {}
        scales: dict[int, float] = {}
        for feature, scale in features:
            column = self._columns.get(feature)
            if column is not None:
                counts[column] = counts.get(column, 0) + 1
                scales[column] = scale
        columns = np.fromiter(counts, np.int32, len(counts))
        often = np.fromiter(counts.values(), np.float32, len(counts))
        scale_by = np.fromiter(scales.values(), np.float32, len(scales))
        return columns, (1 + np.log(often)) * scale_by * self._rarity[columns]

    def dump(self) -> bytes:
        """The vectoriser as bytes for `load`."""
        space = self._space.dump() if self._space else b""
        return msgspec.msgpack.encode(("\n".join(self._columns), self._rarity.tobytes(), space))

    @classmethod
    def load(cls, data: bytes) -> Vectoriser:
        """The vectoriser that `dump` wrote."""
        names, rarity, space = msgspec.msgpack.decode(data, type=tuple[str, bytes, bytes])
        features = {feature: i for i, feature in enumerate(names.split("\n") if names else [])}
        return cls(features, np.frombuffer(rarity, np.float32), WordSpace.load(space) if space else None)


class Retriever:
    """Which of many documents a text asks for, by phrasings and answers, each with a weight."""

    def __init__(self, ids: list[str], owners: Ints, scales: Floats, vectoriser: Vectoriser, texts: Likeness) -> None:
        self._ids = ids
        self._owners = owners
        self._scales = scales
        self._vectoriser = vectoriser
        self._texts = texts

    @classmethod
    def fit(cls, documents: Iterable[tuple[str, Sequence[tuple[str, float]]]]) -> Retriever:
        """An index of documents: each an id, unique, and its texts (normal forms) with their weights, 0..1."""
        listed = list(documents)
        texts = [text for _, parts in listed for text, _ in parts]
        vectoriser = Vectoriser.fit(texts)
        owners = np.repeat(np.arange(len(listed), dtype=np.int32), [len(parts) for _, parts in listed])
        scales = np.array([weight for _, parts in listed for _, weight in parts], np.float32)
        likeness = Likeness.of(vectoriser.transform_all(texts), vectoriser.letters_from)
        return cls([name for name, _ in listed], owners, scales, vectoriser, likeness)

    def rank(self, text: str, among: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Documents that share anything with the text, and how alike (0..1), best first; only those `among`."""
        best = np.zeros(len(self._ids), np.float32)
        row = self._vectoriser.transform(text)
        np.maximum.at(best, self._owners, self._texts.of_row(row) * self._scales)
        best *= np.float32(self._vectoriser.known_share(text))
        order = np.argsort(-best, kind="stable")
        return [(self._ids[i], float(best[i])) for i in order if best[i] > 0 and (among is None or self._ids[i] in among)]

    def dump(self) -> bytes:
        """The index as bytes for `load`."""
        arrays = (self._owners.tobytes(), self._scales.tobytes())
        return msgspec.msgpack.encode((self._ids, arrays, self._vectoriser.dump(), self._texts.dump()))

    @classmethod
    def load(cls, data: bytes) -> Retriever:
        """The index that `dump` wrote."""
        shape = tuple[list[str], tuple[bytes, bytes], bytes, bytes]
        ids, (owners, scales), vectoriser, texts = msgspec.msgpack.decode(data, type=shape)
        arrays = np.frombuffer(owners, np.int32), np.frombuffer(scales, np.float32)
        return cls(ids, *arrays, Vectoriser.load(vectoriser), Likeness.load(texts))


class Likeness:
    """How alike a text and each of many texts are by words and pairs: the cosine of their rows, 0..1."""

    def __init__(self, starts: NDArray[np.int64], owners: Ints, weights: Floats, count: int) -> None:
        self._starts = starts
        self._owners = owners
        self._weights = weights
        self._count = count

    @classmethod
    def of(cls, rows: Rows, letters_from: int) -> Likeness:
        """An index from each word column to the rows that have it."""
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), np.diff(rows.starts))
        kept = rows.columns < letters_from
        columns, owners, weights = rows.columns[kept], owners[kept], rows.weights[kept]
        lengths = np.sqrt(np.bincount(owners, weights**2, len(rows)))
        # Kept at the precision of `dump`, so that a loaded index answers just as this one.
        weights = (weights / lengths[owners]).astype(np.float16).astype(np.float32)
        order = np.argsort(columns, kind="stable")
        starts = np.searchsorted(columns[order], np.arange(letters_from + 1))
        return cls(starts.astype(np.int64), owners[order], weights[order], len(rows))

    def of_row(self, row: Row) -> Floats:
        """Likeness of the row to each row of the index."""
        kept = row.columns < len(self._starts) - 1
        columns, weights = row.columns[kept], _unit(row.weights[kept])
        spans = [slice(self._starts[c], self._starts[c + 1]) for c in columns]
        if not spans:
            return np.zeros(self._count, np.float32)
        owners = np.concatenate([self._owners[span] for span in spans])
        shares = np.concatenate([self._weights[span] * w for span, w in zip(spans, weights, strict=True)])
        return np.bincount(owners, shares, self._count).astype(np.float32)

    def dump(self) -> bytes:
        """The index as bytes for `load`."""
        arrays = (self._starts.tobytes(), self._owners.tobytes(), self._weights.astype(np.float16).tobytes())
        return msgspec.msgpack.encode((*arrays, self._count))

    @classmethod
    def load(cls, data: bytes) -> Likeness:
        """The index that `dump` wrote."""
        starts, owners, weights, count = msgspec.msgpack.decode(data, type=tuple[bytes, bytes, bytes, int])
        half = np.frombuffer(weights, np.float16)
        return cls(np.frombuffer(starts, np.int64), np.frombuffer(owners, np.int32), half.astype(np.float32), count)


def _feature_groups(tokens: Sequence[str]) -> tuple[Iterable[tuple[str, float]], Iterable[tuple[str, float]]]:
    return word_features([stem(token) for token in tokens]), letter_features(tokens)


def _unit(weights: Floats) -> Floats:
    length = float(np.sqrt(weights @ weights))
    return weights / np.float32(length) if length else weights
