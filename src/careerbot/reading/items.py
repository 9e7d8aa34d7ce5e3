"""A question's words -> the items (answers to narrow questions) that they ask for, as evidence for their intents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from careerbot.model import Candidate, Evidence, Mention
from careerbot.reading.retrieval import Retriever
from careerbot.reading.spelling import English
from careerbot.reading.text import words

MOST = 8
# From which likeness an item counts, answers, answers beside a rule, and answers for another intent.
LIKE, SPECIFIC, RULED, CLOSE = 0.3, 0.35, 0.55, 0.75
# How common a word may be and still say much by itself; how many words say all.
RARE, ENOUGH = 21.0, 2.5
SURE = 0.95
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
    """All items: `intents` by item id, `shelves` item ids by occupation ("" for those that belong to none)."""

    retriever: Retriever
    intents: Mapping[str, str]
    shelves: Mapping[str, frozenset[str]]
    english: English

    def find(self, text: str, mentions: Sequence[Mention], occupations: Iterable[str]) -> list[Found]:
        """The items that the words may ask for, likest first: the occupations' own and those of none."""
        among = self.shelves[""].union(*(self.shelves.get(o, ()) for o in occupations))
        likes: dict[str, float] = {}
        weights: dict[str, float] = {}
        for wording in {keep_content(text), keep_content(cut_names(text, mentions))}:
            share = self.say_much(wording)
            for item, like in self.retriever.rank(wording, among)[:MOST]:
                likes[item] = max(like, likes.get(item, 0.0))
                weights[item] = max(SURE * like * like * share, weights.get(item, 0.0))
        found = (Found(item, self.intents[item], like, weights[item]) for item, like in likes.items() if like >= LIKE)
        return sorted(found, key=lambda f: -f.like)

    def say_much(self, wording: str) -> float:
        """How much the words say at all, 0..1: a rare word says more than a common one."""
        said = sum(2.0 if self.english.commonness(w) < RARE else 1.0 for w in wording.split())
        return min(1.0, said / ENOUGH)


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


def join_items(ranked: Sequence[Candidate], found: Sequence[Found]) -> tuple[Candidate, ...]:
    """The candidates with the items that speak for them, best first; the best one gets the item that answers it."""
    best: dict[str, Found] = {}
    for one in found:
        best.setdefault(one.intent, one)
    joined = [add_item(c, best.pop(c.intent, None)) for c in ranked]
    joined += [add_item(Candidate(intent, ()), one) for intent, one in best.items()]
    ordered = sorted((c for c in joined if c.because), key=lambda c: -c.score)
    return (take_closest(ordered[0], found), *ordered[1:]) if ordered else ()


def add_item(candidate: Candidate, found: Found | None) -> Candidate:
    """The candidate with its own best item as one more reason; the item answers where it is like enough."""
    if found is None:
        return candidate
    reason = Evidence("faq" if found.item.startswith("faq.") else "detail", found.weight, found.item)
    ruled = any(e.kind == "pattern" for e in candidate.because)
    least = RULED if ruled else SPECIFIC
    item = found.item if found.like >= least and found.weight >= LIKE * LIKE else ""
    return replace(candidate, because=(*candidate.because, reason), item=item)


def take_closest(candidate: Candidate, found: Sequence[Found]) -> Candidate:
    """The candidate with the closest item of any intent, where that is much closer than its own."""
    own = next((f.like for f in found if f.item == candidate.item), 0.0)
    closest = found[0] if found else None
    if closest and closest.like >= CLOSE and closest.like > own + 0.1 and closest.weight >= 0.5:
        return replace(candidate, item=closest.item)
    return candidate
