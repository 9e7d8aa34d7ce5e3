"""The sentence model packed into 8-bit products says nearly the same as before, and is kept between runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from careerbot import packing
from careerbot.encoder import Encoder, find_encoder

TEXTS = ("what does a welder make in ohio", "do i need a degree for that", "who buries people")


@pytest.fixture
def encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Encoder:
    find_encoder.cache_clear()
    found = find_encoder()
    if found is None:
        pytest.skip("the extra is not installed")
    monkeypatch.setenv("CAREERBOT_CACHE", str(tmp_path / "cache"))
    return Encoder(*found._files, found._digests)


def kept(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "cache").glob("model-*.onnx"))


def test_a_packed_model_means_nearly_what_the_whole_one_means(encoder: Encoder) -> None:
    packed, whole = encoder.encode(TEXTS), Encoder(*encoder._files).encode(TEXTS)
    assert not np.array_equal(packed, whole)
    assert ((packed * whole).sum(axis=1) > 0.998).all()


def test_a_packed_model_is_made_once(encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = encoder.encode(TEXTS)
    assert len(kept(tmp_path)) == 1
    monkeypatch.setattr(packing, "pack", lambda source: pytest.fail("packed again"))
    assert np.array_equal(Encoder(*encoder._files, encoder._digests).encode(TEXTS), first)


def test_a_packed_model_that_was_damaged_is_made_anew(encoder: Encoder, tmp_path: Path) -> None:
    first = encoder.encode(TEXTS)
    (file,) = kept(tmp_path)
    file.write_bytes(file.read_bytes()[:-1000])
    assert np.array_equal(Encoder(*encoder._files, encoder._digests).encode(TEXTS), first)
    assert len(file.read_bytes()) > 1_000_000


def test_where_nothing_can_be_kept_a_model_is_packed_all_the_same(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("CAREERBOT_CACHE", str(tmp_path / "file" / "cache"))
    assert encoder.encode(TEXTS).shape == (3, 384)
