"""Tokens -> stretches of them that are names, longest first; which of them count in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from careerbot.reading.nametable import JOB, PLACE, TERM, NameTable, Token, same_word
from careerbot.reading.namewords import (
    EVERYDAY_JOBS,
    EVERYDAY_LETTERS,
    GENERIC,
    HOURS,
    JOB_AFTER,
    JOB_BEFORE,
    NAMED,
    OWNED,
    PAY_WORDS,
    VETERANS,
)
from careerbot.reading.wordforms import fold_plural

VERSUS = ("vs", "versus")
RANK = {JOB: 0, PLACE: 1, TERM: 2}
# Letters that are the code of no state either.
THERAPISTS = ("ot", "pt")
# A work that is where somebody works, with the words behind it that say so.
HOMES = {"nursing": ("home", "homes", "facility", "facilities")}
MARKS = frozenset(",?;.!:")
# Before "the" they show that a kind of work is meant and nobody whom one knows: "what about the pilot"; so do the
# second where they begin the message: "and the chef".
MEANT = frozenset(("about", "be", "become", "being", "becoming"))
EITHER = frozenset(("or", "vs", "versus"))
DEGREES = frozenset("degree degrees major majors college school study studying bachelors bachelor class".split())
GOING_ON = frozenset(("and", "n", "or", "then", "ok", "for"))


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `low` to `high` (not included) as a name of one kind, with the entries it may mean."""

    kind: str
    low: int
    high: int
    numbers: tuple[int, ...]
    score: float = 1.0


def read_branches(tokens: Sequence[Token], table: NameTable) -> list[Token]:
    """The tokens, with "industrial engineering" as its engineer where it stands beside "or" and no degree is meant."""
    said = {token.raw for token in tokens}
    known = [*tokens]
    if "engineering" not in said or not said.isdisjoint(DEGREES):
        return known
    for at, (branch, field) in enumerate(pairwise(tokens)):
        beside = {token.raw for token in (*tokens[max(0, at - 1) : at], *tokens[at + 2 : at + 3])}
        if field.raw == "engineering" and f"{JOB} {branch.job} engineer" in table.names and beside & EITHER:
            known[at + 1] = replace(field, job="engineer")
    return known


def find_exact(tokens: Sequence[Token], table: NameTable) -> Iterator[Span]:
    """Every stretch of tokens that is a name as it stands, of every kind, whether or not it counts."""
    for low, token in enumerate(tokens):
        most = max(table.longest.get(token.job, 0), table.longest.get(token.place, 0))
        within: list[Token] = []
        for high, last in enumerate(tokens[low:], low + 1):
            if last.raw == "," and within:
                continue
            if last.raw in MARKS or len(within) == most:
                break
            within.append(last)
            yield from _named(within, low, high, table)


def _named(within: Sequence[Token], low: int, high: int, table: NameTable) -> Iterator[Span]:
    """Names of every kind made of the words `within`, which are the tokens `low` to `high` without their commas."""
    job = " ".join(token.job for token in within)
    place = " ".join(token.place for token in within)
    for kind, name in ((JOB, job), (PLACE, place), (TERM, job)):
        numbers = table.names.get(f"{kind} {name}")
        if numbers and (kind == PLACE or high - low > 1 or same_word(within[0].raw, name)):
            yield Span(kind, low, high, tuple(numbers))


def keep_longest(spans: Iterable[Span]) -> list[Span]:
    """Spans that share no token, longest first, then jobs before places before terms, then leftmost; in text order."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda s: (s.low - s.high, RANK[s.kind], s.low)):
        places = range(span.low, span.high)
        if taken.isdisjoint(places):
            kept.append(span)
            taken.update(places)
    return sorted(kept, key=lambda span: span.low)


def is_job(span: Span, tokens: Sequence[Token]) -> bool:
    """Whether a name of a job names one here: not "manager" alone, and "cook" only where a job is spoken of."""
    if span.high - span.low > 1:
        words = [token.job for token in tokens[span.low : span.high]]
        return " ".join(words) in NAMED or not all(word in GENERIC for word in words)
    token = tokens[span.low]
    before, after = _beside(span, tokens)
    if token.job in GENERIC or token.raw.isdigit() or len(token.raw) == 1:
        return False
    if token.raw == "pm" and (before[:1].isdigit() or before in HOURS):
        return False
    if token.raw in EVERYDAY_LETTERS:
        between = [t.raw for t in tokens[max(0, span.low - 3) : span.low]]
        if token.raw in THERAPISTS and (before == "between" or (before == "and" and between[0] == "between")):
            return True
        return before in ("a", "an", "as", "become", "becoming", *VERSUS) or after in VERSUS
    earlier = tokens[span.low - 2].raw if span.low > 1 else ""
    asked_of = earlier in ("for", "of") and span.low > 2 and tokens[span.low - 3].raw in JOB_AFTER
    one = token.raw == fold_plural(token.raw) and after not in JOB_AFTER and not asked_of
    if before in OWNED and earlier not in MEANT and one and not (earlier in GOING_ON and span.low == 2):
        return False
    if after in HOMES.get(token.raw, ()):
        return False
    if token.job == "vet" and is_veteran(span, tokens):
        return False
    return token.job not in EVERYDAY_JOBS or _speaks_of_job(span, tokens)


def is_veteran(span: Span, tokens: Sequence[Token]) -> bool:
    """Whether a "vet" served: "jobs for vets", "i am a vet", or beside words of the military."""
    before, _ = _beside(span, tokens)
    told = span.low > 1 and before in ("a", "an") and tokens[span.low - 2].raw in ("am", "was", "are", "is", "as")
    helped = before == "for" and tokens[span.low].raw == "vets"
    return told or helped or any(token.raw in VETERANS for token in tokens)


def _speaks_of_job(span: Span, tokens: Sequence[Token]) -> bool:
    before, after = _beside(span, tokens)
    raw = tokens[span.low].raw
    plural = raw != fold_plural(raw)
    alone = (not before or before in MARKS) and after in ("then", "instead")
    if len(tokens) == 1 or alone or plural or after in JOB_AFTER or before in PAY_WORDS:
        return True
    at_work = before in ("a", "an", "as", "for") and after in ("at", "in", "near", "for")
    at_start = not before and (after in ("in", "near", "how", "what") or after in MARKS)
    return at_work or at_start or (before in JOB_BEFORE and (not after or after in MARKS))


def _beside(span: Span, tokens: Sequence[Token]) -> tuple[str, str]:
    """The words before and after a span, "" at the ends of the text."""
    before = tokens[span.low - 1].raw if span.low else ""
    return before, tokens[span.high].raw if span.high < len(tokens) else ""
