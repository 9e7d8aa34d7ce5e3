"""A message -> how likely it, or a part of it, is a cry for help, learned from examples of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple

import msgspec

from careerbot.reading.meaning import Encode
from careerbot.reading.mixture import Finding, Mixture, Parts
from careerbot.reading.text import words
from careerbot.reading.wordspace import stem

CRY, CALM = "cry", "calm"
ENDS = frozenset(".?!;")
# A longer sentence is read in overlapping windows; a shorter text than the last says nothing by itself.
LONGEST, STRIDE, SHORTEST = 30, 15, 3
# Words that are this unlike a cry need no second look.
HUSHED = 0.04
# In so many parts, the likeliest by words, the meaning is looked at.
MOST_LOOKS = 6
# A part is read at all where its stems say as much as those of all but so few cries do, less a margin.
MISSED, MARGIN, SMOOTHING = 0.002, 1.0, 0.5


class Alert(NamedTuple):
    """The part of a message that is most like a cry for help, and how likely it is one, 0..1."""

    likely: float
    part: str


class Alarm:
    """Tells cries for help from all else, by words and, where there is a sentence model, by meaning."""

    def __init__(self, model: Mixture, weights: dict[str, float], least: float) -> None:
        self._model = model
        self._cry = model.labels.index(CRY)
        self._weights = weights
        self._least = least

    @classmethod
    def fit(cls, cries: Sequence[str], calm: Sequence[str], encode: Encode | None = None) -> Alarm:
        """An alarm learned from masked normal forms of both kinds; of what is calm every part is."""
        parts = list(dict.fromkeys(part for text in calm for part in find_parts(text)))
        model = Mixture.fit([*((text, CRY) for text in cries), *((text, CALM) for text in parts)], encode=encode)
        weights = weigh_stems(cries, parts)
        sums = sorted(weigh(text, weights) for text in cries)
        return cls(model, weights, sums[int(MISSED * len(sums))] - MARGIN if sums else 0.0)

    def read(self, masked: str) -> Alert:
        """The likeliest part of a message in masked normal form; parts without a telling word are passed over."""
        telling = [part for part in find_parts(masked) if weigh(part, self._weights) >= self._least]
        by_words = {part: self._model.read_words(part) for part in telling}
        likely = sorted(telling, key=lambda part: -by_words[part][0].chances[self._cry])[:MOST_LOOKS]
        return max((Alert(self._measure(part, *by_words[part]), part) for part in likely), default=Alert(0.0, ""))

    def _measure(self, part: str, found: Finding, parts: Parts) -> float:
        if found.chances[self._cry] >= HUSHED:
            found = self._model.read_meaning(part, found, parts)
        return float(found.chances[self._cry])

    def dump(self) -> bytes:
        """The alarm as bytes for `load`."""
        return msgspec.msgpack.encode((self._model.dump(), self._weights, self._least))

    @classmethod
    def load(cls, data: bytes, encode: Encode | None = None) -> Alarm:
        """The alarm that `dump` wrote."""
        model, weights, least = msgspec.msgpack.decode(data, type=tuple[bytes, dict[str, float], float])
        return cls(Mixture.load(model, encode), weights, least)


def weigh_stems(cries: Sequence[str], calm: Sequence[str]) -> dict[str, float]:
    """How much each stem speaks for a cry: the logarithm of how much oftener it stands in one."""
    in_cries, in_calm = (Counter(s for text in texts for s in set(map(stem, words(text)))) for texts in (cries, calm))

    def share(seen: Counter[str], of: Sequence[str], word: str) -> float:
        return (seen[word] + SMOOTHING) / (len(of) + 2 * SMOOTHING)

    return {s: log(share(in_cries, cries, s) / share(in_calm, calm, s)) for s in sorted(in_cries | in_calm)}


def weigh(part: str, weights: Mapping[str, float]) -> float:
    """What the stems of a text say together, unknown ones nothing."""
    return sum(weights.get(s, 0.0) for s in set(map(stem, words(part))))


def find_parts(masked: str) -> list[str]:
    """The whole of a short message and its sentences, long ones in windows, each once."""
    sentences = list(_sentences(masked))
    whole = [masked] if len(words(masked)) <= LONGEST else []
    parts = [part for sentence in sentences for part in _windows(sentence)]
    return list(dict.fromkeys([*whole, *(" ".join(p) for p in parts if len(p) >= SHORTEST or len(sentences) == 1)]))


def _sentences(masked: str) -> Iterator[list[str]]:
    sentence: list[str] = []
    for token in masked.split():
        if token in ENDS:
            yield sentence
            sentence = []
        else:
            sentence.append(token)
    yield sentence


def _windows(sentence: list[str]) -> Iterator[list[str]]:
    if len(sentence) <= LONGEST:
        yield sentence
        return
    for start in range(0, len(sentence) - STRIDE, STRIDE):
        yield sentence[start : start + LONGEST]
