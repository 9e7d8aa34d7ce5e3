"""How near the nearest of many vectors is."""

from __future__ import annotations

import numpy as np
import pytest

from careerbot.reading.nearness import LEADING, Nearness


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("width", [3, LEADING, LEADING + 1, 2 * LEADING])
def test_the_nearest_of_many_is_as_near_as_looking_at_all_of_them_says(width: int) -> None:
    chance = np.random.default_rng(width)
    rows, asked = unit(chance.normal(size=(500, width))), unit(chance.normal(size=(50, width)))
    nearness = Nearness.fit(rows)
    for vector, best in zip(asked, (rows @ asked.T).max(axis=0), strict=True):
        assert nearness.near(vector) == pytest.approx(float(best), abs=2e-3)


def test_of_none_none_is_near() -> None:
    nothing = Nearness.fit(np.empty((0, 4), np.float32))
    assert nothing.near(np.array([1, 0, 0, 0], np.float32)) == 0.0


def test_vectors_that_were_read_back_give_the_very_same_answers() -> None:
    chance = np.random.default_rng(1)
    rows, asked = unit(chance.normal(size=(90, 300))), unit(chance.normal(size=(9, 300)))
    first = Nearness.fit(rows)
    again = Nearness.load(first.dump())
    assert [first.near(v) for v in asked] == [again.near(v) for v in asked]
