"""A counselor's entry is meant where a message comes nearer to it than to what the bot knows without."""

from __future__ import annotations

import numpy as np
import pytest

from careerbot.reading.asked import BARS, Asked, Known, Meant

PLACES = {
    "tours": (1, 0, 0),
    "visits": (0.9, 0.436, 0),
    "outings": (0.75, 0.0, 0.661),
    "trips": (0.7, 0, 0.714),
    "fees": (0, 1, 0),
    "asides": (0.146, 0.411, 0.9),
    "pay": (0, 0, 1),
}


def encode(texts):
    return np.array([PLACES[text] for text in texts], np.float32)


ASKED = Asked.load(Asked.fit({"faq.tours": ["tours"], "faq.fees": ["fees"]}, encode).dump())
KNOWN = Known.load(Known.fit(["pay"], [], encode).dump())
EVERY = {"faq.tours", "faq.fees"}


def find(text, among=EVERY, known=KNOWN, strict=False, doubtful=False, own=()):
    (vector,) = encode([text])
    return ASKED.find(vector, vector, {}, among, own, known, BARS[strict, doubtful])


def test_other_words_of_the_same_meaning_find_the_entry():
    meant = find("visits")
    assert meant.items[0] == "faq.tours"
    assert 0.8 <= meant.weight <= 0.95


def test_what_the_bot_knows_without_is_left_to_it():
    assert find("pay") == Meant()


def test_an_entry_that_only_comes_near_may_be_offered():
    known = Known.fit(["outings"], [], encode)
    assert find("outings", known=known) == Meant(("faq.tours",), 0.0)


def test_where_one_is_strict_more_has_to_speak_for_an_entry():
    assert find("trips").weight > 0
    assert find("trips", strict=True).weight == 0


def test_where_nothing_else_is_clear_less_has_to_speak_for_an_entry():
    known = Known.fit(["asides"], [], encode)
    assert find("trips", known=known).weight == 0
    assert find("trips", known=known, doubtful=True).weight > 0


def test_an_entry_that_outranks_the_rest_is_meant_where_it_comes_nearly_as_near():
    both = Asked.fit({"faq.tours": ["tours"], "faq.visits": ["visits"]}, encode)
    (vector,) = encode(["tours"])
    meant = [both.find(vector, vector, {}, {"faq.tours", "faq.visits"}, own, KNOWN, BARS[False, False])
             for own in ((), ("faq.visits",))]  # fmt: skip
    assert [found.items[0] for found in meant] == ["faq.tours", "faq.visits"]
    assert all(found.weight > 0 for found in meant)


@pytest.mark.parametrize("among", [set(), {"faq.fees"}])
def test_an_entry_that_does_not_count_is_not_found(among):
    assert find("tours", among) == Meant()


def test_questions_that_were_read_once_are_not_read_again():
    asked = []

    def listen(texts):
        asked.extend(texts)
        return encode(texts)

    vectors = ASKED.remember(listen)(["fees", "pay"])
    assert asked == ["pay"]
    assert vectors.tolist() == encode(["fees", "pay"]).tolist()


def test_what_is_far_from_every_entry_without_its_names_is_not_looked_at_with_them():
    visits, pay = encode(["visits", "pay"])
    assert ASKED.comes_near(visits, EVERY, BARS[True, False])
    assert not ASKED.comes_near(pay, EVERY, BARS[True, False])
    assert not ASKED.comes_near(visits, {"faq.fees"}, BARS[True, False])
