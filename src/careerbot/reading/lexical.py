"""Examples of each class -> a model that says, for a text, how likely each class is and whether it is any of them.

Class means and linear separators over the same features are mixed into probabilities. A small judge, learned by
leaving whole classes out, tells texts of the classes from others. Everything but the features comes from the
examples themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from careerbot.reading.features import Floats, Likeness, Row, Vectoriser
from careerbot.reading.learning import class_means, fit_judge, fit_mix, softmax, train_separators
from careerbot.reading.wordspace import WordSpace

Example = tuple[str, str]
Signs = NDArray[np.float64]
FOLDS = 5
COST_OF_REFUSING = 0.01
ENOUGH_TRIALS = 3000
FEW = 20
SPREADS = np.array([0.35, 0.12, 0.2])


class Calibration(NamedTuple):
    """Learned by leaving out: how the parts mix, how the judge weighs its signs, below what it refuses."""

    mix: tuple[float, float]
    judge: tuple[float, ...]
    floor: float


# What the public question sets teach; an author's own examples move it as far as they are many.
USUAL = Calibration((5.5, 8.0), (1.3, 0.5, 0.4, -1.1), 0.8)


class Scores(NamedTuple):
    """A text's row, its scores by separators and class means for each label, and how much of it is known."""

    row: Row
    separated: Floats
    mean: Floats
    known: float


class Finding(NamedTuple):
    """What the model makes of one text.

    `chances` are the labels' probabilities, in the model's order, summing to 1; `inside` is the probability that the
    text is of any label but those outside; `row` its features.
    """

    chances: Floats
    inside: float
    row: Row


class LexicalModel:
    """Probabilities of labels for a text in normal form. `labels` are sorted; the weights' last row is the bias."""

    def __init__(self, labels: list[str], outside: Collection[str], vectoriser: Vectoriser,
                 weights: NDArray[np.float16], calibration: Calibration) -> None:  # fmt: skip
        self.labels = labels
        self.outside = sorted(outside)
        self.calibration = calibration
        self.vectoriser = vectoriser
        self._weights = weights
        self._ours = np.array([label not in self.outside for label in labels])

    @classmethod
    def fit(
        cls, examples: Sequence[Example], never: Sequence[Example] = (), outside: Collection[str] = ()
    ) -> LexicalModel:
        """A model of the examples' labels, calibrated on examples left out in turn.

        `never` are texts that are not of the label beside them. Labels in `outside` hold what is none of ours.
        """
        trials: list[_Trial] = []
        for fold in range(FOLDS):
            if sum(len(trial.truth) for trial in trials) < ENOUGH_TRIALS:
                trials += _try_fold(examples, fold, outside)
        return cls._train(examples, never, outside, _calibrate(trials))

    @classmethod
    def _train(cls, examples: Sequence[Example], never: Sequence[Example], outside: Collection[str],
               calibration: Calibration) -> LexicalModel:  # fmt: skip
        labels = sorted({label for _, label in examples})
        number = {label: i for i, label in enumerate(labels)}
        against = [(text, label) for text, label in never if label in number]
        vectoriser = Vectoriser.fit([text for text, _ in examples], WordSpace.general())
        rows = vectoriser.transform_all(text for text, _ in examples)
        # The empty text, none of any label, keeps separators of few labels from claiming whatever is unknown.
        against_rows = vectoriser.transform_all([*(text for text, _ in against), ""])
        classes = np.array([number[label] for _, label in examples], np.intp)
        sides = np.full((len(examples) + len(against) + 1, len(labels)), -1, np.int8)
        sides[np.arange(len(examples)), classes] = 1
        sides[len(examples) : -1] = 0
        sides[np.arange(len(examples), len(sides) - 1), [number[label] for _, label in against]] = -1
        separators = train_separators(rows.and_then(against_rows), sides, vectoriser.width)
        means = class_means(rows, classes, len(labels), vectoriser.width + 1)
        return cls(labels, outside, vectoriser, np.hstack((separators, means)).astype(np.float16), calibration)

    def find(self, text: str) -> Finding:
        """Probabilities of the labels, and whether the text is of any."""
        scores = self.score(text)
        return Finding(
            _mix(self.calibration.mix, scores), _judge(self.calibration.judge, self.read_signs(scores)), scores.row
        )

    def score(self, text: str) -> Scores:
        """What each part of the model says of the text, unmixed."""
        row = self.vectoriser.transform(text)
        near = row.weights @ self._weights[row.columns].astype(np.float32)
        count = len(self.labels)
        return Scores(row, near[:count] + self._weights[-1, :count], near[count:], self.vectoriser.known_share(text))

    def read_signs(self, scores: Scores) -> Signs:
        """What speaks for a text being ours: best separator, best mean, share of known words; each about unit wide."""
        if not self._ours.any():
            return np.zeros(len(SPREADS))
        best = scores.separated[self._ours].max(), scores.mean[self._ours].max()
        signs: Signs = np.array([*best, scores.known], np.float64) / SPREADS
        return signs

    def dump(self) -> bytes:
        """The model as bytes for `load`."""
        parts = (self.vectoriser.dump(), self._weights.tobytes())
        return msgspec.msgpack.encode((self.labels, self.outside, parts, self.calibration))

    @classmethod
    def load(cls, data: bytes) -> LexicalModel:
        """The model that `dump` wrote."""
        shape = tuple[list[str], list[str], tuple[bytes, bytes], Calibration]
        labels, outside, (vectoriser, weights), calibration = msgspec.msgpack.decode(data, type=shape)
        table = np.frombuffer(weights, np.float16).reshape(-1, 2 * len(labels))
        return cls(labels, outside, Vectoriser.load(vectoriser), table, calibration)


class _Trial(NamedTuple):
    """Texts that the model of one fold has not seen: what its parts say of them, and the truth.

    `truth[i]` is the label's index in that model, -1 for a text that is none of its labels.
    """

    separated: Floats
    mean: Floats
    signs: Signs
    truth: NDArray[np.intp]


def _try_fold(examples: Sequence[Example], fold: int, outside: Collection[str]) -> Iterator[_Trial]:
    """Every fifth label and every fifth example of the others, read by a model that has seen neither."""
    ordered = sorted(examples, key=lambda example: example[1])
    labels = sorted({label for _, label in ordered} - set(outside))
    left_out = set(labels[fold::FOLDS]) if len(labels) > 2 else set()
    kept: list[Example] = []
    held: list[Example] = []
    for i, example in enumerate(ordered):
        (held if example[1] in left_out or i % FOLDS == fold else kept).append(example)
    if len({label for _, label in kept}) < 2 or not held:
        return
    model = LexicalModel._train(kept, (), outside, USUAL)
    number = {label: i for i, label in enumerate(model.labels) if label not in outside}
    scores = [model.score(text) for text, _ in held]
    signs = np.array([model.read_signs(score) for score in scores])
    truth = np.array([number.get(label, -1) for _, label in held], np.intp)
    yield _Trial(np.stack([s.separated for s in scores]), np.stack([s.mean for s in scores]), signs, truth)


def _calibrate(trials: Sequence[_Trial]) -> Calibration:
    """Mix and judge that suit the trials best; near the usual ones where there is little to go by."""
    known = [trial.truth >= 0 for trial in trials]
    mixes = [
        fit_mix((trial.separated[own], trial.mean[own]), trial.truth[own], USUAL.mix)
        for trial, own in zip(trials, known, strict=True)
        if own.any()
    ]
    if not mixes:
        return USUAL
    a, b = np.mean(mixes, axis=0)
    tops = [(a * trial.separated + b * trial.mean).argmax(axis=1) for trial in trials]
    right = np.concatenate([top == trial.truth for top, trial in zip(tops, trials, strict=True)])
    signs = np.concatenate([trial.signs for trial in trials])
    # A text of ours that is read wrongly teaches the judge nothing: better refused, but ours.
    judged = right | ~np.concatenate(known)
    judge = tuple(map(float, fit_judge(signs[judged], right[judged], np.array(USUAL.judge))))
    return Calibration((float(a), float(b)), judge, _find_floor([_judge(judge, row) for row in signs[right]]))


def _find_floor(sure: list[float]) -> float:
    """What refuses one in a hundred that would have been read rightly; nearer the usual floor where they are few."""
    lowest = sorted(sure)[int(COST_OF_REFUSING * len(sure))] if sure else USUAL.floor
    return (len(sure) * lowest + FEW * USUAL.floor) / (len(sure) + FEW)


def _mix(mix: tuple[float, float], scores: Scores) -> Floats:
    """The parts' scores as one distribution over the labels."""
    return softmax(np.float32(mix[0]) * scores.separated + np.float32(mix[1]) * scores.mean)


def _judge(judge: Sequence[float], signs: Signs) -> float:
    """Probability that a text with these signs is one of ours."""
    return float(1 / (1 + np.exp(-(signs @ np.array(judge[:-1]) + judge[-1]))))


class Lines:
    """Lines that authors wrote, each under a label, and how like a text is to each."""

    def __init__(
        self, labels: list[str], numbers: NDArray[np.int32], firsts: NDArray[np.int32], likeness: Likeness
    ) -> None:
        self.labels = labels
        self._numbers = numbers
        self._firsts = firsts
        self._likeness = likeness
        self._spans = dict(zip(labels, map(slice, firsts, [*firsts[1:], len(numbers)]), strict=True))

    @classmethod
    def of(cls, lines: Sequence[Example], vectoriser: Vectoriser) -> Lines:
        """The lines, numbered in the order given."""
        numbers = sorted(range(len(lines)), key=lambda i: lines[i][1])
        labels = sorted({label for _, label in lines})
        firsts = np.searchsorted([lines[i][1] for i in numbers], labels).astype(np.int32)
        rows = vectoriser.transform_all(lines[i][0] for i in numbers)
        return cls(labels, np.array(numbers, np.int32), firsts, Likeness.of(rows, vectoriser.letters_from))

    def nearest(self, row: Row, among: Iterable[str]) -> dict[str, tuple[int, float]]:
        """For each label among those given its likest line: the line's number and its likeness, 0..1."""
        likeness = self._likeness.of_row(row)
        best: dict[str, tuple[int, float]] = {}
        for label in among:
            span = self._spans.get(label)
            if span is not None:
                i = span.start + int(likeness[span].argmax())
                best[label] = (int(self._numbers[i]), float(likeness[i]))
        return best

    def dump(self) -> bytes:
        """The lines as bytes for `load`."""
        return msgspec.msgpack.encode(
            (self.labels, self._numbers.tobytes(), self._firsts.tobytes(), self._likeness.dump())
        )

    @classmethod
    def load(cls, data: bytes) -> Lines:
        """The lines that `dump` wrote."""
        shape = tuple[list[str], bytes, bytes, bytes]
        labels, numbers, firsts, likeness = msgspec.msgpack.decode(data, type=shape)
        orders = np.frombuffer(numbers, np.int32), np.frombuffer(firsts, np.int32)
        return cls(labels, *orders, Likeness.load(likeness))
