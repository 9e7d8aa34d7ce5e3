"""Occupations, places and terms -> an index of their names; a message -> what it names, exact first, then fuzzy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np

from careerbot.model import Mention, MentionKind, Occupation, Place, Term
from careerbot.reading.fuzzy import Guesser
from careerbot.reading.mending import Mender
from careerbot.reading.nametable import JOB, PLACE, TERM, NameTable, Token, tokenise
from careerbot.reading.placing import Atlas
from careerbot.reading.spans import Span, find_exact, is_job, keep_longest, read_branches
from careerbot.reading.spelling import English, read_counts
from careerbot.reading.titles import TitleIndex

__all__ = ["Names", "TitleIndex"]

KINDS: dict[str, MentionKind] = {JOB: "occupation", PLACE: "place", TERM: "term"}
COUNTIES = frozenset(("county", "counties"))
MOST_OPTIONS = 5
PLAIN = 24.5


class _Stored(msgspec.Struct):
    """What `dump` writes."""

    table: NameTable
    english: bytes
    words: list[str]
    hashes: bytes
    owners: bytes
    plain: list[str]
    titles: bytes


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of the knowledge, with what tells one use of it from another."""

    atlas: Atlas
    guesser: Guesser

    @classmethod
    def build(cls, occupations: Iterable[Occupation], places: Iterable[Place], terms: Iterable[Term]) -> Names:
        """The index of everything that can be named; some seconds for some thousand titles."""
        known = list(occupations)
        counts = read_counts()
        table = NameTable.of(known, places, terms, counts)
        english = English.of(counts)
        plain = frozenset(word for word in counts if len(word) > 3 and english.commonness(word) >= PLAIN)
        mender = Mender.of({*table.words(), *plain})
        titles = TitleIndex.fit((name, o.id) for o in known for name in (o.title, o.singular, *o.also))
        return cls._over(table, english, mender, plain, titles)

    @classmethod
    def _over(
        cls, table: NameTable, english: English, mender: Mender, plain: frozenset[str], titles: TitleIndex
    ) -> Names:
        atlas = Atlas.of(table, english)
        return cls(atlas, Guesser(atlas, mender, titles, frozenset(table.words(JOB)), plain, table.words_by_entry(JOB)))

    def find(self, normal: str, home: str = "") -> tuple[Mention, ...]:
        """What a normal form names, in its order, none overlapping; () when it names nothing.

        `home` is the id of the state that places of one name are first looked for in.
        """
        tokens = read_branches(tokenise(normal), self.atlas.table)
        state = self.atlas.state_of(home)
        readings = self.guesser.read(tokens)
        spans = [*self._find_named(tokens, state), *self.guesser.find_misspelt(tokens, readings, state)]
        kept = [self.guesser.narrow(span, tokens) for span in keep_longest(spans)]
        kept = [self.guesser.with_head(span, tokens) for span in kept]
        # A job of one word may still be the end of a longer title.
        whole = [span for span in kept if span.kind != JOB or span.high - span.low > 1]
        taken = {at for span in whole for at in range(span.low, span.high)}
        kept = keep_longest([*kept, *self.guesser.find_alike(readings, taken)])
        if all(span.kind != JOB for span in kept):
            taken = {at for span in kept for at in range(span.low, span.high)}
            kept = keep_longest([*kept, *self.guesser.find_strange(tokens, taken)])
        near = self.atlas.said_before(kept, tokens) or state
        return tuple(self._mention(span, tokens, near) for span in self._join_towns(kept))

    def _find_named(self, tokens: Sequence[Token], home: str) -> Iterator[Span]:
        """Names as they stand that count as names here; some may overlap."""
        for at, token in enumerate(tokens):
            if token.raw in COUNTIES:
                yield from self.atlas.find_county_list(tokens, at, home)
            if self.atlas.is_code(tokens, at):
                yield Span(PLACE, at, at + 1, (self.atlas.states[token.raw],))
        short = self.atlas.find_short_state(tokens)
        if short:
            yield Span(PLACE, 0, len(tokens), short)
        for span in find_exact(tokens, self.atlas.table):
            if span.kind == PLACE:
                yield from self._place_spans(span, tokens, home)
            elif span.kind == TERM or is_job(span, tokens):
                yield span

    def _place_spans(self, span: Span, tokens: Sequence[Token], home: str) -> Iterator[Span]:
        longer = self.atlas.with_state(span, tokens)
        if longer:
            yield longer
        elif self.atlas.is_place(span, tokens, home):
            yield span

    def _join_towns(self, spans: Sequence[Span]) -> list[Span]:
        """The spans, with places named side by side that lie in one area made that area: "clarkston lewiston"."""
        joined: list[Span] = []
        for span in spans:
            last = joined[-1] if joined else span
            beside = last.kind == span.kind == PLACE and last.high == span.low
            area = self.atlas.area_of(last.numbers, span.numbers) if beside else None
            if area is None:
                joined.append(span)
            else:
                joined[-1] = replace(last, high=span.high, numbers=(area,))
        return joined

    def _mention(self, span: Span, tokens: Sequence[Token], home: str) -> Mention:
        ids = self.atlas.table.entries.ids
        ordered = self.atlas.choose(span.numbers, home) if span.kind == PLACE else span.numbers
        best, *others = (ids[number] for number in ordered)
        start, end = tokens[span.low].start, tokens[span.high - 1].end
        return Mention(KINDS[span.kind], best, start, end, round(span.score, 3), tuple(others[:MOST_OPTIONS]))

    def dump(self) -> bytes:
        """The index as bytes for `load`."""
        mender, guesser = self.guesser.mender, self.guesser
        return msgspec.msgpack.encode(
            _Stored(
                self.atlas.table,
                self.atlas.english.dump(),
                mender.words,
                mender.hashes.tobytes(),
                mender.owners.tobytes(),
                sorted(guesser.plain),
                guesser.titles.dump(),
            )
        )

    @classmethod
    def load(cls, data: bytes) -> Names:
        """The index that `dump` wrote; msgspec.DecodeError when the bytes are no such thing."""
        stored = msgspec.msgpack.decode(data, type=_Stored)
        hashes = np.frombuffer(stored.hashes, np.uint32)
        mender = Mender(stored.words, hashes, np.frombuffer(stored.owners, np.uint32), frozenset(stored.words))
        titles = TitleIndex.load(stored.titles)
        return cls._over(stored.table, English.load(stored.english), mender, frozenset(stored.plain), titles)
