"""A message -> how likely it, or a part of it, is a cry for help, learned from examples of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from careerbot.reading.meaning import Encode
from careerbot.reading.mixture import Mixture
from careerbot.reading.text import words

CRY, CALM = "cry", "calm"
ENDS = frozenset(".?!;")
# A longer sentence is read in overlapping windows; a shorter text than the last says nothing by itself.
LONGEST, STRIDE, SHORTEST = 30, 15, 3
# Words that are this unlike a cry need no second look.
HUSHED = 0.04


class Alert(NamedTuple):
    """The part of a message that is most like a cry for help, and how likely it is one, 0..1."""

    likely: float
    part: str


class Alarm:
    """Tells cries for help from all else, by words and, where there is a sentence model, by meaning."""

    def __init__(self, model: Mixture) -> None:
        self._model = model

    @classmethod
    def fit(cls, cries: Sequence[str], calm: Sequence[str], encode: Encode | None = None) -> Alarm:
        """An alarm learned from masked normal forms of both kinds; of what is calm every part is."""
        parts = dict.fromkeys(part for text in calm for part in find_parts(text))
        return cls(Mixture.fit([*((text, CRY) for text in cries), *((text, CALM) for text in parts)], encode=encode))

    def read(self, masked: str) -> Alert:
        """The likeliest part of a message in masked normal form."""
        return max((Alert(self._measure(part), part) for part in find_parts(masked)), default=Alert(0.0, ""))

    def _measure(self, part: str) -> float:
        at = self._model.labels.index(CRY)
        found, parts = self._model.read_words(part)
        if found.chances[at] < HUSHED:
            return float(found.chances[at])
        return float(self._model.read_meaning(part, found, parts).chances[at])

    def dump(self) -> bytes:
        """The alarm as bytes for `load`."""
        return self._model.dump()

    @classmethod
    def load(cls, data: bytes, encode: Encode | None = None) -> Alarm:
        """The alarm that `dump` wrote."""
        return cls(Mixture.load(data, encode))


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
