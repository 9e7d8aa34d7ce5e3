"""Examples of each class -> a model that says, for a text, how likely each class is and whether it is of any of them.

Words alone decide where they are clear; else what they say is mixed with the text's meaning, where there is a sentence
model. A small judge, learned by leaving whole classes out, tells texts of the classes from others. How the parts mix,
what the judge makes of its signs and from where words are clear comes from the examples themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from careerbot.reading.features import Floats
from careerbot.reading.learning import fit_judge, fit_mix, softmax
from careerbot.reading.lexical import Example, LexicalModel, Scores
from careerbot.reading.meaning import Encode, MeaningModel, Meant

Signs = NDArray[np.float64]
FOLDS = 5
COST_OF_REFUSING = 0.01
ENOUGH_TRIALS = 3000
FEW = 20
# How wide the signs usually spread: best separator, best mean, share of known words; best meaning, how sure it is.
SPREADS = np.array([0.35, 0.12, 0.2, 0.15, 1.5])
# Of texts that words read as surely as this and surer, meaning reads hardly any share better, beyond doubt.
NO_GAIN = 0.004
STEPS_OF_SURENESS = (0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998)
NEVER_SURE = 2.0
NO_LINES = np.empty(0, np.float32)


class Calibration(NamedTuple):
    """Learned by leaving out: how parts mix, how the judge weighs its signs, below what it refuses, what is clear."""

    mix: tuple[float, ...]
    judge: tuple[float, ...]
    floor: float
    clear: float = NEVER_SURE


# What the public question sets teach of words, and of words with meaning; an author's own examples move it as far as
# they are many.
USUAL = Calibration((5.5, 8.0, 4.0), (1.3, 0.5, 0.4, -1.1), 0.8)
USUAL_DEEP = Calibration((2.0, 2.0, 3.0, 0.6, 3.0), (0.7, 0.3, 0.3, 1.0, 0.7, -1.5), 0.8)


class Finding(NamedTuple):
    """What the model makes of one text.

    `chances` are the labels' probabilities, in the model's order, summing to 1; `inside` is the probability that the
    text is of any label but those outside; `measured` how like it is to each line of the examples. `unclear` says that
    meaning was looked at beside words.
    """

    chances: Floats
    inside: float
    measured: Floats
    unclear: bool = False


class Parts(NamedTuple):
    """The scores of one text by each part of the model, and the signs that it is one of ours."""

    scores: tuple[Floats, ...]
    signs: Signs


@dataclass(frozen=True)
class Mixture:
    """Probabilities of labels for a text in normal form. `outside` are labels that hold what is none of ours."""

    lexical: LexicalModel
    meaning: MeaningModel | None
    outside: tuple[str, ...]
    plain: Calibration
    deep: Calibration
    encode: Encode | None = None

    @property
    def labels(self) -> list[str]:
        """The labels, sorted."""
        return self.lexical.labels

    @property
    def floor(self) -> float:
        """Below which `inside` a text is best refused."""
        return self.plain.floor if self.encode is None else self.deep.floor

    @classmethod
    def fit(
        cls,
        examples: Sequence[Example],
        never: Sequence[Example] = (),
        outside: Collection[str] = (),
        encode: Encode | None = None,
        names: Sequence[Example] = (),
    ) -> Mixture:
        """A model of the examples' labels, calibrated on examples left out in turn.

        `never` are texts that are not of the label beside them, `names` what the labels are called, which is learned
        from but tried on nothing. Without `encode` words alone are learned.
        """
        vectors = _encode_all([text for text, _ in (*examples, *names)], encode) if encode else {}
        trials: list[_Trial] = []
        for fold in range(FOLDS):
            if sum(len(trial.truth) for trial in trials) < ENOUGH_TRIALS:
                trials += _try_fold(examples, names, fold, outside, vectors)
        return cls._train([*examples, *names], never, outside, vectors, encode)._calibrated(trials)

    @classmethod
    def _train(
        cls,
        examples: Sequence[Example],
        never: Sequence[Example],
        outside: Collection[str],
        vectors: Mapping[str, Floats],
        encode: Encode | None,
    ) -> Mixture:
        lexical = LexicalModel.fit(examples, never)
        meaning = None
        if vectors:
            classes = np.array([lexical.labels.index(label) for _, label in examples], np.intp)
            meaning = MeaningModel.fit(np.stack([vectors[t] for t, _ in examples]), classes, len(lexical.labels))
        return cls(lexical, meaning, tuple(sorted(outside)), USUAL, USUAL_DEEP, encode if meaning else None)

    def _calibrated(self, trials: Sequence[_Trial]) -> Mixture:
        plain = _calibrate([trial.plain for trial in trials], [trial.truth for trial in trials], USUAL)
        if self.meaning is None:
            return Mixture(self.lexical, None, self.outside, plain, USUAL_DEEP)
        deep = _calibrate([trial.deep for trial in trials if trial.deep], [t.truth for t in trials], USUAL_DEEP)
        clear = _find_clear(trials, plain, deep) if trials else NEVER_SURE
        return Mixture(self.lexical, self.meaning, self.outside, plain._replace(clear=clear), deep, self.encode)

    def find(self, text: str, least: float | None = None) -> Finding:
        """Probabilities of the labels, and whether the text is of any.

        Words alone decide where they are as sure as `least`; None for as sure as the trials made it.
        """
        found, words = self.read_words(text)
        enough = self.plain.clear if least is None else least
        return found if _sureness(found) >= enough else self.read_meaning(text, found, words)

    def read_words(self, text: str) -> tuple[Finding, Parts]:
        """What words alone make of a text, and their parts for `read_meaning`."""
        scores = self.lexical.score(text)
        words = self.by_words(scores)
        return _settle(self.plain, words, scores.measured), words

    def read_meaning(self, text: str, found: Finding, words: Parts) -> Finding:
        """What words and meaning make of a text; what words found where there is no sentence model."""
        if self.encode is None or self.meaning is None:
            return found
        meant = self.meaning.score(self.encode([spell_out(text)]))
        settled = _settle(self.deep, self.by_all(words, Meant(*(table[0] for table in meant))), found.measured)
        return settled._replace(unclear=True)

    def by_words(self, scores: Scores) -> Parts:
        """What words say of a text."""
        ours = self._ours
        best = (scores.separated[ours].max(), scores.mean[ours].max()) if ours.any() else (0.0, 0.0)
        signs: Signs = np.array([*best, scores.known], np.float64) / SPREADS[:3]
        return Parts((scores.separated, scores.mean, scores.likest), signs)

    def by_all(self, words: Parts, meant: Meant) -> Parts:
        """What words, as `by_words` gives them, and meaning say of a text."""
        ours = self._ours
        best = (meant.near[ours].max(), meant.logs[ours].max()) if ours.any() else (0.0, 0.0)
        signs: Signs = np.concatenate([words.signs, np.array(best, np.float64) / SPREADS[3:]])
        return Parts((*words.scores, meant.logs, meant.nearest), signs)

    @cached_property
    def _ours(self) -> NDArray[np.bool_]:
        return np.array([label not in self.outside for label in self.labels])

    def dump(self) -> bytes:
        """The model as bytes for `load`."""
        meaning = self.meaning.dump() if self.meaning else b""
        return msgspec.msgpack.encode((self.lexical.dump(), meaning, self.outside, self.plain, self.deep))

    @classmethod
    def load(cls, data: bytes, encode: Encode | None = None) -> Mixture:
        """The model that `dump` wrote; `encode` gives the vectors of texts as it did when the model was fitted."""
        shape = tuple[bytes, bytes, tuple[str, ...], Calibration, Calibration]
        lexical, meaning, outside, plain, deep = msgspec.msgpack.decode(data, type=shape)
        model = MeaningModel.load(meaning) if meaning and encode else None
        return cls(LexicalModel.load(lexical), model, outside, plain, deep, encode if model else None)


def spell_out(masked: str) -> str:
    """A masked text as a sentence: what stands for a name becomes the plain word for it."""
    return masked.replace("{", "").replace("}", "")


def _encode_all(texts: Sequence[str], encode: Encode) -> dict[str, Floats]:
    unlike = list(dict.fromkeys(texts))
    return dict(zip(unlike, encode([spell_out(text) for text in unlike]), strict=True))


def _settle(calibration: Calibration, parts: Parts, measured: Floats) -> Finding:
    scores = sum(np.float32(factor) * part for factor, part in zip(calibration.mix, parts.scores, strict=True))
    return Finding(softmax(np.asarray(scores)), _judge(calibration.judge, parts.signs), measured)


def _sureness(found: Finding) -> float:
    return min(float(found.chances.max()), found.inside)


def _judge(judge: Sequence[float], signs: Signs) -> float:
    """Probability that a text with these signs is one of ours."""
    return float(1 / (1 + np.exp(-(signs @ np.array(judge[:-1]) + judge[-1]))))


# ------------------------------------------------------------------ calibration
class _Trial(NamedTuple):
    """Texts that the model of one fold has not seen: what its parts say of them, and the truth.

    `truth[i]` is the label's index in that model, -1 for a text that is none of its labels; `deep` is empty without
    meaning.
    """

    plain: tuple[Parts, ...]
    deep: tuple[Parts, ...]
    truth: NDArray[np.intp]


def _try_fold(
    examples: Sequence[Example],
    names: Sequence[Example],
    fold: int,
    outside: Collection[str],
    vectors: Mapping[str, Floats],
) -> Iterator[_Trial]:
    """Every fifth label and every fifth example of the others, read by a model that has seen neither."""
    ordered = sorted(examples, key=lambda example: example[1])
    labels = sorted({label for _, label in ordered} - set(outside))
    left_out = set(labels[fold::FOLDS]) if len(labels) > 2 else set()
    kept: list[Example] = [example for example in names if example[1] not in left_out]
    held: list[Example] = []
    for i, example in enumerate(ordered):
        (held if example[1] in left_out or i % FOLDS == fold else kept).append(example)
    if len({label for _, label in kept}) < 2 or not held:
        return
    model = Mixture._train(kept, (), outside, vectors, None)
    number = {label: i for i, label in enumerate(model.labels) if label not in outside}
    plain = tuple(model.by_words(model.lexical.score(text)) for text, _ in held)
    deep: tuple[Parts, ...] = ()
    if model.meaning:
        meant = model.meaning.score(np.stack([vectors[text] for text, _ in held]))
        deep = tuple(model.by_all(w, Meant(*rows)) for w, *rows in zip(plain, *meant, strict=True))
    truth = np.array([number.get(label, -1) for _, label in held], np.intp)
    yield _Trial(plain, deep, truth)


def _calibrate(
    trials: Sequence[Sequence[Parts]], truths: Sequence[NDArray[np.intp]], usual: Calibration
) -> Calibration:
    """Mix and judge that suit the trials best; near the usual ones where there is little to go by."""
    pairs = [(_stack(parts), truth) for parts, truth in zip(trials, truths, strict=True)]
    known = [(scores[:, truth >= 0], truth[truth >= 0]) for scores, truth in pairs if (truth >= 0).any()]
    if not known:
        return usual
    mix = np.mean([fit_mix(list(scores), truth, usual.mix) for scores, truth in known], axis=0)
    tops = [np.tensordot(mix, scores, 1).argmax(axis=1) for scores, _ in pairs]
    right = np.concatenate([top == truth for top, (_, truth) in zip(tops, pairs, strict=True)])
    signs = np.array([parts.signs for trial in trials for parts in trial])
    # A text of ours that is read wrongly teaches the judge nothing: better refused, but ours.
    judged = right | np.concatenate([truth < 0 for truth in truths])
    judge = tuple(map(float, fit_judge(signs[judged], right[judged], np.array(usual.judge))))
    sure = [_judge(judge, row) for row in signs[right]]
    return Calibration(tuple(map(float, mix)), judge, _find_floor(sure, usual))


def _stack(parts: Sequence[Parts]) -> Floats:
    """The scores of many texts, shape (parts, texts, labels)."""
    return np.stack([np.stack([one.scores[i] for one in parts]) for i in range(len(parts[0].scores))])


def _find_floor(sure: list[float], usual: Calibration) -> float:
    """What refuses one in a hundred that would have been read rightly; nearer the usual floor where they are few."""
    lowest = sorted(sure)[int(COST_OF_REFUSING * len(sure))] if sure else usual.floor
    return (len(sure) * lowest + FEW * usual.floor) / (len(sure) + FEW)


def _find_clear(trials: Sequence[_Trial], plain: Calibration, deep: Calibration) -> float:
    """How sure words must be to decide alone: as sure as makes them right as often as with meaning, in the trials."""
    truth = np.concatenate([trial.truth for trial in trials])
    by_words = [_settle(plain, parts, NO_LINES) for trial in trials for parts in trial.plain]
    by_all = [_settle(deep, parts, NO_LINES) for trial in trials for parts in trial.deep]
    sure = np.array([_sureness(found) for found in by_words])
    gain = _are_right(by_all, truth) - _are_right(by_words, truth)
    enough = ((t, (sure >= t) & (truth >= 0)) for t in STEPS_OF_SURENESS)
    return next((t for t, above in enough if above.sum() >= FEW and _most(gain[above]) <= NO_GAIN), NEVER_SURE)


def _are_right(found: Sequence[Finding], truth: NDArray[np.intp]) -> NDArray[np.float64]:
    """1 for each text given its label, else 0."""
    return np.asarray(np.array([int(one.chances.argmax()) for one in found]) == truth, np.float64)


def _most(gain: NDArray[np.float64]) -> float:
    """What a mean gain may well be, at the upper end."""
    return float(gain.mean() + max(gain.std(), 1 / np.sqrt(len(gain))) / np.sqrt(len(gain)))
