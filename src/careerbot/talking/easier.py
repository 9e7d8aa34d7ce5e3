"""An occupation -> similar ones that ask for less schooling, for those who find the way to it too long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from careerbot.model import NATION, Knowledge, Question, Step

SIMILAR = "related_careers"
# How people ask for something like it that is sooner learned.
SOONER = re.compile(
    r"\b(?:shorter|quicker|faster|quick|sooner|fewer years|less (?:school\w*|college|study\w*|training|time|years))\b"
    r"|\bnot (?:as|so|that) (?:long|many years)\b"
)
# What the BLS names as the usual schooling, the least first.
SCHOOLING = (
    "No formal educational credential",
    "High school diploma or equivalent",
    "Some college, no degree",
    "Postsecondary nondegree award",
    "Associate's degree",
    "Bachelor's degree",
    "Master's degree",
    "Doctoral or professional degree",
)
MOST = 3
# So many letters that words of two titles begin with alike make them of one field.
ALIKE = 5


def look_for_easier(step: Step, question: Question, knowledge: Knowledge) -> Step:
    """The step with similar occupations of less schooling, where the question asks for such."""
    asked = step.intent == SIMILAR and not step.item and SOONER.search(question.text)
    return replace(step, easier=find_easier(step.occupations[0], knowledge)) if asked and step.occupations else step


def find_easier(occupation: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Occupations near this one, by O*NET, that usually start with less schooling; those of its field, if any."""
    own = rung(occupation, knowledge)
    fitting = [o for o in dict.fromkeys(_near(occupation, knowledge)) if 0 <= rung(o, knowledge) < own]
    named = [o for o in fitting if "all other" not in knowledge.occupations[o].title]
    return tuple([o for o in named if _is_kin(o, occupation, knowledge)] or named)[:MOST]


def rung(occupation: str, knowledge: Knowledge) -> int:
    """How much schooling the BLS names as usual, from 0 on; -1 where it names none that is known."""
    facts = knowledge.facts.find("entry", occupation, NATION)
    return next((SCHOOLING.index(f.text) for f in facts if f.measure == "education" and f.text in SCHOOLING), -1)


def _near(occupation: str, knowledge: Knowledge) -> Iterator[str]:
    """The occupations that O*NET holds similar to this one, nearest first, then those to which it holds this one so."""
    yield from _similar(occupation, knowledge)
    yield from (other for other in knowledge.occupations if occupation in _similar(other, knowledge))


def _similar(occupation: str, knowledge: Knowledge) -> list[str]:
    facts = knowledge.facts.find("related", occupation, NATION)
    return [code for f in facts for code in f.text.split() if code in knowledge.occupations]


def _is_kin(one: str, other: str, knowledge: Knowledge) -> bool:
    """Whether a word of each title begins alike: "pharmacists" and "pharmacy technicians"."""
    starts = ({w[:ALIKE] for w in _title_words(o, knowledge)} for o in (one, other))
    return bool(set.intersection(*starts))


def _title_words(occupation: str, knowledge: Knowledge) -> list[str]:
    return [w for w in re.findall(r"[a-z]+", knowledge.occupations[occupation].title.lower()) if len(w) >= ALIKE]
