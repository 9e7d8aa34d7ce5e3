"""A question of no clear meaning and an occupation's notes -> the note that shares its telling words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from careerbot.model import Item, Knowledge
from careerbot.reading.items import FRAME
from careerbot.reading.judging import SMALL
from careerbot.reading.text import words
from careerbot.reading.wordspace import stem

WORD = re.compile(r"[a-z]+")
NOTES_AT_HAND = 2048
# A word that more notes than these use tells nothing.
MOST_NOTES = 6
# How much of what is asked a note must speak of.
COVERED = 0.67
# Words that point to no note.
PLAIN = SMALL.union(
    FRAME,
    """pay paid make money good bad high low year years much many kind sort new old big lot real problem prob issue
    scared afraid worried able""".split(),
)


def find_passage(text: str, occupation: str, knowledge: Knowledge, least: int = 1) -> tuple[str, str] | None:
    """(intent, item id) of the note on the occupation that the words of a normal form best point to; None for none.

    At least so many of its words must be telling ones of the question. The id is "" where it is the topic's first line.
    """
    asked = {stem(w) for w in words(text) if w.isalpha() and len(w) > 2 and w not in PLAIN}
    listed = list_notes(occupation, knowledge)
    notes = [(intent, item, is_lead, stems_of(item.text)) for intent, item, is_lead in listed]
    shared = Counter(word for word in asked for *_, known in notes if word in known)
    telling = {word for word in asked if 0 < shared[word] <= MOST_NOTES}
    if len(telling) < max(least, COVERED * len(asked)):
        return None
    scores = [sum(1 / shared[word] for word in telling if word in known) for *_, known in notes]
    intent, item, is_lead, known = notes[max(range(len(notes)), key=scores.__getitem__)]
    return (intent, "" if is_lead else item.id) if len(telling & known) >= least else None


def list_notes(occupation: str, knowledge: Knowledge) -> Iterator[tuple[str, Item, bool]]:
    """Every note on an occupation with its intent, and whether it is its topic's first line."""
    for topic in knowledge.occupations[occupation].topics.values():
        if topic.lead:
            yield topic.intent, topic.lead, True
        yield from ((topic.intent, item, False) for item in (*topic.points, *topic.details))


@lru_cache(maxsize=NOTES_AT_HAND)
def stems_of(text: str) -> frozenset[str]:
    """The stems of what a note says."""
    return frozenset(map(stem, WORD.findall(text.lower())))
