"""A message in normal form -> the questions it asks, each with what it names and what it may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from careerbot.model import NATION, Candidate, Evidence, Mention, Question
from careerbot.reading.asides import ASKS_FOR_OTHERS, drop_asides, drop_origins, drop_passed, is_waved_off
from careerbot.reading.asked import Meant
from careerbot.reading.counties import find_county
from careerbot.reading.described import APPLYING, UNNAMED
from careerbot.reading.foreseen import Stretch, find_asked, is_aside
from careerbot.reading.intents import OUT_OF_SCOPE, Reading
from careerbot.reading.items import FRAME, join_items
from careerbot.reading.judging import (
    ASKING,
    BARE,
    CLEAR,
    SMALL,
    STATISTIC,
    TELLING,
    asks,
    asks_own_entry,
    asks_word,
    counts_anyway,
    drop_repeats,
    find_named_only,
    is_clear,
    is_elliptical,
    is_exact,
    is_fair,
    is_likely,
    is_open,
    is_talk,
    likeness,
    prefer_questions,
    prefer_topics,
    says_something,
    share_names,
    sureness,
    told_beside_asked,
)
from careerbot.reading.quantities import find_mentions
from careerbot.reading.rambles import find_asking
from careerbot.reading.reader import Context, Reader
from careerbot.reading.text import clauses, mask, words
from careerbot.reading.variants import BESIDE, find_variant

# A question of so few words that names no occupation may lean on the one before, so much.
FEW, RECENT = 7, 0.3
# At the meaning of so many parts is looked where neither the whole nor any part is clear by its words.
MOST_LOOKS = 2
# With so many words of its own a message may describe a job that it does not name.
LEAST_SAID = 2
# A word less common than this is hardly English; behind "a" one less common than the second may be a job.
STRANGE, RARE = 12.0, 23.0
# Those who do what comes behind.
WHO = re.compile(
    r"\b(?:(?:the|a|an|those|that|these) )?(?:people|folks|guys?|man|men|woman|women|lady|ladies|person|persons|someone"
    r"|somebody|ones?|workers?|those) (?:who|that) (?:just )?$"
)
# Words that point back to the job talked of.
POINTING = re.compile(r"\b(?:it|its|they|their|them|this|that|which (?:ones?|is|of))\b")
SCHOOLING = frozenset(("education", "education_cost"))
STUDY = re.compile(r"\bthe [a-z]+ one\b|\b(?:engineering|business|management|technology|science)\b")
COMPARING = frozenset(("compare", "comparing", "comparison"))

# Words that describe no job.
SAY_NOTHING = SMALL | FRAME | BESIDE | {*"hi hey hello old yo year years side best nice cool".split()}


def read_message(normal: str, context: Context, reader: Reader) -> tuple[Question, ...]:
    """The questions of a message, the first with what speaks for a cry for help anywhere in it."""
    asking = find_asking(normal)
    if asking and not cries_out(normal, reader) and is_fair((heard := hear_out(normal, asking, context, reader))[0]):
        named = any(m.kind == "occupation" for q in heard for m in q.mentions)
        if named or context.talked:
            return heard
    command = len(normal.split()) <= FEW and reader.intents.is_command(normal)
    normal, mentions = (normal, ()) if command else find_names(normal, context, reader)
    mentions = drop_asides(normal, mentions, context.talked)
    # Of schooling "the engineering one" is a degree and no job.
    talked = () if SCHOOLING & {*context.intents} and STUDY.search(normal) else context.talked
    mentions = () if command else find_variant(normal, mentions, talked, reader.names, SMALL)
    mentions = () if command else find_county(normal, mentions, context.areas, reader.names.atlas)
    kept = drop_origins(normal, mentions)
    # Whoever asks for others has a job that is not spoken of.
    own = not ASKS_FOR_OTHERS.match(normal)
    origins = tuple(dict.fromkeys(m.id for m in mentions if m not in kept)) if own else ()
    questions = tuple(replace(q, origins=origins) for q in read_questions(normal, kept, context, reader))
    alarm = None if command else reader.intents.listen(mask(normal, mentions))
    first = replace(questions[0], candidates=(*questions[0].candidates, alarm)) if alarm else questions[0]
    if not command and describes(normal, mentions, questions, context, reader):
        first = replace(first, described=reader.described.find(normal, reader.encode) if reader.encode else ())
    return (first, *questions[1:])


def cries_out(normal: str, reader: Reader) -> bool:
    """Whether an author's rule takes a clause of a message for a cry for help."""
    read = (reader.intents.read(normal[a:b], by_words=True) for a, b in clauses(normal))
    return any(c.is_ruled and c.intent == reader.intents.crisis for reading in read for c in reading.candidates)


def hear_out(normal: str, asking: str, context: Context, reader: Reader) -> tuple[Question, ...]:
    """The questions of a long message: of what it asks, with the names that only the story round it gives."""
    story, mentions = find_names(normal, context, reader)
    told = drop_passed(story, drop_origins(story, drop_asides(story, mentions, context.talked)))
    questions = tuple(share_names(q, told) for q in read_message(asking, context, reader))
    alarm = reader.intents.listen(mask(story, mentions))
    calm = [c for c in questions[0].candidates if c.intent != reader.intents.crisis]
    return (replace(questions[0], candidates=(*calm, alarm)) if alarm else questions[0], *questions[1:])


def find_names(normal: str, context: Context, reader: Reader) -> tuple[str, tuple[Mention, ...]]:
    """The message and what it names; with its other words mended where they then name more: "wage in yakma"."""
    mentions = find_mentions(normal, reader.names, context.home)
    mended = mend_beside(normal, mentions, reader)
    again = find_mentions(mended, reader.names, context.home) if mended != normal else ()
    text, found = (mended, again) if covered(again) > covered(mentions) else (normal, mentions)
    return text, tuple(take_in(text, mention) for mention in found)


def take_in(text: str, mention: Mention) -> Mention:
    """The mention with the words before it that say who does what it says: "people who fix elevators"."""
    who = WHO.search(text, 0, mention.start) if mention.kind == "occupation" else None
    return replace(mention, start=who.start()) if who else mention


def covered(mentions: Iterable[Mention]) -> int:
    """How many letters of a message the names in it take."""
    return sum(m.end - m.start for m in mentions)


def mend_beside(normal: str, mentions: Sequence[Mention], reader: Reader) -> str:
    """The message with the words mended that name nothing."""
    ends = [0, *(end for m in mentions for end in (m.start, m.end)), len(normal)]
    parts = [normal[a:b] for a, b in pairwise(ends)]
    beside = [reader.intents.mend(part) if at % 2 == 0 else part for at, part in enumerate(parts)]
    return " ".join(part.strip() for part in beside if part.strip())


def describes(
    normal: str, mentions: Sequence[Mention], questions: Sequence[Question], context: Context, reader: Reader
) -> bool:
    """Whether a job may be described that is not named: none was, nor is one talked of."""
    named = any((m.kind == "occupation" and not m.options) or m.kind == "term" for m in mentions)
    unnamed = not context.talked or UNNAMED.search(normal)
    if named or not unnamed or APPLYING.search(normal) or any(is_talk(q, reader) for q in questions if q.candidates):
        return False
    if any(is_clear(q) and q.best and q.best.is_entry for q in questions):
        return False
    said = (w for w in words(mask(normal, mentions)) if w not in SAY_NOTHING and not w.isdigit())
    return sum(1 for _ in said) >= LEAST_SAID


def read_questions(normal: str, mentions: Sequence[Mention], context: Context, reader: Reader) -> tuple[Question, ...]:
    """The questions of a message, in order: one, or several where its clauses clearly ask different things."""
    whole = read_question(normal, mentions, context, reader)
    spans = keep_whole(clauses(normal), mentions)
    single = is_exact(whole) or is_elliptical(whole) or asks_own_entry(whole, context, reader)
    if single or len(spans) < 2 or sets_side_by_side(normal, mentions):
        return (whole,)
    lent = [m for m in mentions if not is_waved_off(normal, mentions, m)]
    named = tuple(dict.fromkeys(m.id for m in mentions if m.kind == "occupation"))
    context = replace(context, occupations=named or context.occupations)
    parts = [read_question(normal[a:b], within(mentions, a, b), context, reader, by_words=True) for a, b in spans]
    if (named_only := find_named_only(normal, spans, parts)) and (context.intents or asks_word(named_only)):
        return (share_names(named_only, lent),)
    told = told_beside_asked(normal, spans, parts)
    parts = [p for p in parts if p not in told or counts_anyway(p, reader)]
    spoken = [p for p in parts if is_clear(p) and says_something(p)]
    clear = prefer_topics(prefer_questions(spoken, reader), reader)
    if clear and is_talk(clear[0], reader) and clear[0].candidates[0].intent != OUT_OF_SCOPE:
        # Thanks and greetings round a question that is not clear by itself: the question counts.
        rest = [read_question(p.text, p.mentions, context, reader) for p in parts if p not in spoken and asks(p)]
        rest = rest or [p for p in parts if is_elliptical(p)]
        return (share_names(max(rest, key=sureness), lent),) if rest else (whole,)
    exact = [p for p in clear if is_exact(p)]
    if len(exact) == 1 and (not is_clear(whole) or is_open(whole) or TELLING.match(normal)):
        return tuple(
            share_names(p, lent)
            for p in drop_repeats(prefer_questions([p for p in parts if p in exact or is_likely(p, reader)], reader))
        )
    apart = [p for p in exact if whole.best and p.candidates[0].intent not in (whole.best.intent, *reader.talk)]
    if len(exact) < 2 and likeness(whole) >= max(CLEAR, *(likeness(p) for p in parts)):
        return (whole, *(share_names(p, lent) for p in apart))
    if apart or len({p.candidates[0].intent for p in clear}) > 1 or (clear and not is_clear(whole)):
        looked = [
            p if p in clear else read_question(p.text, p.mentions, context, reader)
            for p in parts
            if p in clear or (asks(p) and p not in spoken)
        ]
        kept = prefer_topics(prefer_questions([p for p in looked if is_clear(p)], reader), reader)
        kept = [whole, *kept] if kept == apart and is_clear(whole) else kept
        return tuple(share_names(p, lent) for p in drop_repeats(kept))
    if not clear and not is_clear(whole):
        asked = [p for p in parts if asks(p) and ASKING.search(p.text)][-MOST_LOOKS:]
        looked = [q for p in asked if is_clear(q := read_question(p.text, p.mentions, context, reader))]
        topics = [q for q in looked if not is_talk(q, reader)]
        if topics:
            return tuple(share_names(q, lent) for q in drop_repeats(topics))
    bare = [p for p in parts if is_elliptical(p) and any(m.kind in BARE for m in p.mentions)]
    asking = any(ASKING.search(p.text) for p in parts if p not in bare)
    return (share_names(bare[-1], lent),) if bare and not asking and not is_clear(whole) else (whole,)


def sets_side_by_side(normal: str, mentions: Sequence[Mention]) -> bool:
    """Whether several jobs or places are to be compared, whose list is one question."""
    several = any(len({m.id for m in mentions if m.kind == kind}) > 1 for kind in ("occupation", "place"))
    return several and not COMPARING.isdisjoint(normal.split())


def keep_whole(spans: Iterable[tuple[int, int]], mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """The clauses, those joined again that part a name, or names of a kind: "texas and ohio welder pay"."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        inside = joined and any(m.start < joined[-1][1] and start < m.end for m in mentions)
        if joined and (inside or begins_alike(joined[-1], start, mentions)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def begins_alike(span: tuple[int, int], start: int, mentions: Sequence[Mention]) -> bool:
    """Whether a clause is nothing but a name, and the one that starts next begins with another of its kind."""
    alone = next((m for m in mentions if (m.start, m.end) == span), None)
    return alone is not None and any(m.start == start and m.kind == alone.kind for m in mentions)


def read_question(
    text: str, mentions: Sequence[Mention], context: Context, reader: Reader, by_words: bool = False
) -> Question:
    """One stretch of the message as a question; `by_words` for no second look at its meaning."""
    masked = reader.intents.mend(mask(text, mentions))
    named = [m.id for m in mentions if m.kind == "occupation"]
    reading = read_intents(text, masked, mentions, context, reader, by_words)
    places = [m.id for m in mentions if m.kind == "place"] or context.areas
    places = [place for place in places if place != NATION]
    jobs = named or context.occupations
    foreseen = reader.items.foresee(text, places)
    found = reader.items.find(text, mentions, jobs, places, reader.intents.mend)
    stretch = Stretch(text, mentions, jobs, places)
    meant = Meant() if foreseen or by_words else find_asked(stretch, reading, found, context, reader)
    if meant.weight:
        foreseen = reader.items.mean(meant.items[0], meant.weight)
    on_a_job = named or (context.talked and POINTING.search(text))
    found = [f for f in found if not (on_a_job and f.item.startswith("faq.") and f.intent in reader.roaming)]
    if named and reading.candidates:
        found = [f for f in found if not is_aside(f, reading.candidates[0], reader)]
    if asks_figure(text, mentions, context):
        found = [f for f in found if not f.item.startswith("terms.")]
    recent = context.intents if not named and len(words(masked)) <= FEW else ()
    joined = join_items(add_recent(reading.candidates, recent), found, recent)
    if joined and not by_words:
        joined = (reader.items.add_rest(joined[0], text, mentions, jobs, reader.intents.mend), *joined[1:])
    nearest = max((f.weight for f in found), default=0.0)
    return Question(
        text,
        masked,
        tuple(mentions),
        (foreseen, *(c for c in joined if c.intent != foreseen.intent)) if foreseen else joined,
        max(reading.in_scope, nearest, RECENT if recent else 0.0, foreseen.score if foreseen else 0.0),
        find_unknown(masked, reader),
        entries=() if foreseen else meant.items,
    )


def asks_figure(text: str, mentions: Iterable[Mention], context: Context) -> bool:
    """Whether a term named is a figure to look up, not a word to explain: beside a place, or "the median" of a job."""
    kinds = {m.kind for m in mentions}
    beside = "place" in kinds and not kinds.isdisjoint(("occupation", "term"))
    return beside or bool(STATISTIC.search(text) and ("occupation" in kinds or context.occupations))


def read_intents(
    text: str, masked: str, mentions: Sequence[Mention], context: Context, reader: Reader, by_words: bool = False
) -> Reading:
    """What the intents make of the words; where a term is named, of the term as a word as well."""
    others = [m for m in mentions if m.kind != "term"]
    if len(others) == len(mentions):
        return reader.intents.read(masked, by_words)
    plain = reader.intents.read(mask(text, others), by_words)
    if asks_figure(text, mentions, context):
        return plain
    reading = reader.intents.read(masked, by_words=True)
    both = {c.intent: c for c in reading.candidates}
    for candidate in plain.candidates:
        known = both.get(candidate.intent)
        if known is None or known.score < candidate.score:
            both[candidate.intent] = candidate
    return Reading(
        tuple(sorted(both.values(), key=lambda c: -c.score)), max(reading.in_scope, plain.in_scope), plain.unclear
    )


def add_recent(candidates: Iterable[Candidate], recent: Sequence[str]) -> list[Candidate]:
    """The candidates, with what was asked last a little likelier."""
    known = {c.intent: c for c in candidates}
    for intent in recent:
        candidate = known.get(intent, Candidate(intent, ()))
        reason = Evidence("context", RECENT, "asked just before")
        known[intent] = replace(candidate, because=(*candidate.because, reason))
    return sorted(known.values(), key=lambda c: -c.score)


def within(mentions: Iterable[Mention], start: int, end: int) -> list[Mention]:
    """The mentions inside a span, their places counted from its start."""
    inside = (m for m in mentions if start <= m.start and m.end <= end)
    return [replace(m, start=m.start - start, end=m.end - start) for m in inside]


def find_unknown(masked: str, reader: Reader) -> tuple[str, ...]:
    """Words that may be a job that nothing here knows: hardly English, or rare behind "a"."""
    tokens = words(masked)
    strange = [(b, w) for b, w in zip(["", *tokens], tokens, strict=False) if w.isalpha() and len(w) > 4]
    limits = [(w, RARE if b in ("a", "an") else STRANGE) for b, w in strange if w not in reader.vocabulary]
    return tuple(w for w, limit in limits if reader.english.commonness(w) < limit)
