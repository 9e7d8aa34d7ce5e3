"""What files say, entry by entry -> the content of all layers, its references followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from careerbot.content.dialogues import Dialogue
from careerbot.content.entries import Author
from careerbot.content.facts import Known
from careerbot.content.files import SourceFile
from careerbot.content.links import Links, link_faq, link_intents, link_occupations, link_places, link_terms, place_of
from careerbot.content.live import resolve_faq
from careerbot.content.names import NameBooks
from careerbot.content.pictures import Gallery
from careerbot.content.schema import keep_first
from careerbot.model import (
    Facts,
    Faq,
    Intent,
    Knowledge,
    Mark,
    Occupation,
    Place,
    Problem,
    Settings,
    Source,
    Template,
    Term,
)
from careerbot.reading.patterns import Pattern, compile_pattern
from careerbot.reading.text import normalise

# (kind, id) of a part -> the layers that write it, by number from 0, lowest first, and where each does.
Written = Mapping[tuple[str, str], Mapping[int, Mark]]


@dataclass(frozen=True, slots=True)
class Content:
    """What the layers hold: the knowledge, the conversations that must go as written, topics of facts, and mistakes.

    `left_out` names intents and sources whose own entry is broken: what refers to them is no further mistake.
    `reading_levels` are school grades, by the name of the layer that sets one. `written` says where each part of the
    knowledge stands, `today` on which day it is looked at, if that matters.
    """

    knowledge: Knowledge
    dialogues: tuple[Dialogue, ...]
    fact_topics: tuple[str, ...]
    left_out: frozenset[str]
    problems: tuple[Problem, ...]
    written: Written
    reading_levels: Mapping[str, int]
    today: str = ""
    normal_forms: dict[str, str] = field(default_factory=dict)
    compiled: dict[str, list[Pattern | Problem]] = field(default_factory=dict)

    def normalise(self, text: str) -> str:
        """The normal form of a phrase with the knowledge's own folds; found once, since many checks ask for it."""
        if text not in self.normal_forms:
            self.normal_forms[text] = normalise(text, self.knowledge.words)
        return self.normal_forms[text]

    def compile(self, intent: Intent) -> list[Pattern | Problem]:
        """The intent's patterns in the order written, with what is wrong in place of those that are broken."""
        if intent.id not in self.compiled:
            folds = self.knowledge.words
            self.compiled[intent.id] = [compile_pattern(text, mark, folds) for text, mark in intent.patterns]
        return self.compiled[intent.id]


# Files of figures, base layer first, and the ids that rows may name -> the figures, and what is wrong with them.
BuildFacts = Callable[[Sequence[SourceFile], Known], tuple[Facts, list[Problem]]]


@dataclass(slots=True)
class Draft:
    """What has been read so far. `layer` is the number of the one being read, `seen` holds its ids by kind."""

    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    occupations: dict[str, Occupation] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    intents: dict[str, Intent] = field(default_factory=dict)
    faq: dict[str, Faq] = field(default_factory=dict)
    layer_faq: dict[str, Faq] = field(default_factory=dict)
    gallery: Gallery = field(default_factory=Gallery)
    templates: dict[str, Template] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    fact_files: list[SourceFile] = field(default_factory=list)
    dialogues: list[Dialogue] = field(default_factory=list)
    layer: int = 0
    seen: dict[str, dict[str, object]] = field(default_factory=dict)
    written: dict[tuple[str, str], dict[int, Mark]] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    reading_levels: dict[str, int] = field(default_factory=dict)

    def author(self) -> Author:
        """What reading an entry needs."""
        return Author(self.sources, self.left_out, self.problems)

    def report_link(self, name: str, problem: Problem) -> None:
        """Keeps a problem with a reference, unless the entry it leads to is there and broken."""
        if name not in self.left_out:
            self.problems.append(problem)

    def is_new(self, kind: str, id: str, where: Mark) -> bool:
        """Whether the layer has not used the id for this kind of thing before; reported when it has."""
        seen = self.seen.setdefault(kind, {})
        return keep_first(seen, id, where, self.problems) and seen.setdefault(id, True) is True

    def note(self, kind: str, id: str, where: Mark) -> None:
        """Keeps where the layer writes a part of the knowledge; the first place of several."""
        self.written.setdefault((kind, id), {}).setdefault(self.layer, where)

    def begin_layer(self, number: int) -> None:
        """Ids may be used again."""
        self.layer, self.seen, self.gallery = number, {}, Gallery()

    def end_layer(self) -> None:
        """The FAQ of the layer, with its pictures, comes before that of those below."""
        entries = ((id, self.gallery.hang(entry, self.problems)) for id, entry in self.layer_faq.items())
        self.layer_faq = {id: replace(entry, layer=self.layer) for id, entry in entries}
        self.problems += self.gallery.find_unused()
        self.faq = {**self.layer_faq, **{id: f for id, f in self.faq.items() if id not in self.layer_faq}}
        self.layer_faq = {}

    def finish(self, build_facts: BuildFacts) -> Content:
        """The knowledge with every reference followed."""
        occupations = {id: o for id, o in self.occupations.items() if _is_whole(o, self.problems)}
        books = NameBooks(occupations, self.places)
        links = Links(self.intents, books, self.report_link)
        known = Known(occupations, self.places, self.sources)
        facts, problems = build_facts(self.fact_files, known)
        knowledge = Knowledge(
            sources=self.sources,
            occupations=link_occupations(occupations, links),
            places=link_places(self.places, self.problems),
            terms=link_terms(self.terms, links),
            intents=link_intents(self.intents, links),
            faq=link_faq(resolve_faq(self.faq.values(), books, self.problems), links, self.faq),
            templates=self.templates,
            words=self.words,
            settings=_link_settings(self.settings, links),
            facts=facts,
        )
        topics = tuple(sorted({file.path.parent.name for file in self.fact_files}))
        problems = [*self.problems, *problems]
        return Content(
            knowledge=knowledge,
            dialogues=tuple(self.dialogues),
            fact_topics=topics,
            left_out=frozenset(self.left_out),
            problems=tuple(problems),
            written=self.written,
            reading_levels=self.reading_levels,
        )


def _is_whole(occupation: Occupation, problems: list[Problem]) -> bool:
    lacking = [name for name in ("title", "singular") if not getattr(occupation, name)]
    for name in lacking:
        problems.append(
            Problem(occupation.where, "missing-field", f"`{name}` is missing", f"add a line `{name}: …` to this file")
        )
    return not lacking


def _link_settings(settings: Settings, links: Links) -> Settings:
    id = settings.occupation
    good = not id or links.is_occupation(id, place_of(id, Mark("settings.yaml")))
    return settings if good else replace(settings, occupation="")
