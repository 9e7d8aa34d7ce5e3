from __future__ import annotations

import pytest

from careerbot.content.dialogues import read_dialogues
from careerbot.model import Mark

GOOD = """\
# A welder in Ohio
# said by a visitor in May
> what do welders make
= intent pay, outlook
= occupation 51-4121
= area none
< $ | dollars
! you should

> [More]
= plan answer
"""


def read(text):
    return read_dialogues(text, "dialogues/a.txt")


def codes(text):
    return [(p.where.line, p.code) for p in read(text)[1]]


def test_a_conversation_keeps_its_title_messages_and_expectations_with_their_lines():
    (dialogue,), problems = read(GOOD.replace("\n\n", "\n"))
    assert not problems
    first, second = dialogue.exchanges
    assert dialogue.title == "A welder in Ohio"
    assert (first.text, first.press) == ("what do welders make", "")
    assert (second.text, second.press) == ("", "More")
    assert [(m.subject, m.values, m.where.line) for m in first.meanings] == [
        ("intent", ("pay", "outlook"), 4),
        ("occupation", ("51-4121",), 5),
        ("area", (), 6),
    ]
    assert [(w.alternatives, w.wanted) for w in first.wordings] == [(("$", "dollars"), True), (("you should",), False)]
    assert second.where == Mark("dialogues/a.txt", 9, 1)


def test_a_blank_line_ends_a_conversation():
    dialogues, _ = read("# one\n> a\n= plan answer\n\n# two\n> b\n= plan answer\n")
    assert [d.title for d in dialogues] == ["one", "two"]


def test_a_block_of_comments_is_no_conversation():
    assert read("# what this file is for\n# and who wrote it\n\n# one\n> a\n= plan answer\n")[1] == []


def test_a_byte_order_mark_and_windows_line_ends_change_nothing():
    dialogues, problems = read("\ufeff# one\r\n> a\r\n= plan answer\r\n")
    assert (dialogues[0].exchanges[0].text, problems) == ("a", [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# one\n> a\nhello\n= plan answer\n", [(3, "dialogue-sign")]),
        ("# one\n>\n> a\n= plan answer\n", [(2, "dialogue-empty")]),
        ("> a\n= plan answer\n", [(1, "dialogue-title")]),
        ("#\n> a\n= plan answer\n", [(1, "dialogue-title")]),
        ("# one\n= plan answer\n> a\n< b\n", [(2, "dialogue-order")]),
        ("# one\n> a\n", [(1, "dialogue-proof")]),
        ("# one\n> a\n= job welder\n< b\n", [(3, "dialogue-meaning")]),
        ("# one\n> a\n= plan anser\n< b\n", [(3, "dialogue-meaning")]),
        ("# one\n> a\n= intent\n< b\n", [(3, "dialogue-empty")]),
    ],
)
def test_a_mistake_is_reported_with_its_line(text, expected):
    assert codes(text) == expected


def test_every_mistake_of_a_file_is_reported_at_once():
    assert codes("? x\n\n> b\n") == [(1, "dialogue-sign"), (3, "dialogue-title"), (3, "dialogue-proof")]


def test_a_misspelt_subject_is_met_with_the_likely_one():
    assert read("# one\n> a\n= intnt pay\n< b\n")[1][0].hint == 'did you mean "intent"?'


def test_a_mistake_leaves_the_rest_of_its_conversation_standing():
    dialogues, _ = read("# one\n> a\n= job welder\n< b\n")
    assert dialogues[0].exchanges[0].wordings[0].alternatives == ("b",)
