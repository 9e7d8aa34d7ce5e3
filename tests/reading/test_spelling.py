"""Words nobody knows are mended towards the author's words; all others stay."""

from __future__ import annotations

import pytest

from careerbot.reading.spelling import English, Speller

ENGLISH = English.of({"manger": 700_000, "so": 10**9, "the": 10**10, "cool": 10**7})
SPELLER = Speller.fit(
    [
        "what is the salary of a manager",
        "what is the salary of a {occupation}",
        "how much is certification",
        "how much",
    ],
    ENGLISH,
).knowing(["the", "gemba", "walk"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("salery", "salary"),
        ("slaary", "salary"),
        ("certifcaton", "certification"),
        ("teh", "the"),
        ("sooo", "so"),
        ("salaryyyy", "salary"),
        ("cooool", "cool"),
        ("howmuch", "how much"),
    ],
)
def test_an_unknown_word_is_mended(typed: str, meant: str):
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize(
    "word", ["manger", "gemba", "salary", "{place}", "401k", "$60/hr", "?", "zzzzqqq", "is", "on-site"]
)
def test_known_words_numbers_placeholders_and_strangers_stay(word: str):
    assert SPELLER.mend(word) == word


def test_of_two_words_equally_near_the_one_with_the_same_first_letter_is_meant():
    speller = Speller.fit(["late rate"], ENGLISH)
    assert speller.mend("rste") == "rate"


def test_the_more_frequent_word_is_meant():
    speller = Speller.fit(["wage wage wage", "wade"], ENGLISH)
    assert speller.mend("waxe") == "wage"


def test_letters_that_stand_for_a_place_do_not_become_those_of_a_seldom_term():
    assert Speller.fit(["mps is a plan"], ENGLISH).mend("mpls") == "mpls"


def test_a_speller_reads_back_as_it_was_written():
    again = Speller.load(SPELLER.dump())
    assert [again.mend(w) for w in ("salery", "manger", "gemba")] == ["salary", "manger", "gemba"]


def test_general_english_knows_common_words_best():
    english = English.general()
    assert english.commonness("the") > english.commonness("salary") > english.commonness("gasket") > 0
    assert english.commonness("salery") == 0


def test_an_english_list_reads_back_as_it_was_written():
    again = English.load(ENGLISH.dump())
    assert [again.commonness(w) for w in ("the", "so", "nope")] == [
        ENGLISH.commonness(w) for w in ("the", "so", "nope")
    ]


def test_an_empty_vocabulary_mends_nothing():
    assert Speller.fit([], English.of({})).mend("anything goes") == "anything goes"
