"""Rows and their labels -> linear models: one against the rest, class means, and a small logistic judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from careerbot.reading.features import Floats, Row, Rows

Doubles = NDArray[np.float64]
SOFTNESS = 2.0
ROUNDS = 9
MOST_STEPS = 30
PULL = 100
USUAL_SHARE = 5 / 6
STILL = 1e-3
# Of the softmax regression: how far it may go for the examples' sake, and how it gets there.
FREEDOM, STRIDE, SOFTMAX_STEPS, BIAS_INPUT = 100.0, 20.0, 250, 0.3
MOST_MOTION = 0.97
# Of the groups of like vectors: how often they are drawn anew.
GROUPING_STEPS = 12


def train_separators(rows: Rows, sides: NDArray[np.int8], width: int) -> Floats:
    """One linear separator a class, as the columns of a width x classes matrix.

    `sides[i, k]` says whether row i is inside class k (1), outside (-1) or no concern of it (0). Squared hinge loss,
    by dual coordinate descent over all classes at once; rows come in a fixed order, so the result is the same
    each time.
    """
    weights = np.zeros((width + 1, sides.shape[1]), np.float32)
    duals = np.zeros(sides.shape, np.float32)
    slack = np.float32(1 / (2 * SOFTNESS))
    order = np.random.default_rng(7)
    active = np.arange(len(rows))
    for _ in range(ROUNDS):
        moved = [_step(rows.row(i), sides[i], duals[i], weights, slack) for i in order.permutation(active)]
        if max(moved, default=0.0) < STILL:
            break
    return weights


def _step(row: Row, side: NDArray[np.int8], dual: Floats, weights: Floats, slack: np.float32) -> float:
    """One row's duals moved to their best, all classes at once; the largest move comes back."""
    length = np.float32(len(row.columns) > 0)
    near = weights[row.columns]
    slope = side * (row.weights @ near + weights[-1]) - 1 + slack * dual
    better = np.maximum(dual - slope / (1 + length + slack), 0) * (side != 0)
    change = (better - dual).astype(np.float32)
    largest = float(np.abs(change).max())
    if largest > STILL / 10:
        dual[:] = better
        near += row.weights[:, None] * (change * side)[None, :]
        weights[row.columns] = near
        weights[-1] += change * side
    return largest


def train_softmax(vectors: Floats, classes: NDArray[np.intp], count: int) -> Floats:
    """Softmax regression: a (dimensions + 1) x count matrix, the bias last; gently pulled to nought.

    By Nesterov's gradient steps over all vectors at once, in a fixed order, so the result is the same each time.
    """
    rows = len(vectors)
    truth = np.zeros((rows, count), np.float32)
    truth[np.arange(rows), classes] = 1
    inputs = np.hstack((vectors, np.full((rows, 1), BIAS_INPUT, np.float32)))
    weights: Floats = np.zeros((inputs.shape[1], count), np.float32)
    motion: Floats = np.zeros_like(weights)
    for step in range(1, SOFTMAX_STEPS + 1):
        ahead = weights + np.float32(min(MOST_MOTION, step / (step + 3))) * motion
        slope = inputs.T @ (softmax(inputs @ ahead) - truth) / rows + ahead / (FREEDOM * rows)
        motion = (ahead - weights - STRIDE * slope).astype(np.float32)
        weights = weights + motion
    weights[-1] *= BIAS_INPUT
    return weights


def class_means(rows: Rows, classes: NDArray[np.intp], count: int, width: int) -> Floats:
    """Unit-length mean rows of each class, as the columns of a width x count matrix."""
    means = np.zeros((width, count), np.float32)
    owner = np.repeat(classes, np.diff(rows.starts))
    np.add.at(means, (rows.columns, owner), rows.weights)
    lengths = np.sqrt((means**2).sum(axis=0))
    return (means / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def find_centres(vectors: Floats, most: int) -> Floats:
    """Up to `most` rows that stand for unit vectors: these themselves, or of more the means of groups of like ones.

    The groups come from a fixed start, so the result is the same each time.
    """
    if len(vectors) <= most:
        return vectors
    centres = vectors[np.random.default_rng(7).choice(len(vectors), most, replace=False)]
    for _ in range(GROUPING_STEPS):
        nearest = (vectors @ centres.T).argmax(axis=1)
        held = np.unique(nearest)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, vectors)
        centres[held] = sums[held] / np.linalg.norm(sums[held], axis=1, keepdims=True)
    return centres


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return chances


def fit_mix(parts: Sequence[Floats], truth: NDArray[np.intp], start: Sequence[float]) -> list[float]:
    """Factors by which the parts' scores (each rows x classes) add up to the likeliest truth under softmax.

    Kept near `start` when there is little to go by. Never negative.
    """
    stack = np.stack(parts).astype(np.float64)
    origin = np.array(start, np.float64)
    at_truth = stack[:, np.arange(len(truth)), truth]

    def measure(factors: Doubles) -> float:
        """Surprise at the truth, and distance from the start."""
        scores = np.tensordot(factors, stack, 1)
        top = scores.max(axis=1)
        total = np.log(np.exp(scores - top[:, None]).sum(axis=1)) + top
        return float((total - factors @ at_truth).sum() + ((factors / origin - 1) ** 2).sum())

    def step(factors: Doubles) -> Doubles:
        """Newton's step from here."""
        chance = softmax(np.tensordot(factors, stack, 1).astype(np.float32))
        mean = (stack * chance).sum(axis=2)
        slope = (mean - at_truth).sum(axis=1) + 2 * (factors - origin) / origin**2
        spread = np.einsum("prk,qrk,rk->pq", stack, stack, chance, optimize=True) - mean @ mean.T
        return np.linalg.solve(spread + np.diag(2 / origin**2), slope)

    return [float(f) for f in _descend(origin, measure, step, least=0.0)]


def fit_judge(signs: Doubles, truth: NDArray[np.bool_], start: Doubles) -> Doubles:
    """Weights (one a sign, then a constant) of a logistic judge that tells truth from not, where truth is usual.

    The signs' weights are pulled towards `start` as by some hundred examples; `start` comes back when one side
    has none.
    """
    if not truth.any() or truth.all():
        return start
    inputs = np.column_stack([signs, np.ones(len(signs))])
    share = np.where(truth, USUAL_SHARE / truth.sum(), (1 - USUAL_SHARE) / (~truth).sum()) * len(truth)
    side = np.where(truth, 1.0, -1.0)
    pull = np.append(np.full(signs.shape[1], PULL), 1.0)

    def measure(weights: Doubles) -> float:
        """Surprise at the truth, and distance from the start."""
        return float(share @ np.logaddexp(0, -side * (inputs @ weights)) + pull @ (weights - start) ** 2 / 2)

    def step(weights: Doubles) -> Doubles:
        """Newton's step from here."""
        chance = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (share * (chance - truth)) + pull * (weights - start)
        bend = (inputs * (share * chance * (1 - chance))[:, None]).T @ inputs + np.diag(pull)
        return np.linalg.solve(bend, slope)

    return _descend(start, measure, step)


def _descend(
    start: Doubles, measure: Callable[[Doubles], float], step: Callable[[Doubles], Doubles], least: float = -np.inf
) -> Doubles:
    """Newton's way down from `start`, each step shortened until it helps, no number falling under `least`."""
    here, loss = start, measure(start)
    for _ in range(MOST_STEPS):
        whole = step(here)
        tries = (np.maximum(here - part * whole, least) for part in (1.0, 0.3, 0.1, 0.03, 0.01))
        better = next(((there, less) for there in tries if (less := measure(there)) < loss - 1e-6), None)
        if better is None:
            break
        here, loss = better
    return here
