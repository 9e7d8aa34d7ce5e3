from __future__ import annotations

import pytest
from speaking_bot import SpeakingBot, say

from careerbot.model import Step
from careerbot.workshop.evaluate import UnreadableQuestionsError, describe_misses, evaluate, read_questions, score

HEADER = "id\tturn_group\ttext\tintent\toccupation_soc\tarea\tmust_contain\tkind\n"


@pytest.fixture
def bot():
    return SpeakingBot(
        welders=say("They make $56,000, or 1.9 percent more.", Step("pay_area", ("51-4121",), ("3900000",))),
        vague=say("Which job?", plan="ask"),
    )


@pytest.fixture
def judge(bot, tmp_path):
    def judge(*rows):
        path = tmp_path / "questions.tsv"
        path.write_text(HEADER + "".join("\t".join(row) + "\n" for row in rows), "utf-8")
        return list(evaluate(read_questions(path), bot))

    return judge


def test_a_right_answer_is_right_in_every_measure(judge):
    judged = judge(("1", "", "welders", "pay_area", "51-4121", "Ohio", "$56,000|$57,000;1.9%", "standalone"))
    assert {m: (s.good, s.total) for m, s in score(judged).items()} == dict.fromkeys(
        ("intent", "occupation", "place", "facts"), (1, 1)
    )
    assert list(describe_misses(judged)) == []


def test_a_wrong_answer_is_listed_with_what_was_wanted_and_what_came(judge):
    lines = list(describe_misses(judge(("7", "", "welders", "outlook", "51-4121", "Utah", "$9", "standalone"))))
    assert lines[0] == "7 wrong intent, place, facts: welders"
    assert "outlook; 51-4121; Utah; $9" in lines[1]
    assert "answer; pay_area; 51-4121; Ohio" in lines[2]


def test_empty_cells_are_not_judged(judge):
    scores = score(judge(("1", "", "welders", "pay_area", "", "", "", "standalone")))
    assert (scores["intent"].total, scores["place"].total, scores["place"].percent) == (1, 0, 100.0)


def test_every_one_of_several_intents_is_needed(judge):
    assert score(judge(("1", "", "welders", "pay_area;outlook", "", "", "", "multi")))["intent"].good == 0


def test_asking_back_is_right_for_an_ambiguous_question_only(judge):
    ambiguous = ("1", "", "vague", "pay", "51-4121", "", "$5", "ambiguous")
    assert all(s.good == s.total for s in score(judge(ambiguous)).values())
    assert score(judge((*ambiguous[:-1], "standalone")))["intent"].good == 0


def test_rows_of_one_group_are_one_conversation(judge, bot):
    judge(*((id, group, "welders", "pay_area", "", "", "", "followup") for id, group in ("1g", "2g", ("3", ""))))
    assert [before.turn for _, before in bot.heard] == [0, 1, 0]


@pytest.mark.parametrize("content", [b"id\ttext\n1\thello\n", b"", b"\xff\xfe\x00"])
def test_a_file_without_the_columns_is_refused(tmp_path, content):
    path = tmp_path / "questions.tsv"
    path.write_bytes(content)
    with pytest.raises(UnreadableQuestionsError, match=r"questions\.tsv"):
        read_questions(path)
