"""Two small layers -> a desk that is served by a process of its own, and what else its tests need."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT_SECONDS = 30


@contextmanager
def serve(layers: tuple[Path, ...], state: Path) -> Iterator[str]:
    """The address of a desk over the layers; it ends well when it is told to."""
    named = [word for layer in layers for word in ("--knowledge", str(layer))]
    process = subprocess.Popen(
        [sys.executable, "-m", "careerbot", "desk", *named],
        env={**os.environ, "CAREERBOT_CACHE": str(state / "cache"), "CAREERBOT_STATE": f"sqlite:///{state / 'state'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(WAIT_SECONDS) == 0
