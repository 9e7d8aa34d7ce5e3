"""A question -> the documents that it asks for, by how people ask for them and by what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import log

import msgspec
import numpy as np

from careerbot.reading.features import Floats, Ints, Likeness, Row, Rows, Vectoriser
from careerbot.reading.text import words
from careerbot.reading.wordspace import stem

MENTION_WEIGHT = 0.3
ENOUGH = 1.5
# A text is often looked for twice.
AT_HAND = 16


class Retriever:
    """Ranks documents by the likest of their phrasings, what their answer covers, and their words taken together."""

    def __init__(
        self,
        ids: list[str],
        rarity: dict[str, float],
        owners: tuple[Ints, Ints],
        scales: tuple[Floats, Floats],
        vectoriser: Vectoriser,
        indexes: tuple[Likeness, Likeness, Likeness],
    ) -> None:
        self._ids = ids
        self._rarity = rarity
        self._rarest = max(rarity.values(), default=1.0)
        self._columns = {word: i for i, word in enumerate(rarity)}
        self._numbers = {name: i for i, name in enumerate(ids)}
        self._owners = owners
        # The documents that have texts of each sort, in order as the texts are, and where the texts of each begin.
        self._firsts = [np.unique(own, return_index=True) for own in owners]
        self._scales = scales
        self._vectoriser = vectoriser
        self._phrasings, self._answers, self._wholes = indexes
        self._measure = lru_cache(maxsize=AT_HAND)(self._measure_anew)

    @classmethod
    def fit(cls, documents: Iterable[tuple[str, Sequence[tuple[str, float]]]]) -> Retriever:
        """An index of documents: each an id, unique, and its texts (normal forms) with their weights, 0..1.

        Texts of weight 1 are phrasings of the question; lighter ones are answers, which a question is looked for in.
        """
        listed = [(name, list(parts)) for name, parts in documents]
        # What many jobs are asked in the same words counts once: it is no less telling for each of them.
        owner: dict[str, int] = {}
        for i, (_, parts) in enumerate(listed):
            for text, _ in parts:
                owner.setdefault(text, i)
        rarity = _find_rarity([[text for text, _ in parts if owner[text] == i] for i, (_, parts) in enumerate(listed)])
        every = [(text, weight, i) for i, (_, parts) in enumerate(listed) for text, weight in parts]
        sorts = [[part for part in every if (part[1] >= 1) == asked] for asked in (True, False)]
        columns = {word: i for i, word in enumerate(rarity)}
        rows = [Rows.of([_stem_row(text, columns, rarity)[0] for text, _, _ in some]) for some in sorts]
        vectoriser, every_row = Vectoriser.fit_rows([text for _, parts in listed for text, _ in parts])
        wholes = Rows.of(list(_gather(every_row, [[weight for _, weight in parts] for _, parts in listed])))
        likeness = Likeness.of(rows[0], len(rarity)), Likeness.of_presence(rows[1], len(rarity))
        indexes = (*likeness, Likeness.of(wholes, vectoriser.letters_from))
        asked, answering = (np.array([i for *_, i in some], np.int32) for some in sorts)
        scales = (np.array([weight for _, weight, _ in some], np.float32) for some in sorts)
        return cls(
            [n for n, _ in listed], rarity, (asked, answering), (next(scales), next(scales)), vectoriser, indexes
        )

    def rank(self, text: str, among: Ints | None = None, least: float = 0.0, most: int = 0) -> list[tuple[str, float]]:
        """Documents that share anything with the text, and how alike (0..1), best first.

        `among` are the numbers of those looked at, in order given to `fit`; all for None. Of them those at least
        `least` alike, and the `most` likest; all for 0. A phrasing with the same words scores 1, whatever their order;
        a stray everyday word little.
        """
        score = self._measure(text)
        numbers = np.arange(len(score)) if among is None else among
        kept = numbers[score[numbers] >= max(least, 1e-9)]
        ordered = kept[np.argsort(-score[kept], kind="stable")][: most or None]
        return [(self._ids[i], float(score[i])) for i in ordered]

    def _measure_anew(self, text: str) -> Floats:
        """How alike each document is, in the order given to `fit`."""
        row, length = _stem_row(text, self._columns, self._rarity)
        share = row.weights / np.float32(length or 1)
        asked = self._best(0, self._phrasings.add_up(row.columns, share))
        covered = self._best(1, self._answers.add_up(row.columns, share**2))
        whole = self._wholes.of_row(self._vectoriser.transform_words(text))
        whole *= np.float32(self._vectoriser.known_share(text))
        unlike = (1 - np.minimum(asked, 1)) * (1 - np.minimum(covered, 1)) * (1 - np.minimum(whole, 1))
        return np.asarray(1 - unlike, np.float32)

    def say_much(self, text: str) -> float:
        """How much the words of a text say, 0..1: two rare ones say all, everyday ones little, unknown ones nothing."""
        shares = (self._rarity.get(s, 0.0) / self._rarest for s in dict.fromkeys(map(_key, words(text))))
        return min(1.0, sum(share * share for share in shares) / ENOUGH)

    def find_left(self, id: str, text: str) -> str:
        """The words of a text that are known, but that none of a document's texts has."""
        return " ".join(w for w in words(text) if (key := _key(w)) in self._columns and not self._has(id, key))

    def cover(self, text: str, ids: Iterable[str]) -> Floats:
        """How much of a text's words, weighed by rarity, the texts of each of some documents have: 0..1."""
        keys = _keys(text)
        covered = np.zeros(len(self._ids), np.float32)
        for key in keys:
            if key in self._columns:
                having = (own[index.having(self._columns[key])] for index, own in self._sorts())
                covered[np.unique(np.concatenate(list(having)))] += self._rarity[key]
        total = sum(self._rarity.get(key, self._rarest) for key in keys)
        return np.asarray(covered[[self._numbers[i] for i in ids]] / (total or 1.0), np.float32)

    def _has(self, id: str, key: str) -> bool:
        """Whether one of a document's texts has the key of a word."""
        column, number = self._columns[key], self._numbers[id]
        return any(bool((own[index.having(column)] == number).any()) for index, own in self._sorts())

    def _sorts(self) -> Iterator[tuple[Likeness, Ints]]:
        """The index of each sort of texts with the number of each text's document."""
        return zip((self._phrasings, self._answers), self._owners, strict=True)

    def _best(self, sort: int, likeness: Floats) -> Floats:
        """The best of each document's texts of one sort."""
        best = np.zeros(len(self._ids), np.float32)
        having, firsts = self._firsts[sort]
        if len(having):
            best[having] = np.maximum(np.maximum.reduceat(likeness * self._scales[sort], firsts), 0)
        return best

    def dump(self) -> bytes:
        """The index as bytes for `load`."""
        arrays = [array.tobytes() for array in (*self._owners, *self._scales)]
        indexes = [index.dump() for index in (self._phrasings, self._answers, self._wholes)]
        return msgspec.msgpack.encode((self._ids, self._rarity, arrays, self._vectoriser.dump(), indexes))

    @classmethod
    def load(cls, data: bytes) -> Retriever:
        """The index that `dump` wrote."""
        shape = tuple[list[str], dict[str, float], tuple[bytes, bytes, bytes, bytes], bytes, tuple[bytes, bytes, bytes]]
        ids, rarity, (asked, answering, *scales), vectoriser, indexes = msgspec.msgpack.decode(data, type=shape)
        owners = np.frombuffer(asked, np.int32), np.frombuffer(answering, np.int32)
        first, second = (np.frombuffer(scale, np.float32) for scale in scales)
        phrasings, answers, wholes = map(Likeness.load, indexes)
        return cls(ids, rarity, owners, (first, second), Vectoriser.load(vectoriser), (phrasings, answers, wholes))


def _find_rarity(documents: Sequence[Sequence[str]]) -> dict[str, float]:
    """How rare each stem is among the documents, up to 1; `{kind}` counts little."""
    seen = Counter(word for texts in documents for word in {key for text in texts for key in _keys(text)})
    most = log(1 + len(documents)) + 1
    rarity = {word: (log((1 + len(documents)) / (1 + n)) + 1) / most for word, n in sorted(seen.items())}
    return rarity | {word: MENTION_WEIGHT for word in rarity if word[0] == "{"}


def _stem_row(text: str, columns: dict[str, int], rarity: dict[str, float]) -> tuple[Row, float]:
    """The text's known stems with their rarity, each once, and the length of the row with unknown ones in it."""
    stems = _keys(text)
    known = [word for word in stems if word in columns]
    order = sorted(known, key=columns.__getitem__)
    weights = np.array([rarity[word] for word in order], np.float32)
    length = float(np.sqrt((weights**2).sum() + len(stems) - len(known)))
    return Row(np.array([columns[word] for word in order], np.int32), weights), length


def _gather(rows: Rows, weights: Sequence[Sequence[float]]) -> Iterator[Row]:
    """All rows of each document as one row, each by its weight; the documents' rows lie one behind the other."""
    width = int(rows.columns.max(initial=0)) + 1
    first = 0
    for own in weights:
        a, b = rows.starts[first], rows.starts[first + len(own)]
        by_row = np.repeat(np.array(own, np.float32), np.diff(rows.starts[first : first + len(own) + 1]))
        total = np.bincount(rows.columns[a:b], by_row * rows.weights[a:b], width)
        columns = np.flatnonzero(total).astype(np.int32)
        yield Row(columns, total[columns].astype(np.float32))
        first += len(own)


@lru_cache(maxsize=65536)
def _keys(text: str) -> tuple[str, ...]:
    """The keys of a text's words, each once, in order."""
    return tuple(sorted({_key(token) for token in words(text)}))


@lru_cache(maxsize=65536)
def _key(token: str) -> str:
    """The word without its ending; figures stay exact, since they may be what is asked about."""
    return token if any(c.isdigit() for c in token) else stem(token)
