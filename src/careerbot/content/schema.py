"""A written table -> its fields as plain text, lists and choices; what is wrong is said in an author's words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeGuard

from careerbot.content.keys import MEANT
from careerbot.content.numerals import is_count, is_day
from careerbot.content.sources import Items, Table, Text, Value, make_text, strip_text
from careerbot.model import Mark, Problem
from careerbot.problems import ask_whether, suggest

ID_SIGNS = re.compile(r"[A-Za-z0-9._-]+")
ID_HINT = "use letters, digits, dot, underscore, hyphen"
# What a list that was taken for one text begins with.
_DASHES = ("-", "–", "—")
_YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}


class Fields:
    """Reads one table field by field and collects what is wrong; `broken` once a field could not be used."""

    def __init__(self, table: Table, known: Collection[str], problems: list[Problem]) -> None:
        """Names that are not known are reported at once, with the nearest known one."""
        self._table = table
        self._problems = problems
        self.broken = False
        self._mistyped: list[str] = []
        for name in table:
            if name not in known:
                self._mistyped.append(_hint(name, known))
                self.report(self.where(name), "unknown-key", f"`{name}` means nothing here", self._mistyped[-1])

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def lacks(self, name: str) -> bool:
        """Whether the field is not there, not even under a mistyped name, since one mistake is told once."""
        return name not in self._table and ask_whether(name) not in self._mistyped

    def where(self, name: str = "") -> Mark:
        """Where the field's name stands, or the table itself for a field it does not have."""
        return self._table.key_marks.get(name, self._table.where)

    def report(self, where: Mark, code: str, message: str, hint: str = "") -> None:
        """Adds a Problem and marks the table as broken."""
        self._problems.append(Problem(where, code, message, hint))
        self.broken = True

    def value(self, name: str) -> Value | None:
        """The field as written; None when it is absent."""
        return self._table.get(name)

    def text(self, name: str, required: bool = False) -> str:
        """Text on one line, blanks squeezed; empty when absent (reported when it is required) or no text.

        What is returned remembers where it was written.
        """
        value = self.prose(name, required)
        return make_text(" ".join(value.split()), value.where) if isinstance(value, Text) else value

    def prose(self, name: str, required: bool = False) -> str:
        """Text with its line ends kept, outer blanks cut; empty as for `text`."""
        value = self._table.get(name)
        if isinstance(value, Text):
            if required and not value.strip():
                self.report(self.where(name), "missing-field", f"`{name}` is empty", "fill it in")
            return strip_text(value)
        if value is not None:
            self.report(self.where(name), "wrong-shape", f"`{name}` should be plain text", _text_hint(value))
        elif required and self.lacks(name):
            self.report(self._table.where, "missing-field", f"`{name}` is missing", f"add a line `{name}: …`")
        return ""

    def texts(self, name: str, example: str = "one, two") -> tuple[Text, ...]:
        """The texts of a list, empty ones reported; empty when absent. `example` shows what one looks like."""
        value = self._table.get(name)
        if value is None or value == "":
            return ()
        if not isinstance(value, Items):
            message = f"`{name}` should be a list, such as [{example}]"
            dashes = isinstance(value, Text) and value.strip().startswith(_DASHES)
            hint = "put a hyphen and a blank before each entry of the list: `- one`" if dashes else ""
            self.report(self.where(name), "wrong-shape", message, hint)
            return ()
        return tuple(part for part in value if self._is_text(part, name))

    def lines(self, name: str) -> tuple[tuple[str, Mark], ...]:
        """The lines of a `|` block with their places; empty lines and lines that begin with # are left out."""
        value = self._table.get(name)
        if value is None or value == "":
            return ()
        if not isinstance(value, Text) or (not value.parts and value.strip()):
            message = f"`{name}` should be a block: `{name}: |`, then one phrase a line, indented"
            self.report(self.where(name), "wrong-shape", message)
            return ()
        return tuple((str(part), part.where) for part in value.parts if not part.startswith("#"))

    def id(self, name: str, required: bool = True) -> str:
        """A name made of letters, digits, dot, underscore and hyphen; empty when absent or made otherwise."""
        text = self.text(name, required)
        return text if not text or self.is_id(text, self.where(name)) else ""

    def is_id(self, text: str, where: Mark) -> bool:
        """Whether a text can be an id; reported when it cannot."""
        good = ID_SIGNS.fullmatch(text) is not None
        if not good:
            self.report(where, "bad-id", f"`{text}` cannot be an id", ID_HINT)
        return good

    def one_of(self, name: str, choices: Sequence[str], default: str) -> str:
        """One of the words allowed; the default when absent or not allowed, the latter reported."""
        text = self.text(name) or default
        if text in choices:
            return text
        hint = suggest(text, choices) or f"one of: {', '.join(choices)}"
        self.report(self.where(name), "bad-choice", f"`{name}` cannot be `{text}`", hint)
        return default

    def yes(self, name: str) -> bool:
        """Whether the field says yes; absent means no."""
        return _YES_OR_NO[self.one_of(name, tuple(_YES_OR_NO), "no")]

    def whole_number(self, name: str, default: int) -> int:
        """A number without a fraction; the default when absent or no such number, the latter reported."""
        text = self.text(name) or str(default)
        if is_count(text):
            return int(text)
        self.report(self.where(name), "bad-number", f"`{name}` should be a whole number, not `{text}`")
        return default

    def day(self, name: str) -> str:
        """A day such as 2026-03-01; empty when absent or, reported, when there is no such day."""
        text = self.text(name)
        if not text or is_day(text):
            return text
        self.report(self.where(name), "bad-date", f"`{text}` is no day", "write it as 2026-03-01")
        return ""

    def entries(self, name: str, example: str) -> Sequence[Value]:
        """What a list holds, in order; nothing when absent or, reported, when it is no list."""
        value = self._table.get(name)
        if value is None or value == "" or isinstance(value, Items):
            return value if isinstance(value, Items) else ()
        self.report(self.where(name), "wrong-shape", f"`{name}` should be a list of `- {example}` entries")
        return ()

    def tables(self, name: str, example: str) -> Iterator[Table]:
        """The tables of a list in order; none when absent. What is no table is reported and left out."""
        for part in self.entries(name, example):
            if isinstance(part, Table):
                yield part
            else:
                message = f"each entry of `{name}` should be `{example}` lines"
                self.report(part.where, "wrong-shape", message)

    def table(self, name: str, example: str) -> Table | None:
        """The table under a name; None when absent or, reported, when it is none."""
        value = self._table.get(name)
        if value is None or value == "" or isinstance(value, Table):
            return value if isinstance(value, Table) else None
        self.report(self.where(name), "wrong-shape", f"under `{name}` there should be `{example}` lines")
        return None

    def _is_text(self, part: Value, name: str) -> TypeGuard[Text]:
        if isinstance(part, Text) and part.strip():
            return True
        message = f"each entry of `{name}` should be plain text"
        self.report(part.where, "wrong-shape", message, _text_hint(part) or "fill it in or delete it")
        return False


def tables_of(table: Table, example: str, problems: list[Problem]) -> Iterator[tuple[str, Table]]:
    """The entries of a file that is `id:` and fields below it; what is otherwise is reported and left out."""
    for name, value in table.items():
        where = table.key_marks[name]
        if not ID_SIGNS.fullmatch(name):
            problems.append(Problem(where, "bad-id", f"`{name}` cannot be an id", ID_HINT))
        elif isinstance(value, Table):
            yield name, value
        else:
            problems.append(Problem(where, "wrong-shape", f"under `{name}` there should be `{example}` lines"))


def keep_first(found: Mapping[str, object], name: str, where: Mark, problems: list[Problem]) -> bool:
    """Whether an id is new among those found; a second use is reported."""
    if name not in found:
        return True
    problems.append(Problem(where, "repeated-id", f"`{name}` is already used in this folder", "give it another id"))
    return False


def _hint(name: str, known: Collection[str]) -> str:
    meant = MEANT.get(name.casefold(), "")
    return (ask_whether(meant) if meant in known else suggest(name, known)) or f"known here: {', '.join(known)}"


def _text_hint(value: Value) -> str:
    if isinstance(value, Table):
        return "text that begins with { or has `: ` in it needs quotes around it"
    return "text that begins with [ needs quotes around it" if isinstance(value, Items) else ""
