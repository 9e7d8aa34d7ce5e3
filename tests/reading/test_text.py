"""Raw text comes out in one plain form, whatever is thrown in."""

from __future__ import annotations

import random

import pytest

from careerbot.model import Mention
from careerbot.reading.text import clauses, mask, normalise, words

FOLDS = {"wat": "what", "cud b": "could be", "um": "", "n": "and", "👍": "yes"}


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("What's the PAY?? in Spokane, WA", "what is the pay ? in spokane , wa"),
        ("they don't, can't and won't", "they do not , can not and will not"),
        ("whats it like, im new", "what is it like , i am new"),
        ("the manager's pay", "the manager pay"),
        ("1,234,567 jobs at $60/hr, 90 % of them", "1234567 jobs at $60/hr , 90% of them"),
        ("24/7 on-site at 7:30", "24/7 on-site at 7:30"),
        ("a B.S. or Ph.D. in C++ from the U.S.", "a bs or phd in c++ from the usa"),
        ("pay.then what", "pay . then what"),
        ("R&D & sales", "r&d and sales"),
        ("salary\nand hours", "salary . and hours"),
        ("how much do {occupation} make?", "how much do {occupation} make ?"),
    ],
)
def test_text_is_brought_to_its_normal_form(raw: str, normal: str):
    assert normalise(raw, {}).removesuffix(" ?") == normal.removesuffix(" ?")


@pytest.mark.parametrize(
    "disguised",
    [
        "ｐａｙ of a manager",
        "𝓹𝓪𝔂 of a manager",
        "раy оf а mаnаgеr",
        "p\u200ba\u00ady of a\u202e manager",
        "p\u0334a\u0316y of a manäger",
    ],
)
def test_letters_in_disguise_are_read_as_what_they_look_like(disguised: str):
    assert normalise(disguised, {}) == "pay of a manager"


def test_words_of_other_alphabets_stay_as_they_are():
    assert normalise("зарплата менеджера", {}) == "зарплата менеджера"


def test_slang_is_folded_also_in_runs_of_words_and_an_empty_fold_drops_the_word():
    assert normalise("um wat cud b it n why 👍", FOLDS) == "what could be it and why yes"


def test_signs_without_a_fold_are_dropped():
    assert normalise("pay 😊 (please)", FOLDS) == "pay please"


def test_clause_marks_never_stand_first_or_two_in_a_row_and_a_question_wins():
    assert normalise("... well!?! yes,,. ok", {}) == "well ? yes , ok"


@pytest.mark.parametrize("text", ["", "   ", "???", "\ud800", "\u200b\u202e", "🤖🤖"])
def test_nothing_legible_comes_out_empty(text: str):
    assert normalise(text, {}) == ""


def test_lone_surrogates_and_halves_of_emoji_do_no_harm():
    assert normalise("pay \ud83d now \udc00", {}) == "pay now"


def test_any_text_comes_out_in_a_form_that_stays_when_read_again():
    rng = random.Random(5)
    for _ in range(300):
        text = "".join(chr(rng.choice((rng.randrange(32, 127), rng.randrange(0x3000)))) for _ in range(40))
        once = normalise(text, {})
        assert once == " ".join(once.split())
        assert words(once) == [w for w in once.split() if w not in ",?;.!"]


@pytest.mark.parametrize("unit", ["a", "a\u0334", "a.", ",1", "\ufdfa", "ж ", "a'", "$ ", "q?"])
def test_the_longest_messages_are_read_whole(unit: str):
    assert len(normalise(unit * (4096 // len(unit)), {})) <= 4 * 4096 + 2


def test_a_message_is_parted_at_clause_marks_and_coordinators():
    normal = "what do they make and how do i start , plus is it hard ?"
    assert [normal[a:b] for a, b in clauses(normal)] == ["what do they make", "how do i start", "is it hard"]


@pytest.mark.parametrize(
    ("normal", "parts"),
    [
        ("what do they do all day how many years of school", ["what do they do all day", "how many years of school"]),
        ("can you tell me how much they make", ["can you tell me how much they make"]),
        ("it depends on how long it takes", ["it depends on how long it takes"]),
    ],
)
def test_a_question_that_begins_anew_is_a_clause(normal: str, parts: list[str]):
    assert [normal[a:b] for a, b in clauses(normal)] == parts


def test_without_coordinators_only_marks_part_a_message():
    normal = "pay and hours , then"
    assert [normal[a:b] for a, b in clauses(normal, ())] == ["pay and hours", "then"]


def test_an_empty_message_has_no_clauses():
    assert clauses("") == []


def test_mentions_are_masked_by_their_kind():
    normal = "pay of a welder in ohio"
    spans = [Mention("place", "3900000", 19, 23), Mention("occupation", "51-4121", 9, 15)]
    assert mask(normal, spans) == "pay of a {occupation} in {place}"


def test_a_kind_that_an_author_wrote_is_not_masked_again():
    assert mask("pay of {occupation}", [Mention("occupation", "a", 8, 18)]) == "pay of {occupation}"


def test_of_mentions_that_overlap_the_first_and_longest_is_masked():
    spans = [Mention("occupation", "a", 0, 6), Mention("occupation", "b", 0, 14), Mention("place", "c", 7, 14)]
    assert mask("tennis teacher now", spans) == "{occupation} now"


def test_a_slash_between_words_parts_what_is_asked():
    assert normalise("pay in ohio / what degree", {}) == "pay in ohio , what degree"
