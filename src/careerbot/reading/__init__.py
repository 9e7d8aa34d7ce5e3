"""Message -> what was said: normal form, names, intents. What others measure is named here, loaded when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careerbot.reading.intents import IntentMatcher
    from careerbot.reading.names import TitleIndex

__all__ = ["IntentMatcher", "TitleIndex"]

_HOMES = {"IntentMatcher": "careerbot.reading.intents", "TitleIndex": "careerbot.reading.names"}


def __getattr__(name: str) -> object:
    """The class of that name, imported when first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
