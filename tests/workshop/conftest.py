from __future__ import annotations

import pytest
from small_layers import make_layers


@pytest.fixture
def layers(tmp_path, monkeypatch):
    """Two small layers, with a cache of their own."""
    monkeypatch.setenv("CAREERBOT_CACHE", str(tmp_path / "cache"))
    return make_layers(tmp_path)
