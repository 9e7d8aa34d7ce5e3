"""Two texts -> one that shows which words went and which came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_WORD = re.compile(r"\s+|[^\s]+")
# Where less is the same, single words of two answers side by side cannot be read.
_LEAST_ALIKE = 0.5


class Part(NamedTuple):
    """Words that both texts have in a row, or that only the earlier (`gone`) or the later one has (`new`)."""

    kind: Literal["same", "gone", "new"]
    text: str


def find_differences(before: str, after: str) -> list[Part]:
    """The parts in order; without those that are gone they make up the later text, without the new ones the earlier.

    Texts that have little in common are one part each.
    """
    if SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio() < _LEAST_ALIKE:
        return [part for part in (Part("gone", before), Part("new", after)) if part.text]
    old, new = _WORD.findall(before), _WORD.findall(after)
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [part for code in codes for part in _parts_of(*code, old, new)]


def _parts_of(tag: str, a: int, b: int, c: int, d: int, old: list[str], new: list[str]) -> Iterator[Part]:
    if tag == "equal":
        yield Part("same", "".join(old[a:b]))
        return
    if a < b:
        yield Part("gone", "".join(old[a:b]))
    if c < d:
        yield Part("new", "".join(new[c:d]))
