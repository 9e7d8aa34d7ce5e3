"""Text -> labels or intents it may mean, best first, and whether it is any of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec

from careerbot.encoder import find_encoder
from careerbot.model import Candidate, Evidence, Intent, Mark
from careerbot.reading.alarm import Alarm
from careerbot.reading.features import Floats
from careerbot.reading.lexical import NEVER, Example
from careerbot.reading.meaning import Encode
from careerbot.reading.mixture import NEVER_SURE, Finding, Mixture
from careerbot.reading.patterns import ANY, Pattern, PatternSet, compile_pattern
from careerbot.reading.spelling import English, Speller
from careerbot.reading.text import normalise

Line = tuple[str, Mark]
OUT_OF_SCOPE = "out_of_scope"
LEAST_CHANCE = 0.01
NEARLY_THE_SAME = 0.9
AT_HAND = 256
# How sure words must be where a rule has spoken.
NO_SECOND_LOOK = 0.0
# Words inside a question that change nothing for a rule.
ADVERBS = frozenset(
    """actually really usually mostly typically normally generally basically honestly exactly even currently nowadays
    roughly probably truly literally commonly ever again also legit lowkey realistically actual""".split()
)


class IntentMatcher:
    """Labels for raw texts, learned from examples: what the bot itself reads with, for any labels.

    Where there is a sentence model every text is read by it, however clear its words: scores then compare.
    """

    def __init__(self, model: Mixture, speller: Speller) -> None:
        self._model = model
        self._speller = speller

    @classmethod
    def fit(cls, examples: Sequence[Example]) -> IntentMatcher:
        """A matcher for (text, label) pairs; it reads by meaning too where there is a sentence model.

        A label that is made of words is an example of itself.
        """
        english = English.general()
        normal = [(normalise(text, {}), label) for text, label in examples]
        labels = sorted({label for _, label in examples})
        names = [(name, label) for label in labels if (name := spell(label, english))]
        speller = Speller.fit((text for text, _ in (*normal, *names)), english)
        return cls(Mixture.fit(normal, encode=usual_encode(), names=names), speller)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every label with its probability, 0..1, best first."""
        chances = self._model.find(self._read(text), NEVER_SURE).chances
        return sorted(zip(self._model.labels, map(float, chances), strict=True), key=lambda pair: -pair[1])

    def predict(self, text: str) -> tuple[str | None, float]:
        """The best label and how sure it is that the text is of any; (None, score) where it is of none."""
        found = self._model.find(self._read(text), NEVER_SURE)
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


def spell(label: str, english: English) -> str:
    """The words of a label such as "pay_in_a_place"; "" when it is a code."""
    name = normalise(label, {})
    return name if all(english.commonness(word) > 0 for word in name.split()) else ""


@cache
def usual_encode() -> Encode | None:
    """What gives texts their vectors; None without a sentence model. A text asked for again is at hand."""
    encoder = find_encoder()
    if encoder is None:
        return None
    encode = encoder.encode
    recall = lru_cache(maxsize=AT_HAND)(lambda text: encode((text,)))
    return lambda texts: recall(texts[0]) if len(texts) == 1 else encode(texts)


class Reading(NamedTuple):
    """A message read: its candidates, best first, and the probability that it means any intent of ours.

    `unclear` says that its words were not clear, so that its meaning was looked at.
    """

    candidates: tuple[Candidate, ...]
    in_scope: float
    unclear: bool


class _Rule(NamedTuple):
    """A pattern's intent, its text and where it was written."""

    intent: str
    text: str
    where: Mark


class IntentIndex:
    """The intents of a knowledge folder: rules first, then likeness to the authors' examples."""

    def __init__(self, rules: list[_Rule], patterns: PatternSet, model: Mixture,
                 marks: list[Line], speller: Speller, crisis: tuple[str, Alarm] | None) -> None:  # fmt: skip
        self._rules = rules
        self._patterns = patterns
        self._model = model
        self._lines = model.lexical.lines
        self._marks = marks
        self._speller = speller
        self._crisis = crisis

    @classmethod
    def build(cls, intents: Mapping[str, Intent], fillers: Iterable[str] = (),
              folds: Mapping[str, str] | None = None, encode: Encode | None = None) -> IntentIndex:  # fmt: skip
        """An index of intents whose examples and never lines are masked normal forms.

        `fillers` are phrases that may stand round a rule, `folds` the slang that patterns are folded by. Patterns that
        do not compile are left out; there must be examples of at least one intent. Cries for help are told from all
        else by an alarm of their own.
        """
        urgent = [intent for intent in intents.values() if intent.kind == "crisis"]
        plain = [intent for intent in intents.values() if intent.kind != "crisis"]
        marks = [line for intent in plain for line in intent.examples]
        examples = [(text, intent.id) for intent in plain for text, _ in intent.examples]
        never = [(text, intent.id) for intent in plain for text, _ in intent.never if intent.examples]
        sound = list(_compile_patterns(intents.values(), folds))
        patterns = PatternSet.build([pattern for _, pattern in sound], fillers)
        rules = [_Rule(name, pattern.text, pattern.where) for name, pattern in sound]
        model = Mixture.fit(examples, never, {OUT_OF_SCOPE}, encode)
        words = [*(text for text, _ in examples), *(" ".join(pattern.symbols) for _, pattern in sound)]
        speller = Speller.fit(words, English.general())
        return cls(rules, patterns, model, marks, speller, _fit_alarm(urgent, examples, encode))

    @property
    def crisis(self) -> str:
        """The intent that cries for help have; "" without one."""
        return self._crisis[0] if self._crisis else ""

    def rank(self, masked: str) -> tuple[Candidate, ...]:
        """What the text may mean, best first, each intent once; empty when nothing comes near.

        An intent whose rule matches has evidence of weight 1; others weigh as likely as the examples make them.
        """
        return self.read(masked).candidates

    def in_scope(self, masked: str) -> float:
        """Probability that the text means any intent of ours; 1 where a rule matches."""
        return self.read(masked).in_scope

    def read(self, masked: str, by_words: bool = False) -> Reading:
        """Both of the above, for the work of one; `by_words` for no second look at the meaning."""
        mended = self.mend(masked)
        rules = sorted(self._match(mended), key=lambda rule: ANY in rule.text)
        evidence: dict[str, list[Evidence]] = {}
        for rule in rules:
            evidence.setdefault(rule.intent, []).append(Evidence("pattern", 1.0, rule.text, rule.where))
        if len(evidence) == 1 and ANY not in rules[0].text:
            # Rules that leave no word open agree: nothing that the examples say could change it.
            return Reading(tuple(Candidate(name, tuple(e)) for name, e in evidence.items()), 1.0, unclear=False)
        found = self._model.find(mended, NO_SECOND_LOOK if rules or by_words else None)
        chances = self._chances(found)
        for name, likely in self._from_examples(chances, found.measured):
            evidence.setdefault(name, []).append(likely)
        # Of rules, one without gaps says more than one with; then the examples decide.
        keys = {name: (-e[0].weight, ANY in e[0].what, -chances.get(name, 0.0)) for name, e in evidence.items()}
        candidates = tuple(Candidate(name, tuple(evidence[name])) for name in sorted(keys, key=keys.__getitem__))
        inside = 1.0 if rules else found.inside * (1 - chances.get(OUT_OF_SCOPE, 0.0))
        return Reading(candidates, inside, found.unclear)

    def _match(self, mended: str) -> list[_Rule]:
        """The rules that take the text, or the text without its adverbs."""
        found = self._patterns.match(mended)
        if not found and not ADVERBS.isdisjoint(said := mended.split()):
            found = self._patterns.match(" ".join(word for word in said if word not in ADVERBS))
        return [self._rules[i] for i in found]

    def is_command(self, normal: str) -> bool:
        """Whether a rule without gaps or names takes the whole text, so that none of its words is a name."""
        rules = (self._rules[i].text for i in self._patterns.match(normal))
        return any(ANY not in rule and "{" not in rule for rule in rules)

    def listen(self, masked: str) -> Candidate | None:
        """The crisis intent with how like a cry for help some part of the message is; None where nothing is."""
        if self._crisis is None:
            return None
        name, alarm = self._crisis
        alert = alarm.read(self.mend(masked))
        return Candidate(name, (Evidence("alarm", alert.likely, alert.part),)) if alert.likely >= LEAST_CHANCE else None

    def knowing(self, words: Iterable[str]) -> IntentIndex:
        """The same index, to which these words of other texts are no typing errors either."""
        known = copy(self)
        known._speller = self._speller.knowing(words)
        return known

    def mend(self, masked: str) -> str:
        """The text with typing errors mended towards the words of examples and patterns."""
        return self._speller.mend(masked)

    def _chances(self, found: Finding) -> dict[str, float]:
        """Each intent's probability, after those are taken out that a never line rules out."""
        best = dict(zip(self._lines.labels, self._lines.best(found.measured).tolist(), strict=True))
        chances = dict(zip(self._model.labels, found.chances.tolist(), strict=True))
        chances |= {name: 0.0 for name in chances if best.get(NEVER + name, 0.0) >= NEARLY_THE_SAME}
        total = sum(chances.values())
        return {name: chance / total for name, chance in chances.items()} if total else chances

    def _from_examples(self, chances: Mapping[str, float], measured: Floats) -> Iterator[tuple[str, Evidence]]:
        """Evidence for each intent that is at all likely, with its nearest example."""
        for name, chance in chances.items():
            if chance >= LEAST_CHANCE:
                yield name, Evidence("examples", chance, *self._marks[self._lines.likest(name, measured)])

    def dump(self) -> bytes:
        """The index as bytes for `load`."""
        rules = [(rule.intent, rule.text, _flat(rule.where)) for rule in self._rules]
        marks = [(text, _flat(mark)) for text, mark in self._marks]
        parts = (self._patterns, self._model, self._speller)
        crisis = (self._crisis[0], self._crisis[1].dump()) if self._crisis else None
        return msgspec.msgpack.encode((rules, marks, [part.dump() for part in parts], crisis))

    @classmethod
    def load(cls, data: bytes, encode: Encode | None = None) -> IntentIndex:
        """The index that `dump` wrote; `encode` as it was when the index was built."""
        rules, marks, (patterns, model, speller), crisis = msgspec.msgpack.decode(data, type=_Dump)
        ruled = [_Rule(intent, text, Mark(*mark)) for intent, text, mark in rules]
        marked = [(text, Mark(*mark)) for text, mark in marks]
        parts = (PatternSet.load(patterns), Mixture.load(model, encode))
        alarm = (crisis[0], Alarm.load(crisis[1], encode)) if crisis else None
        return cls(ruled, *parts, marked, Speller.load(speller), alarm)


_FlatMark = tuple[str, int, int]
_Dump = tuple[
    list[tuple[str, str, _FlatMark]],
    list[tuple[str, _FlatMark]],
    tuple[bytes, bytes, bytes],
    tuple[str, bytes] | None,
]


def _fit_alarm(
    urgent: Sequence[Intent], examples: Sequence[Example], encode: Encode | None
) -> tuple[str, Alarm] | None:
    """The crisis intent with an alarm for it; None when no intent is one, or none has examples."""
    cries = [text for intent in urgent for text, _ in intent.examples]
    calm = [*(text for text, _ in examples), *(text for intent in urgent for text, _ in intent.never)]
    return (urgent[0].id, Alarm.fit(cries, calm, encode)) if cries and calm else None


def _flat(mark: Mark) -> _FlatMark:
    return mark.file, mark.line, mark.column


def _compile_patterns(intents: Iterable[Intent], folds: Mapping[str, str] | None) -> Iterator[tuple[str, Pattern]]:
    """The patterns that compile, each with its intent."""
    for intent in intents:
        for line in intent.patterns:
            compiled = compile_pattern(*line, folds)
            if isinstance(compiled, Pattern):
                yield intent.id, compiled
