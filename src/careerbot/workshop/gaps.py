"""Wordings without a good answer -> alike ones together, most frequent first, each group with the nearest entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careerbot.bot import CareerBot, context_of
from careerbot.model import Gap, Mark, Question, State, Step
from careerbot.reading.features import Likeness, Row, Rows
from careerbot.reading.items import cut_names, keep_content
from careerbot.reading.meaning import Encode
from careerbot.reading.questions import read_message
from careerbot.reading.text import normalise, words
from careerbot.reading.wordspace import stem
from careerbot.talking.lookup import find_item

# From which likeness (0..1) two wordings ask the same: by their words, and by their meaning.
ALIKE, MEANT = 0.7, 0.7
# Groups, the most frequent ones, whose meaning is looked at: a sentence costs some milliseconds.
MOST_READ = 500
# Other wordings of a group that a reader is shown.
_SHOWN = 4
_MASKED = re.compile(r"\[[a-z]+\]")


@dataclass(frozen=True, slots=True)
class Near:
    """What comes nearest to a question: an entry or an intent, how near (0..1), and where it is written."""

    id: str
    score: float
    where: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Wordings that ask the same, each with its count, most frequent first; why they are gaps, and the last day.

    `phrases` are the wordings in normal form, that of the one first that the others are like.
    """

    wordings: tuple[tuple[str, int], ...]
    phrases: tuple[str, ...]
    reasons: tuple[tuple[str, int], ...]
    count: int
    day: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A group with its number in the list, the nearest entry, and the intent that it likeliest means."""

    number: int
    group: Group
    entry: Near | None
    intent: Near | None


# ------------------------------------------------------------------ alike ones together
def group_gaps(
    gaps: Iterable[Gap], folds: Mapping[str, str], mend: Callable[[str], str] = str, encode: Encode | None = None
) -> list[Group]:
    """Groups of wordings that ask the same, most frequent first; each wording is in one.

    `folds` and `mend` are those of the bot: slang is folded and typing errors are mended before wordings are compared,
    first by their words, then by the meaning of the most frequent ones where there is a sentence model.
    """
    by_phrase: dict[str, list[tuple[str, Gap]]] = {}
    for gap in gaps:
        phrase = read_phrase(gap.wording, folds)
        by_phrase.setdefault(mend(phrase), []).append((phrase, gap))
    often = {phrase: sum(gap.count for _, gap in some) for phrase, some in by_phrase.items()}
    ordered = sorted(by_phrase, key=lambda phrase: (-often[phrase], phrase))
    by_words = [[ordered[i] for i in some] for some in gather_by_words(ordered)]
    by_words.sort(key=lambda some: -sum(often[phrase] for phrase in some))
    joined = [[phrase for i in some for phrase in by_words[i]] for some in gather_by_meaning(by_words, encode)]
    groups = [_make_group([read for phrase in some for read in by_phrase[phrase]]) for some in joined]
    return sorted(groups, key=lambda group: (-group.count, group.wordings))


def read_phrase(wording: str, folds: Mapping[str, str]) -> str:
    """A wording as it reads to the bot: without what was masked, and without clause marks."""
    return " ".join(words(normalise(_MASKED.sub(" ", wording), folds)))


def gather_by_words(phrases: Sequence[str]) -> list[list[int]]:
    """Numbers of phrases that have most of what they say in common, in groups."""
    rows, width = _weigh_stems(phrases)
    likeness = Likeness.of(rows, width)
    return _gather(len(phrases), lambda number: likeness.of_row(rows.row(number)) >= ALIKE)


def gather_by_meaning(groups: Sequence[Sequence[str]], encode: Encode | None) -> list[list[int]]:
    """Numbers of groups whose first phrases mean nearly the same, in groups; each alone where nothing can tell."""
    read = groups[:MOST_READ] if encode else []
    vectors = encode([group[0] for group in read]) if encode and read else np.empty((0, 1), np.float32)
    together = _gather(len(read), lambda number: vectors @ vectors[number] >= MEANT)
    return [*together, *([number] for number in range(len(read), len(groups)))]


def _gather(count: int, find_alike: Callable[[int], NDArray[np.bool_]]) -> list[list[int]]:
    """Groups of numbers, each of the first one that is free and all free ones that are like it."""
    free = np.ones(count, bool)
    groups = []
    for number in range(count):
        if free[number]:
            alike = find_alike(number) & free
            alike[number] = False
            free[alike] = free[number] = False
            groups.append([number, *map(int, np.flatnonzero(alike))])
    return groups


def _weigh_stems(phrases: Sequence[str]) -> tuple[Rows, int]:
    """A row for each phrase: the stems of what it says, weighed by how rare they are; and the number of stems."""
    said = [sorted({stem(word) for word in words(keep_content(phrase) or phrase)}) for phrase in phrases]
    seen = Counter(stem for stems in said for stem in stems)
    columns = {stem: i for i, stem in enumerate(sorted(seen))}
    rarity = np.array([log((1 + len(said)) / (1 + seen[stem])) + 1 for stem in columns], np.float32)
    numbers = [np.array([columns[stem] for stem in stems], np.int32) for stems in said]
    return Rows.of([Row(some, rarity[some]) for some in numbers]), len(columns)


def _make_group(read: Sequence[tuple[str, Gap]]) -> Group:
    wordings, reasons = Counter[str](), Counter[str]()
    for _, gap in read:
        wordings[gap.wording] += gap.count
        reasons[gap.reason] += gap.count
    return Group(
        wordings=_by_count(wordings),
        phrases=tuple(dict.fromkeys(phrase for phrase, _ in read)),
        reasons=_by_count(reasons),
        count=sum(gap.count for _, gap in read),
        day=max(gap.day for _, gap in read),
    )


def _by_count(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda pair: -pair[1]))


# ------------------------------------------------------------------ what comes nearest
def place_groups(groups: Iterable[Group], bot: CareerBot) -> Iterator[Placed]:
    """The groups with their numbers from 1, and what comes nearest to the most frequent wording of each."""
    for number, group in enumerate(groups, 1):
        text = normalise(group.phrases[0], bot.knowledge.words)
        question = read_message(text, context_of(State(), bot.knowledge), bot.reader)[0]
        yield Placed(number, group, _find_entry(question, bot), _find_intent(question, bot))


def _find_entry(question: Question, bot: CareerBot) -> Near | None:
    """The FAQ entry, term or note of a named occupation that is most like the question; None where none is at all."""
    named = [m.id for m in question.mentions if m.kind == "occupation"]
    wording = bot.reader.intents.mend(cut_names(question.text, question.mentions))
    for id, score in bot.reader.items.rank(wording, named, 0.0, 1):
        item = find_item(Step("", item=id), None, bot.knowledge)
        return Near(id, round(score, 2), str(item.where) if item else "")
    return None


def _find_intent(question: Question, bot: CareerBot) -> Near | None:
    """The topic that the question likeliest means, with the example or entry that speaks for it; None for none."""
    topics = (c for c in question.candidates if bot.knowledge.intents[c.intent].kind == "topic")
    best = max(topics, key=lambda c: c.score, default=None)
    if best is None:
        return None
    reason = max(best.because, key=lambda evidence: evidence.weight)
    return Near(best.intent, round(best.score, 2), _show(reason.where))


def _show(where: Mark | None) -> str:
    return str(where) if where else ""


# ------------------------------------------------------------------ for readers and for tools
def describe_group(placed: Placed) -> Iterator[str]:
    """Lines for a reader: how often and what, why, other wordings, what comes nearest."""
    group = placed.group
    (first, _), *others = group.wordings
    yield f"{placed.number:>3}  {group.count:>4} ×  {first}"
    yield f"             {', '.join(f'{_say(reason)} {count}' for reason, count in group.reasons)}; last {group.day}"
    if others:
        more = f" … and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        yield f"             also: {' · '.join(wording for wording, _ in others[:_SHOWN])}{more}"
    near = [f"{what} {n.id} {n.score:.2f}" + (f" ({n.where})" if n.where else "") for what, n in _nearest(placed)]
    yield f"             nearest: {'; '.join(near) or 'nothing'}"


def _nearest(placed: Placed) -> Iterator[tuple[str, Near]]:
    yield from ((what, n) for what, n in (("entry", placed.entry), ("intent", placed.intent)) if n)


def _say(reason: str) -> str:
    return reason.replace("_", " ")


def list_group(placed: Placed) -> dict[str, Any]:
    """The same as plain values for JSON."""
    group = placed.group
    return {
        "number": placed.number,
        "count": group.count,
        "last": group.day,
        "reasons": dict(group.reasons),
        "wordings": [{"text": text, "count": count} for text, count in group.wordings],
        "entry": asdict(placed.entry) if placed.entry else None,
        "intent": asdict(placed.intent) if placed.intent else None,
    }
