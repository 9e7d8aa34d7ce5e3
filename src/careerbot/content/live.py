"""FAQ entries as written -> the same with the names of their live figures and places found; wrong ones are reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from jinja2 import TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from careerbot.content.links import place_of, place_of_first, place_of_line
from careerbot.content.names import NameBooks, look_up
from careerbot.model import NATION, Faq, Item, Live, Mark, Problem
from careerbot.problems import suggest
from careerbot.talking.live import HOURLY, MEASURES
from careerbot.talking.templates import make_environment

# What is worked out when a text is said, and what of it would be shown as it stands where that is not done.
CODE = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_NAMES = "|".join(MEASURES)
CALL = re.compile(rf"\b(?:{_NAMES})\((?: ?[\"'“”„‘’«][^)\n]*\)?|[^()\n]*\)\.\w)")
_UNFILLED = re.compile(rf"\{{[^{{}}\n]*\}}?|\}}|{CALL.pattern}")
_WHOLE_CALL = re.compile(rf"\b(?:{_NAMES})\([^()\n]*\)(?:\.\w+)*")
_SAMPLE = 'pay("welder", "ohio").median'
_STRAIGHT = str.maketrans(dict.fromkeys("“”„«»‘’‚", '"'))
_SIGNS = ("{{", "{%", "{#")
_MOST_NAMED = 4


def resolve_faq(faq: Iterable[Faq], books: NameBooks, problems: list[Problem]) -> Iterator[Faq]:
    """The entries that can be said, their calls and conditions by id; what cannot be is reported and left out."""
    resolver = _Resolver(books, problems)
    for entry in faq:
        found = len(problems)
        resolved = _resolve(entry, resolver)
        if len(problems) == found:
            yield resolved


@dataclass(slots=True)
class _Resolver:
    """Names -> ids, with what is told of those that lead nowhere or to several."""

    books: NameBooks
    problems: list[Problem]

    def find_occupation(self, name: str, where: Mark) -> str:
        """The occupation of a code, a title, or any other name; "" and a problem for none and for several."""
        found = look_up(name, self.books.jobs())
        titles = [f"{self.books.occupations[id].title} ({id})" for id in found[:_MOST_NAMED]]
        if not found:
            self._report(where, "unknown-occupation", f"there is no occupation `{name}`", self.books.suggest_job(name))
        return self._take_one(name, found, titles, where)

    def find_place(self, name: str, where: Mark) -> str:
        """The place of a code or a name; a state goes before others of its name."""
        found = look_up(name, self.books.areas())
        titles = [f"{self.books.places[id].name} ({id})" for id in found[:_MOST_NAMED]]
        if not found:
            self._report(where, "unknown-place", f"there is no place `{name}`", self.books.suggest_place(name))
        return self._take_one(name, found, titles, where)

    def _take_one(self, name: str, found: Sequence[str], titles: Sequence[str], where: Mark) -> str:
        if len(found) > 1:
            hint = f"name one by its code: {'; '.join(titles)}"
            self._report(where, "name-of-several", f"several go by `{name}`", hint)
        return found[0] if len(found) == 1 else ""

    def _report(self, where: Mark, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(where, code, message, hint))


def _resolve(entry: Faq, resolver: _Resolver) -> Faq:
    where = place_of(entry.place, entry.item.where)
    place = resolver.find_place(entry.place, where) if entry.place else ""
    resolver.problems += _find_unfilled(entry.item)
    live = _resolve_text(entry, resolver) if any(sign in entry.item.text for sign in _SIGNS) else None
    return replace(entry, place=place, item=replace(entry.item, live=live))


def _find_unfilled(item: Item) -> Iterator[Problem]:
    """The first figure of an answer that lacks a brace, since readers would be shown the words that call for it."""
    found = _UNFILLED.search(CODE.sub("", item.text))
    if found:
        where = place_of_first(item.text, lambda line: _UNFILLED.search(CODE.sub("", line)), item.where)
        call = _WHOLE_CALL.search(CODE.sub("", item.text))
        message = f"`{found[0]}` outside of {{{{ }}}} would be shown to readers as it stands"
        hint = f"write two braces on both sides: {{{{ {call[0].translate(_STRAIGHT) if call else _SAMPLE} }}}}"
        yield Problem(where, "unfilled-figure", message, hint)


def _resolve_text(entry: Faq, resolver: _Resolver) -> tuple[Live, ...]:
    """The calls of a text, each once. Names that nothing offers, and what is no name at all, are reported."""
    item = entry.item
    try:
        tree = make_environment({}).parse(item.text)
    except TemplateSyntaxError as error:
        resolver.problems.append(_report_unreadable(item, error))
        return ()
    resolver.problems += [*_find_strange(tree, item), *_find_measures(tree, item)]
    calls = dict.fromkeys(_read_call(call, _line_of(call, item), resolver) for call in tree.find_all(nodes.Call))
    return tuple(call for call in calls if call)


def _report_unreadable(item: Item, error: TemplateSyntaxError) -> Problem:
    curly = next((code for code in CODE.findall(item.text) if code != code.translate(_STRAIGHT)), "")
    if not curly:
        message = f"what stands in {{{{ }}}} cannot be read: {error.message}"
        where = place_of_line(item.text, error.lineno, item.where)
        return Problem(where, "template-syntax", message, f"write {{{{ {_SAMPLE} }}}}")
    message = "the quotation marks in {{ }} are curly, as word processors make them"
    where = place_of_first(item.text, lambda line: curly in line, item.where)
    return Problem(where, "template-syntax", message, f"write straight ones: {curly.translate(_STRAIGHT)}")


def _line_of(node: nodes.Node, item: Item) -> Mark:
    return place_of_line(item.text, node.lineno, item.where)


def _find_strange(tree: nodes.Template, item: Item) -> Iterator[Problem]:
    for name in sorted(find_undeclared_variables(tree) - MEASURES.keys()):
        hint = suggest(name, MEASURES) or f"there are: {', '.join(MEASURES)}"
        first = next(node for node in tree.find_all(nodes.Name) if node.name == name)
        yield Problem(_line_of(first, item), "template-name", f"nothing offers the name `{name}`", hint)


def _find_measures(tree: nodes.Template, item: Item) -> Iterator[Problem]:
    """Names behind a call that it has no figure for."""
    for part in tree.find_all(nodes.Getattr):
        inner = part.node.node if isinstance(part.node, nodes.Getattr) and part.node.attr == HOURLY else part.node
        topic = _topic_of(inner) if isinstance(inner, nodes.Call) else ""
        offered = [*MEASURES.get(topic, ()), *([HOURLY] if topic == "pay" and inner is part.node else [])]
        if topic and part.attr not in offered:
            hint = suggest(part.attr, offered) or f"there are: {', '.join(offered)}"
            yield Problem(_line_of(part, item), "template-name", f"`{topic}` has no figure `{part.attr}`", hint)


def _topic_of(call: nodes.Call) -> str:
    return call.node.name if isinstance(call.node, nodes.Name) and call.node.name in MEASURES else ""


def _read_call(call: nodes.Call, where: Mark, resolver: _Resolver) -> Live | None:
    topic = _topic_of(call)
    if not topic:
        return None
    names = tuple(part.value for part in call.args if isinstance(part, nodes.Const) and isinstance(part.value, str))
    if len(names) != len(call.args) or not 1 <= len(names) <= 2 or call.kwargs or call.dyn_args or call.dyn_kwargs:
        message = f"`{topic}` takes a job and, where it is not the nation, a place, both in quotes"
        resolver.problems.append(Problem(where, "template-fails", message, f'write {topic}("welder", "ohio")'))
        return None
    occupation = resolver.find_occupation(names[0], where)
    area = resolver.find_place(names[1] if len(names) > 1 else NATION, where)
    return Live(topic, names, occupation, area) if occupation and area else None
