"""Questions read in the clauses of a message -> which of them are clear, and which are asked at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from careerbot.model import Mention, Question
from careerbot.reading.patterns import ANY
from careerbot.reading.rambles import OPENING
from careerbot.reading.reader import Context, Reader
from careerbot.reading.text import words

CLEAR, PART = 0.6, 0.4
# A part of so few words may ask without any word for it.
SHORT = 3
# How people speak of a figure itself, not of what it is called.
STATISTIC = re.compile(
    r"\b(?:the|just|only|hourly|weekly|monthly|yearly|annual|national|nation|nationwide|state|us)"
    r" (?:median|mean|average|middle)\b(?! (?:mean|stand))|\b(?:median|average) (?:please|only|for|in)\b"
    r"|^(?:(?:and|so|ok|the|us) )*(?:median|average) (?!mean|stand|is\b|does\b)"
)
# How people tell of themselves or theirs before they ask, and what shows that something is asked.
TELLING = re.compile(
    r"(?:so |hi |hey |ok |and )*(?:i|we|my|our|she|he|they|sophomore|junior|senior|freshman"
    r"|got (?:family|kids?|friends)|(?:knees?|back|shoulders?|hands|body|feet) (?:is|are|was|gave|hurts?|cant))\b"
    r"|(?:[a-z]+ ){0,3}(?:counselor|teacher|advisor|adviser|librarian|specialist|parent|mom|mother|dad|father|student"
    r"|veteran) here\b|\d+ (?:years?|yrs?) (?:in|as|at|with)\b|now (?:in|at|(?:i|we) (?:live|am))\b"
    r"|(?:so |just )*(?:burned|burnt) out\b|before i (?:quit|sign|apply|decide|go)\b"
    r"|(?:just )?(?:updating|making|writing|preparing|doing|putting together|testing) (?:an?|my|our|the|some|this|it)\b"
)
ASKING = re.compile(
    r"\b(?:what|which|how|where|when|who|whose|why|any|need|much|many)\b"
    r"|^(?:(?:so|and|but|or|ok) )*(?:is|are|am|do|does|did|can|could|should|would|will|may)\b"
)
# What is said by somebody, or of the figures shown.
CLAIMED = re.compile(r"\b(?:your|says?|said|told|tells|heard|read|thinks?|claims?)\b")
TOO_MUCH = re.compile(r"\btoo (?:much|many)\b")
# What a part that says nothing else may name, for it to be what is asked.
BARE = frozenset({"occupation", "place", "percentile"})
# Words of a question that says no more than what the one before it is now about.
SMALL = frozenset(
    """a an and or n but so ok okay now then what how about for in at near to of the that this those them they it
    with vs versus against there here over back go same again instead no nah not wait sorry actually just only please i
    we you me my mean meant said um uh hmm lol oh yes yeah yep well also too plus add drop remove forget skip take
    out leave without one other whole thing though alright right hey guy worker person folks all on by per try
    her his their k kk hm hmm dang damn wow bruh bro omg holy really ouch yikes nice cool sweet oof""".split()
)


def told_beside_asked(normal: str, spans: Sequence[tuple[int, int]], parts: Sequence[Question]) -> list[Question]:
    """The parts that ask nothing, before one that clearly does: "help desk 3 years, how do i get into security"."""
    marked = find_marked(normal, spans, parts)
    unasked = (p for p in parts if p not in marked and not ASKING.search(p.text))
    # A figure that is given and a claim are what the question is about.
    plain = [p for p in unasked if all(m.kind != "amount" for m in p.mentions) and not CLAIMED.search(p.text)]
    told = [p for p in plain if TELLING.match(p.text)]
    fair = (is_fair(p) and (OPENING.match(p.text) or (p in marked and ASKING.search(p.text))) for p in parts)
    first = next((at for at, asked in enumerate(fair) if asked), 0)
    if first:
        return [p for p in plain if p in parts[:first] and (p in told or not (is_exact(p) or is_short(p)))]
    return told if any(ASKING.search(p.text) or (p not in told and is_exact(p)) for p in parts) else []


def find_marked(normal: str, spans: Sequence[tuple[int, int]], parts: Sequence[Question]) -> list[Question]:
    """The parts that end in a question mark."""
    return [p for p, (_, end) in zip(parts, spans, strict=True) if normal[end:].lstrip().startswith("?")]


def is_short(question: Question) -> bool:
    """Whether a part is so short that it may well ask without a word for it: "yearly pay"."""
    return len(question.text.split()) <= SHORT


def find_named_only(normal: str, spans: Sequence[tuple[int, int]], parts: Sequence[Question]) -> Question | None:
    """The only clause that asks, if it merely names something: "4 yrs is too much. paralegal?"; else None."""
    asked = find_marked(normal, spans, parts)
    told = [p for p in parts if p not in asked]
    bare = len(asked) == 1 and is_elliptical(asked[0]) and any(m.kind in {*BARE, "term"} for m in asked[0].mentions)
    plain = bool(told) and all(not ASKING.search(TOO_MUCH.sub("", p.text)) and len(p.text.split()) > 2 for p in told)
    return asked[0] if bare and plain else None


def prefer_topics(questions: list[Question], reader: Reader) -> list[Question]:
    """The questions without small talk, where there is more than small talk."""
    return [q for q in questions if not is_talk(q, reader)] or questions[-1:]


def prefer_questions(questions: list[Question], reader: Reader) -> list[Question]:
    """The questions without what people tell of themselves before they ask, where something is asked.

    A cry for help always stays.
    """
    calm = [q for q in questions if all(c.intent != reader.intents.crisis for c in q.candidates)]
    told = [q for q in calm if TELLING.match(q.text) and not ASKING.search(q.text)]
    return [q for q in questions if q not in told] if any(ASKING.search(q.text) for q in questions) else questions


def drop_repeats(questions: Iterable[Question]) -> list[Question]:
    """The questions, one for each intent."""
    return list({q.candidates[0].intent: q for q in reversed(list(questions))}.values())[::-1]


def share_names(question: Question, mentions: Iterable[Mention]) -> Question:
    """The question with the names that the rest of the message gives and it does not."""
    own = {m.kind for m in question.mentions}
    lent = (replace(m, start=0, end=0) for m in mentions if m.kind not in {*own, "term"})
    return replace(question, mentions=(*question.mentions, *lent))


def is_talk(question: Question, reader: Reader) -> bool:
    """Whether a question is likeliest small talk."""
    return question.candidates[0].intent in reader.talk


def counts_anyway(question: Question, reader: Reader) -> bool:
    """Whether a part that asks nothing counts beside one that does: small talk, a term, a cry for help."""
    cries = any(c.intent == reader.intents.crisis for c in question.candidates)
    return cries or asks_word(question) or (bool(question.candidates) and is_talk(question, reader))


def is_elliptical(question: Question) -> bool:
    """Whether a question says nothing but what it is about: "and in texas?"; "just the median" asks for a figure."""
    figure = asks_word(question) and STATISTIC.search(question.text)
    return bool(question.mentions) and not figure and all(w in SMALL for w in words(question.masked) if w[0].isalpha())


def asks_own_entry(question: Question, context: Context, reader: Reader) -> bool:
    """Whether the whole of it means an entry of a layer's own FAQ, and no job is named or talked of."""
    on_a_job = context.talked or any(m.kind == "occupation" for m in question.mentions)
    best = question.best
    return best is not None and best.is_entry and best.item in reader.items.own and not on_a_job


def is_exact(question: Question) -> bool:
    """Whether a rule, or a counselor's own question, says what the whole of it means."""
    best = question.best
    ruled = best is not None and any(e.kind == "pattern" and ANY not in e.what for e in best.because)
    return ruled or (best is not None and best.is_foreseen)


def is_open(question: Question) -> bool:
    """Whether only rules that leave words open say what the whole of it means."""
    best = question.best
    return best is not None and best.is_ruled and not is_exact(question)


def is_clear(question: Question) -> bool:
    """Whether one meaning stands out."""
    return question.best is not None and question.best.score >= CLEAR and question.in_scope >= CLEAR


def is_fair(question: Question) -> bool:
    """Whether a question is surely one of ours, and one meaning of it likelier than most."""
    return question.best is not None and question.best.score >= PART and question.in_scope >= CLEAR


def is_likely(question: Question, reader: Reader) -> bool:
    """Whether a part beside a clear one asks something as well, likely enough."""
    best = question.best
    topic = best is not None and best.score >= PART and best.intent not in reader.talk
    return topic and question.in_scope >= PART and asks(question)


def sureness(question: Question) -> float:
    """How likely a question's best meaning is."""
    return question.best.score if question.best else 0.0


def likeness(question: Question) -> float:
    """How like the best item is that the question may ask for, from 0."""
    items = (e.weight for c in question.candidates for e in c.because if e.kind in ("detail", "faq"))
    return max(items, default=0.0)


def asks(question: Question) -> bool:
    """Whether the words say more than what they are about."""
    return any(w not in SMALL and w != "which" and len(w) > 2 for w in words(question.masked) if w[0] != "{")


def asks_word(question: Question) -> bool:
    """Whether a question names a term."""
    return any(m.kind == "term" for m in question.mentions)


def says_something(question: Question) -> bool:
    """Whether a question asks in words of its own or for a term, or a rule says what its few words mean."""
    named = is_exact(question) or asks_word(question)
    return asks(question) or (named and not is_elliptical(question))
