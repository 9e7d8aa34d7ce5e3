"""Layers of knowledge folders -> (Knowledge, problems); an author's mistake is reported, never raised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

from careerbot.content.dialogues import read_dialogues
from careerbot.content.draft import BuildFacts, Content, Draft
from careerbot.content.entries import (
    make_faq,
    make_intent,
    make_occupation,
    make_settings,
    make_source,
    make_term,
    make_words,
)
from careerbot.content.facts import FactTable
from careerbot.content.files import PICTURES, SourceFile, list_files, read_text
from careerbot.content.keys import FAQ_FILE_KEYS, SETTING_KEYS
from careerbot.content.links import ENTRY, Links, link_faq
from careerbot.content.live import resolve_faq
from careerbot.content.names import NameBooks
from careerbot.content.schema import Fields, tables_of
from careerbot.content.sources import Table, read_yaml
from careerbot.content.tables import read_names, read_places, read_terms, read_titles
from careerbot.model import (
    Knowledge,
    Mark,
    Occupation,
    Problem,
    Template,
)
from careerbot.problems import suggest

# Folders whose files are only said or talked through: nothing but the index of items is made of them.
SPOKEN = ("faq", "answers", "dialogues")


def load_knowledge(layers: Sequence[Path]) -> tuple[Knowledge, list[Problem]]:
    """Everything in the layers, later over earlier ones by id, and every mistake; a broken entry is left out.

    Topics of an occupation merge one by one; the FAQ of later layers comes first. What refers to something that is
    not there is left out too.
    """
    content = load_content(layers)
    return content.knowledge, list(content.problems)


def load_content(layers: Sequence[Path], build_facts: BuildFacts = FactTable.build) -> Content:
    """The same with the conversations of dialogues/. `build_facts` says where the figures are put; into memory else."""
    draft = Draft()
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
    draft = Draft(sources=dict(before.sources))
    readers = {pattern: reader for pattern, reader in _READERS.items() if pattern.partition("/")[0] in SPOKEN}
    for number, layer in enumerate(layers):
        draft.begin_layer(number)
        _read_files(list_files(layer), draft, readers)
        draft.end_layer()
    links = Links(before.intents, books, draft.report_link)
    faq = link_faq(resolve_faq(draft.faq.values(), books, draft.problems), links, draft.faq)
    knowledge = replace(before, faq=faq, templates=draft.templates)
    levels, problems = draft.reading_levels, tuple(draft.problems)
    return Content(knowledge, tuple(draft.dialogues), (), frozenset(), problems, draft.written, levels, today)


def _list_layer(layer: Path, problems: list[Problem]) -> list[SourceFile]:
    if not layer.is_dir():
        problems.append(Problem(Mark(str(layer)), "no-folder", "there is no such knowledge folder"))
    return list_files(layer)


_Reader = Callable[[SourceFile, Draft], None]


def _read_files(files: Sequence[SourceFile], draft: Draft, readers: Mapping[str, _Reader]) -> None:
    for file in files:
        reader = next((r for pattern, r in readers.items() if fnmatchcase(file.name, pattern)), None)
        if reader:
            reader(file, draft)


def _read_sources(file: SourceFile, draft: Draft) -> None:
    for id, table in _entries(file, "publisher: …", draft):
        source = make_source(id, table, draft.problems)
        if not source:
            draft.left_out.add(id)
        elif draft.is_new("source", id, table.where):
            draft.sources[id] = source
            draft.note("source", id, table.key_marks.get("publisher", table.where))


def _entries(file: SourceFile, example: str, draft: Draft) -> Sequence[tuple[str, Table]]:
    table = read_yaml(file, draft.problems)
    return [] if table is None else list(tables_of(table, example, draft.problems))


def _read_settings(file: SourceFile, draft: Draft) -> None:
    table = read_yaml(file, draft.problems)
    if table is not None:
        draft.settings = make_settings(table, draft.settings, draft.problems)
        level = Fields(table, SETTING_KEYS, []).whole_number("reading_level", 0)
        draft.reading_levels |= {file.shown.partition("/")[0]: level} if level else {}
        for name in table:
            draft.note("setting", name, table.key_marks[name])


def _read_words(file: SourceFile, draft: Draft) -> None:
    table = read_yaml(file, draft.problems)
    if table is not None:
        draft.words.update(make_words(table, draft.problems))
        for name in table:
            draft.note("word", name.strip().casefold(), table.key_marks[name])


def _read_terms(file: SourceFile, draft: Draft) -> None:
    _take_terms(_entries(file, "name: … / say: …", draft), draft)


def _read_term_table(file: SourceFile, draft: Draft) -> None:
    _take_terms(read_terms(file, draft.problems), draft)


def _take_terms(entries: Iterable[tuple[str, Table]], draft: Draft) -> None:
    for id, table in entries:
        term = make_term(id, table, draft.author())
        if term and draft.is_new("term", id, term.item.where):
            draft.terms[id] = term
            draft.note("term", id, table.where)


def _read_titles(file: SourceFile, draft: Draft) -> None:
    for occupation in read_titles(file, draft.problems):
        if draft.is_new("title", occupation.id, occupation.where):
            _lay_over(occupation, draft)


def _read_names(file: SourceFile, draft: Draft) -> None:
    for occupation in read_names(file, draft.problems):
        _lay_over(occupation, draft)


def _read_occupation(file: SourceFile, draft: Draft) -> None:
    table = read_yaml(file, draft.problems)
    occupation = make_occupation(table, draft.author()) if table is not None else None
    if occupation and draft.is_new("occupation", occupation.id, occupation.where):
        _lay_over(occupation, draft)


def _lay_over(new: Occupation, draft: Draft) -> None:
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


def _read_places(file: SourceFile, draft: Draft) -> None:
    for place in read_places(file, draft.problems):
        if draft.is_new("place", place.id, place.where):
            draft.places[place.id] = place
            draft.note("place", place.id, place.where)


def _read_intent(file: SourceFile, draft: Draft) -> None:
    table = read_yaml(file, draft.problems)
    intent = make_intent(file.stem, table, draft.problems) if table is not None else None
    if not intent:
        draft.left_out.add(file.stem)
    elif draft.is_new("intent", intent.id, intent.where):
        draft.intents[intent.id] = intent
        draft.note("intent", intent.id, intent.where)


def _read_faq(file: SourceFile, draft: Draft) -> None:
    table = read_yaml(file, draft.problems)
    fields = Fields(table, FAQ_FILE_KEYS, draft.problems) if table is not None else None
    for entry in fields.tables("entries", "id: … / asks: …") if fields else ():
        draft.gallery.named.add(str(entry.get("picture", "")).strip())
        made = make_faq(entry, draft.author())
        if not made:
            draft.left_out.add(f"{ENTRY}{entry.get('id', '')}")
        elif draft.is_new("faq", made.id, entry.where):
            draft.layer_faq[made.id] = made
            draft.note("FAQ entry", made.id, entry.where)


def _take_picture(file: SourceFile, draft: Draft) -> None:
    draft.gallery.take(file)


def _read_template(file: SourceFile, draft: Draft) -> None:
    text = read_text(file, draft.problems)
    name = file.name.removeprefix("answers/")
    if text is not None:
        draft.templates[name] = Template(name, text, Mark(file.shown, 1))
        draft.note("answer", name, Mark(file.shown, 1))


def _read_dialogues(file: SourceFile, draft: Draft) -> None:
    dialogues, problems = read_dialogues(read_text(file, draft.problems) or "", file.shown)
    draft.dialogues += dialogues
    draft.problems += problems


def _take_facts(file: SourceFile, draft: Draft) -> None:
    draft.fact_files.append(file)
    draft.note("figures", file.path.parent.name, Mark(file.shown, 1))


def _skip(file: SourceFile, draft: Draft) -> None:
    """Read elsewhere, or only by people."""


def _report_stray(file: SourceFile, draft: Draft) -> None:
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
    "terms/*.csv": _read_term_table,
    "occupations/titles.csv": _read_titles,
    "occupations/names.csv": _read_names,
    "occupations/*.yaml": _read_occupation,
    "places/*.csv": _read_places,
    "places/*.csv.xz": _read_places,
    "intents/*.yaml": _read_intent,
    f"{PICTURES}*": _take_picture,
    "faq/*.yaml": _read_faq,
    "answers/*.j2": _read_template,
    "facts/*.csv": _take_facts,
    "facts/*.csv.xz": _take_facts,
    "dialogues/*.txt": _read_dialogues,
    "*": _report_stray,
}
_ENDINGS: Mapping[str, str] = {
    "occupations": "here are read: titles.csv, names.csv and files that end in .yaml",
    "terms": "here are read: files that end in .csv",
    "places": "here are read: files that end in .csv or .csv.xz",
    "intents": "here are read: files that end in .yaml",
    "faq": "here are read: files that end in .yaml, and those in faq/pictures/",
    "answers": "here are read: files that end in .md.j2",
    "facts": "here are read: facts/<topic>/<name>.csv or .csv.xz",
    "dialogues": "here are read: files that end in .txt",
}
