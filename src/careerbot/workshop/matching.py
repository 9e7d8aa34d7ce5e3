"""A wanted wording and a reply -> whether the reply shows it, however dashes, commas and percent signs are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_GROUPING = re.compile(r"(?<=\d),(?=\d{3})")
_PERCENT = re.compile(r"\s*\b(?:percent|per cent)\b")
_SPACE = re.compile(r"\s+")
# "18" is shown by "18%" and "18.0%", not by "118", "2.18" or "18.5".
_BEFORE_DIGIT, _AFTER_DIGIT = r"(?<![\d.])", r"(?!\d|\.\d*[1-9])"
# Words this short turn up inside others: "oee" must not be found in "coeed".
_SHORT = 3


def shows_any(text: str, wordings: Iterable[str]) -> bool:
    """Whether a text shows one of the wordings; empty ones are never shown."""
    folded = fold(text)
    return any(_matcher(wording).search(folded) for wording in wordings if wording.strip())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, one kind of dash, apostrophe and blank, no commas in numbers, `%` for percent."""
    plain = _DASHES.sub("-", text.lower()).replace("\u2019", "'")
    return _SPACE.sub(" ", _PERCENT.sub("%", _GROUPING.sub("", plain)))


@lru_cache(maxsize=4096)
def _matcher(wording: str) -> re.Pattern[str]:
    """Finds the wording in folded text; digits at its edges touch no other digit, short words stand alone."""
    wanted = fold(wording.strip())
    alone = len(wanted) <= _SHORT and wanted.isalpha()
    before = _BEFORE_DIGIT if wanted[0].isdigit() else r"(?<!\w)" if alone else ""
    after = _AFTER_DIGIT if wanted[-1].isdigit() else r"(?!\w)" if alone else ""
    return re.compile(before + re.escape(wanted) + after)
