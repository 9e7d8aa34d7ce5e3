"""A question -> a short answer with its source. `from careerbot import CareerBot` is all a caller needs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from careerbot.bot import CareerBot

# The products are small: threads for them wait on each other longer than they work. Read when numpy is imported.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

__version__ = "0.1.0"
__all__ = ["CareerBot", "__version__"]


def __getattr__(name: str) -> Any:
    """`CareerBot`, imported at its first use so that `import careerbot` alone costs nothing."""
    if name != "CareerBot":
        raise AttributeError(f"module 'careerbot' has no attribute {name!r}")
    from careerbot.bot import CareerBot

    return CareerBot
