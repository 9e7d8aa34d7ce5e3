"""How people ask, and what buttons say -> what is wrong: too long, somebody's data, nearer to another answer."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from careerbot.content.check_texts import items_of
from careerbot.content.draft import Content
from careerbot.content.links import place_of
from careerbot.model import Mark, Problem, Step
from careerbot.reading.features import Floats, Ints, Likeness, Row, Rows
from careerbot.reading.personal import mask_personal
from careerbot.reading.text import words
from careerbot.reading.wordspace import stem
from careerbot.talking.buttons import LIMIT, LONGEST_LABEL, encode_step

# Longer than any question that was ever asked; long stories teach nothing about what was meant.
LONGEST_ASK = 1500
# How alike two phrasings must be to be taken for one question, and how many times as alike as any of the own answer's.
ALIKE, TIMES = 0.74, 2.0
# The part of an answer's phrasings that a word stands in which tells what that answer is about.
TELLING = 0.25

# Dates, short numbers and most openings of names mean nobody where they stand in an example.
_OF_A_PERSON = re.compile(r"\[(email|handle|phone|address)\]|\bmy name(?: is|'s) \[(name)\]", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{9,}|\b\d{3}[ -]\d\d[ -]\d{4}\b|\b(?:\d{4}[ -]){3}\d{4}\b")
_SIGNS = re.compile(r"\d|@|\bdot\b|\bmy name", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Phrasing:
    """One way of asking, and the answer that it asks for."""

    text: str
    where: Mark
    owner: str


def phrasings_are_short_enough(content: Content) -> Iterable[Problem]:
    """Nobody asks in as many words as an essay has."""
    for phrasing in _phrasings(content):
        if len(phrasing.text) > LONGEST_ASK:
            message = f"this way of asking has {len(phrasing.text):,} characters; {LONGEST_ASK:,} are enough"
            yield Problem(phrasing.where, "long-ask", message, "keep what makes the question")


def phrasings_tell_nothing_of_a_person(content: Content) -> Iterable[Problem]:
    """No way of asking holds an address, a number or a name of somebody, as a question that was copied may."""
    for phrasing in _phrasings(content):
        kind = _find_personal(phrasing.text[:LONGEST_ASK])
        if kind:
            message = f"here seems to stand somebody's {kind}"
            yield Problem(phrasing.where, "personal-data", message, "leave it out; it teaches nothing", "warning")


def entries_can_be_buttons(content: Content) -> Iterable[Problem]:
    """An entry that another one names under `next` has a label and an id that a button can hold."""
    followed = {name for entry in content.knowledge.faq for name in entry.next}
    for entry in content.knowledge.faq:
        if not encode_step(Step(entry.intent, item=entry.item.id)):
            message = f"a button cannot send ids as long as `{entry.id}` with `{entry.intent}` ({LIMIT} characters)"
            yield Problem(place_of(entry.id, entry.item.where), "long-id", message, "shorten the id")
        elif entry.item.id in followed and all(len(ask) > LONGEST_LABEL for ask in entry.asks):
            where = place_of(entry.asks[0], entry.item.where) if entry.asks else entry.item.where
            message = f"another entry offers this one, and no ask is short enough for a button ({LONGEST_LABEL})"
            yield Problem(where, "long-button", message, "add a short way of asking", "warning")


def asks_are_nearest_to_their_own_answer(content: Content) -> Iterable[Problem]:
    """No phrasing of a FAQ entry is much more like another entry's than like the others of its own."""
    groups: dict[tuple[str, str], list[_Phrasing]] = defaultdict(list)
    for entry in content.knowledge.faq:
        groups[entry.occupation, entry.place] += [
            _Phrasing(ask, place_of(ask, entry.item.where), entry.id) for ask in entry.asks if len(ask) <= LONGEST_ASK
        ]
    for phrasings in groups.values():
        yield from _find_strays(phrasings, content)


def _find_personal(text: str) -> str:
    """What kind of personal data a way of asking holds; "" for none."""
    if not _SIGNS.search(text):
        return ""
    masked = mask_personal(text)
    found = _OF_A_PERSON.search(masked)
    # A first name alone is nobody's.
    if found and found[0] not in text and (found[1] or len(masked.split()) < len(text.split())):
        return found[1] or found[2]
    return "number" if _LONG_NUMBER.search(text) else ""


def _phrasings(content: Content) -> Iterator[_Phrasing]:
    """Every written way of asking: examples, near misses, asks and the messages of conversations."""
    for intent in content.knowledge.intents.values():
        yield from (_Phrasing(text, mark, intent.id) for text, mark in (*intent.examples, *intent.never))
    for item in items_of(content.knowledge):
        yield from (_Phrasing(ask, place_of(ask, item.where), item.id) for ask in item.asks)
    for dialogue in content.dialogues:
        yield from (_Phrasing(e.text, e.where, dialogue.title) for e in dialogue.exchanges)


def _find_strays(phrasings: Sequence[_Phrasing], content: Content) -> Iterator[Problem]:
    stems = [frozenset(map(stem, words(content.normalise(phrasing.text)))) for phrasing in phrasings]
    numbers = {owner: n for n, owner in enumerate(dict.fromkeys(p.owner for p in phrasings))}
    owners = np.array([numbers[p.owner] for p in phrasings], np.int32)
    rows, width = _weigh_words(stems, owners)
    likeness = Likeness.of(rows, width)
    for at, phrasing in enumerate(phrasings):
        nearest = _find_nearer(likeness.of_row(rows.row(at)), at, owners)
        if nearest is not None and not _is_told_apart(at, nearest, stems, owners):
            other = phrasings[nearest]
            message = f"this is nearer to `{other.text}` of `{other.owner}` ({other.where}) than to its own entry"
            hint = "move it there, or word it so that the difference shows"
            yield Problem(phrasing.where, "nearer-another", message, hint, "warning")


def _weigh_words(stems: Sequence[frozenset[str]], owners: Ints) -> tuple[Rows, int]:
    """The words of each phrasing by how few answers are asked for with them, and how many words there are."""
    used = Counter(word for word, _ in {(w, owner) for some, owner in zip(stems, owners, strict=True) for w in some})
    columns = {word: column for column, word in enumerate(sorted(used))}
    answers = len(set(owners.tolist()))
    rarity = {word: log((1 + answers) / (1 + number)) + 0.5 for word, number in used.items()}
    rows = [
        Row(np.array([columns[w] for w in some], np.int32), np.array([rarity[w] for w in some], np.float32))
        for some in map(sorted, stems)
    ]
    return Rows.of(rows), len(columns)


def _find_nearer(alike: Floats, at: int, owners: Ints) -> int | None:
    """The phrasing of another answer that one is nearest to; None where it is near enough to its own."""
    own = owners == owners[at]
    others = np.where(own, 0.0, alike)
    nearest = int(others.argmax())
    own[at] = False
    return nearest if others[nearest] > max(ALIKE, TIMES * alike[own].max(initial=0.0)) else None


def _is_told_apart(at: int, nearest: int, stems: Sequence[frozenset[str]], owners: Ints) -> bool:
    """Whether a word that only one of the two has tells which answer is meant, or both read the same."""
    alike = ((one, np.flatnonzero(owners == owners[one]).tolist()) for one in (at, nearest))
    own, theirs = ([stems[i] for i in found if i != one] for one, found in alike)
    mine, yours = stems[at] - stems[nearest], stems[nearest] - stems[at]
    says_own = any(word in some for word in mine for some in own)
    says_theirs = any(sum(word in some for some in theirs) > TELLING * len(theirs) for word in yours)
    return says_own or says_theirs or stems[at] == stems[nearest]
