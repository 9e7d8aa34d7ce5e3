"""What counselors foresaw, by its meaning -> the answer of theirs that a message asks for in other words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import msgspec
import numpy as np

from careerbot.reading.features import Floats
from careerbot.reading.meaning import Encode, remember

# What the mean of an entry's nearest questions, so many of them, and the same words add to its nearest question.
SEVERAL, FEW, WORDS = 0.3, 3, 0.2
# So many entries are weighed.
MOST = 12
# What is known without the FAQ counts by half, and what is none of ours a little less.
KNOWN, OUTSIDE = 0.5, 0.1
# How much nearer entries that outrank the rest are taken to be than those, and how much more speaks for them.
OUTRANK, FAVOUR = 0.15, 0.05
# How much farther than that its questions may be from the message without names, for the whole to be looked at.
BEFORE = 0.1
# From where an entry may be meant, and how many such are told.
PERHAPS, SOME = 0.4, 3
# How much it says at least and at most that an entry is meant.
LEAST, SURE = 0.8, 0.95


class Bar(NamedTuple):
    """What it takes for an entry to be meant: how near it has to come for what is known to be looked at beside it, how
    much speaks for it then, how much nearer its nearest question is than what is known, and how much nearer it comes
    than the next entry."""

    near: float
    least: float
    ahead: float
    apart: float


# By whether one is strict (a message names a job or place, which the known leaves out, or a job is talked of), and
# whether it is in doubt that the message asks for anything else.
BARS = {
    (False, False): Bar(0.65, 0.54, -0.05, 0.0),
    (False, True): Bar(0.65, 0.48, -0.05, 0.03),
    (True, False): Bar(0.8, 0.64, 0.05, 0.0),
    (True, True): Bar(0.8, 0.57, -0.05, 0.0),
}


class Meant(NamedTuple):
    """Items of entries that a message may mean, likeliest first, and how much speaks for the first; 0: too little."""

    items: tuple[str, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Known:
    """Unit vectors, shape (texts, dimensions), of what is asked of the bot without its FAQ.

    `ours` are questions on careers, `outside` what is none of ours.
    """

    ours: Floats
    outside: Floats

    @classmethod
    def fit(cls, ours: Sequence[str], outside: Sequence[str], encode: Encode) -> Self:
        """The meaning of the texts."""
        return cls(*(_encode(texts, encode) for texts in (ours, outside)))

    def near(self, vector: Floats) -> tuple[float, float]:
        """How near the nearest of ours and of what is not comes to a vector; 0 where there are none."""
        return _nearest(self.ours, vector), _nearest(self.outside, vector)

    def dump(self) -> bytes:
        """The vectors as bytes for `load`, by halves of their precision."""
        tables = (table.astype(np.float16).tobytes() for table in (self.ours, self.outside))
        return msgspec.msgpack.encode((self.ours.shape[1], *tables))

    @classmethod
    def load(cls, data: bytes) -> Self:
        """The vectors that `dump` wrote."""
        width, *tables = msgspec.msgpack.decode(data, type=tuple[int, bytes, bytes])
        return cls(*(_widen(table, width) for table in tables))


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of the FAQ: `texts` with their unit vectors, shape (texts, dimensions), and what they ask for.

    Those of `items[i]` begin at `starts[i]`.
    """

    items: tuple[str, ...]
    starts: tuple[int, ...]
    texts: tuple[str, ...]
    vectors: Floats

    @classmethod
    def fit(cls, entries: Mapping[str, Sequence[str]], encode: Encode) -> Self:
        """The meaning of the questions of each item, none of which is without any."""
        texts = tuple(text for asks in entries.values() for text in asks)
        starts = np.cumsum([0, *(len(asks) for asks in entries.values())])[:-1]
        return cls(tuple(entries), tuple(starts.tolist()), texts, _encode(texts, encode))

    def remember(self, encode: Encode) -> Encode:
        """The encoder with the vectors of these questions at hand."""
        return remember(dict(zip(self.texts, self.vectors, strict=True)), encode)

    def comes_near(self, nameless: Floats, among: Collection[str], bar: Bar) -> bool:
        """Whether any of some entries may take the bar, by the vector of a message without its names."""
        return any(near >= bar.near - BEFORE for item, near in self._near(nameless) if item in among)

    def find(
        self,
        asked: Floats,
        nameless: Floats,
        alike: Mapping[str, float],
        among: Collection[str],
        own: Collection[str],
        known: Known,
        bar: Bar,
    ) -> Meant:
        """The entries that a message may mean, among some, of which the first is meant where it takes the bar.

        `asked` is the message's vector, `nameless` that without its names; `alike` says how alike the words of items
        are, `own` are those that outrank the rest.
        """
        scores = {item: near + WORDS * alike.get(item, 0.0) for item, near in self._near(asked) if item in among}
        ranks = {item: score + OUTRANK * (item in own) for item, score in scores.items()}
        ranked = sorted(ranks, key=lambda item: -ranks[item])
        if not ranked or scores[ranked[0]] < bar.near:
            return Meant()
        ours, outside = known.near(nameless)
        beside = KNOWN * max(ours, outside - OUTSIDE)
        more = FAVOUR * (ranked[0] in own)
        value, ahead = scores[ranked[0]] - beside + more, float(self._likes(ranked[0], asked).max()) - ours + more
        apart = ranks[ranked[0]] - max((ranks[item] for item in ranked[1:2]), default=0.0)
        enough = value >= bar.least and ahead >= bar.ahead and apart >= bar.apart
        some = tuple(item for item in ranked[:SOME] if scores[item] - beside >= PERHAPS)
        return Meant(some, max(LEAST, min(SURE, LEAST + value - BARS[False, False].least)) if enough else 0.0)

    def _near(self, asked: Floats) -> Iterator[tuple[str, float]]:
        """The entries whose questions come nearest, and how near they are taken together."""
        best = np.maximum.reduceat(self.vectors @ asked, self.starts)
        for item in (self.items[i] for i in np.argsort(-best)[:MOST]):
            likes = np.sort(self._likes(item, asked))[-FEW:]
            yield item, float(likes[-1] + SEVERAL * likes.mean())

    def _likes(self, item: str, asked: Floats) -> Floats:
        number = self.items.index(item)
        return self.vectors[slice(*[*self.starts, len(self.vectors)][number : number + 2])] @ asked

    def dump(self) -> bytes:
        """The questions as bytes for `load`."""
        table = self.vectors.astype(np.float16).tobytes()
        return msgspec.msgpack.encode((self.items, self.starts, self.texts, self.vectors.shape[1], table))

    @classmethod
    def load(cls, data: bytes) -> Self:
        """The questions that `dump` wrote."""
        shape = tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...], int, bytes]
        items, starts, texts, width, table = msgspec.msgpack.decode(data, type=shape)
        return cls(items, starts, texts, _widen(table, width))


def _encode(texts: Sequence[str], encode: Encode) -> Floats:
    """The vectors at the precision of `dump`, so that those read back give the very same scores."""
    return encode(texts).astype(np.float16).astype(np.float32) if texts else np.empty((0, 1), np.float32)


def _widen(table: bytes, width: int) -> Floats:
    return np.frombuffer(table, np.float16).reshape(-1, width).astype(np.float32)


def _nearest(vectors: Floats, asked: Floats) -> float:
    return float((vectors @ asked).max()) if len(vectors) else 0.0
