"""Text -> labels or intents it may mean, best first, and whether it is any of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from careerbot.encoder import find_encoder
from careerbot.model import Candidate, Evidence, Intent, Mark
from careerbot.reading.lexical import Example, Lines
from careerbot.reading.meaning import Encode
from careerbot.reading.mixture import Finding, Mixture
from careerbot.reading.patterns import ANY, Pattern, PatternSet, compile_pattern
from careerbot.reading.spelling import English, Speller
from careerbot.reading.text import normalise

Line = tuple[str, Mark]
OUT_OF_SCOPE = "out_of_scope"
LEAST_CHANCE = 0.01
NEARLY_THE_SAME = 0.9


class IntentMatcher:
    """Labels for raw texts, learned from examples: what the bot itself reads with, for any labels."""

    def __init__(self, model: Mixture, speller: Speller) -> None:
        self._model = model
        self._speller = speller

    @classmethod
    def fit(cls, examples: Sequence[Example]) -> IntentMatcher:
        """A matcher for (text, label) pairs; it reads by meaning too where there is a sentence model."""
        normal = [(normalise(text, {}), label) for text, label in examples]
        speller = Speller.fit((text for text, _ in normal), English.general())
        return cls(Mixture.fit(normal, encode=usual_encode()), speller)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every label with its probability, 0..1, best first."""
        chances = self._model.find(self._read(text)).chances
        return sorted(zip(self._model.labels, map(float, chances), strict=True), key=lambda pair: -pair[1])

    def predict(self, text: str) -> tuple[str | None, float]:
        """The best label and how sure it is that the text is of any; (None, score) where it is of none."""
        found = self._model.find(self._read(text))
        label = self._model.labels[int(found.chances.argmax())]
        return (label if found.inside >= self._model.floor else None), found.inside

    def _read(self, text: str) -> str:
        return self._speller.mend(normalise(text, {}))

    def dump(self) -> bytes:
        """The matcher as bytes for `load`."""
        return msgspec.msgpack.encode((self._model.dump(), self._speller.dump()))

    @classmethod
    def load(cls, data: bytes) -> IntentMatcher:
        """The matcher that `dump` wrote."""
        model, speller = msgspec.msgpack.decode(data, type=tuple[bytes, bytes])
        return cls(Mixture.load(model, usual_encode()), Speller.load(speller))


def usual_encode() -> Encode | None:
    """What gives texts their vectors; None without a sentence model."""
    encoder = find_encoder()
    return encoder.encode if encoder else None


class Reading(NamedTuple):
    """A message read: its candidates, best first, and the probability that it means any intent of ours."""

    candidates: tuple[Candidate, ...]
    in_scope: float


class _Rule(NamedTuple):
    """A pattern's intent, its text and where it was written."""

    intent: str
    text: str
    where: Mark


class IntentIndex:
    """The intents of a knowledge folder: rules first, then likeness to the authors' examples."""

    def __init__(self, rules: list[_Rule], patterns: PatternSet, model: Mixture, examples: Lines,
                 marks: list[Line], never: Lines, speller: Speller) -> None:  # fmt: skip
        self._rules = rules
        self._patterns = patterns
        self._model = model
        self._examples = examples
        self._marks = marks
        self._never = never
        self._speller = speller

    @classmethod
    def build(cls, intents: Mapping[str, Intent], fillers: Iterable[str] = (), known: Iterable[str] = (),
              folds: Mapping[str, str] | None = None) -> IntentIndex:  # fmt: skip
        """An index of intents whose examples and never lines are masked normal forms.

        `fillers` are phrases that may stand round a rule, `known` further texts whose words are no typing errors,
        `folds` the slang that patterns are folded by. Patterns that do not compile are left out; there must be
        examples of at least one intent.
        """
        marks = [line for intent in intents.values() for line in intent.examples]
        examples = [(text, intent.id) for intent in intents.values() for text, _ in intent.examples]
        never = [(text, intent.id) for intent in intents.values() for text, _ in intent.never if intent.examples]
        sound = list(_compile_patterns(intents.values(), folds))
        patterns = PatternSet.build([pattern for _, pattern in sound], fillers)
        rules = [_Rule(name, pattern.text, pattern.where) for name, pattern in sound]
        model = Mixture.fit(examples, never, {OUT_OF_SCOPE})
        words = [*(text for text, _ in examples), *(" ".join(pattern.symbols) for _, pattern in sound)]
        speller = Speller.fit(words, English.general(), known)
        lines = (Lines.of(some, model.lexical.vectoriser) for some in (examples, never))
        return cls(rules, patterns, model, next(lines), marks, next(lines), speller)

    def rank(self, masked: str) -> tuple[Candidate, ...]:
        """What the text may mean, best first, each intent once; empty when nothing comes near.

        An intent whose rule matches has evidence of weight 1; others weigh as likely as the examples make them.
        """
        return self.read(masked).candidates

    def in_scope(self, masked: str) -> float:
        """Probability that the text means any intent of ours; 1 where a rule matches."""
        return self.read(masked).in_scope

    def read(self, masked: str) -> Reading:
        """Both of the above, for the work of one."""
        mended = self.mend(masked)
        found = self._model.find(mended)
        chances = self._chances(found)
        rules = sorted((self._rules[i] for i in self._patterns.match(mended)), key=lambda rule: ANY in rule.text)
        evidence: dict[str, list[Evidence]] = {}
        for rule in rules:
            evidence.setdefault(rule.intent, []).append(Evidence("pattern", 1.0, rule.text, rule.where))
        for name, likely in self._from_examples(chances, found):
            evidence.setdefault(name, []).append(likely)
        # Of rules, one without gaps says more than one with; then the examples decide.
        keys = {name: (-e[0].weight, ANY in e[0].what, -chances.get(name, 0.0)) for name, e in evidence.items()}
        candidates = tuple(Candidate(name, tuple(evidence[name])) for name in sorted(keys, key=keys.__getitem__))
        return Reading(candidates, 1.0 if rules else found.inside * (1 - chances.get(OUT_OF_SCOPE, 0.0)))

    def mend(self, masked: str) -> str:
        """The text with typing errors mended towards the words of examples and patterns."""
        return self._speller.mend(masked)

    def _chances(self, found: Finding) -> dict[str, float]:
        """Each intent's probability, after those are taken out that a never line rules out."""
        chances = dict(zip(self._model.labels, map(float, found.chances), strict=True))
        for name, (_, likeness) in self._never.nearest(found.row, self._never.labels).items():
            if likeness >= NEARLY_THE_SAME:
                chances[name] = 0.0
        total = sum(chances.values())
        return {name: chance / total for name, chance in chances.items()} if total else chances

    def _from_examples(self, chances: Mapping[str, float], found: Finding) -> Iterator[tuple[str, Evidence]]:
        """Evidence for each intent that is at all likely, with its nearest example."""
        likely = [name for name, chance in chances.items() if chance >= LEAST_CHANCE]
        for name, (number, _) in self._examples.nearest(found.row, likely).items():
            yield name, Evidence("examples", chances[name], *self._marks[number])

    def dump(self) -> bytes:
        """The index as bytes for `load`."""
        rules = [(rule.intent, rule.text, _flat(rule.where)) for rule in self._rules]
        marks = [(text, _flat(mark)) for text, mark in self._marks]
        parts = (self._patterns, self._model, self._examples, self._never, self._speller)
        return msgspec.msgpack.encode((rules, marks, [part.dump() for part in parts]))

    @classmethod
    def load(cls, data: bytes) -> IntentIndex:
        """The index that `dump` wrote."""
        rules, marks, (patterns, model, examples, never, speller) = msgspec.msgpack.decode(data, type=_Dump)
        ruled = [_Rule(intent, text, Mark(*mark)) for intent, text, mark in rules]
        marked = [(text, Mark(*mark)) for text, mark in marks]
        lines = (Lines.load(examples), marked, Lines.load(never))
        return cls(ruled, PatternSet.load(patterns), Mixture.load(model), *lines, Speller.load(speller))


_FlatMark = tuple[str, int, int]
_Dump = tuple[list[tuple[str, str, _FlatMark]], list[tuple[str, _FlatMark]], tuple[bytes, bytes, bytes, bytes, bytes]]


def _flat(mark: Mark) -> _FlatMark:
    return mark.file, mark.line, mark.column


def _compile_patterns(intents: Iterable[Intent], folds: Mapping[str, str] | None) -> Iterator[tuple[str, Pattern]]:
    """The patterns that compile, each with its intent."""
    for intent in intents:
        for line in intent.patterns:
            compiled = compile_pattern(*line, folds)
            if isinstance(compiled, Pattern):
                yield intent.id, compiled
