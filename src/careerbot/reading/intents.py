"""Text -> labels or intents it may mean, best first, and whether it is any of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from careerbot.model import Candidate, Evidence, Intent, Mark
from careerbot.reading.lexical import Example, Finding, LexicalModel
from careerbot.reading.patterns import ANY, Pattern, PatternSet, compile_pattern
from careerbot.reading.spelling import English, Speller
from careerbot.reading.text import normalise

Line = tuple[str, Mark]
OUT_OF_SCOPE = "out_of_scope"
LEAST_CHANCE = 0.01
NEARLY_THE_SAME = 0.9


class IntentMatcher:
    """Labels for raw texts, learned from examples: what the bot itself reads with, for any labels."""

    def __init__(self, model: LexicalModel, speller: Speller) -> None:
        self._model = model
        self._speller = speller

    @classmethod
    def fit(cls, examples: Sequence[Example]) -> IntentMatcher:
        """A matcher for (text, label) pairs."""
        normal = [(normalise(text, {}), label) for text, label in examples]
        speller = Speller.fit((text for text, _ in normal), English.general())
        return cls(LexicalModel.fit(normal), speller)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every label with its probability, 0..1, best first."""
        chances = self._model.find(self._read(text)).chances
        return sorted(zip(self._model.labels, map(float, chances), strict=True), key=lambda pair: -pair[1])

    def predict(self, text: str) -> tuple[str | None, float]:
        """The best label and how sure it is that the text is of any; (None, score) where it is of none."""
        found = self._model.find(self._read(text))
        label = self._model.labels[int(found.chances.argmax())]
        return (label if found.inside >= self._model.calibration.floor else None), found.inside

    def _read(self, text: str) -> str:
        return self._speller.mend(normalise(text, {}))

    def dump(self) -> bytes:
        """The matcher as bytes for `load`."""
        return msgspec.msgpack.encode((self._model.dump(), self._speller.dump()))

    @classmethod
    def load(cls, data: bytes) -> IntentMatcher:
        """The matcher that `dump` wrote."""
        model, speller = msgspec.msgpack.decode(data, type=tuple[bytes, bytes])
        return cls(LexicalModel.load(model), Speller.load(speller))


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

    def __init__(self, rules: list[_Rule], patterns: PatternSet, model: LexicalModel, lines: list[Line],
                 never: list[str], speller: Speller) -> None:  # fmt: skip
        self._rules = rules
        self._patterns = patterns
        self._model = model
        self._lines = lines
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
        marked = sorted((text, intent.id, mark) for intent in intents.values() for text, mark in intent.examples)
        ordered = sorted(marked, key=lambda example: example[1])
        never = [(text, intent.id) for intent in intents.values() for text, _ in intent.never if intent.examples]
        model = LexicalModel.fit([(text, name) for text, name, _ in ordered], never, {OUT_OF_SCOPE})
        compiled = [(intent.id, compile_pattern(*line, folds)) for intent in intents.values() for line in intent.patterns]
        sound = [(name, pattern) for name, pattern in compiled if isinstance(pattern, Pattern)]
        patterns = PatternSet.build([pattern for _, pattern in sound], fillers)
        rules = [_Rule(name, pattern.text, pattern.where) for name, pattern in sound]
        words = [*(text for text, _, _ in ordered), *(" ".join(pattern.symbols) for _, pattern in sound)]
        speller = Speller.fit(words, English.general(), known)
        return cls(rules, patterns, model, [(text, mark) for text, _, mark in ordered], [name for _, name in never], speller)

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
        ruled = [self._rules[number] for number in self._patterns.match(mended)]
        found = self._model.find(mended)
        chances = self._chances(found)
        evidence: dict[str, list[Evidence]] = {}
        for rule in sorted(ruled, key=lambda rule: ANY in rule.text):
            evidence.setdefault(rule.intent, []).append(Evidence("pattern", 1.0, rule.text, rule.where))
        for name, likely in self._from_examples(chances, found):
            evidence.setdefault(name, []).append(likely)
        order = sorted(evidence, key=lambda name: (-evidence[name][0].weight, ANY in evidence[name][0].what, -chances.get(name, 0)))
        inside = found.inside * (1 - chances.get(OUT_OF_SCOPE, 0))
        return Reading(tuple(Candidate(name, tuple(evidence[name])) for name in order), 1.0 if ruled else inside)

    def mend(self, masked: str) -> str:
        """The text with typing errors mended towards the words of examples and patterns."""
        return self._speller.mend(masked)

    def _chances(self, found: Finding) -> dict[str, float]:
        """Each intent's probability, after those are taken out that a never line rules out."""
        chances = dict(zip(self._model.labels, map(float, found.chances), strict=True))
        for name, likeness in zip(self._never, found.unlike, strict=True):
            if likeness >= NEARLY_THE_SAME:
                chances[name] = 0.0
        total = sum(chances.values())
        return {name: chance / total for name, chance in chances.items()} if total else chances

    def _from_examples(self, chances: Mapping[str, float], found: Finding) -> Iterator[tuple[str, Evidence]]:
        """Evidence for each intent that is at all likely, with its nearest example."""
        nearest = self._model.best_examples(found.likeness)
        for label, number in zip(self._model.labels, nearest, strict=True):
            if chances[label] >= LEAST_CHANCE:
                yield label, Evidence("examples", chances[label], *self._lines[number])

    def dump(self) -> bytes:
        """The index as bytes for `load`."""
        rules = [(rule.intent, rule.text, _flat(rule.where)) for rule in self._rules]
        lines = [(text, _flat(mark)) for text, mark in self._lines]
        parts = (self._patterns.dump(), self._model.dump(), self._speller.dump())
        return msgspec.msgpack.encode((rules, lines, self._never, parts))

    @classmethod
    def load(cls, data: bytes) -> IntentIndex:
        """The index that `dump` wrote."""
        rules, lines, never, (patterns, model, speller) = msgspec.msgpack.decode(data, type=_Dump)
        marked = [(text, Mark(*mark)) for text, mark in lines]
        ruled = [_Rule(intent, text, Mark(*mark)) for intent, text, mark in rules]
        return cls(ruled, PatternSet.load(patterns), LexicalModel.load(model), marked, never, Speller.load(speller))


_FlatMark = tuple[str, int, int]
_Dump = tuple[
    list[tuple[str, str, _FlatMark]], list[tuple[str, _FlatMark]], list[str], tuple[bytes, bytes, bytes]
]


def _flat(mark: Mark) -> _FlatMark:
    return mark.file, mark.line, mark.column
