"""What is made once and kept between runs -> where it lies, and files that take their place whole."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

_KEPT = 3
_ABANDONED_SECONDS = 3600


def cache_folder() -> Path:
    """Where compiled knowledge is kept: CAREERBOT_CACHE, else the user's cache folder."""
    from platformdirs import user_cache_dir

    return Path(os.environ.get("CAREERBOT_CACHE") or user_cache_dir("careerbot"))


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A file beside the path that takes its place when all went well and is gone when not."""
    handle, name = mkstemp(".tmp", f"{path.stem}.", path.parent)
    os.close(handle)
    new = Path(name)
    try:
        yield new
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def prune(path: Path) -> None:
    """Keeps the files of the path's kind used last, and removes what a process that died left behind."""
    kind = path.name.partition("-")[0]
    with suppress(OSError):
        stored = sorted(path.parent.glob(f"{kind}-*{path.suffix}"), key=lambda p: p.stat().st_mtime, reverse=True)
        left = [p for p in path.parent.glob(f"{kind}-*.tmp") if time.time() - p.stat().st_mtime > _ABANDONED_SECONDS]
        for old in [*stored[_KEPT:], *left]:
            old.unlink(missing_ok=True)
