"""An author's pattern -> matcher on masked normal forms, or where the pattern is broken.

    how much (do|does) [a|an] {occupation} (make|earn)

`(a|b)` is a choice, `[x]` and `[a|b]` may be left out, `{kind}` is a mention, `*` stands for up to five words, and at
the start or end of a pattern for any number. All patterns together are one automaton over words, walked once a
message without going back, so that no pattern can make a message slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product
from typing import get_args

import msgspec

from careerbot.model import Mark, MentionKind, Problem
from careerbot.reading.text import normalise, words

KINDS = get_args(MentionKind)
LONGEST_PATTERN = 400
MOST_POSITIONS = 400
DEEPEST = 20
FEW_WORDS = 5
NONE: frozenset[int] = frozenset()
START = frozenset((0,))
MOST_KEPT = 50_000
ANY = "*"

_PIECE = re.compile(r"\{[^{}\s]*\}|[()\[\]|*{}]|[^()\[\]|*{}]+")
_CLOSERS = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as an automaton: `symbols[i]` is read at position i, `after[i]` may follow it.

    `first` are the positions that may begin a match, `last` those that may end one. A symbol is a word, a `{kind}`
    or `*`, which reads any word.
    """

    text: str
    where: Mark
    symbols: tuple[str, ...]
    first: frozenset[int]
    last: frozenset[int]
    after: tuple[frozenset[int], ...]


class PatternSet:
    """Many patterns matched at once, each standing for one number of the caller's."""

    def __init__(self, moves: list[dict[str, list[int]]], ends: dict[int, list[int]], fillers: Sequence[str]) -> None:
        self._moves = moves
        self._ends = ends
        self._fillers = tuple(fillers)
        self._runs = frozenset(tuple(filler.split()) for filler in fillers)
        self._longest = max(map(len, self._runs), default=0)
        self._loops = frozenset(at for at, move in enumerate(moves) if at in move.get(ANY, ()))
        self._forget()
        self._takers: dict[str, set[int]] = {}
        for position, move in enumerate(moves):
            for symbol in move:
                self._takers.setdefault(symbol, set()).add(position)

    @classmethod
    def build(cls, patterns: Iterable[Pattern], fillers: Iterable[str] = ()) -> PatternSet:
        """Patterns numbered in the order given. `fillers` are polite or empty phrases that may stand at both ends."""
        moves: list[dict[str, list[int]]] = [{}]
        ends: dict[int, list[int]] = {}
        for number, pattern in enumerate(patterns):
            states = _share_states(pattern, len(moves))
            _add_moves(moves[0], pattern, pattern.first, states)
            for position, state in enumerate(states):
                if state == len(moves):
                    moves.append({})
                    _add_moves(moves[-1], pattern, pattern.after[position], states)
                    if position in pattern.last:
                        ends[state] = [number]
        return cls(moves, ends, sorted(set(fillers)))

    def match(self, masked: str) -> list[int]:
        """Numbers of the patterns that match the whole text as it is or, failing that, without fillers; ascending.

        Clause marks are passed over. Empty when none matches.
        """
        tokens = words(masked)
        found = self._walk(tokens)
        if not found:
            bare = self.strip_fillers(tokens)
            found = self._walk(bare) if len(bare) < len(tokens) else []
        return found

    def strip_fillers(self, tokens: Sequence[str]) -> Sequence[str]:
        """The tokens without filler phrases at either end; the last filler stays if nothing else is there."""
        start, end = 0, len(tokens)
        while (length := self._filler_at(tokens[start : start + self._longest], 1)) and start + length < end:
            start += length
        while (length := self._filler_at(tokens[max(start, end - self._longest) : end], -1)) and end - length > start:
            end -= length
        return tokens[start:end]

    def dump(self) -> bytes:
        """The automaton as bytes for `load`."""
        return msgspec.msgpack.encode((self._moves, self._ends, self._fillers))

    @classmethod
    def load(cls, data: bytes) -> PatternSet:
        """The set that `dump` wrote."""
        shape = tuple[list[dict[str, list[int]]], dict[int, list[int]], list[str]]
        return cls(*msgspec.msgpack.decode(data, type=shape))

    def _filler_at(self, tokens: Sequence[str], side: int) -> int:
        """Length of the longest filler that begins (side 1) or ends (side -1) the tokens; 0 when none does."""
        for length in range(len(tokens), 0, -1):
            if tuple(tokens[:length] if side > 0 else tokens[-length:]) in self._runs:
                return length
        return 0

    def _forget(self) -> None:
        """Begins the memory of steps anew: what held and loose states were met, and where symbols lead from them."""
        self._met = [(NONE, START)]
        self._numbers = {self._met[0]: 0}
        self._steps: dict[tuple[int, str], int] = {}
        self._left: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def _walk(self, tokens: Sequence[str]) -> list[int]:
        """Numbers of the patterns that match all the tokens."""
        if len(self._steps) >= MOST_KEPT:
            self._forget()
        at = 0
        for token in tokens:
            # A word that no pattern has is read by `*` alone, as any other such word is.
            symbol = token if token in self._takers else ANY
            if (at, symbol) not in self._steps:
                self._steps[at, symbol] = self._step(*self._met[at], symbol)
            at = self._steps[at, symbol]
        return sorted({number for state in NONE.union(*self._met[at]) for number in self._ends.get(state, ())})

    def _step(self, held: frozenset[int], loose: frozenset[int], symbol: str) -> int:
        """The number of where a symbol leads. `held` are states that any word leaves as they are."""
        reached = self._reach(loose, symbol) | self._leave(held, symbol)
        if not self._loops.isdisjoint(reached):
            held |= reached & self._loops
        met = (held, reached - held)
        number = self._numbers.setdefault(met, len(self._met))
        if number == len(self._met):
            self._met.append(met)
        return number

    def _leave(self, held: frozenset[int], symbol: str) -> frozenset[int]:
        """Where the symbol leads from held states, which are many and seldom others than before."""
        if (held, symbol) not in self._left:
            self._left[held, symbol] = self._reach(held, symbol) - held
        return self._left[held, symbol]

    def _reach(self, states: frozenset[int], symbol: str) -> frozenset[int]:
        """The states that reading the symbol leads to from any of these."""
        pairs = [(states & self._takers.get(s, NONE), s) for s in dict.fromkeys((symbol, ANY))]
        return NONE.union(*[self._moves[at][s] for taking, s in pairs for at in taking])


def compile_pattern(text: str, mark: Mark, folds: Mapping[str, str] | None = None) -> Pattern | Problem:
    """The pattern, or what is wrong with it: `pattern-unbalanced`, `pattern-unknown-kind`, `pattern-empty`,
    `pattern-too-long`, `pattern-too-deep`. Its words are brought to normal form, with `folds` as messages are.
    """
    if len(text) > LONGEST_PATTERN:
        return Problem(mark, "pattern-too-long", f"this pattern has over {LONGEST_PATTERN} characters", "split it")
    try:
        parser = _Parser(text, mark, folds or {})
        shape = parser.parse()
    except _Broken as broken:
        return broken.problem
    if shape.skippable:
        return Problem(mark, "pattern-empty", "this pattern matches a message without any word", "make a word required")
    return _to_pattern(text, mark, shape, parser)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where a part of a pattern may begin and end, and whether it may be left out."""

    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    skippable: bool = True


class _Broken(Exception):
    """A pattern's mistake on its way out of the parser."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Parser:
    """Reads one pattern from left to right; numbers the words it reads and notes which may follow which."""

    def __init__(self, text: str, mark: Mark, folds: Mapping[str, str]) -> None:
        self.mark = mark
        self.folds = folds
        self.pieces = [(found[0], found.start()) for found in _PIECE.finditer(text)]
        self.at = 0
        self.depth = 0
        self.symbols: list[str] = []
        self.after: list[set[int]] = []
        self.edges = self._find_edges()

    def parse(self) -> _Shape:
        shape = self._read_choice()
        if self.at < len(self.pieces):
            self._fail("pattern-unbalanced", f"`{self.pieces[self.at][0]}` closes nothing here", "remove it")
        return shape

    def _find_edges(self) -> set[int]:
        """Indexes of the pieces at the pattern's very start and end, blanks aside."""
        solid = [i for i, (piece, _) in enumerate(self.pieces) if piece.strip()]
        return {solid[0], solid[-1]} if solid else set()

    def _read_choice(self) -> _Shape:
        shape = self._read_run()
        while self._piece() == "|":
            self.at += 1
            other = self._read_run()
            shape = _Shape(shape.first | other.first, shape.last | other.last, shape.skippable or other.skippable)
        return shape

    def _read_run(self) -> _Shape:
        shape = _Shape()
        while (piece := self._piece()) and piece not in ")]|":
            shape = self._join(shape, self._read_part(piece))
        return shape

    def _read_part(self, piece: str) -> _Shape:
        if piece in _CLOSERS:
            return self._read_group(piece)
        self.at += 1
        if piece == ANY:
            return self._read_any(self.at - 1 in self.edges)
        if piece[0] == "{":
            return self._read_kind(piece)
        if piece == "}":
            self.at -= 1
            self._fail("pattern-unbalanced", "`}` closes nothing here", "write {occupation}, {place}, ...")
        shape = _Shape()
        for word in words(normalise(piece, self.folds)):
            shape = self._join(shape, self._add(word))
        return shape

    def _read_group(self, opener: str) -> _Shape:
        opened = self.at
        self.depth += 1
        if self.depth > DEEPEST:
            self._fail("pattern-too-deep", f"brackets stand more than {DEEPEST} deep in one another", "make two of it")
        self.at += 1
        shape = self._read_choice()
        self.depth -= 1
        if self._piece() != _CLOSERS[opener]:
            self.at = opened
            self._fail("pattern-unbalanced", f"`{opener}` is never closed", f"add the missing `{_CLOSERS[opener]}`")
        self.at += 1
        return _Shape(shape.first, shape.last, shape.skippable or opener == "[")

    def _read_any(self, at_edge: bool) -> _Shape:
        if at_edge:
            shape = self._add(ANY)
            self._link(shape.last, shape.first)
            return _Shape(shape.first, shape.last)
        shape = _Shape()
        for _ in range(FEW_WORDS):
            one = self._add(ANY)
            shape = self._join(shape, _Shape(one.first, one.last))
        return shape

    def _read_kind(self, piece: str) -> _Shape:
        kind = piece[1:-1]
        if kind not in KINDS:
            self.at -= 1
            near = get_close_matches(kind, KINDS, 1)
            hint = f"did you mean {{{near[0]}}}?" if near else "use one of " + ", ".join(f"{{{k}}}" for k in KINDS)
            self._fail("pattern-unknown-kind", f"`{piece}` is no kind of mention", hint)
        return self._add(piece)

    def _add(self, symbol: str) -> _Shape:
        if len(self.symbols) >= MOST_POSITIONS:
            self._fail("pattern-too-long", f"this pattern has over {MOST_POSITIONS} words", "split it")
        self.symbols.append(symbol)
        self.after.append(set())
        only = frozenset((len(self.symbols) - 1,))
        return _Shape(only, only, False)

    def _join(self, left: _Shape, right: _Shape) -> _Shape:
        self._link(left.last, right.first)
        first = left.first | right.first if left.skippable else left.first
        last = left.last | right.last if right.skippable else right.last
        return _Shape(first, last, left.skippable and right.skippable)

    def _link(self, before: Iterable[int], behind: Iterable[int]) -> None:
        for a, b in product(before, behind):
            self.after[a].add(b)

    def _piece(self) -> str:
        return self.pieces[self.at][0] if self.at < len(self.pieces) else ""

    def _fail(self, code: str, message: str, hint: str) -> None:
        at = min(self.at, len(self.pieces) - 1)
        column = self.mark.column + self.pieces[at][1] if self.mark.column else 0
        raise _Broken(Problem(Mark(self.mark.file, self.mark.line, column), code, message, hint))


def _to_pattern(text: str, mark: Mark, shape: _Shape, parser: _Parser) -> Pattern:
    after = tuple(map(frozenset, parser.after))
    return Pattern(text, mark, tuple(parser.symbols), shape.first, shape.last, after)


def _share_states(pattern: Pattern, base: int) -> list[int]:
    """The state each position stands for, numbered from `base` on as they come up.

    Positions that go on and end alike, as the words of one choice do, share a state.
    """
    found: dict[tuple[frozenset[int], bool], int] = {}
    return [
        found.setdefault((after, position in pattern.last), base + len(found))
        for position, after in enumerate(pattern.after)
    ]


def _add_moves(moves: dict[str, list[int]], pattern: Pattern, positions: Iterable[int], states: Sequence[int]) -> None:
    for position in sorted(positions):
        reached = moves.setdefault(pattern.symbols[position], [])
        if states[position] not in reached:
            reached.append(states[position])
