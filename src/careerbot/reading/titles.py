"""(Title, code) pairs -> an index that ranks the codes for any title, however it is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from careerbot.reading.mending import Mender
from careerbot.reading.titlenet import Floats, Integers, Net, Rows, log_softmax, train_net
from careerbot.reading.wordforms import split_words

FILLER = frozenset("of and the for in or a an to with at on".split())
RUNS = (3, 4, 5)
WORD_WEIGHT, RUN_WEIGHT = 1.5, 0.6
NEAREST = 60
CLOSENESS = 4
NEAR_WEIGHT, NEAR_FLOOR = 0.5, 0.01
MOST_RANKED = 20
SHORTEST_MENDED = 5
SMALL = 2000
WHOLE = ("w:", "f:", "l:")
NEAR_PARTS = ("starts", "titles", "scale", "code_starts", "codes")
NET_PARTS = ("table", "layer", "bias")
EXACT_BONUS = 4.0
SAME = 0.995
COMMONEST = 4000
SEEDS = (11, 23)


class _Head(msgspec.Struct):
    """What a stored index says before its arrays."""

    codes: list[str]
    features: list[str]
    shapes: list[tuple[str, list[int]]]


@dataclass(frozen=True, slots=True)
class _Near:
    """Titles by feature: `titles[starts[f]:starts[f + 1]]` have feature `f`; `codes` by title alike.

    `scale` is one over each title's length as a vector.
    """

    starts: Integers
    titles: NDArray[np.uint32]
    scale: Floats
    code_starts: Integers
    codes: NDArray[np.uint32]

    def measure(self, ids: Integers, weights: Floats, values: Floats) -> Floats:
        """The cosine of each title with a list of features, shape (titles,)."""
        lengths = self.starts[ids + 1] - self.starts[ids]
        values = np.where(lengths > 0, values, np.float32(0))
        scores = np.zeros(len(self.scale), np.float32)
        for i in np.flatnonzero(lengths):
            scores[self.titles[self.starts[ids[i]] : self.starts[ids[i] + 1]]] += values[i] * weights[i]
        return scores * (self.scale / max(float(np.sqrt(values @ values)), 1e-9))

    def share(self, titles: Integers, weights: Floats, width: int) -> Floats:
        """What each code has of the weights of its titles, shape (width,), summing to 1; zeros when all are 0."""
        low, high = self.code_starts[titles], self.code_starts[titles + 1]
        codes = np.concatenate([self.codes[a:b] for a, b in zip(low, high, strict=True)] or [self.codes[:0]])
        sums = np.bincount(codes, np.repeat(weights, high - low), minlength=width)
        return (sums / max(float(sums.sum()), 1e-9)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class TitleIndex:
    """Ranks codes for a title by the titles most like it and by two small networks. Built by `fit`."""

    codes: tuple[str, ...]
    features: dict[str, int]
    weights: Floats
    near: _Near
    nets: tuple[Net, ...]
    mender: Mender

    @classmethod
    def fit(cls, pairs: Iterable[tuple[str, str]]) -> TitleIndex:
        """An index of (title, code) pairs; a title may have several codes. No pairs: an index that ranks nothing."""
        by_title: dict[tuple[str, ...], set[str]] = {}
        for title, code in pairs:
            by_title.setdefault(tuple(list_features(title)), set()).add(code)
        by_title.pop((), None)
        codes = sorted({code for found in by_title.values() for code in found})
        place = {code: i for i, code in enumerate(codes)}
        owners = np.repeat(np.arange(len(by_title)), [len(found) for found in by_title.values()])
        labels = np.array([place[c] for found in by_title.values() for c in sorted(found)], np.int64)
        features, weights = _weigh_all(by_title)
        rows = _make_rows(by_title, features, weights)
        sizes = (len(features), len(codes))
        nets = tuple(train_net(rows, owners, labels, sizes, seed) for seed in SEEDS) if codes else ()
        near = _make_near(rows, weights, owners, labels)
        return cls(tuple(codes), features, weights, near, nets, Mender.of(_words_of(features)))

    def rank(self, title: str) -> list[tuple[str, float]]:
        """The twenty best codes with scores in 0..1, best first; [] for a text that shares nothing with any title.

        A score near 1 means that a title just like this one has this code and hardly any other.
        """
        found = list_features(self._mend(title))
        ids = np.array([self.features[f] for f in found if f in self.features], np.int64)
        if not len(ids):
            return []
        weights = self.weights[ids]
        values = weights / np.sqrt(weights @ weights)
        near, alike = self._look_near(ids, weights, values)
        guesses = [net.log_odds(ids, values, len(self.codes)) for net in self.nets]
        odds = sum(guesses, NEAR_WEIGHT * np.log(near + NEAR_FLOOR))
        odds = odds + EXACT_BONUS * (near > 0) if alike >= SAME else odds
        shares = alike * len(ids) / len(found) * np.exp(log_softmax(odds[None, None, :])).ravel()
        return [(self.codes[i], float(shares[i])) for i in np.argsort(-shares)[:MOST_RANKED]]

    def dump(self) -> bytes:
        """The index as bytes for `load`."""
        arrays = [self.weights, self.mender.hashes, self.mender.owners]
        arrays += [getattr(self.near, name) for name in NEAR_PARTS]
        arrays += [getattr(net, name) for net in self.nets for name in NET_PARTS]
        head = _Head(list(self.codes), list(self.features), [(a.dtype.str, list(a.shape)) for a in arrays])
        packed = msgspec.msgpack.encode(head)
        return b"".join([len(packed).to_bytes(8, "little"), packed, *(a.tobytes() for a in arrays)])

    @classmethod
    def load(cls, data: bytes) -> TitleIndex:
        """The index that `dump` wrote; msgspec.DecodeError or ValueError when the bytes are no such thing."""
        size = int.from_bytes(data[:8], "little")
        head = msgspec.msgpack.decode(data[8 : 8 + size], type=_Head)
        weights, hashes, owners, *arrays = _read_arrays(data, 8 + size, head.shapes)
        near, rest = _Near(*arrays[: len(NEAR_PARTS)]), arrays[len(NEAR_PARTS) :]
        nets = tuple(Net(*rest[i : i + len(NET_PARTS)]) for i in range(0, len(rest), len(NET_PARTS)))
        features = {f: i for i, f in enumerate(head.features)}
        words = _words_of(features)
        mender = Mender(words, hashes, owners, frozenset(words))
        return cls(tuple(head.codes), features, weights, near, nets, mender)

    def _mend(self, title: str) -> str:
        """The title with, after each word that no title has, the nearest word that one has."""
        words = split_words(title)
        return " ".join(part for word in words for part in self._readings(word))

    def _readings(self, word: str) -> tuple[str, ...]:
        if f"w:{word}" in self.features or len(word) < SHORTEST_MENDED:
            return (word,)
        near = self.mender.find_near([word])[0]
        return (word, near[0][0]) if near else (word,)

    def _look_near(self, ids: Integers, weights: Floats, values: Floats) -> tuple[Floats, float]:
        """Each code's share among the nearest titles, and the likeness 0..1 of the nearest."""
        scores = self.near.measure(ids, weights, values)
        top = np.argpartition(-scores, NEAREST)[:NEAREST] if len(scores) > NEAREST else np.arange(len(scores))
        alike = min(float(scores[top].max()), 1.0)
        top = top[scores[top] >= SAME] if alike >= SAME else top
        return self.near.share(top, scores[top] ** CLOSENESS, len(self.codes)), alike


def list_features(title: str) -> list[str]:
    """The features of a title, each once: words, word pairs, first and last word, letter runs of three to five."""
    words = [word for word in split_words(title) if word not in FILLER]
    found = [f"w:{word}" for word in words] + [f"b:{a} {b}" for a, b in pairwise(words)]
    found += [f"f:{words[0]}", f"l:{words[-1]}"] if words else []
    for word in words:
        edged = f"<{word}>"
        found += [edged[i : i + n] for n in RUNS for i in range(len(edged) - n + 1)]
    return list(dict.fromkeys(found))


def _weigh_all(titles: Collection[tuple[str, ...]]) -> tuple[dict[str, int], Floats]:
    """Features worth keeping, numbered, and their weights: the rarer the heavier, words before letter runs."""
    counts = Counter(feature for title in titles for feature in title)
    least = 2 if len(titles) > SMALL else 1
    kept = [feature for feature, n in counts.items() if n >= least or feature[:2] in WHOLE]
    rarity = np.log((len(titles) + 1) / (np.array([counts[f] for f in kept], np.float32) + 0.5))
    base = np.array([WORD_WEIGHT if f[1] == ":" else RUN_WEIGHT for f in kept], np.float32)
    return {feature: i for i, feature in enumerate(kept)}, (base * np.maximum(rarity, 0.05)).astype(np.float32)


def _make_rows(titles: Collection[tuple[str, ...]], features: dict[str, int], weights: Floats) -> Rows:
    known = [[features[f] for f in title if f in features] for title in titles]
    starts = np.concatenate([[0], np.cumsum([len(ids) for ids in known])]).astype(np.int64)
    ids = np.fromiter((i for row in known for i in row), np.int64, int(starts[-1]))
    owner = np.repeat(np.arange(len(known)), np.diff(starts))
    norms = np.sqrt(np.bincount(owner, weights[ids] ** 2, minlength=len(known)))
    return Rows(starts, ids, (weights[ids] / norms[owner]).astype(np.float32))


def _make_near(rows: Rows, weights: Floats, owners: Integers, labels: Integers) -> _Near:
    counts = np.bincount(rows.ids, minlength=len(weights))
    telling = counts[rows.ids] <= COMMONEST
    titles = np.repeat(np.arange(len(rows)), np.diff(rows.starts))[telling]
    ids = rows.ids[telling]
    order = np.argsort(ids, kind="stable")
    norms = np.sqrt(np.bincount(titles, weights[ids] ** 2, minlength=len(rows)))
    return _Near(
        _count_up(np.bincount(ids, minlength=len(weights))),
        titles[order].astype(np.uint32),
        (1 / np.maximum(norms, 1e-9)).astype(np.float32),
        _count_up(np.bincount(owners, minlength=len(rows))),
        labels.astype(np.uint32),
    )


def _words_of(features: Iterable[str]) -> list[str]:
    """The words among the features that a slip may be mended to, in the order in which a mender keeps them."""
    return Mender.keep(feature[2:] for feature in features if feature.startswith("w:"))


def _count_up(counts: Integers) -> Integers:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _read_arrays(data: bytes, start: int, shapes: Sequence[tuple[str, list[int]]]) -> list[NDArray[Any]]:
    """The arrays that stand one after another in `data`, unchangeable and without a copy."""
    arrays = []
    for kind, shape in shapes:
        count = int(np.prod(shape))
        arrays.append(np.frombuffer(data, np.dtype(kind), count, start).reshape(shape))
        start += count * np.dtype(kind).itemsize
    return arrays
