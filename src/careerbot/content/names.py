"""Names of occupations, places and intents -> ids, and for one that leads nowhere the nearest that lead somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from careerbot.model import Intent, Occupation, Place
from careerbot.problems import suggest

MOST_NAMED = 3
_WIDE = ("nation", "state")
# A slip for every so many letters; letters that changed places are one. With more, another word is as likely meant.
_LETTERS_A_SLIP, _MOST_SLIPS = 4, 2
# Words that begin alike are mostly of one kin: weld, welder, welding.
_START = 4
_SHARE_OF_BEST = 0.7
_CODE = re.compile(r"[\d-]+")
_NO_JOB = "`careerbot ask --explain what do welders make` shows how jobs are named, with their codes"
_WANTED = "a code is wanted here"
_NO_PLACE = "name a state, a county, or a town with its state: Kent, OH"

# Name -> the ids that go by it.
Book = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class NameBooks:
    """Names of occupations and places -> ids. What all names lead to is gathered when the first one is looked for."""

    occupations: Mapping[str, Occupation]
    places: Mapping[str, Place]
    _jobs: list[Book] = field(default_factory=list)
    _areas: list[Book] = field(default_factory=list)

    def jobs(self) -> list[Book]:
        """Codes and titles of occupations, then all their other names."""
        if not self._jobs:
            jobs = list(self.occupations.values())
            first = _gather((n, o.id) for o in jobs for n in (o.id, o.title, o.singular))
            self._jobs = [first, _gather((n, o.id) for o in jobs for n in o.also)]
        return self._jobs

    def areas(self) -> list[Book]:
        """Names of states and the nation, then those of all places."""
        if not self._areas:
            places = list(self.places.values())
            first = _gather((n, p.id) for p in places if p.kind in _WIDE for n in (p.id, p.name, *p.also))
            self._areas = [first, _gather((n, p.id) for p in places for n in (p.id, p.name, *p.also))]
        return self._areas

    def suggest_job(self, name: str) -> str:
        """A hint with the likeliest names of occupations, each with the official title, so that a wrong one is seen."""
        if _CODE.fullmatch(name):
            return _ask(self._describe(self._near_codes(name), '"')) or _NO_JOB
        near = [f'"{known}" ({self._title_of(ids)})' for known, ids in _find_near(name, self.jobs()).items()]
        return _ask(near or self._describe(self._alike(name), '"')) or _NO_JOB

    def suggest_code(self, name: str) -> str:
        """A hint where only the code of an occupation can stand: that of one that goes by the name, or the nearest."""
        if _CODE.fullmatch(name):
            return self.suggest_job(name)
        near = [id for ids in _find_near(name, self.jobs()).values() for id in ids]
        found = self._describe((look_up(name, self.jobs()) or near or self._alike(name))[:MOST_NAMED])
        return f"{_WANTED}: {join_choices(found)}" if found else f"{_WANTED}; {_NO_JOB}"

    def suggest_area(self, name: str) -> str:
        """The same for places."""
        near = find_near(name, self.places.keys(), 1) if _CODE.fullmatch(name) else look_up(name, self.areas())
        found = [f"{id} ({self.places[id].name})" for id in near[:MOST_NAMED]]
        return f"{_WANTED}: {join_choices(found)}" if found else f"{_WANTED}; `careerbot ask --explain` shows them"

    def suggest_place(self, name: str) -> str:
        """A hint with the likeliest names of places."""
        if full := self._name_in_full(fold_name(name)):
            return f"name it in full: {'; '.join(full[:MOST_NAMED])}"
        near = list(_find_near(name, self.areas()))
        towns = {n.partition(",")[0]: n for book in self.areas() for n in book} if not near else {}
        near = near or [n for town in _find_slips(name, towns.keys())[:1] for n in self._name_in_full(town)]
        return _ask([f'"{known}"' for known in near[:MOST_NAMED]]) or _NO_PLACE

    def _name_in_full(self, town: str) -> list[str]:
        return [name for book in self.areas() for name in book if name.startswith(f"{town}, ")]

    def _near_codes(self, code: str) -> list[str]:
        return find_near(code, self.occupations.keys(), _MOST_SLIPS)[:MOST_NAMED]

    def _describe(self, ids: Iterable[str], mark: str = "") -> list[str]:
        return [f"{mark}{id}{mark} ({self.occupations[id].title})" for id in ids]

    def _title_of(self, ids: Sequence[str]) -> str:
        return f"{self.occupations[ids[0]].title}, {ids[0]}" if len(ids) == 1 else f"{len(ids)} occupations"

    def _alike(self, name: str) -> list[str]:
        """The occupations whose official titles share the rarest words with a name."""
        titles = {id: _starts(occupation.title) for id, occupation in self.occupations.items()}
        shared = Counter(start for starts in titles.values() for start in starts)
        wanted = _starts(name)
        weights = {id: sum(1 / shared[start] for start in wanted & starts) for id, starts in titles.items()}
        least = max(max(weights.values(), default=0.0) * _SHARE_OF_BEST, 1e-9)
        return sorted((id for id in weights if weights[id] >= least), key=lambda id: -weights[id])[:MOST_NAMED]


def find_near(name: str, known: Collection[str], most: int) -> list[str]:
    """Those of the known names that differ by at most so many slips of the hand, nearest first."""
    found = process.extract(name, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    return sorted(
        (hit for hit, *_ in found),
        key=lambda hit: (OSA.distance(name, hit), -Prefix.similarity(name, hit), len(set(hit) - set(name))),
    )


def suggest_intent(name: str, intents: Mapping[str, Intent]) -> str:
    """A hint with the intent that is spelled or labelled much alike, else those that people ask for in these words."""
    labels = {intent.label.casefold(): id for id, intent in intents.items()}
    if spelled := suggest(name, intents) or suggest(labels.get(name.casefold(), ""), intents):
        return spelled
    wanted = _starts(name.replace("_", " "))
    shares = {id: _share(wanted, intent) for id, intent in intents.items() if intent.kind == "topic"}
    best = sorted((id for id in shares if shares[id]), key=lambda id: -shares[id])[:MOST_NAMED]
    asked = _ask([f'"{id}" ({intents[id].label})' for id in best])
    return f"{asked} docs/knowledge.md lists all intents".strip()


def look_up(name: str, books: Iterable[Book]) -> Sequence[str]:
    """The ids that a name leads to in the first book that has it; none when no book has."""
    wanted = fold_name(name)
    return next((book[wanted] for book in books if wanted in book), ())


def join_choices(names: Sequence[str]) -> str:
    """`a, b or c`; empty for none."""
    *others, last = names or ("",)
    return f"{', '.join(others)}{' or ' if others else ''}{last}"


def fold_name(name: str) -> str:
    """The form in which names are looked up."""
    return " ".join(name.casefold().split())


def _find_near(name: str, books: Iterable[Book]) -> dict[str, Sequence[str]]:
    """The nearest names, one for each thing that goes by them, with the ids."""
    known = {known: ids for book in reversed(list(books)) for known, ids in book.items()}
    found = {known[near][0]: near for near in reversed(_find_slips(name, known.keys()))}
    return {near: known[near] for near in list(reversed(found.values()))[:MOST_NAMED]}


def _find_slips(name: str, known: Collection[str]) -> list[str]:
    wanted = fold_name(name)
    return find_near(wanted, known, min(_MOST_SLIPS, (len(wanted) + 1) // _LETTERS_A_SLIP))


def _ask(names: Sequence[str]) -> str:
    """`did you mean a, b or c?`; empty for none."""
    return f"did you mean {join_choices(names)}?" if names else ""


def _share(wanted: set[str], intent: Intent) -> float:
    """How much an intent has of some words: whether its label has one, and in how many of its examples they stand."""
    named = bool(wanted & _starts(f"{intent.label} {intent.id.replace('_', ' ')}"))
    return named + sum(bool(wanted & _starts(text)) for text, _ in intent.examples) / max(len(intent.examples), 1)


def _starts(words: str) -> set[str]:
    return {word[:_START] for word in re.findall(r"\w+", words.casefold())}


def _gather(named: Iterable[tuple[str, str]]) -> Book:
    book: dict[str, dict[str, None]] = {}
    for name, id in named:
        book.setdefault(fold_name(name), {})[id] = None
    return {name: list(ids) for name, ids in book.items()}
