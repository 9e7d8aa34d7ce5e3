"""A message in normal form -> the questions it asks, each with what it names and what it may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from careerbot.model import Candidate, Evidence, Mention, Question
from careerbot.reading.intents import IntentIndex
from careerbot.reading.names import Names
from careerbot.reading.quantities import find_mentions
from careerbot.reading.retrieval import Retriever
from careerbot.reading.spelling import English
from careerbot.reading.text import clauses, mask, words

CLEAR = 0.6
LIKE = 0.3
SPECIFIC = 0.35
MOST_ITEMS = 6
EVERYDAY = 23.0
Found = list[tuple[str, float]]
MASKED_OUT = frozenset({"occupation", "place", "amount", "period"})
# Words that frame a question without saying what it is about.
FRAME = frozenset(
    """a an the and or but so if then of in on at to for from with by as about into than that this these those there
    here it its they them their he she his her we us our you your i me my mine one ones is are was were be been being am
    do does did done doing have has had having can could will would should shall may might must not no yes what which
    who whom whose when where why how just really like any some also too very please get got go goes going want
    wanna know tell say said thing things stuff someone somebody people person job jobs work""".split()
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that reading needs, compiled from the knowledge.

    `owners` maps an item id to (intent, occupation or ""); `shelves` an occupation ("" for all) to its item ids.
    """

    names: Names
    intents: IntentIndex
    items: Retriever
    owners: Mapping[str, tuple[str, str]]
    shelves: Mapping[str, frozenset[str]]
    vocabulary: frozenset[str]
    english: English


def read_questions(normal: str, home: str, occupations: Sequence[str], reader: Reader) -> tuple[Question, ...]:
    """The questions of a message, in order: one, or several where its clauses clearly ask different things.

    `home` is the state that a place of many names is first looked for in; `occupations` are what a question
    that names none is about.
    """
    mentions = find_mentions(normal, reader.names, home)
    whole = read_question(normal, mentions, occupations, reader)
    if is_exact(whole):
        return (whole,)
    spans = clauses(normal)
    parts = [read_question(normal[a:b], within(mentions, a, b), occupations, reader) for a, b in spans]
    clear = [p for p in parts if is_clear(p) and asks(p)] if len(parts) > 1 else []
    if likeness(whole) > max((likeness(p) for p in clear), default=0.0):
        return (whole,)
    intents = {p.candidates[0].intent for p in clear}
    if len(intents) > 1:
        return tuple(share_names(p, mentions) for p in drop_repeats(clear))
    if clear and not is_clear(whole):
        return (share_names(clear[0], mentions),)
    return (whole,)


def read_question(text: str, mentions: Sequence[Mention], occupations: Sequence[str], reader: Reader) -> Question:
    """One stretch of the message as a question."""
    masked = reader.intents.mend(mask(text, mentions))
    named = [m.id for m in mentions if m.kind == "occupation"] or list(occupations)
    found = find_items(text, mentions, named, reader)
    reading = reader.intents.read(masked)
    nearest = max((score for _, score in found), default=0.0)
    return Question(
        text,
        masked,
        tuple(mentions),
        join_evidence(reading.candidates, found, reader),
        max(reading.in_scope, nearest),
        find_unknown(masked, reader),
    )


def within(mentions: Iterable[Mention], start: int, end: int) -> list[Mention]:
    """The mentions inside a span, their places counted from its start."""
    inside = (m for m in mentions if start <= m.start and m.end <= end)
    return [replace(m, start=m.start - start, end=m.end - start) for m in inside]


def is_exact(question: Question) -> bool:
    """Whether a rule says what the whole of it means."""
    best = question.candidates[0] if question.candidates else None
    return best is not None and any(e.kind == "pattern" for e in best.because)


def is_clear(question: Question) -> bool:
    """Whether one meaning stands out."""
    return bool(question.candidates) and question.candidates[0].score >= CLEAR and question.in_scope >= CLEAR


def likeness(question: Question) -> float:
    """How like the best item is that the question may ask for, from 0."""
    items = (e.weight for c in question.candidates for e in c.because if e.kind in ("detail", "faq"))
    return max(items, default=0.0)


def asks(question: Question) -> bool:
    """Whether there is more than names in the words."""
    return any(not w.startswith("{") and len(w) > 2 for w in words(question.masked))


def drop_repeats(questions: Iterable[Question]) -> list[Question]:
    """The questions, one for each intent."""
    return list({q.candidates[0].intent: q for q in reversed(list(questions))}.values())[::-1]


def share_names(question: Question, mentions: Iterable[Mention]) -> Question:
    """The question with the names that the rest of the message gives and it does not."""
    own = {m.kind for m in question.mentions}
    lent = (replace(m, start=0, end=0) for m in mentions if m.kind in ("occupation", "place") and m.kind not in own)
    return replace(question, mentions=(*question.mentions, *lent))


def find_items(text: str, mentions: Sequence[Mention], occupations: Iterable[str], reader: Reader) -> Found:
    """The items that the words ask for, best first: the occupations' own and those that belong to none."""
    rest = text
    for m in sorted((m for m in mentions if m.kind in masked_out(mentions)), key=lambda m: -m.start):
        rest = rest[: m.start] + rest[m.end :]
    among = reader.shelves[""].union(*(reader.shelves.get(o, ()) for o in occupations))
    return reader.items.rank(keep_content(rest), among)[:MOST_ITEMS]


def masked_out(mentions: Iterable[Mention]) -> frozenset[str]:
    """Kinds of mention that say nothing on what is asked: two names of one occupation do."""
    jobs = [m.id for m in mentions if m.kind == "occupation"]
    return MASKED_OUT if len(jobs) == len(set(jobs)) else MASKED_OUT - {"occupation"}


def keep_content(text: str) -> str:
    """The words of a text that say what it is about."""
    return " ".join(w for w in words(text) if w not in FRAME)


def join_evidence(ranked: Sequence[Candidate], found: Found, reader: Reader) -> tuple[Candidate, ...]:
    """The candidates with the items that speak for them, best first."""
    best: dict[str, tuple[str, float]] = {}
    for item, score in found:
        best.setdefault(reader.owners[item][0], (item, score))
    joined = [add_item(c, *best.pop(c.intent, ("", 0.0))) for c in ranked]
    joined += [add_item(Candidate(intent, ()), *found_item) for intent, found_item in best.items()]
    return tuple(sorted((c for c in joined if c.because), key=lambda c: -c.score))


def add_item(candidate: Candidate, item: str, score: float) -> Candidate:
    """The candidate with an item as one more reason; the item answers where it is like enough."""
    if score < LIKE:
        return candidate
    reason = Evidence("faq" if item.startswith("faq.") else "detail", score, item)
    return replace(candidate, because=(*candidate.because, reason), item=item if score >= SPECIFIC else "")


def find_unknown(masked: str, reader: Reader) -> tuple[str, ...]:
    """Words that no example, item or term uses, and that are no everyday English either."""
    strange = (w for w in words(masked) if w.isalpha() and len(w) > 2 and w not in reader.vocabulary)
    return tuple(w for w in strange if reader.english.commonness(w) < EVERYDAY)
