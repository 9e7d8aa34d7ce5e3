"""Occupations, places and terms -> one table of the names people use, by the form they are compared in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import msgspec

from careerbot.model import Occupation, Place, Term
from careerbot.reading.namewords import GENERIC, NOT_MANAGED, SHARED_LETTERS, TRADES
from careerbot.reading.wordforms import fold_plural, fold_word

TOKEN = re.compile(r"[^\W_]+(?:[.'&][^\W_]+)*(?:\+\+|#)?|[,?;.!:]|[^\s\w]")
SHORT_WORDS = frozenset(("st", "ste", "ft", "mt"))
SAME_IN_PLACES = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}
STATE_END = re.compile(r", [A-Z]{2}(?:-[A-Z]{2})*$")
STATES_END = re.compile(r", [A-Z]{2}(?:-[A-Z]{2})+$")
AGENT = re.compile(
    r"(?:er|or|ist|ian|yst|man|nurse|clerk|cook|mechanic|guard|aide|pilot|judge|chef|mason|coach|surgeon|attorney)$"
)
HEAD_PARTS = re.compile(r",| or | and ")
# What parts the towns that an area is called by, and its states from them.
AREA_PARTS = re.compile(r"--?|/|, ")
BRACKETS = re.compile(r"\s*\([^)]*\)")
LONGEST = 24
MOST_ALIKE = 12
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
    def of(
        cls,
        occupations: Iterable[Occupation],
        places: Iterable[Place],
        terms: Iterable[Term],
        english: Container[str] = (),
    ) -> NameTable:
        """The table of everything that was written down; `english` are words that are no county's bare name."""
        entries, names = Entries(), defaultdict[str, list[int]](list)
        heads = _add_occupations(occupations, entries, names)
        _add_places(list(places), entries, names, english)
        for term in terms:
            number = entries.add(term.id, "term")
            for name in (term.name, *term.also):
                _add(names, TERM, [t.job for t in tokenise(name.lower())], number)
        longest: dict[str, int] = {}
        for name in names:
            words = name[2:].split(" ")
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
        return cls(entries, dict(names), longest, heads)

    def words(self, kind: str = "") -> Iterator[str]:
        """The words of all names, or of those of one kind, with repetitions."""
        for name in self.names:
            if name.startswith(kind):
                yield from name[2:].split(" ")

    def words_by_entry(self, kind: str) -> dict[int, frozenset[str]]:
        """Entry number -> the words of all its names of one kind."""
        found = defaultdict[int, set[str]](set)
        for name, numbers in self.names.items():
            if name.startswith(kind):
                for number in numbers:
                    found[number].update(name[2:].split(" "))
        return {number: frozenset(words) for number, words in found.items()}


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
    for occupation in sorted(occupations, key=lambda o: o.id):
        number = entries.add(occupation.id, "occupation")
        for name in (occupation.title, occupation.singular):
            _add(names, JOB, _job_words(name), number, first=True)
            _add(names, JOB, _job_words(BRACKETS.sub("", name)), number, first=True)
        _add(names, JOB, _job_words(occupation.id), number)
        for head in _heads(occupation):
            heads[head].append(number)
        for name in occupation.also:
            _add(names, JOB, _job_words(name), number)
    for head, numbers in heads.items():
        if len(numbers) <= MOST_ALIKE and head not in GENERIC:
            names.setdefault(f"{JOB} {head}", list(numbers))
    _add_trades(names)
    return dict(heads)


def _heads(occupation: Occupation) -> set[str]:
    """The words in the official title that name the workers: both of "Chefs and head cooks"."""
    parts = HEAD_PARTS.split(BRACKETS.sub("", occupation.singular).partition(" of ")[0])
    ends = {words[-1] for part in parts if (words := _job_words(part))}
    ends = {word for word in ends if AGENT.search(word)}
    plural = {token.job for token in tokenise(occupation.title.lower()) if token.raw != fold_plural(token.raw)}
    return ends & plural


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
def _add_places(
    places: Sequence[Place], entries: Entries, names: dict[str, list[int]], english: Container[str]
) -> None:
    """Adds every name of every place; an area has as many people as its towns together, and so has the town that it is
    first called by: those who say "peoria" rather mean the middle of an area than the larger suburb of another."""
    people = Counter[str]()
    for place in places:
        for id in place.chain:
            people[id] += place.population
    called = {(place.id, AREA_PARTS.split(place.name)[0]) for place in places if place.kind == "metro"}
    towns: set[tuple[str, str]] = set()
    for place in sorted(places, key=lambda place: place.kind != "town"):
        chain = " ".join(place.chain)
        own_area = next((id for id in place.chain if (id, STATE_END.sub("", place.name)) in called), place.id)
        number = entries.add(place.id, place.kind, place.state, max(place.population, people[own_area]), chain)
        own = {" ".join(words) for words in _own_names(place)}
        if place.kind == "town":
            towns.update((id, name) for name in own for id in place.chain)
        # A wage area is called by the name of a town in it only where no such town is known.
        own = {name for name in own if place.kind != "metro" or (place.id, name) not in towns}
        for name in (*own, *(" ".join(_place_words(also)) for also in place.also)):
            _add(names, PLACE, name.split(), number)
    _add_short_counties(places, entries, names, english)


def _add_short_counties(
    places: Sequence[Place], entries: Entries, names: dict[str, list[int]], english: Container[str]
) -> None:
    """Adds "pierce co", and "kitsap" for Kitsap County, where no word and no place of another kind is called so."""
    numbers = {id: number for number, id in enumerate(entries.ids)}
    whole = [(place, _place_words(STATE_END.sub("", place.name))) for place in places if place.kind == "county"]
    bare = [(place, words[:-1]) for place, words in whole if words[-1:] == ["county"]]
    free = [(p, w) for p, w in bare if f"{PLACE} {' '.join(w)}" not in names and not any(x in english for x in w)]
    for place, words in [*free, *((p, [*w, "co"]) for p, w in bare)]:
        _add(names, PLACE, words, numbers[place.id])


# Towns whose name has a hyphen, which elsewhere parts the towns of an area.
ONE_TOWN = re.compile(r"\b(Winston|Wilkes)-(Salem|Barre)\b")


def _own_names(place: Place) -> Iterator[list[str]]:
    """The official name without its state, whole and, for a wage area named after towns, in pieces."""
    base = STATE_END.sub("", BRACKETS.sub("", place.name))
    yield _place_words(base)
    if "'" in base:
        yield _place_words(base.replace("'", " "))
    if STATES_END.search(place.name):
        yield _place_words(place.name)
    yield _place_words(base.removesuffix(" nonmetropolitan area"))
    towns = ONE_TOWN.sub(r"\1 \2", base)
    parts = [part for part in re.split(r"--?|/", towns) if part] if place.kind == "metro" else []
    for low, high in combinations(range(len(parts) + 1), 2):
        yield [word for part in parts[low:high] for word in _place_words(part)]


def _place_words(name: str) -> list[str]:
    words = [token.place for token in tokenise(_plain(name)) if token.raw[0].isalnum()]
    return words[1:] if words[:1] == ["the"] and len(words) > 2 else words


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()


def same_word(typed: str, name: str) -> bool:
    """Whether a word as typed is the name's word up to its plural, not merely an abbreviation of it."""
    return typed == name or fold_plural(typed) == name
