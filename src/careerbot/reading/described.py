"""What jobs are, in a sentence each -> the jobs that a person describes without naming one, by meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from careerbot.model import Occupation
from careerbot.reading.meaning import Encode

# From which likeness a description comes near to a job, and how much less the others may be; from which the one that it
# comes near to alone is taken for meant.
NEAR, WITHIN, SOLE = 0.33, 0.12, 0.42
MOST = 3
# Titles of what is left over, which nobody has in mind.
LEFT_OVER = re.compile(r"\ball other\b|^all occupations$|postsecondary", re.IGNORECASE)
# How somebody speaks of a job whose name they do not know.
UNNAMED = re.compile(
    r"(?<!that )(?<!this )\b(?:job|work|one|position) (?:is )?called\b"
    r"|\bwhat do you call (?:the|a|an|someone|somebody|people)\b"
    r"|\b(?:what|how) about the (?:one|guy|lady|woman|man|person|people) (?:who|that|which)\b"
)
# What is asked of getting a job rather than of what a job is.
APPLYING = re.compile(r"\b(?:interview(?:s|ed|er)?|cover letter|resume|scholarships?|financial aid|tuition|apply)\b")
# What asks for a test, or tells of a worry rather than of a liking.
AT_A_LOSS = re.compile(
    r"\b(?:quiz(?:zes)?|tests?|assessments?|profiler|no idea|no clue|do not know|lost|anything|anxious|anxiety|stressed"
    r"|nervous|shy|scared|afraid|sucks|tired|broke|hate|not smart|not good|picking a|choosing a|resume|english)\b"
)
# What tells of a liking all the same.
LIKED = re.compile(r"\bi (?:really |do |also |just )?(?:like|love|enjoy)\b")
# What is told to be no wish.
UNWANTED = re.compile(
    r"\b(?:do not want|not want|hate|no more|no|not|without|tired of|sick of|never)(?: to| a| an| any| the| in)* [a-z]+"
)


@dataclass(frozen=True, slots=True)
class Described:
    """Unit vectors of what jobs are, shape (jobs, dimensions), with the jobs' ids."""

    ids: tuple[str, ...]
    vectors: NDArray[np.float16]

    @classmethod
    def fit(cls, occupations: Iterable[Occupation], encode: Encode) -> Described:
        """The descriptions of the occupations that say what they are."""
        known = [o for o in occupations if o.summary and not LEFT_OVER.search(o.title)]
        texts = [f"{o.singular}. {o.summary.text}" for o in known if o.summary]
        vectors = encode(texts).astype(np.float16) if texts else np.empty((0, 1), np.float16)
        return cls(tuple(o.id for o in known), vectors)

    def find(self, text: str, encode: Encode) -> tuple[str, ...]:
        """Up to three jobs that the text may describe, likeliest first; () where it comes near to none for sure."""
        if not self.ids:
            return ()
        likeness = self.vectors.astype(np.float32) @ encode([UNWANTED.sub("", text)])[0]
        best = np.argsort(-likeness)[:MOST]
        least = max(NEAR, float(likeness[best[0]]) - WITHIN)
        found = tuple(self.ids[i] for i in best if likeness[i] >= least)
        return found if len(found) > 1 or likeness[best[0]] >= SOLE else ()

    def dump(self) -> bytes:
        """The descriptions as bytes for `load`."""
        return msgspec.msgpack.encode((self.ids, self.vectors.shape[1], self.vectors.tobytes()))

    @classmethod
    def load(cls, data: bytes) -> Described:
        """The descriptions that `dump` wrote."""
        ids, width, vectors = msgspec.msgpack.decode(data, type=tuple[tuple[str, ...], int, bytes])
        return cls(ids, np.frombuffer(vectors, np.float16).reshape(-1, width))
