"""Merged entries -> the same with every reference kept that leads somewhere; the others are reported and left out.

What is loaded can therefore be followed without asking whether the other end is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from careerbot.content.names import NameBooks, suggest_intent
from careerbot.content.sources import Text
from careerbot.model import Faq, Intent, Mark, Occupation, Place, Problem, Term, Topic
from careerbot.problems import suggest


def place_of(name: str, otherwise: Mark) -> Mark:
    """Where a text was written, if it remembers it."""
    return name.where if isinstance(name, Text) else otherwise


def place_of_line(text: str, number: int, otherwise: Mark) -> Mark:
    """Where a line of a text that was written as a block stands, by its number from 1; of other texts `otherwise`."""
    parts = text.parts if isinstance(text, Text) else ()
    filled = sum(bool(line.strip()) for line in text.split("\n")[:number])
    return parts[filled - 1].where if 0 < filled <= len(parts) else otherwise


def place_of_first(text: str, has: Callable[[str], object], otherwise: Mark) -> Mark:
    """Where the first line that `has` something stands, as `place_of_line` finds it; `otherwise` where none has."""
    number = next((n for n, line in enumerate(text.split("\n"), 1) if has(line)), 0)
    return place_of_line(text, number, otherwise)


# What the names of FAQ entries begin with where intents may stand too.
ENTRY = "faq."

# Takes a name that leads nowhere, and what to say of it.
Report = Callable[[str, Problem], None]


class Links:
    """The names that can be referred to, and what is told of references that lead nowhere."""

    def __init__(self, intents: Mapping[str, Intent], books: NameBooks, report: Report) -> None:
        self._intents = intents
        self._books = books
        self._report = report

    def is_intent(self, name: str, where: Mark) -> bool:
        """Whether there is such an intent; reported when there is not."""
        hint = partial(suggest_intent, name, self._intents)
        return self._is_known(name, self._intents, where, "unknown-intent", "intent", hint)

    def is_followed(self, name: str, entries: Collection[str], where: Mark) -> bool:
        """Whether there is such an intent, or such an entry as `faq.` says; reported when there is not."""
        whole = name if name.startswith(ENTRY) else f"{ENTRY}{name}"
        if name == whole or (whole in entries and name not in self._intents):
            hint = partial(_suggest_entry, whole, entries)
            return self._is_known(name, entries, where, "unknown-intent", "FAQ entry", hint)
        return self.is_intent(name, where)

    def is_occupation(self, id: str, where: Mark) -> bool:
        """Whether there is such an occupation; reported when there is not."""
        hint = partial(self._books.suggest_code, id)
        return self._is_known(id, self._books.occupations, where, "unknown-occupation", "occupation", hint)

    def intents_of(self, names: Iterable[str], otherwise: Mark) -> tuple[str, ...]:
        """Those of the names that are intents."""
        return tuple(name for name in names if self.is_intent(name, place_of(name, otherwise)))

    def _is_known(
        self, name: str, known: Collection[str], where: Mark, code: str, what: str, hint: Callable[[], str]
    ) -> bool:
        if name not in known:
            self._report(name, Problem(where, code, f"there is no {what} `{name}`", hint()))
        return name in known


def _suggest_entry(name: str, entries: Collection[str]) -> str:
    return suggest(name, entries) or f"write `{ENTRY}` and the id of an entry of faq/"


def link_occupations(occupations: Mapping[str, Occupation], links: Links) -> dict[str, Occupation]:
    """Occupations with only the topics that people can ask for."""
    return {id: replace(o, topics=_link_topics(o.topics, links)) for id, o in occupations.items()}


def _link_topics(topics: Mapping[str, Topic], links: Links) -> dict[str, Topic]:
    return {name: topic for name, topic in topics.items() if links.is_intent(name, topic.where)}


def link_intents(intents: Mapping[str, Intent], links: Links) -> dict[str, Intent]:
    """Intents whose next questions, narrower intents and stand-ins exist."""
    return {id: _link_intent(intent, links) for id, intent in intents.items()}


def _link_intent(intent: Intent, links: Links) -> Intent:
    becomes = tuple(pair for pair in intent.becomes if links.is_intent(pair[1], place_of(pair[1], intent.where)))
    follow, instead = (links.intents_of(names, intent.where) for names in (intent.next, intent.instead))
    return replace(intent, next=follow, becomes=becomes, instead=instead)


def link_terms(terms: Mapping[str, Term], links: Links) -> dict[str, Term]:
    """Terms whose intents exist."""
    return {id: replace(t, intents=links.intents_of(t.intents, t.item.where)) for id, t in terms.items()}


def link_faq(faq: Iterable[Faq], links: Links, written: Iterable[str]) -> tuple[Faq, ...]:
    """FAQ entries whose intent and occupation exist, with the next questions and entries that do.

    To lead to one of the ids that are `written` and left out, each for a mistake of its own, is no further mistake.
    """
    linked = [f for f in faq if _is_linked(f, links)]
    items = {f.item.id for f in linked}
    left_out = {f"{ENTRY}{id}" for id in written} - items
    return tuple(replace(f, next=_link_next(f, items, left_out, links)) for f in linked)


def _link_next(entry: Faq, items: Collection[str], left_out: Collection[str], links: Links) -> tuple[str, ...]:
    where = entry.item.where
    wanted = (name for name in entry.next if name not in left_out)
    return tuple(n for n in wanted if n in items or links.is_followed(n, items, place_of(n, where)))


def _is_linked(entry: Faq, links: Links) -> bool:
    where = entry.item.where
    jobs = [job for job in (entry.occupation, entry.then) if job]
    known = [links.is_occupation(job, place_of(job, where)) for job in jobs]
    return links.is_intent(entry.intent, place_of(entry.intent, where)) and all(known)


def link_places(places: Mapping[str, Place], problems: list[Problem]) -> dict[str, Place]:
    """Places whose chains name places only."""
    known = frozenset(places)
    broken = [place for place in places.values() if not known.issuperset(place.chain)]
    problems += _report_chains(broken, known)
    mended = {p.id: replace(p, chain=tuple(id for id in p.chain if id in known)) for p in broken}
    return {**places, **mended}


def _report_chains(broken: Iterable[Place], known: Collection[str]) -> Iterator[Problem]:
    """One problem for each unknown place, at the first chain that names it, since thousands of rows may share it."""
    users: dict[str, list[Place]] = defaultdict(list)
    for place in broken:
        for id in place.chain:
            if id not in known:
                users[id].append(place)
    for id, named_by in users.items():
        more = f" (so do {len(named_by) - 1} more)" if len(named_by) > 1 else ""
        message = f"the chain of {named_by[0].name} names `{id}`, which is no place{more}"
        yield Problem(named_by[0].where, "unknown-place", message)
