"""Occupations, places and terms -> one table of the names people use, by the form they are compared in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import msgspec

from careerbot.model import Occupation, Place, Term
from careerbot.reading.namewords import NOT_MANAGED, SHARED_LETTERS, TRADES
from careerbot.reading.wordforms import fold_plural, fold_word

TOKEN = re.compile(r"[^\W_]+(?:[.'&][^\W_]+)*(?:\+\+|#)?|[,?;.!:]|[^\s\w]")
SHORT_WORDS = frozenset(("st", "ste", "ft", "mt"))
SAME_IN_PLACES = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}
STATE_END = re.compile(r", [A-Z]{2}(?:-[A-Z]{2})*$")
BRACKETS = re.compile(r"\s*\([^)]*\)")
LONGEST = 9
JOB, PLACE, TERM = "o", "p", "t"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark at `text[start:end]`: `raw` as typed, and the forms it has in names of jobs and of places."""

    raw: str
    start: int
    end: int
    job: str
    place: str


def tokenise(text: str) -> list[Token]:
    """The tokens of a normal form, in order; hyphens and slashes part words, a point after "st" is no mark."""
    tokens: list[Token] = []
    for found in TOKEN.finditer(text):
        raw = found.group().replace(".", "").replace("'", "") or found.group()
        if raw in "-/" or (raw == "." and tokens and tokens[-1].raw in SHORT_WORDS):
            continue
        tokens.append(Token(raw, found.start(), found.end(), fold_word(raw), SAME_IN_PLACES.get(raw, raw)))
    return tokens


class Entries(msgspec.Struct):
    """Everything nameable, by number: ids, kinds, and for places what tells them apart (else empty)."""

    ids: list[str] = []
    kinds: list[str] = []
    states: list[str] = []
    people: list[int] = []
    chains: list[str] = []

    def add(self, id: str, kind: str, state: str = "", people: int = 0, chain: str = "") -> int:
        """The number of the new entry."""
        self.ids.append(id)
        self.kinds.append(kind)
        self.states.append(state)
        self.people.append(people)
        self.chains.append(chain)
        return len(self.ids) - 1


class NameTable(msgspec.Struct):
    """Names (kind letter, blank, words) -> entry numbers, likeliest first; first word -> most words of such a name."""

    entries: Entries
    names: dict[str, list[int]]
    longest: dict[str, int]
    heads: dict[str, list[int]]

    @classmethod
    def of(cls, occupations: Iterable[Occupation], places: Iterable[Place], terms: Iterable[Term]) -> NameTable:
        """The table of everything that was written down."""
        entries, names = Entries(), defaultdict[str, list[int]](list)
        heads = _add_occupations(occupations, entries, names)
        _add_places(list(places), entries, names)
        for term in terms:
            number = entries.add(term.id, "term")
            for name in (term.name, *term.also):
                _add(names, TERM, [t.job for t in tokenise(name.lower())], number)
        longest: dict[str, int] = {}
        for name in names:
            words = name[2:].split(" ")
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
        return cls(entries, dict(names), longest, heads)

    def words(self) -> Iterator[str]:
        """The words of all names, with repetitions."""
        for name in self.names:
            yield from name[2:].split(" ")


def _add(names: dict[str, list[int]], kind: str, words: Sequence[str], number: int, first: bool = False) -> None:
    """Puts a name in the table, in front of the others that have it when `first`."""
    if not 0 < len(words) <= LONGEST:
        return
    numbers = names[f"{kind} {' '.join(words)}"]
    if number not in numbers:
        numbers.insert(0 if first else len(numbers), number)


# ------------------------------------------------------------------ occupations
def _add_occupations(
    occupations: Iterable[Occupation], entries: Entries, names: dict[str, list[int]]
) -> dict[str, list[int]]:
    """Adds every name; gives last word of a title -> entries whose title ends so."""
    heads = defaultdict[str, list[int]](list)
    for occupation in occupations:
        number = entries.add(occupation.id, "occupation")
        for name in (occupation.title, occupation.singular):
            words = _job_words(BRACKETS.sub("", name))
            _add(names, JOB, words, number, first=True)
            if words and number not in heads[words[-1]]:
                heads[words[-1]].append(number)
        for name in occupation.also:
            _add(names, JOB, _job_words(name), number)
    _add_trades(names)
    return dict(heads)


def _job_words(name: str) -> list[str]:
    return [token.job for token in tokenise(name.lower()) if token.raw[0].isalnum()]


def _add_trades(names: dict[str, list[int]]) -> None:
    """Adds the names of work to those of the people who do it, and letters that several names share."""
    for name in [name for name in names if name.startswith(JOB)]:
        for form in _work_forms(name[2:].split(" ")):
            names.setdefault(f"{JOB} {form}", list(names[name]))
    for work, person in TRADES.items():
        if f"{JOB} {person}" in names:
            names.setdefault(f"{JOB} {work}", list(names[f"{JOB} {person}"]))
    for letters, people in SHARED_LETTERS.items():
        shared = [number for person in people for number in names.get(f"{JOB} {person}", [])[:1]]
        if shared:
            names[f"{JOB} {letters}"] = list(dict.fromkeys(shared))


def _work_forms(words: Sequence[str]) -> Iterator[str]:
    """What the people of a title do: production management, truck driving, drive a truck."""
    *before, last = words
    if last == "manager" and before and before[-1] not in NOT_MANAGED:
        yield " ".join([*before, "management"])
    if last == "driver" and before:
        thing = " ".join(before)
        yield from (f"{thing} driving", f"drive {thing}", f"drive a {thing}", f"driving {thing}", f"driving a {thing}")


# ------------------------------------------------------------------ places
def _add_places(places: Sequence[Place], entries: Entries, names: dict[str, list[int]]) -> None:
    """Adds every name of every place; a county has as many people as its towns together."""
    people = Counter[str]()
    for place in places:
        for id in place.chain[:2]:
            people[id] += place.population
    for place in places:
        chain = " ".join(place.chain)
        number = entries.add(place.id, place.kind, place.state, place.population or people[place.id], chain)
        for words in _place_names(place):
            _add(names, PLACE, words, number)


def _place_names(place: Place) -> Iterator[list[str]]:
    base = STATE_END.sub("", BRACKETS.sub("", place.name))
    whole = base.removesuffix(" nonmetropolitan area")
    for name in dict.fromkeys((base, whole, *place.also)):
        words = [token.place for token in tokenise(_plain(name)) if token.raw[0].isalnum()]
        yield words[1:] if words[:1] == ["the"] and len(words) > 2 else words
    if place.kind == "metro":
        parts = [part for part in re.split(r"--?|/", base) if part]
        for low, high in combinations(range(len(parts) + 1), 2):
            yield [token.place for part in parts[low:high] for token in tokenise(_plain(part))]


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()


def same_word(typed: str, name: str) -> bool:
    """Whether a word as typed is the name's word up to its plural, not merely an abbreviation of it."""
    return typed == name or fold_plural(typed) == name
