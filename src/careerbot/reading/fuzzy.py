"""Tokens that no name has as they stand -> the names they are near to: misspelt, or alike as titles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from careerbot.reading.mending import Mender
from careerbot.reading.nametable import JOB, PLACE, TERM, Token
from careerbot.reading.namewords import CLOSE_BEFORE, GENERIC, PERSON, PLAIN_WORDS
from careerbot.reading.placing import Atlas
from careerbot.reading.spans import MARKS, Span, is_job
from careerbot.reading.titles import TitleIndex
from careerbot.reading.wordforms import fold_plural, fold_word

WIDEST = 4
MOST_READINGS = 3
MOST_TRIES = 27
DISTANCE_COST = 0.08
LIKELY = 0.3
SURE_TOWN = 30_000
CUED_TOWN = 5_000
MOST_RANKED = 10


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

    def find_misspelt(self, tokens: Sequence[Token], home: str) -> list[Span]:
        """Names that the tokens are once one or two of their words are mended; some may overlap."""
        unknown = [self._is_unknown(token) for token in tokens]
        readings = [self._read(tokens, at, unknown) for at in range(len(tokens))]
        found: list[Span] = []
        for at, choices in enumerate(readings):
            if choices and choices[0][1] > 0:
                for low, high in _windows(tokens, at):
                    found += self._match(tokens, low, high, readings[low:high], home)
        return found

    def _is_unknown(self, token: Token) -> bool:
        """Whether a word is in no language and in no name."""
        raw = token.raw
        if len(raw) < 4 or not raw.isalpha() or raw in self.mender or fold_plural(raw) in self.mender:
            return False
        return self.atlas.english.commonness(raw) == 0

    def _read(self, tokens: Sequence[Token], at: int, unknown: Sequence[bool]) -> list[tuple[Token, int]]:
        """What a token may stand for, each with its distance from what was typed; the nearest first."""
        token = tokens[at]
        if unknown[at]:
            return self._mend(token)
        if self._looks_wrong(tokens, at, unknown):
            return [(token, 0), *(pair for pair in self._mend(token) if pair[1] == 1 and _no_ending(token, pair[0]))]
        return [(token, 0)]

    def _looks_wrong(self, tokens: Sequence[Token], at: int, unknown: Sequence[bool]) -> bool:
        """Whether a good English word stands beside words of titles without being one: "production manger"."""
        token = tokens[at]
        if len(token.raw) < 5 or token.job in self.job_words or token.raw in PLAIN_WORDS or not token.raw.isalpha():
            return False
        beside = [i for i in (at - 1, at + 1) if 0 <= i < len(tokens)]
        return any(unknown[i] or (tokens[i].job in self.job_words and tokens[i].raw not in PLAIN_WORDS) for i in beside)

    def _mend(self, token: Token) -> list[tuple[Token, int]]:
        near = dict(self.mender.find_near(fold_plural(token.raw)))
        near.update(self.mender.find_near(token.raw))
        nearest = sorted(near.items(), key=lambda pair: pair[1])
        return [(replace(token, job=fold_word(word), place=word), d) for word, d in nearest[:MOST_READINGS]]

    def _match(
        self, tokens: Sequence[Token], low: int, high: int, readings: Sequence[list[tuple[Token, int]]], home: str
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
                if numbers and self._counts(span, tokens, [token for token, _ in words], cost, home):
                    yield span

    def _counts(self, span: Span, tokens: Sequence[Token], words: Sequence[Token], cost: int, home: str) -> bool:
        """Whether a mended name may stand; one word alone must be long, and no plain word nearly spelt so."""
        if span.high - span.low > 1:
            return span.kind != JOB or not all(word.job in GENERIC for word in words)
        typed, meant = tokens[span.low].raw, words[0]
        if self._is_plain(typed, cost) or len(typed) < 5 + 3 * (cost - 1):
            return False
        if span.kind == JOB:
            seen = [*tokens[: span.low], replace(meant, raw=meant.job), *tokens[span.high :]]
            return is_job(span, seen)
        return span.kind == PLACE and len(typed) > 5 and self._is_known_town(span, tokens, home)

    def _is_plain(self, typed: str, cost: int) -> bool:
        return any(word in self.plain and distance <= cost for word, distance in self.mender.find_near(typed))

    def _is_known_town(self, span: Span, tokens: Sequence[Token], home: str) -> bool:
        entries = self.atlas.table.entries
        before = tokens[span.low - 1].raw if span.low else ""
        people = max(entries.people[i] for i in span.numbers)
        near_home = home != "" and any(entries.states[i] == home for i in span.numbers)
        wide = any(entries.kinds[i] in ("state", "abroad") for i in span.numbers)
        least = CUED_TOWN if near_home or before in CLOSE_BEFORE else SURE_TOWN
        return wide or people >= least

    # -------------------------------------------------------------- titles nobody wrote down
    def find_alike(self, tokens: Sequence[Token], taken: Collection[int]) -> Iterator[Span]:
        """Stretches in the shape of a title, among tokens not taken, whose occupation is clear from like titles."""
        tokens = [self._mend(t)[0][0] if self._is_unknown(t) and self._mend(t) else t for t in tokens]
        for at, token in enumerate(tokens):
            if at in taken or not (token.job in self.atlas.table.heads or token.raw in PERSON):
                continue
            low = self._start(tokens, at, taken)
            span = self._rank(tokens, low, at + 1) if at > low else None
            if span:
                yield span

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
        if not ranked or ranked[0][1] < LIKELY:
            return None
        likely = tuple(number for number, score in ranked[:3] if score >= ranked[0][1] / 3)
        return Span(JOB, low, high, likely, ranked[0][1])


def _no_ending(typed: Token, meant: Token) -> bool:
    """Whether a word is more than another with an ending: "manage" is no slip for "manager"."""
    return not (meant.place.startswith(typed.raw) or typed.raw.startswith(meant.place))


def _windows(tokens: Sequence[Token], at: int) -> Iterable[tuple[int, int]]:
    """Stretches of up to four tokens without marks that hold token `at`."""
    low = at
    while low > 0 and at - low < WIDEST - 1 and tokens[low - 1].raw not in MARKS:
        low -= 1
    high = at + 1
    while high < len(tokens) and high - at < WIDEST and tokens[high].raw not in MARKS:
        high += 1
    return [(a, b) for a in range(low, at + 1) for b in range(at + 1, min(high, a + WIDEST) + 1)]
