"""Examples of each class -> a model of their words: how a text scores with each class, and which line it is most like.

Class means, linear separators and the examples themselves stand over the same features. What the scores say together
is settled elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from careerbot.reading.features import Floats, Likeness, Row, Vectoriser
from careerbot.reading.learning import class_means, train_separators
from careerbot.reading.wordspace import WordSpace

Example = tuple[str, str]
# Before the label of lines that are none of it.
NEVER = "-"


class Scores(NamedTuple):
    """A text's row, its scores by separators, class means and likest lines for each label, and how much of it is known.

    `measured` is how like the text is to each line.
    """

    row: Row
    separated: Floats
    mean: Floats
    likest: Floats
    known: float
    measured: Floats


class LexicalModel:
    """Scores of labels for a text in normal form. `labels` are sorted; the weights' last row is the bias."""

    def __init__(self, labels: list[str], vectoriser: Vectoriser, weights: NDArray[np.float16], lines: Lines) -> None:
        self.labels = labels
        self.vectoriser = vectoriser
        self.lines = lines
        self._weights = weights
        self._own = [lines.labels.index(label) for label in labels]

    @classmethod
    def fit(cls, examples: Sequence[Example], never: Sequence[Example] = ()) -> LexicalModel:
        """A model of the examples' labels; `never` are texts that are not of the label beside them."""
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
        lines = Lines.of([*examples, *((text, NEVER + label) for text, label in against)], vectoriser)
        return cls(labels, vectoriser, np.hstack((separators, means)).astype(np.float16), lines)

    def score(self, text: str) -> Scores:
        """What each part of the model says of the text, unmixed."""
        row = self.vectoriser.transform(text)
        near = row.weights @ self._weights[row.columns].astype(np.float32)
        count = len(self.labels)
        measured = self.lines.measure(row)
        likest = self.lines.best(measured)[self._own]
        separated = near[:count] + self._weights[-1, :count]
        return Scores(row, separated, near[count:], likest, self.vectoriser.known_share(text), measured)

    def dump(self) -> bytes:
        """The model as bytes for `load`."""
        return msgspec.msgpack.encode((self.labels, self.vectoriser.dump(), self._weights.tobytes(), self.lines.dump()))

    @classmethod
    def load(cls, data: bytes) -> LexicalModel:
        """The model that `dump` wrote."""
        shape = tuple[list[str], bytes, bytes, bytes]
        labels, vectoriser, weights, lines = msgspec.msgpack.decode(data, type=shape)
        table = np.frombuffer(weights, np.float16).reshape(-1, 2 * len(labels))
        return cls(labels, Vectoriser.load(vectoriser), table, Lines.load(lines))


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

    def measure(self, row: Row) -> Floats:
        """How like the row is to each line, 0..1, in the order of their labels."""
        return self._likeness.of_row(row)

    def best(self, measured: Floats) -> Floats:
        """The likeness of each label's likest line."""
        return np.asarray(np.maximum.reduceat(measured, self._firsts), np.float32)

    def likest(self, label: str, measured: Floats) -> int:
        """The number of a label's likest line."""
        span = self._spans[label]
        return int(self._numbers[span.start + int(measured[span].argmax())])

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
