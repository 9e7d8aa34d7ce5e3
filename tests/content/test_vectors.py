"""Texts -> their vectors, from the file when the same text was there before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from careerbot.content.vectors import KeptVectors


class Counter:
    """An encoder whose vectors are made of a text's length; remembers what it was asked."""

    identity = "counter"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), 1 / 3] for text in texts], np.float32).reshape(-1, 2)


@pytest.fixture
def encoder() -> Counter:
    return Counter()


def test_a_text_is_encoded_once_over_all_processes(encoder: Counter, tmp_path: Path) -> None:
    first = KeptVectors(encoder, tmp_path).encode(["pay", "hours", "pay"])
    second = KeptVectors(encoder, tmp_path).encode(["hours", "school", "pay"])
    assert encoder.asked == ["pay", "hours", "school"]
    assert second[:, 0].tolist() == [5, 6, 3]
    assert (second[2] == first[0]).all()


def test_what_is_new_is_given_no_finer_than_what_was_kept(encoder: Counter, tmp_path: Path) -> None:
    new, kept = (KeptVectors(encoder, tmp_path).encode(["pay"]) for _ in range(2))
    assert (new == kept).all()
    assert new.dtype == np.float32


def test_vectors_of_another_model_are_not_taken(encoder: Counter, tmp_path: Path) -> None:
    KeptVectors(encoder, tmp_path).encode(["pay"])
    encoder.identity = "another"
    KeptVectors(encoder, tmp_path).encode(["pay"])
    assert encoder.asked == ["pay", "pay"]


def test_the_oldest_go_when_there_are_too_many(encoder: Counter, tmp_path: Path) -> None:
    kept = KeptVectors(encoder, tmp_path, most=2)
    for text in ("a", "b", "c"):
        kept.encode([text])
    encoder.asked.clear()
    kept.encode(["b", "c"])
    kept.encode(["a"])
    assert encoder.asked == ["a"]


def test_a_file_that_is_none_of_ours_is_begun_anew(encoder: Counter, tmp_path: Path) -> None:
    kept = KeptVectors(encoder, tmp_path)
    kept.encode(["pay"])
    (file,) = tmp_path.glob("vectors-*.sqlite")
    file.write_bytes(b"something else entirely, and no table")
    assert kept.encode(["pay"])[0, 0] == 3


def test_no_texts_are_no_vectors(encoder: Counter, tmp_path: Path) -> None:
    assert KeptVectors(encoder, tmp_path).encode([]).shape == (0, 2)
