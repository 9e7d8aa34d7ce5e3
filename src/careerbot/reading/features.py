"""Masked text -> weighted features, and likeness of texts by them.

A text is read as word stems, pairs of neighbouring stems, pairs with one word between, runs of two to four letters,
and its place in a word space. Rare features weigh more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
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
GAP = " * "
MOST_WORDS = 16384
MOST_COUNTED = 65536


class Row(NamedTuple):
    """One text's features: their columns, each once, and their weights; unit length unless empty."""

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


def word_features(stems: Sequence[str]) -> Iterator[str]:
    """Stems, neighbouring pairs (with the text's ends) and pairs with a gap."""
    yield from stems
    yield from [f"{a} {b}" for a, b in pairwise(("^", *stems, "$"))]
    yield from [f"{a}{GAP}{b}" for a, b in zip(stems, stems[2:], strict=False)]


def letter_features(token: str) -> Sequence[str]:
    """Runs of letters inside a word and its edges; none for `{kind}`."""
    return () if token[0] == "{" else _letter_runs(token)


def scale_of(feature: str) -> float:
    """How much a feature weighs for its kind."""
    if GAP in feature:
        return SKIP_WEIGHT
    return PAIR_WEIGHT if " " in feature and not feature.startswith(LETTERS_SIGN) else 1.0


@lru_cache(maxsize=MOST_WORDS)
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
        self._weights = rarity * np.array([scale_of(feature) for feature in columns], np.float32)
        self._letters: dict[str, tuple[int, ...]] = {}
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
            seen.update(_feature_set(text))
        kept = sorted((f for f, n in seen.items() if n >= _least(len(texts))), key=_order)
        rarity = [log((1 + len(texts)) / (1 + seen[feature])) + 1 for feature in kept]
        return cls({feature: i for i, feature in enumerate(kept)}, np.array(rarity, np.float32), space)

    @classmethod
    def fit_rows(cls, texts: Sequence[str]) -> tuple[Vectoriser, Rows]:
        """What `fit` gives for the texts, and their rows, as `transform` gives them; texts are read once a process."""
        counted = [_count_features(text) for text in texts]
        owners = np.repeat(np.arange(len(texts)), [len(numbers) for numbers, _ in counted])
        numbers = np.concatenate([some for some, _ in counted]) if counted else np.empty(0, np.int32)
        often = np.concatenate([some for _, some in counted]) if counted else np.empty(0, np.float32)
        seen = np.bincount(numbers, minlength=len(_numbers))
        names = list(_numbers)
        known = sorted(np.flatnonzero(seen >= _least(len(texts))).tolist(), key=lambda i: _order(names[i]))
        rarity = (np.log((1 + len(texts)) / (1 + seen[known])) + 1).astype(np.float32)
        vectoriser = cls({names[number]: column for column, number in enumerate(known)}, rarity)
        columns = np.full(len(names), -1, np.int32)
        columns[known] = np.arange(len(known))
        kept = columns[numbers] >= 0
        return vectoriser, vectoriser._weigh_all(owners[kept], columns[numbers[kept]], often[kept], len(texts))

    def _weigh_all(self, owners: NDArray[np.intp], columns: Ints, often: Floats, count: int) -> Rows:
        """The rows of `count` texts, whose features stand one behind the other with how often they are there."""
        weights = (1 + np.log(often)) * self._weights[columns]
        letters = columns >= self.letters_from
        lengths = np.sqrt(np.bincount(2 * owners + letters, weights**2, 2 * count))
        scaled = weights / lengths[2 * owners + letters] * np.where(letters, LETTERS_WEIGHT, 1.0)
        whole = np.sqrt(np.bincount(owners, scaled**2, count))
        starts = np.searchsorted(owners, np.arange(count + 1)).astype(np.int64)
        return Rows(starts, columns, (scaled / whole[owners]).astype(np.float32))

    def transform(self, text: str) -> Row:
        """The text's row; empty when it has no known feature."""
        tokens = words(text)
        stems = [stem(token) for token in tokens]
        groups = [self._weigh(self._words_of(stems)), self._weigh(chain.from_iterable(map(self._letters_of, tokens)))]
        scales = [1.0, LETTERS_WEIGHT]
        if self._space:
            place = self._space.place((s, self._rarity_of(s)) for s in stems)
            groups.append((self._space_columns, place) if place.any() else (self._space_columns[:0], place[:0]))
            scales.append(SPACE_WEIGHT)
        weights = np.concatenate([_unit(w) * np.float32(scale) for (_, w), scale in zip(groups, scales, strict=True)])
        return Row(np.concatenate([columns for columns, _ in groups]), _unit(weights))

    def transform_words(self, text: str) -> Row:
        """The text's row over words and pairs alone."""
        columns, weights = self._weigh(self._words_of([stem(token) for token in words(text)]))
        return Row(columns, _unit(weights))

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

    def _weigh(self, columns: Iterable[int]) -> tuple[Ints, Floats]:
        """The columns, each once, and their weights: log of how often, times rarity and kind."""
        seen = Counter(columns)
        at = np.fromiter(seen, np.int32, len(seen))
        often = 1 + np.log(np.fromiter(seen.values(), np.float32, len(seen)))
        return at, often * self._weights[at]

    def _words_of(self, stems: Sequence[str]) -> list[int]:
        """The columns of the words and pairs of a text."""
        find = self._columns.get
        return [column for feature in word_features(stems) if (column := find(feature)) is not None]

    def _letters_of(self, token: str) -> tuple[int, ...]:
        """The columns of the runs of letters in a word."""
        known = self._letters.get(token)
        if known is None:
            if len(self._letters) >= MOST_WORDS:
                self._letters.clear()
            known = tuple(self._columns[run] for run in letter_features(token) if run in self._columns)
            self._letters[token] = known
        return known

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


class Likeness:
    """How much a row has in common with each of many rows, by an index from columns to rows."""

    def __init__(self, starts: NDArray[np.int64], owners: Ints, weights: Floats, count: int) -> None:
        self._starts = starts
        # Of the types that sums are made in, so that none is converted at every look.
        self._owners = owners.astype(np.intp)
        self._weights = weights.astype(np.float64)
        self._count = count

    @classmethod
    def of(cls, rows: Rows, until: int) -> Likeness:
        """An index of the columns below `until`, rows brought to unit length over these."""
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), np.diff(rows.starts))
        kept = rows.columns < until
        columns, owners, weights = rows.columns[kept], owners[kept], rows.weights[kept]
        lengths = np.sqrt(np.bincount(owners, weights**2, len(rows)))
        return cls._index(columns, owners, (weights / lengths[owners]).astype(np.float32), len(rows), until)

    @classmethod
    def of_presence(cls, rows: Rows, until: int) -> Likeness:
        """An index of which columns below `until` each row has at all."""
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), np.diff(rows.starts))
        kept = (rows.columns < until) & (rows.weights > 0)
        return cls._index(rows.columns[kept], owners[kept], np.ones(int(kept.sum()), np.float32), len(rows), until)

    @classmethod
    def _index(cls, columns: Ints, owners: Ints, weights: Floats, count: int, until: int) -> Likeness:
        order = np.argsort(columns, kind="stable")
        starts = np.searchsorted(columns[order], np.arange(until + 1)).astype(np.int64)
        # Kept at the precision of `dump`, so that a loaded index answers just as this one.
        return cls(starts, owners[order], weights[order].astype(np.float16).astype(np.float32), count)

    def of_row(self, row: Row) -> Floats:
        """Cosine of the row, over the columns of the index, with each row of the index: 0..1."""
        kept = row.columns < len(self._starts) - 1
        return self.add_up(row.columns[kept], _unit(row.weights[kept]))

    def having(self, column: int) -> NDArray[np.intp]:
        """The numbers of the rows of the index that have a column."""
        return self._owners[self._starts[column] : self._starts[column + 1]]

    def add_up(self, columns: Ints, weights: Floats) -> Floats:
        """For each row of the index the sum over the columns of its weight there times the weight given."""
        if not len(columns):
            return np.zeros(self._count, np.float32)
        spans = list(map(slice, self._starts[columns].tolist(), self._starts[columns + 1].tolist()))
        shares = [self._weights[span] * weight for span, weight in zip(spans, weights.tolist(), strict=True)]
        owners = np.concatenate([self._owners[span] for span in spans])
        return np.bincount(owners, np.concatenate(shares), self._count).astype(np.float32)

    def dump(self) -> bytes:
        """The index as bytes for `load`."""
        arrays = (self._starts, self._owners.astype(np.int32), self._weights.astype(np.float16))
        return msgspec.msgpack.encode((*(array.tobytes() for array in arrays), self._count))

    @classmethod
    def load(cls, data: bytes) -> Likeness:
        """The index that `dump` wrote."""
        starts, owners, weights, count = msgspec.msgpack.decode(data, type=tuple[bytes, bytes, bytes, int])
        half = np.frombuffer(weights, np.float16)
        return cls(np.frombuffer(starts, np.int64), np.frombuffer(owners, np.int32), half.astype(np.float32), count)


def _order(feature: str) -> tuple[bool, str]:
    """Words and pairs before runs of letters."""
    return feature.startswith(LETTERS_SIGN), feature


def _least(texts: int) -> int:
    """In how many of the texts a feature must stand to be known."""
    return 2 if texts >= MANY_TEXTS else 1


# Every feature that was counted, with a number of its own.
_numbers: dict[str, int] = {}


@lru_cache(maxsize=MOST_COUNTED)
def _count_features(text: str) -> tuple[Ints, Floats]:
    """The numbers of a text's features, each once, and how often they are there."""
    tokens = words(text)
    features = chain(word_features([stem(token) for token in tokens]), *map(letter_features, tokens))
    seen = Counter(_numbers.setdefault(feature, len(_numbers)) for feature in features)
    return np.fromiter(seen, np.int32, len(seen)), np.fromiter(seen.values(), np.float32, len(seen))


def _feature_set(text: str) -> set[str]:
    tokens = words(text)
    return {*word_features([stem(token) for token in tokens]), *chain.from_iterable(map(letter_features, tokens))}


def _unit(weights: Floats) -> Floats:
    length = float(np.sqrt(weights @ weights))
    return weights / np.float32(length) if length else weights
