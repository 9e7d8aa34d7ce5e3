"""Layers -> what a later one does to an earlier one, and where both write it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from careerbot.content.knowledge import load_content
from careerbot.content.layers import count_parts, find_overlaps

Write = Callable[..., Path]
INTENTS = {"intents/duties.yaml": "label: What it is\n", "answers/duties.md.j2": "Hello\n"}
FAQ = "entries:\n  - id: {id}\n    intent: duties\n    asks: [plant {ask}]\n    say: {say}\n"


def overlaps(*layers: Path) -> list[str]:
    return [str(overlap) for overlap in find_overlaps(load_content(layers))]


def test_each_replaced_part_is_shown_with_file_and_line_of_both(write: Write) -> None:
    base = write({**INTENTS, "settings.yaml": "name: base\ncontact: room 1\n"}, "base")
    own = write({"settings.yaml": "# ours\ncontact: room 2\n", "answers/duties.md.j2": "Bye\n"}, "own")
    assert overlaps(base, own) == [
        "own/answers/duties.md.j2:1: answer `duties.md.j2` replaces base/answers/duties.md.j2:1",
        "own/settings.yaml:2:1: setting `contact` replaces base/settings.yaml:2:1",
        "own/sources.yaml:1:10: source `survey` replaces base/sources.yaml:1:10",
    ]


def test_names_extend_and_topics_replace_what_an_occupation_has(write: Write) -> None:
    topics = "topics:\n  duties:\n    lead: They weld.\n"
    job = "id: 51-4121\ntitle: Welders\nsingular: welder\nnames: [tig welder]\nfrom: survey\n" + topics
    base = write({**INTENTS, "occupations/a.yaml": job}, "base")
    own = write({"occupations/b.yaml": "id: 51-4121\nnames: [pipe welder]\nfrom: survey\n" + topics}, "own")
    found = [line for line in overlaps(base, own) if "source" not in line]
    assert found == [
        "own/occupations/b.yaml:1:1: names `51-4121` extends base/occupations/a.yaml:1:1",
        "own/occupations/b.yaml:5:3: topic `51-4121.duties` replaces base/occupations/a.yaml:7:3",
    ]


def test_a_question_that_both_answer_is_shown_as_going_before(write: Write) -> None:
    base = write({**INTENTS, "faq/a.yaml": FAQ.format(id="a", ask="Visits?", say="Theirs.")}, "base")
    own = write({"faq/b.yaml": FAQ.format(id="b", ask="visits", say="Ours.")}, "own")
    assert overlaps(base, own)[0] == (
        "own/faq/b.yaml:4:12: question `plant Visits?` goes before base/faq/a.yaml:4:12"
    )


def test_of_three_layers_each_is_set_against_the_nearest_below(write: Write) -> None:
    layers = [write({"settings.yaml": "name: x\n"}, name) for name in ("one", "two", "three")]
    found = [line for line in overlaps(*layers) if "setting" in line]
    assert found == [
        "three/settings.yaml:1:1: setting `name` replaces two/settings.yaml:1:1",
        "two/settings.yaml:1:1: setting `name` replaces one/settings.yaml:1:1",
    ]


def test_a_layer_alone_replaces_nothing_and_its_parts_are_counted(write: Write) -> None:
    content = load_content([write({**INTENTS, "faq/a.yaml": FAQ.format(id="a", ask="visits", say="Ours.")})])
    assert find_overlaps(content) == []
    assert count_parts(content, 0) == {"source": 1, "answer": 1, "FAQ entry": 1, "intent": 1}
