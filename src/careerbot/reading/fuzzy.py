"""Tokens that no name has as they stand -> the names they are near to: misspelt, or alike as titles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from careerbot.reading.mending import Mender
from careerbot.reading.nametable import AGENT, JOB, PLACE, TERM, Token
from careerbot.reading.namewords import CLOSE_BEFORE, GENERIC, JOB_AFTER, NO_HEADS, PERSON, PLAIN_WORDS, TITLE_ENDS
from careerbot.reading.placing import Atlas
from careerbot.reading.spans import MARKS, Span, is_job
from careerbot.reading.titles import TitleIndex
from careerbot.reading.wordforms import fold_plural, fold_word

ENDING = re.compile(r"(?:ers?|ors?|ing|ed|es|e|s|d|r)$")
Reading = tuple[Token, int]
WIDEST = 4
MOST_READINGS = 4
MOST_TRIES = 64
SHORTEST_ALONE = 5
DISTANCE_COST = 0.08
LIKELY, SURE = 0.3, 0.5
SURE_TOWN = 30_000
SURE_CITY = 150_000
CUED_TOWN = 5_000
LONG_NAME, LONG_WORD = 6, 8
MOST_RANKED = 10
MOST_OTHERS = 3
# The score of a name that nothing here has: what it is near to is only offered.
STRANGE = 0.1
JOB_SLOT = frozenset("a an as become becoming being".split())


@dataclass(frozen=True, slots=True)
class Guesser:
    """Finds misspelt names and titles nobody wrote down. `job_words` are the words that titles are made of,
    `words_of` those of the names of each occupation by number."""

    atlas: Atlas
    mender: Mender
    titles: TitleIndex
    job_words: frozenset[str]
    plain: frozenset[str]
    words_of: Mapping[int, frozenset[str]]

    def read(self, tokens: Sequence[Token]) -> list[list[Reading]]:
        """What each token may stand for with its distance from what was typed, the nearest first; [] for nothing."""
        unknown = [self._is_unknown(token) for token in tokens]
        slips = [not unknown[at] and self._looks_wrong(tokens, at, unknown) for at in range(len(tokens))]
        asked = [at for at in range(len(tokens)) if unknown[at] or slips[at]]
        forms = list(dict.fromkeys(f for at in asked for f in (tokens[at].raw, fold_plural(tokens[at].raw))))
        near = dict(zip(forms, self.mender.find_near(forms), strict=True))
        readings: list[list[Reading]] = [[(token, 0)] for token in tokens]
        for at in asked:
            mended = _mended(tokens[at], near)
            good = [(tokens[at], 0), *(r for r in mended if r[1] == 1 and _no_ending(tokens[at], r[0]))]
            readings[at] = mended if unknown[at] else good
        return readings

    def find_misspelt(self, tokens: Sequence[Token], readings: Sequence[list[Reading]], home: str) -> list[Span]:
        """Names that the tokens are once one or two of their words are mended; some may overlap."""
        found: list[Span] = []
        for at, choices in enumerate(readings):
            if choices and choices[-1][1] > 0:
                for low, high in _windows(readings, at):
                    found += self._match(tokens, low, high, readings[low:high], home)
        return found

    def _is_unknown(self, token: Token) -> bool:
        """Whether a word is in no language and in no name."""
        raw = token.raw
        if len(raw) < 4 or not raw.isalpha() or raw in self.mender or fold_plural(raw) in self.mender:
            return False
        return self.atlas.english.commonness(raw) == 0

    def _looks_wrong(self, tokens: Sequence[Token], at: int, unknown: Sequence[bool]) -> bool:
        """Whether a good English word stands beside words of titles without being one: "production manger"."""
        token = tokens[at]
        if len(token.raw) < 5 or token.job in self.mender or token.raw in self.mender or not token.raw.isalpha():
            return False
        beside = [i for i in (at - 1, at + 1) if 0 <= i < len(tokens)]
        return any(unknown[i] or (tokens[i].job in self.job_words and tokens[i].raw not in PLAIN_WORDS) for i in beside)

    def _match(
        self, tokens: Sequence[Token], low: int, high: int, readings: Sequence[list[Reading]], home: str
    ) -> Iterator[Span]:
        names = self.atlas.table.names
        for words in islice(product(*readings), MOST_TRIES):
            cost = sum(distance for _, distance in words)
            if not cost or cost > 3:
                continue
            for kind in (JOB, PLACE, TERM):
                name = " ".join(token.place if kind == PLACE else token.job for token, _ in words)
                numbers = names.get(f"{kind} {name}")
                span = Span(kind, low, high, tuple(numbers or ()), 1 - DISTANCE_COST * cost)
                if numbers and self._counts(span, tokens, words, readings[0], home):
                    yield span

    def _counts(
        self, span: Span, tokens: Sequence[Token], words: Sequence[Reading], choices: Sequence[Reading], home: str
    ) -> bool:
        """Whether a mended name may stand; one word alone must be long, and no plain word spelt as nearly so."""
        if span.high - span.low > 1:
            return span.kind != JOB or not all(word.job in GENERIC for word, _ in words)
        (meant, cost), typed = words[0], tokens[span.low].raw
        nearer = [other for other, distance in choices if distance <= cost and other.place != meant.place]
        clearly_job = span.kind == JOB and len(typed) >= LONG_WORD
        plain = not clearly_job and any(
            word.place in self.plain and (span.kind != JOB or word.job not in self.job_words) for word in nearer
        )
        slip_of_english = choices[0][1] == 0
        if plain or slip_of_english or len(typed) < SHORTEST_ALONE + 3 * (cost - 1):
            return False
        if span.kind == JOB:
            return is_job(span, [*tokens[: span.low], replace(meant, raw=meant.job), *tokens[span.high :]])
        before = tokens[span.low - 1].raw if span.low else ""
        long = len(typed) > SHORTEST_ALONE or before in CLOSE_BEFORE
        return span.kind == PLACE and long and self._is_known_place(span, tokens, cost, home)

    def _is_known_place(self, span: Span, tokens: Sequence[Token], cost: int, home: str) -> bool:
        """Whether a place is well enough known, or near enough, for its misspelt name to be taken for it."""
        entries = self.atlas.table.entries
        token, before = tokens[span.low], tokens[span.low - 1].raw if span.low else ""
        people = max(entries.people[i] for i in span.numbers)
        near_home = home != "" and any(entries.states[i] == home for i in span.numbers)
        if any(entries.kinds[i] in ("nation", "state", "abroad") for i in span.numbers):
            return cost == 1
        if near_home or before in CLOSE_BEFORE:
            return people >= CUED_TOWN
        return people >= (SURE_TOWN if len(token.raw) > LONG_NAME and cost == 1 else SURE_CITY)

    # -------------------------------------------------------------- titles nobody wrote down
    def find_alike(self, readings: Sequence[list[Reading]], taken: Collection[int]) -> Iterator[Span]:
        """Stretches in the shape of a title, among tokens not taken, whose occupation is clear from like titles."""
        tokens = [choices[0][0] for choices in readings]
        for at, token in enumerate(tokens):
            if at in taken or token.raw in NO_HEADS or not self._is_head(token):
                continue
            low = self._start(tokens, at, taken)
            span = self._rank(tokens, low, at + 1) if at > low else None
            if span:
                yield span

    def find_strange(self, tokens: Sequence[Token], taken: Collection[int]) -> Iterator[Span]:
        """The first stretch that stands where a job does and is the name of none, with the jobs of nearest titles."""
        for at, token in enumerate(tokens):
            agent = len(token.raw) >= SHORTEST_ALONE and AGENT.search(token.job) and token.raw not in self.plain
            if at in taken or token.raw in PLAIN_WORDS or not (agent or self._is_head(token)):
                continue
            low = at
            while low > 0 and at - low < WIDEST - 1 and low - 1 not in taken and _may_tell(tokens[low - 1]):
                low -= 1
            before = tokens[low - 1].raw if low else ""
            after = tokens[at + 1].raw if at + 1 < len(tokens) else ""
            words = [word.job for word in tokens[low : at + 1]]
            spoken_of = before in JOB_SLOT or after in JOB_AFTER or len(words) == len(tokens)
            if spoken_of and not all(word in GENERIC or word in PERSON for word in words):
                near = tuple(self.atlas.numbers[id] for id, _ in self.titles.rank(" ".join(words))[:MOST_OTHERS])
                yield from [Span(JOB, low, at + 1, near, STRANGE)] if near else []
                return

    def _is_head(self, token: Token) -> bool:
        return token.job in self.atlas.table.heads or token.job in TITLE_ENDS or token.raw in PERSON

    def narrow(self, span: Span, tokens: Sequence[Token]) -> Span:
        """A named job with the word before it, where that makes it the job of others: "film production manager"."""
        before = tokens[span.low - 1] if span.low else None
        if span.kind != JOB or span.high - span.low < 2 or before is None or before.raw in PLAIN_WORDS:
            return span
        words = {before.job, *(token.job for token in tokens[span.low : span.high])}
        if before.job in GENERIC or any(before.job in self.words_of[number] for number in span.numbers):
            return span
        others = tuple(number for number, known in self.words_of.items() if words <= known)
        return replace(span, low=span.low - 1, numbers=others) if 0 < len(others) <= MOST_OTHERS else span

    def with_head(self, span: Span, tokens: Sequence[Token]) -> Span:
        """A field with the word after it that makes it a job: "real estate" in "real estate agent"."""
        if span.kind != JOB or span.high == len(tokens) or self._is_head(tokens[span.high - 1]):
            return span
        head = tokens[span.high].job
        fits = head in TITLE_ENDS and any(head in self.words_of[number] for number in span.numbers)
        return replace(span, high=span.high + 1) if fits else span

    def _start(self, tokens: Sequence[Token], at: int, taken: Collection[int]) -> int:
        """Where a title that ends at a token begins: at most three words of titles before it."""
        low = at
        while low > 0 and at - low < WIDEST - 1 and low - 1 not in taken:
            word = tokens[low - 1]
            if word.raw in PLAIN_WORDS or word.job not in self.job_words:
                break
            low -= 1
        return low

    def _rank(self, tokens: Sequence[Token], low: int, high: int) -> Span | None:
        words = [token.job for token in tokens[low:high] if token.raw not in PERSON]
        telling = {word for word in words if word not in GENERIC}
        if not telling:
            return None
        numbers = self.atlas.numbers
        ranked = [(numbers[id], score) for id, score in self.titles.rank(" ".join(words))[:MOST_RANKED]]
        ranked = [(number, score) for number, score in ranked if telling <= self.words_of.get(number, frozenset())]
        # With somebody called no more than "guy" there is only the thing before to go by.
        least = LIKELY if tokens[high - 1].raw not in PERSON else SURE
        if not ranked or ranked[0][1] < least:
            return None
        likely = tuple(number for number, score in ranked[:3] if score >= ranked[0][1] / 3)
        return Span(JOB, low, high, likely, ranked[0][1])


def _may_tell(token: Token) -> bool:
    """Whether a word may be part of a title that nobody wrote down."""
    return token.raw.isalpha() and token.raw not in PLAIN_WORDS and token.raw not in PERSON


def _no_ending(typed: Token, meant: Token) -> bool:
    """Whether two words differ in more than their endings: "managed" is no slip for "manager"."""
    return ENDING.sub("", typed.raw) != ENDING.sub("", meant.place)


def _mended(token: Token, near: Mapping[str, list[tuple[str, int]]]) -> list[Reading]:
    """The token with near words in its place; the token itself where none is near."""
    # A slip in a plural is nearer to the singular that names have once the ending is off.
    ranked = sorted([*near[token.raw], *near[fold_plural(token.raw)]], key=lambda pair: pair[1])
    found = dict(reversed(ranked))
    nearest = sorted(found.items(), key=lambda pair: pair[1])[:MOST_READINGS]
    return [(replace(token, job=fold_word(word), place=word), d) for word, d in nearest] or [(token, 0)]


def _windows(readings: Sequence[list[Reading]], at: int) -> Iterator[tuple[int, int]]:
    """Stretches of up to four tokens without marks that hold token `at`."""
    for low in range(max(0, at - WIDEST + 1), at + 1):
        for high in range(at + 1, min(len(readings), low + WIDEST) + 1):
            if not any(choices[0][0].raw in MARKS for choices in readings[low:high]):
                yield low, high
