"""Text -> a knowledge folder to try it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Write = Callable[..., Path]
SOURCE = "survey: {publisher: A statistics office, title: A survey, published: 2025-05}\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files below a new folder of a name, with one source that can be cited, and gives the folder."""

    def write_layer(files: Mapping[str, str], name: str = "knowledge") -> Path:
        layer = tmp_path / name
        for path, text in {"sources.yaml": SOURCE, **files}.items():
            file = layer / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return layer

    return write_layer
