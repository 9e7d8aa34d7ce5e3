from __future__ import annotations

import pytest

from careerbot.workshop.matching import shows_any


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("$126,060", "It pays $126060 a year."),
        ("1.9%", "grow 1.9 percent"),
        ("5-6 years", "5–6 years"),
        ("don't", "don\u2019t"),
        ("18", "about 18%"),
        ("18", "about 18.0%"),
        ("OEE", "the OEE figure"),
        ("two words", "two\n  words"),
        ("Bachelor", "a bachelor's degree"),
    ],
)
def test_a_wording_is_found_however_it_is_typeset(wording, text):
    assert shows_any(text, [wording])


@pytest.mark.parametrize(
    ("wording", "text"),
    [("18", "118"), ("18", "2.18"), ("18", "18.5"), ("126,060", "1,126,060"), ("oee", "coeed"), ("WA", "Iowa")],
)
def test_a_wording_inside_another_number_or_word_is_not_found(wording, text):
    assert not shows_any(text, [wording])


def test_one_of_several_wordings_is_enough():
    assert shows_any("It pays $60.61.", ["$126,060", "$60.61"])


def test_an_empty_wording_is_never_found():
    assert not shows_any("anything", ["", " "])
