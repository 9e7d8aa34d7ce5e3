"""YAML -> plain values that remember where they were written; whatever is refused becomes a Problem.

Every value is text: `yes`, `1.10` and `2024-05` stay what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Union

import yaml

from careerbot.content.files import CONTROL, SourceFile, read_text, split_lines
from careerbot.content.slips import find_slip
from careerbot.model import Mark, Problem

DEPTH_LIMIT = 20

_TAB_INDENT = re.compile(r"^ *\t")
# What the parser says -> what helps an author; the first that is contained in its message holds.
_CURES = {
    "mapping values are not allowed": 'a sentence with ": " in it needs quotes around it',
    "could not find expected ':'": "is a colon missing after a name, or is the line not indented enough?",
    "did not find expected key": "look at the indentation, and for quotes that are missing or inside quoted text",
    "did not find expected '-' indicator": 'look at the indentation: all "- " of a list stand under each other',
    "did not find expected ',' or ']'": "a list in [ ] needs commas between its parts and a ] at its end",
    "did not find expected ',' or '}'": "text that begins with { needs quotes around it",
    "unexpected end of stream": "a quotation mark or a bracket is never closed",
    "cannot start any token": "text that begins with @, ` or % needs quotes around it",
    "did not find expected alphabetic": "text that begins with * or & needs quotes around it",
    "unknown escape character": "write \\\\ for a backslash, or use single quotes",
}


class Text(str):
    """A written text. `where` is its first character; `parts` are the lines of a `|` block with their own marks."""

    __slots__ = ("parts", "where")
    where: Mark
    parts: tuple[Text, ...]


class Items(list["Value"]):
    """A written list."""

    __slots__ = ("where",)
    where: Mark


class Table(dict[str, "Value"]):
    """A written table, name to value in the order written; `key_marks` says where each name stands."""

    __slots__ = ("key_marks", "where")
    where: Mark
    key_marks: dict[str, Mark]


Value = Union[Text, Items, Table]  # noqa: UP007 - the names are quoted above, which | cannot take


def make_text(value: str, where: Mark, parts: tuple[Text, ...] = ()) -> Text:
    """A Text at a place."""
    text = Text(value)
    text.where, text.parts = where, parts
    return text


def strip_text(text: Text) -> Text:
    """The text without blanks around it, at the same place."""
    return make_text(text.strip(), text.where, text.parts)


def read_yaml(file: SourceFile, problems: list[Problem]) -> Table | None:
    """The table a file holds; None, with Problems added, when it cannot be read or is no table."""
    text = read_text(file, problems)
    return None if text is None else parse_yaml(text, file.shown, problems)


def parse_yaml(text: str, shown: str, problems: list[Problem]) -> Table | None:
    """The table a text holds; None, with Problems added, for faulty text. Repeated names keep the first value."""
    found = len(problems)
    if not text.strip():
        problems.append(Problem(Mark(shown), "empty-file", "the file is empty", "fill it in or delete it"))
        return None
    try:
        value = _Composer(text, shown, problems).compose()
    except _RefusedError as refused:
        problems.append(refused.problem)
        return None
    if isinstance(value, Table):
        return value
    if len(problems) == found:
        problems.append(_top_is_no_table(value, shown))
    return None


def _top_is_no_table(value: Value | None, shown: str) -> Problem:
    if value is None or value == "":
        return Problem(Mark(shown), "empty-file", "the file holds nothing but remarks", "fill it in or delete it")
    return Problem(value.where, "wrong-shape", "the file should hold `name: value` lines at its top level")


class _RefusedError(Exception):
    """Ends the reading of one file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Composer:
    """Turns the parser's events of one file into values."""

    def __init__(self, text: str, shown: str, problems: list[Problem]) -> None:
        self._shown = shown
        self._lines = split_lines(text)
        self._problems = problems
        self._refuse_tabs()
        self._events = self._parse(text)

    def compose(self) -> Value | None:
        """The one value of the file; None when it holds only remarks."""
        value: Value | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent) and value is not None:
                self._refuse(event, "yaml-syntax", "a second document begins here", "delete the line `---`")
            if isinstance(event, yaml.NodeEvent):
                value = self._value(event, 1)
        return value

    def _refuse_tabs(self) -> None:
        for number, line in enumerate(self._lines, 1):
            tab = _TAB_INDENT.match(line)
            if tab and line.strip():
                where = Mark(self._shown, number, tab.end())
                message = "a tab stands at the beginning of the line"
                raise _RefusedError(Problem(where, "tab-indent", message, "indent with blanks, two for each step"))

    def _parse(self, text: str) -> Iterator[Any]:
        try:
            yield from yaml.parse(text, Loader=yaml.CBaseLoader)
        except yaml.MarkedYAMLError as error:
            raise _RefusedError(self._explain(error)) from None
        except yaml.YAMLError as error:
            raise _RefusedError(Problem(Mark(self._shown), "yaml-syntax", f"this is no YAML: {error}")) from None

    def _explain(self, error: yaml.MarkedYAMLError) -> Problem:
        what = error.problem or "the text cannot be read"
        # Of what is never closed, and of a name without its colon, the beginning helps, not where the parser stopped.
        begun = any(sign in what for sign in ("unexpected end", "could not find expected ':'"))
        marks = [error.context_mark if begun else None, error.problem_mark, error.context_mark]
        stops = [mark.line + 1 for mark in marks if mark]
        if stops and (slip := find_slip(self._lines, stops)):
            return Problem(Mark(self._shown, slip.line, slip.column), "yaml-syntax", slip.message, slip.cure)
        cure = next((cure for sign, cure in _CURES.items() if sign in what), "")
        mark = next(filter(None, marks), None)
        where = Mark(self._shown, mark.line + 1, mark.column + 1) if mark else Mark(self._shown)
        return Problem(where, "yaml-syntax", f"this is no YAML: {what}", cure)

    def _mark(self, event: Any) -> Mark:
        return Mark(self._shown, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, event: Any, code: str, message: str, hint: str = "") -> None:
        raise _RefusedError(Problem(self._mark(event), code, message, hint))

    def _value(self, event: Any, depth: int) -> Value:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            hint = "write the text out; text that begins with * or & needs quotes around it"
            self._refuse(event, "yaml-alias", "names for repeated parts (&name, *name) are not used here", hint)
        if event.tag:
            self._refuse(event, "yaml-tag", f"marks of kind such as {event.tag} are not used here", "delete it")
        if depth > DEPTH_LIMIT:
            self._refuse(event, "too-deep", f"the text is nested more than {DEPTH_LIMIT} deep", "use fewer brackets")
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event)
        return self._items(event, depth) if isinstance(event, yaml.SequenceStartEvent) else self._table(event, depth)

    def _text(self, event: Any) -> Text:
        if CONTROL.search(event.value):
            self._refuse(event, "not-text", "a backslash stands for a control character here", "leave it out")
        parts = self._block_lines(event) if event.style == "|" else ()
        return make_text(event.value, self._mark(event), parts)

    def _block_lines(self, event: Any) -> tuple[Text, ...]:
        first = event.start_mark.line + 1
        written = self._lines[first : event.end_mark.line + 1]
        kept = split_lines(event.value)
        return tuple(
            make_text(line.strip(), Mark(self._shown, first + n + 1, len(source) - len(source.lstrip()) + 1))
            for n, (line, source) in enumerate(zip(kept, written, strict=False))
            if line.strip()
        )

    def _items(self, event: Any, depth: int) -> Items:
        items = Items()
        items.where = self._mark(event)
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, depth + 1))
        return items

    def _table(self, event: Any, depth: int) -> Table:
        table = Table()
        table.where, table.key_marks = self._mark(event), {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._value(event, depth + 1)
            value = self._value(next(self._events), depth + 1)
            self._add(table, key, value)
        return table

    def _add(self, table: Table, key: Value, value: Value) -> None:
        if not isinstance(key, Text):
            hint = "text that begins with { or [ needs quotes around it"
            self._problems.append(Problem(key.where, "wrong-shape", "a name should be plain text", hint))
        elif key in table:
            first = table.key_marks[str(key)].line
            message = f"`{key}` is written twice; the first stands on line {first}"
            self._problems.append(Problem(key.where, "repeated-key", message, "keep one of them"))
        else:
            table[str(key)] = value
            table.key_marks[str(key)] = key.where
