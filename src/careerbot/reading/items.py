"""A question's words -> the items (answers to narrow questions) that they ask for, as evidence for their intents."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from careerbot.model import Candidate, Evidence, Mention
from careerbot.reading.features import Ints
from careerbot.reading.patterns import ANY
from careerbot.reading.retrieval import Retriever
from careerbot.reading.text import words

# Among so many for the words that are left one of the same sort is looked for.
FEW = 2
MOST = 8
# From which likeness an item counts, answers, answers beside a rule, and answers for another intent.
LIKE, SPECIFIC, RULED, CLOSE = 0.45, 0.62, 0.85, 0.93
# How much more alike the items of an upper layer count.
FAVOUR = 0.04
# How much more than its own item another intent's must be like the question to answer it.
MARGIN = 0.08
# From so many words to so many the end of a message may be a question that a counselor foresaw; words that ask
# something before it.
ENDING, ENDING_MOST = 5, 40
QUESTIONING = frozenset("what which how when where who why is are do does can will and or as".split())
# From which likeness a question is the very one that a counselor foresaw, however plain its words.
SAME = 0.97
LEAST, SURE = 0.1, 0.95
# Items that answer for no other intent.
OTHERS = ("terms.", "faq.")
# How much the words left over must say, and how alike another item must be to them, to be told as well.
TELLING, ALSO = 0.6, 0.72
# What joins two things that are asked about.
JOINED = re.compile(r"\b(?:and|or|plus)\b|,")
NAMES = frozenset({"occupation", "place", "amount", "period"})
# Words that frame a question without saying what it is about.
FRAME = frozenset(
    """a an the and or but so if then of in on at to for from with by as about into than that this these those there
    here it its they them their he she his her we us our you your i me my mine one ones is are was were be been being am
    do does did done doing have has had having can could will would should shall may might must not no yes what which
    who whom whose when where why how just really like any some also too very please get got go goes going want
    wanna know tell say said thing things stuff someone somebody people person job jobs work""".split()
)


@dataclass(frozen=True, slots=True)
class Found:
    """An item with its intent: `like` is how alike the words are, `weight` how much that says, both 0..1."""

    item: str
    intent: str
    like: float
    weight: float


@dataclass(frozen=True, slots=True)
class Shelves:
    """All items: `intents` and `occupations` by item id, `shelves` their numbers by occupation.

    The occupation of those that belong to none is "".

    `foreseen` are the items of the FAQ by each question as a counselor wrote it, the one that outranks first; `within`
    the places of those that count in some only; `own` those of a layer over the first, which outrank the rest.
    """

    retriever: Retriever
    intents: Mapping[str, str]
    occupations: Mapping[str, str]
    shelves: Mapping[str, Ints]
    foreseen: Mapping[str, Sequence[str]]
    within: Mapping[str, frozenset[str]]
    own: frozenset[str]

    def foresee(self, text: str, places: Collection[str]) -> Candidate | None:
        """What a text means that is a question of the FAQ, or ends in a long one, that counts in these places.

        None where there is no such; what comes before may ask nothing itself.
        """
        said = words(text)
        starts = range(max(1, len(said) - ENDING_MOST), len(said) - ENDING + 1)
        ends = (said[at:] for at in starts if QUESTIONING.isdisjoint(said[:at]))
        asked = (i for end in (said, *ends) for i in self.foreseen.get(" ".join(end), ()))
        item = next((i for i in asked if self.counts(i, places)), "")
        return self.mean(item, 1.0) if item else None

    def mean(self, item: str, weight: float) -> Candidate:
        """The meaning of a text that asks for an item of the FAQ, with how much speaks for it, 0..1."""
        return Candidate(self.intents[item], (Evidence("faq", weight, item),), item)

    def counts(self, item: str, places: Collection[str]) -> bool:
        """Whether an item counts in one of the places; where there are none every item does."""
        return not places or item not in self.within or not self.within[item].isdisjoint(places)

    def find(
        self,
        text: str,
        mentions: Sequence[Mention],
        occupations: Iterable[str],
        places: Collection[str],
        mend: Callable[[str], str],
    ) -> list[Found]:
        """The items that the words, once mended, may ask for, likest first: the occupations' own and those of none.

        Of those that count in some places only, the ones that count in these.
        """
        wording = mend(cut_names(text, mentions))
        share = self.retriever.say_much(keep_content(wording))
        ranked = [(i, like) for i, like in self.rank(wording, occupations, LIKE, MOST) if self.counts(i, places)]
        near = sorted(((i, self.favour(i, like)) for i, like in ranked), key=lambda one: -one[1])
        single = len(keep_content(wording).split()) < 2
        weighed = ((i, like, weigh(like) * (1 if is_foreseen(i, like, single) else share)) for i, like in near)
        return [Found(item, self.intents[item], like, weight) for item, like, weight in weighed]

    def add_rest(
        self,
        candidate: Candidate,
        text: str,
        mentions: Sequence[Mention],
        occupations: Iterable[str],
        mend: Callable[[str], str],
    ) -> Candidate:
        """The candidate with another item of its own sort for the words that its item has nothing on, if any is."""
        if candidate.item.startswith("faq.") or candidate.item not in self.intents or not JOINED.search(text):
            return candidate
        rest = self.retriever.find_left(candidate.item, keep_content(mend(cut_names(text, mentions))))
        if self.retriever.say_much(rest) < TELLING:
            return candidate
        near = (item for item, _ in self.rank(rest, occupations, ALSO, FEW) if not item.startswith("faq."))
        same = (item for item in near if self.intents[item] == self.intents[candidate.item])
        also = next(same, candidate.item)
        return replace(candidate, also=also) if also != candidate.item else candidate

    def favour(self, item: str, like: float) -> float:
        """How alike an item is, those of an upper layer a little more."""
        return min(max(like, CLOSE), like + FAVOUR) if item in self.own else like

    def belongs(self, item: str, occupations: Iterable[str]) -> bool:
        """Whether an item is one of the occupations' own, or belongs to none."""
        return self.occupations[item] in ("", *occupations)

    def rank(self, wording: str, occupations: Iterable[str], least: float, most: int) -> list[tuple[str, float]]:
        """Up to `most` items at least `least` like the wording, likest first; of two alike the occupations' own."""
        shelves = dict.fromkeys((*occupations, ""))
        among = np.concatenate([self.shelves[shelf] for shelf in shelves if shelf in self.shelves])
        return self.retriever.rank(wording, among, least, most)


def is_foreseen(item: str, like: float, single: bool) -> bool:
    """Whether a question is the very one that was written down for an item; a `single` word may mean much on a job."""
    return like >= SAME and (item.startswith("faq.") or not (single or item.startswith("terms.")))


def weigh(like: float) -> float:
    """How much a likeness says: below a half nothing, then more and more."""
    return SURE * float(max(0.0, 2 * like - 1) ** 1.5)


def cut_names(text: str, mentions: Sequence[Mention]) -> str:
    """The text without what it names; two names of one occupation stay, since they are what is asked about."""
    jobs = [m.id for m in mentions if m.kind == "occupation"]
    kinds = NAMES if len(jobs) == len(set(jobs)) else NAMES - {"occupation"}
    for m in sorted((m for m in mentions if m.kind in kinds), key=lambda m: -m.start):
        text = text[: m.start] + text[m.end :]
    return text


def keep_content(text: str) -> str:
    """The words of a text that say what it is about."""
    return " ".join(w for w in words(text) if w not in FRAME)


def join_items(
    ranked: Sequence[Candidate], found: Sequence[Found], recent: Sequence[str] = ()
) -> tuple[Candidate, ...]:
    """The candidates with the items that speak for them, best first; the best one gets the item that answers it.

    For intents asked just before a weaker likeness is enough.
    """
    best: dict[str, Found] = {}
    for one in found:
        best.setdefault(one.intent, one)
    joined = [add_item(c, best.pop(c.intent, None), c.intent in recent) for c in ranked]
    joined += [add_item(Candidate(intent, ()), one) for intent, one in best.items() if one.weight > 0]
    ordered = sorted((c for c in joined if c.because), key=lambda c: -c.score)
    return (take_closest(ordered[0], found), *ordered[1:]) if ordered else ()


def add_item(candidate: Candidate, found: Found | None, recent: bool = False) -> Candidate:
    """The candidate with its own best item as one more reason; the item answers where it is like enough."""
    if found is None:
        return candidate
    reason = Evidence("faq" if found.item.startswith("faq.") else "detail", found.weight, found.item)
    least, weight = (LIKE, 0.0) if recent else (RULED, 3 * LEAST) if candidate.is_ruled else (SPECIFIC, LEAST)
    item = found.item if found.like >= least and found.weight >= weight else ""
    return replace(candidate, because=(*candidate.because, reason), item=item)


def take_closest(candidate: Candidate, found: Sequence[Found]) -> Candidate:
    """The candidate with the closest item of any intent, where that is much closer than its own.

    What a word means, or an entry of the FAQ, answers only a question for that: "median wage in ohio" asks for the
    figure. Where a rule takes the whole of a question, items of other intents are none: "pay for a chef" is no job to
    pay for.
    """
    own = next((f.like for f in found if f.item == candidate.item), 0.0)
    whole = any(e.kind == "pattern" and ANY not in e.what for e in candidate.because)
    fitting = (f for f in found if f.intent == candidate.intent or not (whole or f.item.startswith(OTHERS)))
    closest = next(fitting, None)
    least = CLOSE if candidate.item else CLOSE - MARGIN
    if closest and closest.like >= least and closest.like > own + MARGIN and closest.weight >= 4 * LEAST:
        return replace(candidate, item=closest.item)
    return candidate
