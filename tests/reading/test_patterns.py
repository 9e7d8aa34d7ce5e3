"""Authors' patterns match whole messages, and say where they are broken."""

from __future__ import annotations

import pytest

from careerbot.model import Mark, Problem
from careerbot.reading.patterns import Pattern, PatternSet, compile_pattern

MARK = Mark("intents/pay.yaml", 3, 5)


def compiled(*texts: str) -> list[Pattern]:
    patterns = [compile_pattern(text, MARK) for text in texts]
    return [pattern for pattern in patterns if isinstance(pattern, Pattern)]


def matches(pattern: str, text: str, fillers: tuple[str, ...] = ()) -> bool:
    return PatternSet.build(compiled(pattern), fillers).match(text) == [0]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("how much (do|does) [a|an] {occupation} (make|earn)", "how much does a {occupation} make"),
        ("how much (do|does) [a|an] {occupation} (make|earn)", "how much do {occupation} earn ?"),
        ("what's the pay", "what is the pay"),
        ("* salary", "tell me the salary"),
        ("* salary", "salary"),
        ("salary *", "salary of a very long list of jobs that goes on and on and on"),
        ("is it * hard", "is it really very hard"),
        ("is it * hard", "is it hard"),
        ("(a (b|c)|d) e", "a c e"),
        ("[a [b]] c", "a b c"),
        ("[a [b]] c", "c"),
        ("pay in {place}", "pay , in {place}"),
    ],
)
def test_a_pattern_matches(pattern: str, text: str):
    assert matches(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("the pay", "the pay of a {occupation}"),
        ("pay", ""),
        ("is it * hard", "is it one two three four five six hard"),
        ("[a [b]] c", "b c"),
        ("{place}", "{occupation}"),
        ("(a|b) c", "a b c"),
    ],
)
def test_a_pattern_does_not_match(pattern: str, text: str):
    assert not matches(pattern, text)


def test_all_patterns_that_match_are_named_in_order():
    patterns = PatternSet.build(compiled("* pay", "hours", "the pay"))
    assert patterns.match("the pay") == [0, 2]


def test_fillers_may_stand_round_a_match_but_are_not_needed():
    fillers = ("hey", "so", "please", "can you tell me")
    assert matches("what is the pay", "hey so can you tell me what is the pay please", fillers)
    assert not matches("what is the pay", "yo what is the pay", fillers)


def test_a_message_of_fillers_only_keeps_its_last():
    assert matches("hey", "please hey", ("hey", "please"))


def test_a_match_with_its_fillers_comes_first():
    assert matches("hey *", "hey you", ("hey",))


def test_pattern_words_are_folded_as_messages_are():
    pattern = compile_pattern("wat's the pay", MARK, {"wat": "what"})
    other = compile_pattern("hw much", MARK, {"hw": "how"})
    assert isinstance(other, Pattern)
    assert isinstance(pattern, Pattern)
    assert PatternSet.build([pattern, other]).match("how much") == [1]


@pytest.mark.parametrize(
    ("pattern", "code", "column"),
    [
        ("how (much|many", "pattern-unbalanced", 9),
        ("pay [of", "pattern-unbalanced", 9),
        ("a)b", "pattern-unbalanced", 6),
        ("(a]", "pattern-unbalanced", 5),
        ("x } y", "pattern-unbalanced", 7),
        ("pay of {occupatoin}", "pattern-unknown-kind", 12),
        ("pay of {", "pattern-unknown-kind", 12),
        ("", "pattern-empty", 5),
        ("[a] [b]", "pattern-empty", 5),
        ("*", "pattern-empty", 5),
        ("a|", "pattern-empty", 5),
        ("a " * 300, "pattern-too-long", 5),
    ],
)
def test_a_broken_pattern_says_what_is_wrong_and_where(pattern: str, code: str, column: int):
    problem = compile_pattern(pattern, MARK)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.where) == (code, Mark("intents/pay.yaml", 3, column))


def test_a_misspelt_kind_gets_a_suggestion():
    problem = compile_pattern("{plase}", MARK)
    assert isinstance(problem, Problem)
    assert "{place}" in problem.hint


def test_hostile_patterns_do_not_slow_down_on_the_longest_message():
    hostile = compiled("* a * a * a * a * a b", "(a|a|[a]) (a|[a] a) [a] [a] [a] [a] [a] b", "[a [a [a [a]]]] * c")
    patterns = PatternSet.build(hostile * 50)
    assert patterns.match("a " * 2048) == []
    assert patterns.match("a " * 2047 + "b")[:2] == [0, 3]


def test_patterns_read_back_as_they_were_written():
    patterns = PatternSet.build(compiled("* pay", "is it * hard", "(a|b) [c]"), ("hey",))
    again = PatternSet.load(patterns.dump())
    for text in ("my pay", "is it so hard", "hey b", "b c", "c"):
        assert again.match(text) == patterns.match(text)
