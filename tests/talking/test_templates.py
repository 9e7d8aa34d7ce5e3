"""Templates that were compiled before."""

from __future__ import annotations

import msgspec
import pytest
from jinja2 import TemplateNotFound

from careerbot.model import Mark, Template
from careerbot.talking.templates import compile_templates, make_environment


def listed(**texts: str) -> dict[str, Template]:
    return {name: Template(name, text, Mark(f"answers/{name}", 1)) for name, text in texts.items()}


def test_a_template_that_was_compiled_before_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    templates = listed(pay="{{ 1 + 1 }} and {{ name }}")
    environment = make_environment(templates, compile_templates(templates))
    monkeypatch.setattr(type(environment), "_parse", None)
    assert environment.get_template("pay").render(name="three") == "2 and three"


def test_a_template_that_has_changed_since_is_read_as_it_stands() -> None:
    compiled = compile_templates(listed(pay="old"))
    assert make_environment(listed(pay="new"), compiled).get_template("pay").render() == "new"


def test_a_broken_template_keeps_no_other_from_being_compiled() -> None:
    templates = listed(broken="{% if %}", pay="fine")
    _, known = msgspec.msgpack.decode(compile_templates(templates), type=tuple[str, dict[str, bytes]])
    assert len(known) == 1
    assert make_environment(templates, compile_templates(templates)).get_template("pay").render() == "fine"


def test_what_another_release_of_jinja2_compiled_is_not_used() -> None:
    templates = listed(pay="{{ 1 + 1 }}")
    _, known = msgspec.msgpack.decode(compile_templates(templates), type=tuple[str, dict[str, bytes]])
    old = msgspec.msgpack.encode(("0.1", dict.fromkeys(known, b"not code")))
    assert make_environment(templates, old).get_template("pay").render() == "2"


def test_a_template_that_is_not_there_is_an_error_all_the_same() -> None:
    with pytest.raises(TemplateNotFound):
        make_environment({}, compile_templates({})).get_template("pay")
