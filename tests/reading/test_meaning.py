"""Vectors of texts are made once; some stand for many."""

from __future__ import annotations

import numpy as np

from careerbot.reading.learning import find_centres
from careerbot.reading.meaning import MeaningModel, remember


def encode(texts):
    return np.array([(len(text), 1) for text in texts], np.float32).reshape(len(texts), 2)


def test_no_texts_have_no_vectors():
    assert remember({}, encode)([]).shape == (0, 2)


def test_a_text_at_hand_is_not_read_again():
    at_hand = {"known": np.array((9, 9), np.float32)}
    assert remember(at_hand, encode)(["known", "new"]).tolist() == [[9, 9], [3, 1]]


def spread(count: int) -> np.ndarray:
    """Unit vectors round two directions, every other one."""
    turns = np.array([(i % 2) * np.pi / 2 + 0.001 * i for i in range(count)])
    return np.stack((np.cos(turns), np.sin(turns)), axis=1).astype(np.float32)


def test_few_vectors_stand_for_themselves():
    few = spread(4)
    assert find_centres(few, 4) is few


def test_of_many_vectors_each_group_of_like_ones_has_a_centre_and_the_same_ones_each_time():
    centres = find_centres(spread(40), 2)
    assert np.sort((centres @ np.eye(2)).round(1), axis=0).tolist() == [[0.0, 0.0], [1.0, 1.0]]
    assert centres.tolist() == find_centres(spread(40), 2).tolist()


def test_the_nearest_example_of_a_label_speaks_for_it_however_far_its_others_are():
    vectors = np.array([(1, 0, 0), (0, 1, 0), (0, 0, 1)], np.float32)
    model = MeaningModel.fit(vectors, np.array([0, 0, 1], np.intp), 2)
    meant = MeaningModel.load(model.dump()).score(vectors[:1])
    assert meant.nearest.tolist() == [[1.0, 0.0]]
    assert meant.near[0, 0] < 0.8
