"""Feature lists with labels -> small networks that guess the label of another list.

Each network is one table of feature vectors and one linear layer. Sharing vectors between labels is what
lets a few examples a label do; two networks with different random parts agree on more than either knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]
Integers = NDArray[np.int64]

WIDTH = 64
BATCH = 128
RATE = 0.1
DROPPED = 0.5
SPREAD = np.float32(0.1)
LOWEST = np.float32(-25)
NEVER = np.float32(-100)
BLOCK = 32
BIAS_PACE = 0.1
STEPS = (1000, 2000)
EPOCHS = 7


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows: row `i` has features `ids[starts[i]:starts[i + 1]]` with `weights`; no row is empty."""

    starts: Integers
    ids: Integers
    weights: Floats

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.starts) - 1

    def pick(self, rows: Integers) -> Rows:
        """The named rows, in the order named."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Rows(starts, self.ids[places], self.weights[places])

    def thin(self, random: np.random.Generator) -> Rows:
        """The rows with half of their features left out at random, never the first, and the rest made heavier."""
        kept = random.random(len(self.ids)) >= DROPPED
        kept[self.starts[:-1]] = True
        before = np.concatenate([[0], np.cumsum(kept)])
        return Rows(before[self.starts], self.ids[kept], self.weights[kept] / np.float32(1 - DROPPED))


@dataclass(frozen=True, slots=True)
class Net:
    """`table` (features, WIDTH), `layer` (blocks, WIDTH, BLOCK) and `bias` (blocks, 1, BLOCK), labels in blocks.

    Blocks are small enough for one core to multiply at once, which beats sharing so little work among several.
    The labels that fill up the last block have a bias so low that they never count.
    """

    table: Halves
    layer: Floats
    bias: Floats

    def log_odds(self, ids: Integers, weights: Floats, labels: int) -> Floats:
        """The logarithm of each label's probability, shape (labels,), for one list of weighted features."""
        meaning = (weights @ self.table[ids].astype(np.float32))[None, :]
        return log_softmax(np.matmul(meaning, self.layer) + self.bias).ravel()[:labels]


def log_softmax(scores: Floats) -> Floats:
    """Scores (blocks, rows, BLOCK) -> logarithms of probabilities, which sum to one for each row."""
    low: Floats = scores - scores.max(axis=(0, 2), keepdims=True)
    spread: Floats = low - np.log(np.exp(low).sum(axis=(0, 2), keepdims=True))
    return spread


@dataclass(slots=True)
class _Trainer:
    """A network while it learns, with the squares of past gradients that set each part's pace."""

    table: Floats
    layer: Floats
    bias: Floats
    table_pace: Floats
    layer_pace: Floats

    @classmethod
    def start(cls, random: np.random.Generator, features: int, labels: int) -> _Trainer:
        """A network that knows nothing yet."""
        blocks = -(-labels // BLOCK)
        bias = np.zeros((blocks, 1, BLOCK), np.float32)
        bias.ravel()[labels:] = NEVER
        table = random.standard_normal((features, WIDTH), dtype=np.float32) * SPREAD
        layer = random.standard_normal((blocks, WIDTH, BLOCK), dtype=np.float32) * SPREAD
        return cls(table, layer, bias, np.full(features, 1e-3, np.float32), np.full_like(bias, 1e-3))

    def step(self, rows: Rows, wanted: Floats, rate: float) -> None:
        """One step towards `wanted`, shape (blocks, rows, BLOCK), each row summing to 1."""
        sums = np.add.reduceat(self.table[rows.ids] * rows.weights[:, None], rows.starts[:-1], axis=0)
        # Below this a share is a number too small for the machine's fast arithmetic.
        shares = np.exp(np.maximum(log_softmax(np.matmul(sums, self.layer) + self.bias), LOWEST))
        wrong = shares - wanted
        back = np.matmul(wrong, self.layer.transpose(0, 2, 1)).sum(axis=0)
        self._move_layer(np.matmul(sums.T, wrong), wrong.sum(axis=1, keepdims=True), rate)
        self._move_table(rows, back, rate)

    def _move_layer(self, slope: Floats, bias_slope: Floats, rate: float) -> None:
        self.layer_pace += (slope * slope).mean(axis=1, keepdims=True)
        self.layer -= np.float32(rate) * slope / np.sqrt(self.layer_pace)
        self.bias -= np.float32(rate * BIAS_PACE) * bias_slope

    def _move_table(self, rows: Rows, back: Floats, rate: float) -> None:
        order = np.argsort(rows.ids, kind="stable")
        ids = rows.ids[order]
        first = np.flatnonzero(np.concatenate([[True], ids[1:] != ids[:-1]]))
        owner = np.repeat(np.arange(len(rows)), np.diff(rows.starts))[order]
        slope = np.add.reduceat(back[owner] * rows.weights[order][:, None], first, axis=0)
        moved = ids[first]
        self.table_pace[moved] += (slope * slope).mean(axis=1)
        self.table[moved] -= np.float32(rate) * slope / np.sqrt(self.table_pace[moved])[:, None]


def train_net(rows: Rows, owners: Integers, labels: Integers, sizes: tuple[int, int], seed: int) -> Net:
    """A network for `sizes` = (features, labels); row `owners[i]` has label `labels[i]`, a row may have several.

    `owners` is in order. The same input and seed give the same network.
    """
    random = np.random.default_rng(seed)
    trainer = _Trainer.start(random, *sizes)
    steps = _count_steps(len(rows))
    share = (1 / np.bincount(owners, minlength=len(rows))).astype(np.float32)
    for step, picked in enumerate(_draw(random, len(rows), steps)):
        wanted = _wanted(picked, owners, labels, share, len(trainer.layer))
        trainer.step(rows.pick(picked).thin(random), wanted, RATE * (1 - step / steps))
    return Net(trainer.table.astype(np.float16), trainer.layer, trainer.bias)


def _draw(random: np.random.Generator, rows: int, steps: int) -> Iterator[Integers]:
    """`steps` handfuls of row numbers; every row comes once before any comes again."""
    while steps > 0:
        shuffled = random.permutation(rows)
        for place in range(0, min(rows, steps * BATCH), BATCH):
            yield shuffled[place : place + BATCH]
            steps -= 1


def _count_steps(rows: int) -> int:
    """Enough steps for the size; few rows are seen more often than many."""
    return max(min(STEPS[0], 20 * rows), min(EPOCHS * rows // BATCH, STEPS[1]))


def _wanted(picked: Integers, owners: Integers, labels: Integers, share: Floats, blocks: int) -> Floats:
    """What each picked row should give: its labels in equal shares, shape (blocks, rows, BLOCK)."""
    wanted = np.zeros((blocks, len(picked), BLOCK), np.float32)
    low, high = np.searchsorted(owners, picked), np.searchsorted(owners, picked, side="right")
    rows = np.repeat(np.arange(len(picked)), high - low)
    places = np.arange(len(rows)) + np.repeat(low - np.concatenate([[0], np.cumsum(high - low)[:-1]]), high - low)
    found = labels[places]
    wanted[found // BLOCK, rows, found % BLOCK] = share[picked][rows]
    return wanted
