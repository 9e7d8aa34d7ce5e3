"""Layers of knowledge -> how much each holds, and what a later one replaces or extends, with the places of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from careerbot.content.check_texts import read_phrase
from careerbot.content.draft import Content
from careerbot.content.links import place_of
from careerbot.model import Mark

# Kinds that do not take an "s" when there are several.
_PLURALS = {"FAQ entry": "FAQ entries", "summary": "summaries", "names": "names", "figures": "figures"}
# What does not replace what stands below it, and what it does instead.
_BESIDE = {"names": "extends", "figures": "stands beside"}


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a later layer does to a part of an earlier one: "replaces", "extends", "stands beside" or "goes before"."""

    where: Mark
    part: str
    does: str
    before: Mark

    def __str__(self) -> str:
        """One line, the later place first."""
        return f"{self.where}: {self.part} {self.does} {self.before}"


def count_parts(content: Content, layer: int) -> Counter[str]:
    """How many parts of each kind a layer writes; layers are counted from 0."""
    return Counter(kind for (kind, _), marks in content.written.items() if layer in marks)


def name_parts(kind: str, number: int) -> str:
    """What so many parts of a kind are called."""
    return kind if number == 1 else _PLURALS.get(kind, f"{kind}s")


def find_overlaps(content: Content) -> list[Overlap]:
    """Every part that two layers or more write, by place; each layer is set against the nearest one below it."""
    found = [*_find_parts(content), *_find_asks(content)]
    return sorted(found, key=lambda o: (o.where.file, o.where.line, o.where.column, o.part))


def _find_parts(content: Content) -> Iterator[Overlap]:
    for (kind, id), marks in content.written.items():
        for below, above in pairwise(sorted(marks)):
            yield Overlap(marks[above], f"{kind} `{id}`", _BESIDE.get(kind, "replaces"), marks[below])


def _find_asks(content: Content) -> Iterator[Overlap]:
    """Questions that FAQ entries of different layers answer; the later layer's entry is told."""
    layer_of = {id: max(marks) for (kind, id), marks in content.written.items() if kind == "FAQ entry"}
    seen: dict[str, tuple[int, Mark]] = {}
    for entry in content.knowledge.faq:
        layer = layer_of[entry.id]
        for ask in entry.asks:
            where = place_of(ask, entry.item.where)
            above, first = seen.setdefault(read_phrase(ask, content), (layer, where))
            if above != layer:
                yield Overlap(first, f"question `{ask}`", "goes before", where)
