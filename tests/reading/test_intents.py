"""Messages find their intent by rule or likeness, with reasons, and strangers are told apart."""

from __future__ import annotations

import pytest

from careerbot.model import Intent, Mark
from careerbot.reading import IntentMatcher
from careerbot.reading.intents import IntentIndex


def lines(first: int, *texts: str) -> tuple[tuple[str, Mark], ...]:
    return tuple((text, Mark("intents.yaml", line)) for line, text in enumerate(texts, first))


INTENTS = {
    "pay": Intent(
        "pay", "What it pays", Mark("intents.yaml", 1),
        patterns=lines(2, "how much (do|does) [a] {occupation} (make|earn)", "* salary"),
        examples=lines(10, "what does a {occupation} earn", "is the pay any good", "what is the wage per hour",
                       "how much money would i make", "pay for {occupation} in {place}", "yearly income"),
        never=lines(20, "how much money does school cost"),
    ),
    "education": Intent(
        "education", "Degrees", Mark("intents.yaml", 30),
        patterns=lines(31, "what degree do i need"),
        examples=lines(40, "which degree do i need", "do i have to go to college", "what should i study",
                       "is a bachelor required", "what major for a {occupation}", "school for {occupation}"),
    ),
    "education_cost": Intent(
        "education_cost", "What school costs", Mark("intents.yaml", 50),
        examples=lines(60, "how much is tuition", "what does college cost", "is school expensive",
                       "price of a degree", "can i afford school"),
    ),
    "hours": Intent(
        "hours", "Hours", Mark("intents.yaml", 70),
        examples=lines(80, "how many hours a week", "do they work nights", "are there weekend shifts",
                       "is overtime common", "what time do they start"),
    ),
    "greeting": Intent("greeting", "Hello", Mark("intents.yaml", 90), patterns=lines(91, "hey", "hello"),
                       examples=lines(95, "hi there", "good morning", "hello bot")),
    "out_of_scope": Intent(
        "out_of_scope", "Not ours", Mark("intents.yaml", 100),
        examples=lines(110, "what is the weather today", "who won the game last night", "tell me a joke",
                       "play some music", "what is the capital of france"),
    ),
}  # fmt: skip
INDEX = IntentIndex.build(INTENTS, fillers=["hey", "please", "so"], folds={"wat": "what"}).knowing(
    ["the", "gemba", "walk"]
)


def test_a_rule_that_matches_answers_with_its_line_as_the_reason():
    best = INDEX.rank("how much does a {occupation} make ?")[0]
    assert (best.intent, best.score) == ("pay", 1.0)
    assert (best.because[0].kind, best.because[0].where) == ("pattern", Mark("intents.yaml", 2))


def test_a_rule_matches_through_fillers_and_typing_errors():
    assert INDEX.rank("so hey what degre do i need please")[0].because[0].kind == "pattern"


def test_a_rule_without_gaps_comes_before_one_with_gaps():
    intents = {
        "a": Intent("a", "A", Mark("f"), patterns=lines(1, "* salary"), examples=lines(2, "money")),
        "b": Intent("b", "B", Mark("f"), patterns=lines(3, "the salary"), examples=lines(4, "cash")),
    }
    assert [c.intent for c in IntentIndex.build(intents).rank("the salary")][:2] == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("do i need to study", "education"),
        ("wage of a {occupation}", "pay"),
        ("does colege cost a lot", "education_cost"),
        ("do they work weekends", "hours"),
        ("who won the match", "out_of_scope"),
    ],
)
def test_a_message_like_the_examples_finds_its_intent(text: str, intent: str):
    assert INDEX.rank(text)[0].intent == intent


def test_the_evidence_names_the_nearest_example_and_its_line():
    evidence = INDEX.rank("do they work nights or days")[0].because[0]
    assert (evidence.kind, evidence.what, evidence.where) == (
        "examples",
        "do they work nights",
        Mark("intents.yaml", 81),
    )


def test_a_never_line_keeps_its_intent_away():
    assert "pay" not in {c.intent for c in INDEX.rank("how much money does school cost")}


def test_scores_are_sorted_and_each_intent_stands_once():
    for text in ("what does it cost", "hello", "money for school", ""):
        candidates = INDEX.rank(text)
        assert [c.score for c in candidates] == sorted((c.score for c in candidates), reverse=True)
        assert len({c.intent for c in candidates}) == len(candidates)


def test_messages_of_ours_are_more_in_scope_than_strangers():
    ours = min(map(INDEX.in_scope, ("which degree is required", "what is the wage", "how many hours a week")))
    theirs = max(map(INDEX.in_scope, ("xyzzy plugh", "play some jazz music", "🤖", "capital of spain")))
    assert ours > 0.5 > theirs


def test_a_rule_settles_that_a_message_is_in_scope():
    assert INDEX.in_scope("hello") == 1.0


def test_reading_gives_the_rank_and_the_scope_at_once():
    reading = INDEX.read("is the pay good")
    assert reading.candidates == INDEX.rank("is the pay good")
    assert reading.in_scope == INDEX.in_scope("is the pay good")


def test_mending_leaves_words_of_the_knowledge_alone():
    assert INDEX.mend("gemba salry in {place}") == "gemba salary in {place}"


def test_an_index_reads_back_as_it_was_written():
    again = IntentIndex.load(INDEX.dump())
    for text in ("how much does a {occupation} make", "wage", "how much money does school cost", "who are you", ""):
        assert again.read(text) == INDEX.read(text)


EXAMPLES = [
    (text, name) for name, intent in INTENTS.items() if name != "out_of_scope" for text, _ in intent.examples
]  # fmt: skip
MATCHER = IntentMatcher.fit(EXAMPLES)


def test_a_matcher_ranks_every_label_with_probabilities():
    ranked = MATCHER.rank("What's the wage?")
    assert ranked[0][0] == "pay"
    assert {label for label, _ in ranked} == {label for _, label in EXAMPLES}
    assert sum(score for _, score in ranked) == pytest.approx(1, abs=1e-4)


def test_a_matcher_reads_raw_text_with_typing_errors():
    assert MATCHER.predict("Wich DEGRE do I need??")[0] == "education"


def test_a_matcher_refuses_what_is_none_of_its_labels():
    label, score = MATCHER.predict("will it rain")
    assert label is None
    assert score < MATCHER.predict("do they work nights")[1]


def test_a_matcher_of_few_examples_still_answers_and_refuses():
    matcher = IntentMatcher.fit(
        [("how much does it pay", "pay"), ("what is the salary", "pay"), ("where to study", "school")]
    )
    assert matcher.predict("what is the pay")[0] == "pay"
    assert matcher.predict("xyzzy")[0] is None


def test_a_matcher_of_one_label_answers():
    assert IntentMatcher.fit([("hello", "greet")]).rank("hello") == [("greet", 1.0)]


def test_the_same_examples_make_the_same_matcher():
    assert IntentMatcher.fit(EXAMPLES).rank("shifts at night") == MATCHER.rank("shifts at night")


def test_a_matcher_reads_back_as_it_was_written():
    again = IntentMatcher.load(MATCHER.dump())
    for text in ("what is the wage", "will it rain", "", "night shfts"):
        assert again.predict(text) == MATCHER.predict(text)
