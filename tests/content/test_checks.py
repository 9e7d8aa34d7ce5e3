"""Rules across files -> no alarm where all is well."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from careerbot.content.check_texts import closes_in_order, find_fault
from careerbot.content.checks import CHECKS, check_layers

BASE = Path(__file__).parents[1] / "broken" / "_base" / "knowledge"


def codes(tmp_path: Path, files: Mapping[str, str]) -> list[str]:
    """Codes of what is wrong once the files are laid over the good base."""
    layer = tmp_path / "knowledge"
    for name, text in files.items():
        (layer / name).parent.mkdir(parents=True, exist_ok=True)
        (layer / name).write_text(text, "utf-8")
    return [problem.code for problem in check_layers([BASE, layer])]


@pytest.mark.parametrize(
    "text",
    [
        "**Plan:** make _schedules_, then\n- one\n- two",
        "see [the site](https://www.bls.gov/ooh/) for more",
        "a 5 * 4 grid, snake_case_names, 1 < 2 and 3 > 2",
        "**bold with _both_ in it**",
        "#1 in the state [by size]",
    ],
)
def test_light_markdown_is_taken(text: str) -> None:
    assert find_fault(text) is None


@pytest.mark.parametrize(
    "text",
    ["<b>bold</b>", "**open", "# heading", "* bullet", "[site](www.bls.gov)", "**a _b** c_", "[x](javascript:y)"],
)
def test_anything_else_is_refused(text: str) -> None:
    assert find_fault(text) is not None


@pytest.mark.parametrize("fault", ["It is **bold.", "It costs $240."])
def test_what_is_wrong_in_a_block_is_reported_at_its_own_line(tmp_path: Path, fault: str) -> None:
    say = f"say: |-\n      First.\n\n      {fault}\n      Last."
    entry = f"entries:\n  - id: a\n    intent: duties\n    asks: [where is it]\n    {say}\n"
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "ours.yaml").write_text(entry, "utf-8")
    assert 8 in [problem.where.line for problem in check_layers([BASE, tmp_path])]


def test_marks_close_in_order_only_when_the_last_opened_closes_first() -> None:
    assert closes_in_order("<b>x <i>y</i></b> &lt;b&gt;")
    assert not closes_in_order("<b>x <i>y</b></i>")
    assert not closes_in_order("<b>x")
    assert not closes_in_order("x</a>")


def test_amounts_that_a_template_works_out_are_no_figures_without_a_source(tmp_path: Path) -> None:
    template = "{# about 20% of $5 #}\nHello {{ '$%d' % 5 }}\nfrom {{ settings.name }}, open 24/7 since 1999.\n"
    assert codes(tmp_path, {"answers/greeting.md.j2": template}) == []


def test_a_figure_in_a_templates_own_words_is_one(tmp_path: Path) -> None:
    template = "{#\n#}\nHello, they make $60,000.\n"
    assert codes(tmp_path, {"answers/greeting.md.j2": template}) == ["figure-without-source"]


def test_names_set_where_a_template_is_included_are_known(tmp_path: Path) -> None:
    files = {
        "answers/greeting.md.j2": "{% set part = 'Hello' %}{% for n in [1] %}{% include 'inner.md.j2' %}{% endfor %}",
        "answers/inner.md.j2": "{{ part }}{{ n }}.\n",
    }
    assert codes(tmp_path, files) == []


def test_the_loop_of_another_template_is_not_known(tmp_path: Path) -> None:
    files = {
        "answers/greeting.md.j2": "{% for n in [1] %}{% include 'inner.md.j2' %}{% endfor %}",
        "answers/inner.md.j2": "Hello {{ loop.index }}\n",
    }
    assert codes(tmp_path, files) == ["template-name"]


def test_an_included_template_that_is_not_there_is_reported_at_its_line(tmp_path: Path) -> None:
    found = codes(tmp_path, {"answers/greeting.md.j2": "Hello\n{% include 'iner.md.j2' %}\n"})
    assert "unknown-template" in found


def test_an_intent_that_becomes_another_may_match_its_examples(tmp_path: Path) -> None:
    shared = "examples: |\n  pay here\nnever: |\n  play here\n"
    files = {
        "intents/pay.yaml": "label: Pay\nanswer: topic.md.j2\nbecomes: {place: pay_area}\npatterns: |\n  pay *\n"
        + shared.replace("pay here", "what pay"),
        "intents/pay_area.yaml": "label: Pay in a place\nanswer: greeting.md.j2\n" + shared,
        "dialogues/pay.txt": "# pay\n> pay\n= intent pay\n> here\n= intent pay_area\n",
    }
    assert "pattern-takes-example" not in codes(tmp_path, files)


def test_names_that_a_publisher_shares_between_occupations_are_no_mistake(tmp_path: Path) -> None:
    titles = "id,title,singular,also\n51-1011,Supervisors,supervisor,boss man\n11-1021,Managers,manager,boss man\n"
    assert codes(tmp_path, {"occupations/titles.csv": titles}) == []


def test_a_name_that_an_author_gives_twice_is_one(tmp_path: Path) -> None:
    titles = "id,title,singular,also\n51-1011,Tig welder,tig welder,\n"
    assert codes(tmp_path, {"occupations/titles.csv": titles}) == ["name-of-several"]


def test_only_folders_without_any_knowledge_lack_the_fixed_templates(tmp_path: Path) -> None:
    layer = tmp_path / "alone"
    shutil.copytree(BASE, layer)
    (layer / "answers" / "ask.md.j2").unlink()
    assert [problem.code for problem in check_layers([layer])] == ["unknown-template"]


def test_each_rule_says_what_should_hold() -> None:
    assert all(rule.__doc__ and rule.__doc__.rstrip().endswith(".") for rule in CHECKS)
    assert len({rule.__name__ for rule in CHECKS}) == len(CHECKS)
