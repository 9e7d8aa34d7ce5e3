"""Examples of each class -> a model that says, for a text, how likely each class is and whether it is any of them.

Class means and linear separators over the same features are mixed into probabilities. A small judge, learned by
leaving whole classes out, tells texts of the classes from others. Everything but the features comes from the
examples themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from careerbot.reading.learning import class_means, fit_judge, fit_mix, softmax, train_separators
from careerbot.reading.retrieval import Floats, Likeness, Vectoriser
from careerbot.reading.wordspace import WordSpace

Example = tuple[str, str]
Signs = NDArray[np.float64]
FOLDS = 5
USUAL_MIX = (5.0, 8.0)
USUAL_JUDGE = np.array([1.5, 0.7, 2.0, 1.0, 0.5, 3.0, 0.5, 2.0, 0.0, 0.5, -3.0])
COST_OF_REFUSING = 0.01


class Finding(NamedTuple):
    """What the model makes of one text.

    `chances` are the classes' probabilities (they sum to 1) in the order of the model's labels, `likeness` the
    text's likeness to each example, `unlike` that to each `never` text, `inside` the probability that the text is
    of any class.
    """

    chances: Floats
    likeness: Floats
    unlike: Floats
    inside: float


class Scores(NamedTuple):
    """A text's scores by the separators and the class means, by label; its likeness to examples, to never lines."""

    separated: Floats
    mean: Floats
    likeness: Floats
    unlike: Floats


@dataclass(frozen=True, slots=True)
class Calibration:
    """Learned by leaving out: how the parts mix, how the judge weighs its signs, below what it refuses."""

    mix: tuple[float, float]
    judge: Signs
    floor: float


_Dump = tuple[list[str], tuple[bytes, bytes], tuple[bytes, bytes, bytes], tuple[float, float], list[float], float]
USUAL = Calibration(USUAL_MIX, USUAL_JUDGE, 0.0)


class LexicalModel:
    """Probabilities of classes for a text in normal form."""

    def __init__(self, labels: list[str], vectoriser: Vectoriser, weights: Floats, owners: NDArray[np.int32],
                 examples: Likeness, never: Likeness, calibration: Calibration) -> None:  # fmt: skip
        self.labels = labels
        self.owners = owners
        self.calibration = calibration
        self._vectoriser = vectoriser
        self._weights = weights
        self._examples = examples
        self._never = never
        self._first = np.searchsorted(owners, np.arange(len(labels)))

    @classmethod
    def fit(cls, examples: Sequence[Example], never: Sequence[Example] = (), outside: Collection[str] = ()) -> LexicalModel:
        """A model of the labels of the examples, in sorted order, calibrated on examples left out in turn.

        `never` are texts that are not of the label beside them. Classes in `outside` count as none of ours for
        the judge. Examples are sorted by label; `owners[i]` is the label's index of example i in that order.
        """
        ordered = sorted(examples, key=lambda example: example[1])
        trials = [trial for fold in range(FOLDS) for trial in _try_fold(ordered, fold, outside)]
        return cls._train(ordered, never, _calibrate(trials))

    @classmethod
    def _train(cls, ordered: Sequence[Example], never: Sequence[Example], calibration: Calibration) -> LexicalModel:
        labels = sorted({label for _, label in ordered})
        number = {label: i for i, label in enumerate(labels)}
        owners = np.array([number[label] for _, label in ordered], np.int32)
        vectoriser = Vectoriser.fit([text for text, _ in ordered], WordSpace.general())
        rows = vectoriser.transform_all(text for text, _ in ordered)
        against = [(text, number[label]) for text, label in never if label in number]
        sides = np.zeros((len(ordered) + len(against), len(labels)), np.int8)
        sides[: len(ordered)] = -1
        sides[np.arange(len(ordered)), owners] = 1
        sides[np.arange(len(ordered), len(sides)), [k for _, k in against]] = -1
        never_rows = vectoriser.transform_all(text for text, _ in against)
        means = class_means(rows, owners, len(labels), vectoriser.width + 1)
        parts = train_separators(rows.and_then(never_rows), sides, vectoriser.width), means
        likeness = [Likeness.of(some, vectoriser.letters_from) for some in (rows, never_rows)]
        return cls(labels, vectoriser, np.hstack(parts).astype(np.float16), owners, *likeness, calibration)

    def find(self, text: str) -> Finding:
        """Probabilities of the labels, likeness to the examples, and whether the text is of any label."""
        scores = self.score(text)
        chances = mix_scores(self.calibration.mix, scores)
        inside = judge_signs(self.calibration.judge, self.read_signs(text, scores, chances))
        return Finding(chances, scores.likeness, scores.unlike, inside)

    def best_examples(self, likeness: Floats) -> list[int]:
        """For each label the index of its likeliest example."""
        stops = [*self._first[1:], len(self.owners)]
        return [int(a + likeness[a:b].argmax()) for a, b in zip(self._first, stops, strict=True)]

    def dump(self) -> bytes:
        """The model as bytes for `load`."""
        arrays = (self._weights.tobytes(), self.owners.tobytes())
        indexes = (self._vectoriser.dump(), self._examples.dump(), self._never.dump())
        learned = self.calibration
        return msgspec.msgpack.encode((self.labels, arrays, indexes, learned.mix, learned.judge.tolist(), learned.floor))

    @classmethod
    def load(cls, data: bytes) -> LexicalModel:
        """The model that `dump` wrote."""
        labels, (weights, owners), (features, examples, never), mix, judge, floor = msgspec.msgpack.decode(data, type=_Dump)
        calibration = Calibration(mix, np.array(judge), floor)
        table = np.frombuffer(weights, np.float16).reshape(-1, 2 * len(labels))
        indexes = Likeness.load(examples), Likeness.load(never)
        return cls(labels, Vectoriser.load(features), table, np.frombuffer(owners, np.int32), *indexes, calibration)

    def score(self, text: str) -> Scores:
        """What each part of the model says of the text, unmixed."""
        row = self._vectoriser.transform(text)
        near = row.weights @ self._weights[row.columns].astype(np.float32)
        count = len(self.labels)
        likeness = self._examples.of_row(row), self._never.of_row(row)
        return Scores(near[:count] + self._weights[-1, :count], near[count:], *likeness)

    def read_signs(self, text: str, scores: Scores, chances: Floats) -> Signs:
        """What speaks for a text being ours: scores, gaps, agreement, nearest example, known words, length."""
        separated, mean, likeness, _ = scores
        first, second = _two_largest(separated)
        mean_first, mean_second = _two_largest(mean)
        top, nearest = int(chances.argmax()), int(likeness.argmax())
        agree = float(int(separated.argmax()) == top) + float(int(mean.argmax()) == top) - 1
        return np.array([first, first - second, mean_first, mean_first - mean_second, agree, likeness[nearest],
                         float(self.owners[nearest] == top), self._vectoriser.known_share(text),
                         np.log1p(text.count(" ")), float(chances[top])])  # fmt: skip


def mix_scores(mix: tuple[float, float], scores: Scores) -> Floats:
    """The parts' scores as one distribution over the labels."""
    return softmax(np.float32(mix[0]) * scores.separated + np.float32(mix[1]) * scores.mean)


def judge_signs(judge: Signs, signs: Signs) -> float:
    """Probability that a text with these signs is one of ours."""
    return float(1 / (1 + np.exp(-(signs @ judge[:-1] + judge[-1]))))


def _two_largest(scores: Floats) -> tuple[float, float]:
    """The largest score and the next; the same twice when there is but one."""
    if len(scores) < 2:
        return float(scores[0]), float(scores[0])
    second, first = np.partition(scores, -2)[-2:]
    return float(first), float(second)


class _Trial(NamedTuple):
    """Texts that the model of one fold has not seen, its scores for them, and the truth about them.

    `truth[i]` is the label's index in that fold, -1 for a text of a class left out.
    """

    model: LexicalModel
    texts: list[str]
    scores: list[Scores]
    truth: NDArray[np.intp]

    def mix(self) -> list[float]:
        """How the parts mix best on the texts whose class the model knows."""
        own = [i for i, label in enumerate(self.truth) if label >= 0]
        parts = [np.stack([self.scores[i][part] for i in own]) for part in (0, 1)]
        return fit_mix(parts, self.truth[own], USUAL_MIX)

    def signs(self, mix: tuple[float, float]) -> tuple[list[Signs], list[int]]:
        """The judge's signs for each text, and 1 for rightly read, 0 for none of ours, -1 for wrongly read."""
        chances = [mix_scores(mix, scores) for scores in self.scores]
        signs = [self.model.read_signs(t, s, c) for t, s, c in zip(self.texts, self.scores, chances, strict=True)]
        tops = np.array([c.argmax() for c in chances])
        return signs, [0 if label < 0 else 1 if label == top else -1 for label, top in zip(self.truth, tops, strict=True)]


def _try_fold(ordered: Sequence[Example], fold: int, outside: Collection[str]) -> Iterator[_Trial]:
    """Every fifth class and every fifth example of the others, read by a model that has seen neither."""
    labels = sorted({label for _, label in ordered} - set(outside))
    left_out = set(labels[fold::FOLDS]) if len(labels) > FOLDS else set()
    kept: list[Example] = []
    held: list[Example] = []
    for i, example in enumerate(ordered):
        (held if example[1] in left_out or i % FOLDS == fold else kept).append(example)
    model_labels = {label for _, label in kept}
    if len(model_labels) < 2:
        return
    model = LexicalModel._train(kept, (), USUAL)
    number = {label: i for i, label in enumerate(model.labels) if label not in outside}
    known = [(text, label) for text, label in held if label in number or label not in model_labels]
    truth = np.array([number.get(label, -1) for _, label in known], np.intp)
    yield _Trial(model, [t for t, _ in known], [model.score(t) for t, _ in known], truth)


def _calibrate(trials: Sequence[_Trial]) -> Calibration:
    """Mix and judge that suit the trials best; near the usual ones where there is little to go by."""
    mixes = [trial.mix() for trial in trials if (trial.truth >= 0).any()]
    if not mixes:
        return USUAL
    mix = (float(np.mean([a for a, _ in mixes])), float(np.mean([b for _, b in mixes])))
    read = [trial.signs(mix) for trial in trials]
    signs = np.array([row for rows, _ in read for row in rows])
    truth = np.array([value for _, values in read for value in values])
    judged = truth >= 0
    judge = fit_judge(signs[judged], truth[judged] == 1, USUAL_JUDGE)
    right = sorted(judge_signs(judge, row) for row in signs[truth == 1])
    return Calibration(mix, judge, right[int(COST_OF_REFUSING * len(right))] if right else 0.0)
