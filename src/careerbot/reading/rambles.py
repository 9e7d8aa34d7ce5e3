"""A long message in normal form -> the clauses of it that ask, without the story told round them."""

from __future__ import annotations

import re

from careerbot.reading.text import clauses, words

# From how many words a message may hold a story; of them so large a share must be one, and so many words must ask.
LONG, STORY, LEAST = 24, 0.3, 4
# How a clause begins that asks something.
OPENING = re.compile(
    r"(?:(?:so|and|but|or|ok|okay|well|hm|hmm|anyway|anyways|now|then|please|also|like|honestly|question is|i mean"
    r"|my question is|what i want to know is|i wonder|i wanted to ask|i want to ask) )*"
    r"(?:what (?!looked|they call|you call)|how (?!ever)|where (?!i )|when (?:do|does|can|is|are|will)\b|why\b|whose\b"
    r"|which (?:one|ones|of|job|jobs|state|city|county|school|degree|cert|certs|path|pays|is|are|way|part)\b"
    r"|(?:is|are|do|does|can|could|would|will|should|may|am) (?:i|he|she|it|they|we|you|there|that|this|these|those"
    r"|a|an|the|my|his|her|their|our|any|anyone|someone|somebody|production|most|people)\b"
    r"|i (?:was|am) (?:just )?wondering\b|(?:can|could) you\b|tell me\b|the same for\b|same for\b)"
)


def find_asking(normal: str) -> str:
    """What a long message asks, its clauses parted by commas; "" where it is short or asks from end to end."""
    if len(words(normal)) < LONG:
        return ""
    asked = [normal[a:b] for a, b in clauses(normal, ()) if OPENING.match(normal[a:b]) or normal[b : b + 2] == " ?"]
    count = sum(len(words(clause)) for clause in asked)
    return " , ".join(asked) if LEAST <= count <= (1 - STORY) * len(words(normal)) else ""
