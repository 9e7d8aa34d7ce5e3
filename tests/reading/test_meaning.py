"""Vectors of texts are made once."""

from __future__ import annotations

import numpy as np

from careerbot.reading.meaning import remember


def encode(texts):
    return np.array([(len(text), 1) for text in texts], np.float32).reshape(len(texts), 2)


def test_no_texts_have_no_vectors():
    assert remember({}, encode)([]).shape == (0, 2)


def test_a_text_at_hand_is_not_read_again():
    at_hand = {"known": np.array((9, 9), np.float32)}
    assert remember(at_hand, encode)(["known", "new"]).tolist() == [[9, 9], [3, 1]]
