"""What counselors foresaw, by its meaning -> the answer of theirs that a message asks for in other words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import msgspec
import numpy as np

from careerbot.reading.features import Floats
from careerbot.reading.meaning import Encode, remember
from careerbot.reading.nearness import Nearness

# How near a message comes to an entry: its nearest question, the mean of all, its answer, and how many of the message's
# words are its own.
PARTS = np.array([1.0, 1.0, 0.7, 0.4], np.float32)
# How much nearer entries that outrank the rest are taken to be than those.
OUTRANK = 0.15
# What the nearest question has to be like at least, and how much less without the message's names.
NEAREST, BEFORE = 0.35, 0.1
# From which probability, judged by the message without its names, it is worth reading with them.
HARDLY = 0.006
# From which probability an entry is meant, where nothing else is likely and at most; from which it may be, and how many
# such are told.
UNRIVALLED, MEANT, PERHAPS, SOME = 0.28, 0.42, 0.15, 3
# How much likelier those must be that outrank none.
CAREFUL = 0.08
# How much it says at least and at most that an entry is meant.
LEAST, SURE = 0.8, 0.95
# A message says no more by being longer than so many words.
LONG = 20


class Beside(NamedTuple):
    """What else is known of a message: how sure its likeliest intent is and that it is one of ours, whether it names
    a job, whether a place, whether it follows others on a job, and how many words it has."""

    sure: float
    ours: float
    job: bool
    place: bool
    follows: bool
    length: int


# What speaks for an entry and against it: how near its parts are, and what is known without the FAQ, what is `Beside`,
# how much nearer it is than the next one, that the entry outranks the rest. Fitted to 4,900 messages, of which one in
# six asks for an entry, most of these for one of two schools' 460.
WEIGHTS = np.array([6.0, 3.0, 1.4, 3.8, -3.6, -4.0, -1.6, 0.0, -0.6, -0.9, -0.9, 2.0, 3.5, 1.4, -7.4])


class Meant(NamedTuple):
    """Items of entries that a message may mean, likeliest first, and how much speaks for the first; 0: too little."""

    items: tuple[str, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Known:
    """The meaning of what is asked of the bot without its FAQ: `ours` are questions on careers, `outside` none of
    ours."""

    ours: Nearness
    outside: Nearness

    @classmethod
    def fit(cls, ours: Sequence[str], outside: Sequence[str], encode: Encode) -> Self:
        """The meaning of the texts."""
        return cls(*(Nearness.fit(_encode(texts, encode)) for texts in (ours, outside)))

    def near(self, vector: Floats) -> tuple[float, float]:
        """How near the nearest of ours and of what is not comes to a vector; 0 where there are none."""
        return self.ours.near(vector), self.outside.near(vector)

    def dump(self) -> bytes:
        """The vectors as bytes for `load`."""
        return msgspec.msgpack.encode((self.ours.dump(), self.outside.dump()))

    @classmethod
    def load(cls, data: bytes) -> Self:
        """The vectors that `dump` wrote."""
        return cls(*map(Nearness.load, msgspec.msgpack.decode(data, type=tuple[bytes, bytes])))


@dataclass(frozen=True, slots=True)
class Asked:
    """The entries of the FAQ, `items`, by the unit vectors of their texts, shape (texts, dimensions).

    `texts` are their questions, those of `items[i]` from `starts[i]` on, and then the answers in order.
    """

    items: tuple[str, ...]
    starts: tuple[int, ...]
    texts: tuple[str, ...]
    vectors: Floats
    means: Floats

    @classmethod
    def fit(cls, entries: Mapping[str, tuple[Sequence[str], str]], encode: Encode) -> Self:
        """The meaning of the questions, one at least, and of the answer of each item."""
        questions = tuple(text for asks, _ in entries.values() for text in asks)
        texts = (*questions, *(answer for _, answer in entries.values()))
        starts = np.cumsum([0, *(len(asks) for asks, _ in entries.values())])[:-1]
        return cls._over(tuple(entries), tuple(starts.tolist()), texts, _encode(texts, encode))

    @classmethod
    def _over(cls, items: tuple[str, ...], starts: tuple[int, ...], texts: tuple[str, ...], vectors: Floats) -> Self:
        sums = np.add.reduceat(vectors[: len(texts) - len(items)], starts) if items else vectors
        return cls(items, starts, texts, vectors, sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))

    def remember(self, encode: Encode) -> Encode:
        """The encoder with the vectors of these texts at hand."""
        return remember(dict(zip(self.texts, self.vectors, strict=True)), encode)

    def find(
        self,
        encode: Callable[[], Floats],
        nameless: Floats,
        covered: Floats,
        among: Collection[str],
        own: Collection[str],
        known: Known,
        beside: Beside,
    ) -> Meant:
        """The entries that a message may mean, among some, and whether the likeliest is meant.

        `encode` gives the message's vector, `nameless` is that without its names; `covered` is the share of its words
        that each entry has; `own` are those that outrank the rest.
        """
        numbers = [i for i, item in enumerate(self.items) if item in among]
        rest = [*known.near(nameless), *beside[:-1], min(beside.length, LONG) / 10]
        hardly = self._rank(nameless, covered, NEAREST - BEFORE, numbers, own, rest)
        if not any(chance >= HARDLY for _, chance in hardly):
            return Meant()
        ranked = self._rank(encode(), covered, NEAREST, numbers, own, rest)
        if not ranked:
            return Meant()
        some = tuple(self.items[i] for i, chance in ranked if chance >= PERHAPS)
        first, chance = ranked[0]
        least = 0.0 if self.items[first] in own else CAREFUL
        enough = chance >= least + max(UNRIVALLED, min(MEANT, beside.sure * beside.ours))
        return Meant(some, LEAST + (SURE - LEAST) * chance if enough else 0.0)

    def _rank(
        self,
        asked: Floats,
        covered: Floats,
        least: float,
        numbers: Sequence[int],
        own: Collection[str],
        rest: Sequence[float],
    ) -> list[tuple[int, float]]:
        """The numbers of the entries that a vector comes nearest to, nearest first, each with how likely it is meant.

        `least` is what their nearest question has to be like, `rest` what is known of the message besides.
        """
        parts = np.vstack([self._measure(asked), covered])
        near = PARTS @ parts + OUTRANK * np.array([item in own for item in self.items])
        ranked = sorted((i for i in numbers if parts[0, i] >= least), key=lambda i: -near[i])[:SOME]
        first, second, *_ = [*sorted((near[i] for i in numbers), reverse=True)[:2], 0.0, 0.0]
        apart = [near[i] - (first if near[i] < first else second) for i in ranked]
        signs = [[*parts[:, i], *rest, gap, self.items[i] in own, 1.0] for i, gap in zip(ranked, apart, strict=True)]
        return [(i, _likely(some)) for i, some in zip(ranked, signs, strict=True)]

    def _measure(self, asked: Floats) -> Floats:
        """How near the nearest question of each entry comes, the mean of them and the answer, shape (3, items)."""
        if not self.items:
            return np.empty((3, 0), np.float32)
        alike = self.vectors @ asked
        questions, answers = alike[: -len(self.items)], alike[-len(self.items) :]
        return np.stack([np.maximum.reduceat(questions, self.starts), self.means @ asked, answers])

    def dump(self) -> bytes:
        """The entries as bytes for `load`."""
        table = self.vectors.astype(np.float16).tobytes()
        return msgspec.msgpack.encode((self.items, self.starts, self.texts, self.vectors.shape[1], table))

    @classmethod
    def load(cls, data: bytes) -> Self:
        """The entries that `dump` wrote."""
        shape = tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...], int, bytes]
        items, starts, texts, width, table = msgspec.msgpack.decode(data, type=shape)
        return cls._over(items, starts, texts, _widen(table, width))


def _likely(signs: Sequence[float]) -> float:
    """The probability that an entry is meant."""
    return float(1 / (1 + np.exp(-(np.array(signs) @ WEIGHTS))))


def _encode(texts: Sequence[str], encode: Encode) -> Floats:
    """The vectors at the precision of `dump`, so that those read back give the very same scores."""
    return encode(texts).astype(np.float16).astype(np.float32) if texts else np.empty((0, 1), np.float32)


def _widen(table: bytes, width: int) -> Floats:
    return np.frombuffer(table, np.float16).reshape(-1, width).astype(np.float32)
