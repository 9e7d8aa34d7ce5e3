"""A sentence model is found, checked and used, or its absence is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from careerbot import encoder
from careerbot.encoder import Encoder, EncoderError, find_encoder


@pytest.fixture(autouse=True)
def _fresh() -> None:
    find_encoder.cache_clear()


def test_a_folder_without_a_model_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("onnxruntime")
    monkeypatch.setenv(encoder.SETTING, str(tmp_path))
    with pytest.raises(EncoderError, match="does not hold a"):
        find_encoder()


def test_a_file_that_is_not_the_one_expected_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(EncoderError, match="not the file that it should be"):
        Encoder(tmp_path / "model.onnx", tmp_path / "tokenizer.json", ("0", "0")).encode(["hello"])


def test_a_damaged_model_is_refused_with_its_folder(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(EncoderError, match="no sentence model can be read there"):
        Encoder(tmp_path / "model.onnx", tmp_path / "tokenizer.json").encode(["hello"])


def test_without_the_libraries_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "find_spec", lambda name: None)
    assert find_encoder() is None


def test_sentences_of_one_meaning_lie_nearer_than_others() -> None:
    found = find_encoder()
    if found is None:
        pytest.skip("the extra is not installed")
    pay, wage, hours = found.encode(["what does it pay", "how high is the wage", "do they work at night"])
    assert np.isclose(np.linalg.norm(pay), 1, atol=1e-5)
    assert pay @ wage > pay @ hours
