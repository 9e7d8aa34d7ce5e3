"""Cries for help are told from all else, sentence by sentence."""

from __future__ import annotations

from careerbot.reading.alarm import Alarm, find_parts

CRIES = [
    "i want to die", "i can not live like this", "nobody would miss me", "he hits me and i am scared",
    "i took all the pills", "i want to disappear forever", "i have a gun and i am done", "please help he hurts me",
]  # fmt: skip
CALM = [
    "i want to be a nurse", "i can not lift heavy boxes", "do they miss their kids", "what does a welder make",
    "i took two classes", "i want to work outside", "i have a truck and tools", "please help with my resume",
    "how much does it pay . is it growing", "my back hurts so i want a desk job",
]  # fmt: skip
ALARM = Alarm.fit(CRIES, CALM)


def test_a_cry_for_help_is_likelier_one_than_a_question() -> None:
    assert ALARM.read("i just want to die").likely > ALARM.read("how much does a nurse make").likely


def test_one_sentence_of_several_raises_the_alarm_and_is_named() -> None:
    alert = ALARM.read("what does a welder make . i want to die . is it growing")
    assert alert.part == "i want to die"


def test_a_text_without_a_telling_word_is_passed_over() -> None:
    assert ALARM.read("") == (0.0, "")
    assert ALARM.read("welder class resume").likely < 0.1


def test_a_short_message_is_read_whole_and_by_sentences() -> None:
    assert find_parts("i am done . what now") == ["i am done . what now", "i am done"]


def test_a_long_sentence_is_read_in_windows_that_overlap() -> None:
    parts = find_parts(" ".join(f"w{i}" for i in range(70)))
    assert [part.split()[0] for part in parts] == ["w0", "w15", "w30", "w45"]
    assert all(len(part.split()) <= 30 for part in parts)


def test_an_alarm_reads_back_as_it_was_written() -> None:
    again = Alarm.load(ALARM.dump())
    for text in ("i want to die", "what does it pay", ""):
        assert again.read(text) == ALARM.read(text)
