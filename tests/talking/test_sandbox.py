"""Hostile templates -> proof that each is refused or ends soon, and that plain ones work."""

from __future__ import annotations

from time import process_time

import pytest
from jinja2 import DictLoader, TemplateError, TemplateSyntaxError

from careerbot.talking.sandbox import LONGEST_OUTPUT, LONGEST_TEMPLATE, Sandbox

# What no reading of a template lets through.
REFUSED = {
    "a macro": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "an import": "{% import 'a' as a %}",
    "an import of names": "{% from 'a' import b %}",
    "a parent template": "{% extends 'a' %}",
    "a block": "{% block a %}{% endblock %}",
    "a call block": "{% call f() %}{% endcall %}",
    "an included name that is worked out": "{% include a %}",
    "a loop in itself": "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "the attribute filter": "{{ ''|attr('__class__') }}",
    "padding": "{{ 'x'|center(999999999) }}",
    "indenting": "{{ 'x'|indent(999999999) }}",
    "replacing": "{{ 'x'|replace('', 'x') }}",
    "batches": "{{ [1]|batch(999999999, 1) }}",
    "placeholder text": "{{ 1|lipsum }}",
    "a power": "{{ 9 ** 999999999 }}",
    "deep brackets": "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
    "deep negation": "{{ " + "not " * 500 + "1 }}",
    "deep lists": "{{ " + "[" * 500 + "]" * 500 + " }}",
    "many loops in one another": "{% for a in [1] %}" * 19 + "{% endfor %}" * 19,
    "a template of many characters": "x" * (LONGEST_TEMPLATE + 1),
}
# What is stopped while it is filled in.
STOPPED = {
    "a class": "{{ ''.__class__ }}",
    "a class by subscript": "{{ ''['__class__'] }}",
    "a class by map": "{{ ['']|map(attribute='__class__')|list|join }}",
    "globals of a function": "{{ say.__globals__ }}",
    "the template itself": "{{ self }}",
    "a loop's own function": "{% for x in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "cyclers": "{{ cycler('a') }}",
    "a huge range": "{% for x in range(10**9) %}{% endfor %}".replace("10**9", "1000000000"),
    "loops in loops": "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}x{% endfor %}"
    + "{% endfor %}{% endfor %}",
    "a repeated text": "{{ 'x' * 999999999 }}",
    "a repeated list": "{{ ([1] * 999999999)|length }}",
    "a wide format": "{{ '%0999999999d'|format(1) }}",
    "a width handed in": "{{ '%*d'|format(999999999, 1) }}",
    "a wide format by a sign": "{{ '%0999999999d' % 1 }}",
    "a wide format by a method": "{{ '{:>999999999}'.format(1) }}",
    "padding by a method": "{{ 'x'.ljust(999999999) }}",
    "replacing by a method": "{{ 'x'.replace('', 'xxxx') }}",
    "bytes of a number": "{{ (1).to_bytes(999999999, 'big') }}",
    "a text that doubles": "{% set x = 'xxxxxxxxxxxxxxxx' %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}",
    "a text that doubles by adding": "{% set x = 'xxxxxxxxxxxxxxxx' %}" + "{% set x = x + x %}" * 40 + "{{ x }}",
    "a text that doubles by joining": "{% set x = 'xxxxxxxxxxxxxxxx' %}" + "{% set x = [x,x]|join %}" * 40 + "{{ x }}",
    "a number that grows": "{% set x = 99999 %}" + "{% set x = x * x %}" * 40 + "{{ x }}",
    "a list that doubles": "{% set x = ['x'] %}" + "{% set x = [x, x] %}" * 50 + "{{ x }}",
    "lists that double and are compared": "{% set x = ['x'] %}{% set y = ['x'] %}"
    + "{% set x = [x, x] %}{% set y = (y, y)|list %}" * 50 + "{{ x == y }}",
    "a table that doubles": "{% set x = {'a': 1} %}" + "{% set x = {'a': x, 'b': x} %}" * 50 + "{{ x|length }}",
    "a template that takes itself in": "{% include 'twice' %}",
    "a long output": "{% for x in range(999) %}" + "x" * 1000 + "{% endfor %}",
    "the budget under another value": "{% set _budget = 1 %}{% for x in range(99999) %}{{ x }}{% endfor %}",
    "a shadowed budget in a loop": "{% for x in range(99999) %}{% set _budget = x %}{{ x }}{% endfor %}",
}  # fmt: skip
PLAIN = {
    "{% set n = names|join(', ') %}{{ n if n else 'none' }}": "a, b",
    "{% for n in names %}{{ loop.index }}{{ n }}{{ ';' if not loop.last }}{% endfor %}": "1a;2b",
    "{{ 'x' ~ 1 ~ names[0]|upper }}": "x1A",
    "{{ (2 + 3) * 4 - 1 }} {{ '%.1f'|format(2.25) }} {{ 7 // 2 }} {{ 7 % 2 }}": "19 2.2 3 1",
    "{{ table.get('a') }} {{ 'tig welder'.split()[0] }} {{ names|length }}": "1 tig 2",
    "{% include 'part' %}": "part a",
}


def fill_in(text: str) -> str:
    templates = {"main": text, "part": "part {{ names[0] }}", "twice": "{% include 'twice' %}{% include 'twice' %}"}
    names = {"names": ["a", "b"], "table": {"a": 1}, "say": fill_in}
    return Sandbox(loader=DictLoader(templates)).get_template("main").render(names)


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_what_answers_do_not_need_is_refused_when_it_is_read(text: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Sandbox().parse(text)


@pytest.mark.parametrize("text", STOPPED.values(), ids=STOPPED.keys())
def test_what_reaches_out_or_runs_away_is_stopped_soon(text: str) -> None:
    before = process_time()
    with pytest.raises((TemplateError, RecursionError, OverflowError)):
        fill_in(text)
    assert process_time() - before < 20


@pytest.mark.parametrize(("text", "said"), PLAIN.items())
def test_what_answers_need_works(text: str, said: str) -> None:
    assert fill_in(text) == said


def test_an_output_may_be_as_long_as_it_says() -> None:
    assert len(fill_in("{% for x in range(99) %}" + "x" * (LONGEST_OUTPUT // 100) + "{% endfor %}")) == 99_000


def test_each_filling_in_has_a_budget_of_its_own() -> None:
    template = Sandbox().from_string("{% for x in range(9000) %}{% endfor %}done")
    assert [template.render() for _ in range(5)] == ["done"] * 5
