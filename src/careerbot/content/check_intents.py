"""Intents and dialogues -> what is wrong between them: rules that no single file can break."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from textwrap import shorten

from careerbot.content.check_texts import read_phrase
from careerbot.content.draft import Content
from careerbot.content.keys import MENTIONS
from careerbot.content.names import NameBooks, suggest_intent
from careerbot.model import NATION, Faq, Intent, Mark, Problem
from careerbot.problems import suggest
from careerbot.reading.patterns import Pattern, PatternSet

BUTTON = 30
_LONGEST = 80

_KIND = re.compile(r"\{([^{}]*)\}")


def intents_can_be_found(content: Content) -> Iterable[Problem]:
    """An intent has at least one pattern or example."""
    for intent in content.knowledge.intents.values():
        if not intent.patterns and not intent.examples:
            message = f"nothing that a person types leads to `{intent.id}`"
            hint = "add `examples: |` with the ways people ask it, one a line"
            yield Problem(intent.where, "intent-without-examples", message, hint)


def intents_have_a_dialogue(content: Content) -> Iterable[Problem]:
    """Each intent with an answer of its own is expected in at least one conversation of dialogues/."""
    proved = {name for _, name in _expected(content, "intent")}
    templates = content.knowledge.templates
    for intent in content.knowledge.intents.values():
        leans = intent.kind == "meta" and not intent.answer and f"{intent.id}.md.j2" not in templates
        if intent.id not in proved and not leans:
            hint = f"add one to dialogues/, with the line `= intent {intent.id}`"
            message = f"no conversation shows that `{intent.id}` works"
            yield Problem(intent.where, "intent-without-dialogue", message, hint, "warning")


def entries_have_a_dialogue(content: Content) -> Iterable[Problem]:
    """Each FAQ entry of a layer over another is asked for in a conversation; told once a file, at its first without."""
    typed = {read_phrase(e.text, content) for dialogue in content.dialogues for e in dialogue.exchanges}
    lacking: dict[str, list[tuple[Faq, Mark]]] = {}
    for entry in content.knowledge.faq:
        layer, where = max(content.written["FAQ entry", entry.id].items())
        if layer and not any(read_phrase(ask, content) in typed for ask in entry.asks):
            lacking.setdefault(where.file, []).append((entry, where))
    for found in lacking.values():
        entry, where = found[0]
        also = f", nor {len(found) - 1} more of this file" if len(found) > 1 else ""
        message = f"no conversation proves the entry `{entry.id}`{also}"
        typed_as = shorten(entry.asks[0], _LONGEST, placeholder=" …")
        hint = f"add one to dialogues/ in which somebody types `> {typed_as}`"
        yield Problem(where, "entry-without-dialogue", message, hint, "warning")


def intents_have_never_lines(content: Content) -> Iterable[Problem]:
    """An intent with patterns also says what is near to it but belongs elsewhere."""
    for intent in content.knowledge.intents.values():
        if intent.patterns and not intent.never:
            hint = "add `never: |` with questions that look alike and mean something else"
            message = f"`{intent.id}` says nothing on what it does not mean"
            yield Problem(intent.where, "intent-without-never", message, hint, "warning")


def labels_fit_a_button(content: Content) -> Iterable[Problem]:
    """Labels are short enough for a button, and no two are the same."""
    seen: dict[str, str] = {}
    for intent in content.knowledge.intents.values():
        if len(intent.label) > BUTTON:
            message = f"the label has {len(intent.label)} characters; a button shows {BUTTON}"
            yield Problem(intent.where, "long-label", message, "shorten it")
        other = seen.setdefault(intent.label.casefold(), intent.id)
        if other != intent.id:
            message = f"`{other}` has the same label, so its button looks the same"
            yield Problem(intent.where, "repeated-label", message, "word one of them differently")


def patterns_compile(content: Content) -> Iterable[Problem]:
    """Every pattern can be read."""
    for intent in content.knowledge.intents.values():
        yield from (found for found in content.compile(intent) if isinstance(found, Problem))


def phrases_name_known_mentions(content: Content) -> Iterable[Problem]:
    """`{kind}` in examples and never lines is something that a message can name."""
    for intent in content.knowledge.intents.values():
        for text, mark in [*intent.examples, *intent.never]:
            for found in _KIND.finditer(text):
                if found[1] not in MENTIONS:
                    where = Mark(mark.file, mark.line, mark.column + found.start())
                    hint = suggest(found[1], MENTIONS) or f"one of: {', '.join(MENTIONS)}"
                    message = f"`{{{found[1]}}}` is nothing that a message can name"
                    yield Problem(where, "unknown-mention", message, hint)


def never_lines_do_not_match_own_patterns(content: Content) -> Iterable[Problem]:
    """What an intent must not mean is matched by none of its patterns."""
    for intent in content.knowledge.intents.values():
        patterns = _compiled(intent, content)
        matcher = PatternSet.build(patterns)
        for text, mark in intent.never:
            for number in matcher.match(content.normalise(text)):
                message = f"this is matched by the pattern on line {patterns[number].where.line}"
                yield Problem(mark, "never-matches", message, "narrow the pattern or take the line out of `never`")


def patterns_leave_other_examples_alone(content: Content) -> Iterable[Problem]:
    """No pattern matches an example of another intent, unless one becomes the other or means the talk itself."""
    intents = list(content.knowledge.intents.values())
    owned = [(intent, pattern) for intent in intents for pattern in _compiled(intent, content)]
    matcher = PatternSet.build(pattern for _, pattern in owned)
    for intent in intents:
        for text, mark in intent.examples:
            for number in matcher.match(content.normalise(text)):
                owner, pattern = owned[number]
                if owner is not intent and not _are_kin(owner, intent):
                    message = f"a pattern of `{owner.id}` matches this example ({pattern.where})"
                    hint = "narrow that pattern or move the example"
                    yield Problem(mark, "pattern-takes-example", message, hint, "warning")


def examples_do_not_repeat_across_intents(content: Content) -> Iterable[Problem]:
    """No two intents have an example that reads the same."""
    seen: dict[str, tuple[Intent, Mark]] = {}
    for intent in content.knowledge.intents.values():
        for text, mark in intent.examples:
            owner, first = seen.setdefault(read_phrase(text, content), (intent, mark))
            if owner is not intent:
                message = f"`{owner.id}` has the same example ({first})"
                yield Problem(mark, "repeated-example", message, "keep it where it belongs")


def facts_of_intents_exist(content: Content) -> Iterable[Problem]:
    """`facts` name topics of facts/."""
    topics = set(content.fact_topics)
    for intent in content.knowledge.intents.values():
        for name in intent.facts:
            if name.partition(".")[0] not in topics:
                hint = suggest(name, topics) or f"there are: {', '.join(sorted(topics)) or 'none at all'}"
                yield Problem(intent.where, "unknown-facts", f"there are no figures `{name}`", hint)


def figures_have_a_nation(content: Content) -> Iterable[Problem]:
    """Where there are figures there is the nation, which stands in where nothing nearer has one."""
    if content.fact_topics and NATION not in content.knowledge.places:
        hint = "lay this folder over the built-in one, or name the nation in places/"
        yield Problem(Mark("places"), "unknown-place", f"there is no place `{NATION}`, the nation", hint)


def dialogues_name_known_things(content: Content) -> Iterable[Problem]:
    """`= intent`, `= occupation` and `= area` name things that are there."""
    known: dict[str, Collection[str]] = {
        "intent": content.knowledge.intents,
        "occupation": content.knowledge.occupations,
        "area": content.knowledge.places,
    }
    codes = {"intent": "unknown-intent", "occupation": "unknown-occupation", "area": "unknown-place"}
    books = NameBooks(content.knowledge.occupations, content.knowledge.places)
    hints: dict[str, Callable[[str], str]] = {
        "intent": partial(suggest_intent, intents=content.knowledge.intents),
        "occupation": books.suggest_code,
        "area": books.suggest_area,
    }
    for subject, names in known.items():
        for where, name in _expected(content, subject):
            if name not in names and name not in content.left_out:
                yield Problem(where, codes[subject], f"there is no {subject} `{name}`", hints[subject](name))


def _expected(content: Content, subject: str) -> Iterator[tuple[Mark, str]]:
    """What conversations expect of one kind, with its place."""
    for dialogue in content.dialogues:
        for exchange in dialogue.exchanges:
            for meaning in exchange.meanings:
                if meaning.subject == subject:
                    yield from ((meaning.where, value) for value in meaning.values)


def _compiled(intent: Intent, content: Content) -> list[Pattern]:
    return [pattern for pattern in content.compile(intent) if isinstance(pattern, Pattern)]


def _are_kin(one: Intent, other: Intent) -> bool:
    becomes = other.id in dict(one.becomes).values() or one.id in dict(other.becomes).values()
    return becomes or "meta" in (one.kind, other.kind)
