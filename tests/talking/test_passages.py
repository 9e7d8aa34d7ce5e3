"""A question of no clear meaning finds the note that shares its rare words."""

from __future__ import annotations

from dataclasses import replace

from small_knowledge import item, make_knowledge

from careerbot.model import Knowledge
from careerbot.talking.passages import find_passage

WELDER = "51-4121"


def knowing(*notes: str) -> Knowledge:
    """The small knowledge with these notes on the welder's duties, numbered from 1."""
    knowledge = make_knowledge()
    occupation = knowledge.occupations[WELDER]
    points = tuple(item(f"n{i}", text) for i, text in enumerate(notes, 1))
    duties = replace(occupation.topics["duties"], points=points, details=())
    return replace(knowledge, occupations={WELDER: replace(occupation, topics={"duties": duties})})


NOTES = knowing("They join metal.", "Underwater work needs a diver's card.", "They read blueprints.")


def test_a_rare_word_leads_to_the_note_that_has_it() -> None:
    assert find_passage("what about underwater", WELDER, NOTES) == ("duties", "51-4121.duties.n2")


def test_the_ending_of_a_word_does_not_matter() -> None:
    assert (
        find_passage("is there a blueprint test", WELDER, knowing("They read blueprints and take tests.")) is not None
    )


def test_words_that_no_note_has_lead_nowhere() -> None:
    assert find_passage("do they like cheese", WELDER, NOTES) is None


def test_one_known_word_among_many_strange_ones_is_not_enough() -> None:
    assert find_passage("metal bands touring europe next summer", WELDER, NOTES) is None


def test_two_telling_words_must_stand_in_the_same_note() -> None:
    apart = knowing("They work nights.", "An exam costs extra.")
    assert find_passage("nights pay extra", WELDER, apart, 2) is None
    assert find_passage("nights pay extra", WELDER, knowing("Nights may bring extra."), 2) is not None


def test_a_word_that_many_notes_share_tells_nothing() -> None:
    many = knowing(*(f"Metal of kind {i}." for i in range(6)))
    assert find_passage("metal", WELDER, many) is None
