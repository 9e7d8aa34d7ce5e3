"""Names of places in a sentence -> the places meant: which of those that share a name, or none at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from careerbot.reading.nametable import PLACE, NameTable, Token
from careerbot.reading.namewords import (
    CALLED,
    CLOSE_BEFORE,
    DISHES,
    EVERYDAY_CODES,
    EVERYDAY_TOWNS,
    JOB_AFTER,
    NEVER_ALONE,
    PLACE_BEFORE,
    PLAIN_WORDS,
    SHORT_STATES,
    WORDLIKE_CODES,
    WORDLIKE_SHORT,
)
from careerbot.reading.spans import MARKS, Span
from careerbot.reading.spelling import English

AREAS = frozenset(("metro", "nonmetro", "region"))
WIDE = frozenset(("state", "nation", "region"))
SIZEABLE = 20_000
SHARE = 0.05
FAR_LARGER = 5
LARGE = 50_000
KNOWN = 15_000
VILLAGE = 1_500
EVERYDAY = 23.0
ABROAD_PEOPLE = 100_000
SHORT = 4
# Letters that are no state behind "the": the VA looks after veterans, the PA sees patients.
AFTER_THE = frozenset(("va", "pa", "md", "ma"))
JOINS = frozenset((",", "and", "&"))
EITHER = frozenset(("or", "vs", "versus"))
# What stands between places that are set side by side.
BETWEEN = EITHER | {"and"}
JOINING_CODES = frozenset(("in", "or"))
# Words of other languages before "la", the article.
FOREIGN = frozenset(("a", "de", "en", "o", "oh", "ooh", "the", "y"))
# Words between a town and its state: "portland as in maine".
NAMELY = frozenset((("as", "in"), ("over", "in"), ("down", "in"), ("up", "in"), ("out", "in")))
PERIODS = frozenset(("hour", "week", "month", "year"))
BESIDE_US = frozenset(
    "us vs versus ok okay then in the no just instead and or for what about how now so well , ? .".split()
)


@dataclass(frozen=True, slots=True)
class Atlas:
    """The places of a table, with states by their letters and by their ids."""

    table: NameTable
    english: English
    states: Mapping[str, int]
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, table: NameTable, english: English) -> Atlas:
        """The atlas of a table of names."""
        entries = table.entries
        kinds = enumerate(entries.kinds)
        numbers = {entries.ids[i]: i for i, kind in kinds if kind not in ("term", "town")}
        states = {entries.states[i].lower(): i for i in numbers.values() if entries.kinds[i] == "state"}
        return cls(table, english, {code: i for code, i in states.items() if code}, numbers)

    def state_of(self, id: str) -> str:
        """The letters of the state with this id, "" when there is none."""
        number = self.numbers.get(id)
        return "" if number is None else self.table.entries.states[number]

    # -------------------------------------------------------------- a state after a town
    def with_state(self, span: Span, tokens: Sequence[Token]) -> Span | None:
        """The span made longer by the state (or foreign country) named right after it, None when none fits."""
        said = tuple(token.raw for token in tokens[span.high : span.high + 2])
        at = span.high + (2 if said in NAMELY else 1 if said[:1] == (",",) else 0)
        for high, number in self._states_at(tokens, at):
            name = " ".join(token.place for token in tokens[span.low : high])
            fitting = self._fitting(span.numbers, number)
            # "greeley co" is short for a county too; of both the larger is meant.
            others = self.table.names.get(f"{PLACE} {name}", ())
            if fitting and max(map(self._people, fitting)) > max(map(self._people, others), default=-1):
                return Span(PLACE, span.low, high, fitting)
        return None

    def _states_at(self, tokens: Sequence[Token], low: int) -> Iterator[tuple[int, int]]:
        """Ends and numbers of the states and foreign countries named at a token, longest first."""
        for high in range(min(low + 3, len(tokens)), low, -1):
            name = " ".join(token.place for token in tokens[low:high])
            name = SHORT_STATES.get(name, name)
            kinds = self.table.entries.kinds
            named = (n for n in self.table.names.get(f"{PLACE} {name}", ()) if kinds[n] in ("state", "abroad"))
            for number in sorted(named, key=lambda n: kinds[n] != "state"):
                yield high, number
        coded = low < len(tokens) and tokens[low].raw in self.states
        if coded and (tokens[low].raw not in WORDLIKE_CODES or self._closes_place(tokens, low)):
            yield low + 1, self.states[tokens[low].raw]

    def _closes_place(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a code that is a word as well stands where a state does: "salem, or" before a job, not a town."""
        after, *rest = [token.raw for token in tokens[at + 1 : at + 3]] or [","]
        if after in MARKS or (after in ("a", "an") and rest and rest[0] in PERIODS):
            return True
        goes_on = after in PLAIN_WORDS - JOB_AFTER or f"{PLACE} {tokens[at + 1].place}" in self.table.names
        return not goes_on and (tokens[at - 1].raw == "," or tokens[at].raw not in JOINING_CODES)

    def _fitting(self, numbers: Sequence[int], area: int) -> tuple[int, ...]:
        """Of the places, those in a state; for a foreign country the foreign places, else the country itself."""
        entries = self.table.entries
        towns = [i for i in numbers if entries.kinds[i] not in WIDE]
        if entries.kinds[area] == "abroad":
            abroad = tuple(i for i in towns if entries.kinds[i] == "abroad")
            return abroad or ((area,) if towns else ())
        inside = tuple(i for i in towns if entries.states[i] == entries.states[area])
        # The District is one city, and a state to the publishers of figures.
        return (area,) if inside and entries.states[area] == "DC" else inside

    # -------------------------------------------------------------- does it name a place here
    def is_place(self, span: Span, tokens: Sequence[Token], home: str) -> bool:
        """Whether a name of a place names one here: everyday words and small towns only after "in" and the like."""
        entries = self.table.entries
        words = [token.raw for token in tokens[span.low : span.high]]
        before = tokens[span.low - 1].raw if span.low else ""
        follows = tokens[span.high].raw if span.high < len(tokens) else ""
        if words == ["us"]:
            return (before in (*JOB_AFTER, ",") and not follows) or all(t.raw in BESIDE_US for t in tokens)
        if words == ["south"] or follows in DISHES or before in CALLED:
            return False
        if before == "the" and words[0] in AFTER_THE:
            return False
        if any(entries.kinds[i] in WIDE or entries.kinds[i] == "nonmetro" for i in span.numbers):
            return True
        people = max(self._people(i) for i in span.numbers)
        at_home = home != "" and any(entries.states[i] == home for i in span.numbers)
        if len(words) == 1 and words[0] in EVERYDAY_TOWNS:
            # Where places are talked of the word alone is one.
            alone = all(t.raw in BESIDE_US for t in (*tokens[: span.low], *tokens[span.high :]))
            if home and alone and words[0] not in NEVER_ALONE and people >= LARGE:
                return True
            return before in CLOSE_BEFORE and words[0] not in NEVER_ALONE and (people >= LARGE or at_home)
        if before in PLACE_BEFORE or len(words) == len(tokens):
            return True
        if len(words[0]) < SHORT and len(words) == 1:
            ends = self._ends(span, tokens) and before not in (*words, *FOREIGN)
            metro = any(entries.kinds[i] == "metro" for i in span.numbers)
            return self.english.commonness(words[0]) == 0 or (ends and metro)
        return people >= self._enough_people(words, at_home)

    def _ends(self, span: Span, tokens: Sequence[Token]) -> bool:
        """Whether nothing goes on after a name, or another place beside it does: "la or nyc"."""
        after = tokens[span.high : span.high + 2]
        joined = len(after) == 2 and after[0].raw in BETWEEN and f"{PLACE} {after[1].place}" in self.table.names
        return not after or after[0].raw in MARKS or joined

    def _people(self, number: int) -> int:
        """How many live there; a foreign place counts as a large town, since how many is not known."""
        entries = self.table.entries
        return ABROAD_PEOPLE if entries.kinds[number] == "abroad" else entries.people[number]

    def _enough_people(self, words: Sequence[str], at_home: bool) -> int:
        """How many must live in a place for its bare name to count."""
        common = [self.english.commonness(word) for word in words]
        if len(words) > 1 and words[-1] not in ("county", "parish", "borough", "city") and min(common) >= EVERYDAY:
            return KNOWN if at_home else LARGE
        return VILLAGE if at_home or len(words) > 1 or max(common) == 0 else KNOWN

    def is_code(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether two letters stand for a state here, without a town before them."""
        raw = tokens[at].raw
        if raw not in self.states or (raw in AFTER_THE and at > 0 and tokens[at - 1].raw == "the"):
            return False
        ends = at + 1 == len(tokens) or tokens[at + 1].raw in MARKS or tokens[at + 1].raw in ("i", "we")
        after_in = at > 0 and tokens[at - 1].raw == "in"
        return raw not in EVERYDAY_CODES or (ends and after_in and raw not in ("in", "me", "hi", "la"))

    def find_short_state(self, tokens: Sequence[Token]) -> tuple[int, ...]:
        """The state that the only word stands for, cut short: "mass"; () for none and for words of another meaning."""
        said = [token.raw for token in tokens if token.raw not in MARKS]
        name = SHORT_STATES.get(said[0], "") if len(said) == 1 and said[0] not in WORDLIKE_SHORT else ""
        return tuple(self.table.names.get(f"{PLACE} {name}", ())) if name else ()

    # -------------------------------------------------------------- which of several
    def said_before(self, spans: Sequence[Span], tokens: Sequence[Token]) -> str:
        """The only state that is named, in an earlier clause than another place: "i live in maine. pay in portland"."""
        entries, places = self.table.entries, [span for span in spans if span.kind == PLACE]
        states = [[n for n in span.numbers if entries.kinds[n] == "state"] for span in places]
        if len(places) < 2 or not states[0] or any(states[1:]):
            return ""
        between = tokens[places[0].high : places[1].low]
        return entries.states[states[0][0]] if any(token.raw in MARKS for token in between) else ""

    def choose(self, numbers: Sequence[int], home: str) -> tuple[int, ...]:
        """The likeliest of places with one name, then the others worth asking about, likeliest first."""
        entries = self.table.entries
        largest = max(entries.people[i] for i in numbers)
        # A small town near home is not what most mean by the name of a large city elsewhere.
        near = [i for i in numbers if entries.people[i] >= min(LARGE, largest / FAR_LARGER)]
        ranked = sorted(numbers, key=lambda i: self._likelihood(i, home if i in near else ""), reverse=True)
        best, *others = ranked
        if entries.kinds[best] == "nation":
            return (best,)
        if entries.kinds[best] == "state":
            others = [i for i in others if entries.states[i] == entries.states[best] or entries.kinds[i] == "abroad"]
        least = max(SIZEABLE, SHARE * entries.people[best])
        worth = [i for i in others if entries.kinds[i] in ("state", "abroad") or entries.people[i] >= least]
        return (best, *worth)

    def _likelihood(self, number: int, home: str) -> tuple[int, int, int]:
        entries = self.table.entries
        kind = entries.kinds[number]
        at_home = home != "" and entries.states[number] == home
        country = kind == "abroad" and entries.ids[number].count("-") == 1
        return int(kind in WIDE or country), int(at_home), self._people(number)

    # -------------------------------------------------------------- several names, one area
    def area_of(self, first: Sequence[int], second: Sequence[int]) -> int | None:
        """The nearest area below a state that a place of each list lies in; None when there is none."""
        for one in first:
            for other in second:
                area = self._shared(one, other)
                if area is not None:
                    return area
        return None

    def _shared(self, one: int, other: int) -> int | None:
        chain, kinds = self.table.entries.chains, self.table.entries.kinds
        others = set(chain[other].split())
        shared = [n for id in chain[one].split() if id in others and (n := self.numbers.get(id)) is not None]
        areas = [n for n in shared if kinds[n] in AREAS]
        return next((n for n in areas if kinds[n] == "metro"), areas[0] if areas else None)

    def find_county_list(self, tokens: Sequence[Token], last: int, home: str) -> list[Span]:
        """Counties named together before the "county" or "counties" at token `last`; [] for fewer than two."""
        groups: list[tuple[int, int, set[int]]] = []
        high = last
        while high > 0:
            if tokens[high - 1].raw in JOINS | EITHER and groups:
                high -= 1
                continue
            found = self._county_before(tokens, high)
            if found is None:
                break
            groups.insert(0, (found[0], high, set(found[1])))
            high = found[0]
        apart = any(token.raw in EITHER for token in tokens[high:last])
        return self._in_one_state(groups, last, home, apart) if len(groups) > 1 else []

    def _county_before(self, tokens: Sequence[Token], high: int) -> tuple[int, list[int]] | None:
        for low in range(max(0, high - 3), high):
            name = " ".join(token.place for token in tokens[low:high])
            numbers = self.table.names.get(f"{PLACE} {name} county")
            if numbers:
                return low, numbers
        return None

    def _in_one_state(
        self, groups: list[tuple[int, int, set[int]]], last: int, home: str, apart: bool
    ) -> list[Span]:
        """The counties of the one state that has them all, home if it does; [] when no state has.

        Those that have an area in common are that area, unless they are set `apart`.
        """
        states = self.table.entries.states
        shared = set.intersection(*({states[i] for i in numbers} for _, _, numbers in groups))
        if not shared:
            return []
        state = home if home in shared else min(shared)
        spans = [
            Span(PLACE, low, high, tuple(i for i in numbers if states[i] == state)) for low, high, numbers in groups
        ]
        whole = Span(PLACE, spans[0].low, last + 1, ())
        area = None if apart else self._area_of_all(spans)
        return [Span(PLACE, whole.low, whole.high, (area,))] if area is not None else spans

    def _area_of_all(self, spans: Sequence[Span]) -> int | None:
        areas = {self.area_of(spans[0].numbers, span.numbers) for span in spans[1:]}
        return areas.pop() if len(areas) == 1 else None
