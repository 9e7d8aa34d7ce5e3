"""Layers of knowledge folders -> (Knowledge, problems); an author's mistake is reported, never raised."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from careerbot.content.dialogues import Dialogue, read_dialogues
from careerbot.content.entries import (
    Author,
    make_faq,
    make_intent,
    make_occupation,
    make_settings,
    make_source,
    make_term,
    make_words,
)
from careerbot.content.facts import FactTable, Known
from careerbot.content.files import SourceFile, list_files, read_text
from careerbot.content.keys import FAQ_FILE_KEYS, SETTING_KEYS
from careerbot.content.links import Links, link_faq, link_intents, link_occupations, link_places, place_of
from careerbot.content.live import NameBooks, resolve_faq
from careerbot.content.schema import Fields, keep_first, tables_of
from careerbot.content.sources import Table, read_yaml
from careerbot.content.tables import read_names, read_places, read_titles
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
from careerbot.problems import suggest
from careerbot.reading.patterns import Pattern, compile_pattern
from careerbot.reading.text import normalise

# Folders whose files are only said or talked through: nothing but the index of items is made of them.
SPOKEN = ("faq", "answers", "dialogues")
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


def load_knowledge(layers: Sequence[Path]) -> tuple[Knowledge, list[Problem]]:
    """Everything in the layers, later over earlier ones by id, and every mistake; a broken entry is left out.

    Topics of an occupation merge one by one; the FAQ of later layers comes first. What refers to something that is
    not there is left out too.
    """
    content = load_content(layers)
    return content.knowledge, list(content.problems)


def load_content(layers: Sequence[Path], build_facts: BuildFacts = FactTable.build) -> Content:
    """The same with the conversations of dialogues/. `build_facts` says where the figures are put; into memory else."""
    draft = _Draft()
    listed = [_list_layer(layer, draft.problems) for layer in layers]
    for readers in ({"sources.yaml": _read_sources}, _READERS):
        for number, files in enumerate(listed):
            draft.begin_layer(number)
            _read_files(files, draft, readers)
            draft.end_layer()
    return draft.finish(build_facts)


def reread_spoken(layers: Sequence[Path], before: Knowledge, books: NameBooks, today: str = "") -> Content:
    """The knowledge with the files of SPOKEN read again, the conversations, and the mistakes in these files alone.

    `before` is what the layers held with those files as they were; it must hold whatever the files name. `books` are
    its names.
    """
    draft = _Draft(sources=dict(before.sources))
    readers = {pattern: reader for pattern, reader in _READERS.items() if pattern.partition("/")[0] in SPOKEN}
    for number, layer in enumerate(layers):
        draft.begin_layer(number)
        _read_files(list_files(layer), draft, readers)
        draft.end_layer()
    links = Links(before.intents.keys(), before.occupations.keys(), draft.report_link)
    faq = link_faq(resolve_faq(draft.faq.values(), books, draft.problems), links)
    knowledge = replace(before, faq=faq, templates=draft.templates)
    levels, problems = draft.reading_levels, tuple(draft.problems)
    return Content(knowledge, tuple(draft.dialogues), (), frozenset(), problems, draft.written, levels, today)


@dataclass(slots=True)
class _Draft:
    """What has been read so far. `layer` is the number of the one being read, `seen` holds its ids by kind."""

    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    occupations: dict[str, Occupation] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    intents: dict[str, Intent] = field(default_factory=dict)
    faq: dict[str, Faq] = field(default_factory=dict)
    layer_faq: dict[str, Faq] = field(default_factory=dict)
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
        self.layer, self.seen = number, {}

    def end_layer(self) -> None:
        """The FAQ of the layer comes before that of those below."""
        self.faq = {**self.layer_faq, **{id: f for id, f in self.faq.items() if id not in self.layer_faq}}
        self.layer_faq = {}

    def finish(self, build_facts: BuildFacts) -> Content:
        """The knowledge with every reference followed."""
        occupations = {id: o for id, o in self.occupations.items() if _is_whole(o, self.problems)}
        links = Links(self.intents.keys(), occupations.keys(), self.report_link)
        known = Known(occupations, self.places, self.sources)
        facts, problems = build_facts(self.fact_files, known)
        knowledge = Knowledge(
            sources=self.sources,
            occupations=link_occupations(occupations, links),
            places=link_places(self.places, self.problems),
            terms=self.terms,
            intents=link_intents(self.intents, links),
            faq=link_faq(resolve_faq(self.faq.values(), NameBooks(occupations, self.places), self.problems), links),
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


def _list_layer(layer: Path, problems: list[Problem]) -> list[SourceFile]:
    if not layer.is_dir():
        problems.append(Problem(Mark(str(layer)), "no-folder", "there is no such knowledge folder"))
    return list_files(layer)


_Reader = Callable[[SourceFile, _Draft], None]


def _read_files(files: Sequence[SourceFile], draft: _Draft, readers: Mapping[str, _Reader]) -> None:
    for file in files:
        reader = next((r for pattern, r in readers.items() if fnmatchcase(file.name, pattern)), None)
        if reader:
            reader(file, draft)


def _read_sources(file: SourceFile, draft: _Draft) -> None:
    for id, table in _entries(file, "publisher: …", draft):
        source = make_source(id, table, draft.problems)
        if not source:
            draft.left_out.add(id)
        elif draft.is_new("source", id, table.where):
            draft.sources[id] = source
            draft.note("source", id, table.key_marks.get("publisher", table.where))


def _entries(file: SourceFile, example: str, draft: _Draft) -> Sequence[tuple[str, Table]]:
    table = read_yaml(file, draft.problems)
    return [] if table is None else list(tables_of(table, example, draft.problems))


def _read_settings(file: SourceFile, draft: _Draft) -> None:
    table = read_yaml(file, draft.problems)
    if table is not None:
        draft.settings = make_settings(table, draft.settings, draft.problems)
        level = Fields(table, SETTING_KEYS, []).whole_number("reading_level", 0)
        draft.reading_levels |= {file.shown.partition("/")[0]: level} if level else {}
        for name in table:
            draft.note("setting", name, table.key_marks[name])


def _read_words(file: SourceFile, draft: _Draft) -> None:
    table = read_yaml(file, draft.problems)
    if table is not None:
        draft.words.update(make_words(table, draft.problems))
        for name in table:
            draft.note("word", name.strip().casefold(), table.key_marks[name])


def _read_terms(file: SourceFile, draft: _Draft) -> None:
    for id, table in _entries(file, "name: … / say: …", draft):
        term = make_term(id, table, draft.author())
        if term and draft.is_new("term", id, term.item.where):
            draft.terms[id] = term
            draft.note("term", id, table.where)


def _read_titles(file: SourceFile, draft: _Draft) -> None:
    for occupation in read_titles(file, draft.problems):
        if draft.is_new("title", occupation.id, occupation.where):
            _lay_over(occupation, draft)


def _read_names(file: SourceFile, draft: _Draft) -> None:
    for occupation in read_names(file, draft.problems):
        _lay_over(occupation, draft)


def _read_occupation(file: SourceFile, draft: _Draft) -> None:
    table = read_yaml(file, draft.problems)
    occupation = make_occupation(table, draft.author()) if table is not None else None
    if occupation and draft.is_new("occupation", occupation.id, occupation.where):
        _lay_over(occupation, draft)


def _lay_over(new: Occupation, draft: _Draft) -> None:
    """The newer title, summary, note and topics hold; names add up."""
    parts = {"title": new.title, "singular": new.singular, "names": new.also, "summary": new.summary, "note": new.note}
    for name in (name for name, value in parts.items() if value):
        draft.note(name, new.id, new.where)
    for topic in new.topics.values():
        draft.note("topic", f"{new.id}.{topic.intent}", topic.where)
    old = draft.occupations.get(new.id, new)
    draft.occupations[new.id] = Occupation(
        id=new.id,
        title=new.title or old.title,
        singular=new.singular or old.singular,
        where=new.where,
        also=tuple(dict.fromkeys([*new.also, *old.also])),
        summary=new.summary or old.summary,
        topics={**old.topics, **new.topics},
        note=new.note or old.note,
    )


def _read_places(file: SourceFile, draft: _Draft) -> None:
    for place in read_places(file, draft.problems):
        if draft.is_new("place", place.id, place.where):
            draft.places[place.id] = place
            draft.note("place", place.id, place.where)


def _read_intent(file: SourceFile, draft: _Draft) -> None:
    table = read_yaml(file, draft.problems)
    intent = make_intent(file.stem, table, draft.problems) if table is not None else None
    if not intent:
        draft.left_out.add(file.stem)
    elif draft.is_new("intent", intent.id, intent.where):
        draft.intents[intent.id] = intent
        draft.note("intent", intent.id, intent.where)


def _read_faq(file: SourceFile, draft: _Draft) -> None:
    table = read_yaml(file, draft.problems)
    fields = Fields(table, FAQ_FILE_KEYS, draft.problems) if table is not None else None
    for entry in fields.tables("entries", "id: … / asks: …") if fields else ():
        made = make_faq(entry, draft.author())
        if made and draft.is_new("faq", made.id, entry.where):
            draft.layer_faq[made.id] = made
            draft.note("FAQ entry", made.id, entry.where)


def _read_template(file: SourceFile, draft: _Draft) -> None:
    text = read_text(file, draft.problems)
    name = file.name.removeprefix("answers/")
    if text is not None:
        draft.templates[name] = Template(name, text, Mark(file.shown, 1))
        draft.note("answer", name, Mark(file.shown, 1))


def _read_dialogues(file: SourceFile, draft: _Draft) -> None:
    dialogues, problems = read_dialogues(read_text(file, draft.problems) or "", file.shown)
    draft.dialogues += dialogues
    draft.problems += problems


def _take_facts(file: SourceFile, draft: _Draft) -> None:
    draft.fact_files.append(file)
    draft.note("figures", file.path.parent.name, Mark(file.shown, 1))


def _skip(file: SourceFile, draft: _Draft) -> None:
    """Read elsewhere, or only by people."""


def _report_stray(file: SourceFile, draft: _Draft) -> None:
    otherwise = suggest(file.folder, _ENDINGS) or "README.md says which file is for what"
    hint = _ENDINGS.get(file.folder, otherwise)
    what = "links to folders are not followed" if file.path.is_dir() else "nothing reads this file"
    draft.problems.append(Problem(Mark(file.shown), "stray-file", what, hint, "warning"))


# The first pattern that fits a file's path inside its layer says who reads it; `*` also runs over folders.
_READERS: Mapping[str, _Reader] = {
    "sources.yaml": _skip,
    "*README*": _skip,
    "places/local.tsv": _skip,
    "settings.yaml": _read_settings,
    "words.yaml": _read_words,
    "terms.yaml": _read_terms,
    "occupations/titles.csv": _read_titles,
    "occupations/names.csv": _read_names,
    "occupations/*.yaml": _read_occupation,
    "places/*.csv": _read_places,
    "places/*.csv.xz": _read_places,
    "intents/*.yaml": _read_intent,
    "faq/*.yaml": _read_faq,
    "answers/*.j2": _read_template,
    "facts/*.csv": _take_facts,
    "facts/*.csv.xz": _take_facts,
    "dialogues/*.txt": _read_dialogues,
    "*": _report_stray,
}
_ENDINGS: Mapping[str, str] = {
    "occupations": "here are read: titles.csv, names.csv and files that end in .yaml",
    "places": "here are read: files that end in .csv or .csv.xz",
    "intents": "here are read: files that end in .yaml",
    "faq": "here are read: files that end in .yaml",
    "answers": "here are read: files that end in .md.j2",
    "facts": "here are read: facts/<topic>/<name>.csv or .csv.xz",
    "dialogues": "here are read: files that end in .txt",
}
