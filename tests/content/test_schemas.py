"""JSON Schemas -> proof that an editor takes what the bot reads, and refuses what the bot reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from careerbot.content.entries import (
    Author,
    make_faq,
    make_intent,
    make_occupation,
    make_settings,
    make_source,
    make_term,
)
from careerbot.content.files import builtin_knowledge, list_files
from careerbot.content.keys import (
    FAQ_KEYS,
    INTENT_KEYS,
    OCCUPATION_KEYS,
    SETTING_KEYS,
    SOURCE_KEYS,
    TERM_KEYS,
    Keys,
)
from careerbot.content.schemas import make_schemas
from careerbot.content.sources import Table, parse_yaml
from careerbot.model import Mark, Problem, Settings, Source

SCHEMAS = {name: (paths, Draft7Validator(schema)) for name, (paths, schema) in make_schemas().items()}
SOURCES = {"wois": Source("wois", "P", "T", "2025", Mark("s"))}
# Ways to write a value, each of which is right for some keys and wrong for others.
PROBES = ("word", "12", "yes", "2026-03-01", "2025-13-45x", "[one, two]", "[occupation]", "[[one]]", "{x: y}",
          "{say: Hello., from: wois}", "[{say: Hello., from: wois}]", "{place: pay}", "{duties: {lead: Hello.}}",
          "topic", "wois", "not an id")  # fmt: skip
# What an editor cannot know of: other files.
ELSEWHERE = frozenset(("unknown-source",))

Make = Callable[[Table, list[Problem]], object]


class Core(yaml.SafeLoader):
    """YAML as editors read it: numbers and truth values, and no dates."""


Core.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for sign, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def author(problems: list[Problem]) -> Author:
    return Author(SOURCES, (), problems)


# Kind of entry -> its keys, how it is read, the least that is whole, and where its schema stands.
ENTRIES: dict[str, tuple[Keys, Make, dict[str, str], Callable[[Any], Any]]] = {
    "settings": (SETTING_KEYS, lambda t, p: make_settings(t, Settings(), p), {"name": "x"}, lambda e: e),
    "source": (
        SOURCE_KEYS,
        lambda t, p: make_source("a", t, p),
        {"publisher": "P", "title": "T", "published": "2025"},
        lambda e: {"a": e},
    ),
    "term": (
        TERM_KEYS,
        lambda t, p: make_term("a", t, author(p)),
        {"name": "A", "say": "B", "from": "wois"},
        lambda e: {"a": e},
    ),
    "intent": (INTENT_KEYS, lambda t, p: make_intent("a", t, p), {"label": "A", "kind": "talk"}, lambda e: e),
    "occupation": (
        OCCUPATION_KEYS,
        lambda t, p: make_occupation(t, author(p)),
        {"id": "a", "from": "wois"},
        lambda e: e,
    ),
    "faq": (
        FAQ_KEYS,
        lambda t, p: make_faq(t, author(p)),
        {"id": "a", "intent": "b", "asks": "[c]", "say": "d"},
        lambda e: {"entries": [e]},
    ),
}


def written(entry: dict[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in entry.items())


def is_read(kind: str, text: str) -> bool:
    problems: list[Problem] = []
    table = parse_yaml(text, "file.yaml", problems)
    assert table is not None
    ENTRIES[kind][1](table, problems)
    return not [problem for problem in problems if problem.code not in ELSEWHERE]


def is_taken(kind: str, text: str) -> bool:
    document = ENTRIES[kind][3](yaml.load(text, Core))
    return SCHEMAS[kind][1].is_valid(document)


def probes() -> Iterator[tuple[str, str]]:
    for kind, (keys, _, least, _) in ENTRIES.items():
        for name, key in keys.items():
            if key.required:
                yield kind, written({k: v for k, v in least.items() if k != name})
            # That a block has lines of its own is nothing that an editor can see once it is read.
            for probe in PROBES if key.shape != "lines" else ("|\n  one\n  two", "[one]", "{x: y}"):
                yield kind, written(least | {name: probe})


@pytest.mark.parametrize(("kind", "text"), list(probes()))
def test_an_editor_takes_just_what_the_bot_reads(kind: str, text: str) -> None:
    assert is_taken(kind, text) == is_read(kind, text)


@pytest.mark.parametrize("kind", ENTRIES)
def test_a_name_that_means_nothing_is_refused_by_both(kind: str) -> None:
    text = written(ENTRIES[kind][2] | {"lable": "x"})
    assert not is_read(kind, text)
    assert not is_taken(kind, text)


def schema_of(name: str) -> Draft7Validator | None:
    return next((s for paths, s in SCHEMAS.values() if fnmatchcase(name, paths.replace("**/", ""))), None)


def test_every_yaml_file_of_the_built_in_knowledge_has_a_schema_that_takes_it() -> None:
    for file in list_files(builtin_knowledge()):
        if Path(file.name).suffix == ".yaml":
            schema = schema_of(file.name)
            assert schema is not None, file.name
            faults = [error.message for error in schema.iter_errors(yaml.load(file.path.read_text("utf-8"), Core))]
            assert faults == [], file.name


def test_every_key_says_in_a_sentence_what_it_is_for() -> None:
    for keys, *_ in ENTRIES.values():
        assert [name for name, key in keys.items() if not key.about.endswith(".")] == []
