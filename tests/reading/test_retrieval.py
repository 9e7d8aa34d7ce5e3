"""A question finds the answer it asks for among many, with a likeness that means something."""

from __future__ import annotations

import numpy as np
import pytest

from careerbot.reading.retrieval import Retriever

RETRIEVER = Retriever.fit(
    [
        ("gi-bill", [("will the gi bill pay for it", 1.0), ("can veterans get it paid", 1.0),
                     ("the gi bill refunds the fee of an exam up to a limit", 0.6)]),
        ("cpim", [("who gives the cpim certificate", 1.0), ("is cpim worth it", 1.0),
                  ("ascm , once called apics , runs the cpim program", 0.6)]),
        ("gemba", [("what is that morning walk", 1.0), ("a gemba walk goes to the lines to see the work", 0.6)]),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("who gives cpim", "cpim"),
        ("does the gi bill cover exams", "gi-bill"),
        ("what is a gemba", "gemba"),
        ("are certificates from apics any good", "cpim"),
        ("is it paid for a veteran", "gi-bill"),
    ],
)
def test_a_question_in_other_words_finds_its_answer(question: str, found: str):
    assert RETRIEVER.rank(question)[0][0] == found


def test_the_same_words_score_fully_whatever_their_order():
    assert RETRIEVER.rank("is it worth cpim")[0] == ("cpim", pytest.approx(1.0, abs=1e-3))


def test_a_shared_rare_word_counts_more_than_shared_everyday_words():
    scores = dict(RETRIEVER.rank("the cpim for it"))
    assert scores["cpim"] > 0.5
    assert scores["cpim"] > scores["gi-bill"]


def test_likeness_stays_between_nothing_and_one():
    for question in ("gi bill gi bill pay fee exam veterans", "cpim " * 50, "the"):
        assert all(0 < score <= 1 for _, score in RETRIEVER.rank(question))


def test_a_question_that_shares_nothing_finds_nothing():
    assert RETRIEVER.rank("pizza 🍕 tonight") == []
    assert RETRIEVER.rank("") == []


def test_only_documents_among_those_asked_for_are_found():
    found = dict(RETRIEVER.rank("who gives cpim a bill", np.array([0, 2])))
    assert "gi-bill" in found
    assert "cpim" not in found


def test_a_retriever_reads_back_as_it_was_written():
    again = Retriever.load(RETRIEVER.dump())
    for question in ("who gives cpim", "gi bill", "walk the lines", ""):
        assert again.rank(question) == RETRIEVER.rank(question)


def test_an_empty_retriever_finds_nothing():
    assert Retriever.fit([]).rank("anything") == []


def test_words_that_a_document_has_in_any_form_are_not_left_over():
    assert RETRIEVER.find_left("cpim", "cpim certificates and gemba walks") == "gemba walks"
    assert RETRIEVER.find_left("gemba", "pizza on a morning walk") == ""
