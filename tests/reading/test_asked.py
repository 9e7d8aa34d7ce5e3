"""A counselor's entry is meant where a message comes nearer to it than to what the bot knows without."""

from __future__ import annotations

import numpy as np
import pytest

from careerbot.reading.asked import Asked, Beside, Known, Meant

PLACES = {
    "tours": (1, 0, 0),
    "visits": (0.9, 0.436, 0),
    "trips": (0.62, 0.3, 0.725),
    "fees": (0, 1, 0),
    "we show the campus": (0.95, 0.312, 0),
    "it costs nothing": (0.0, 0.95, 0.312),
    "pay": (0, 0, 1),
}
UNCLEAR = Beside(sure=0.3, ours=0.3, job=False, place=False, follows=False, length=8)
CLEAR = Beside(sure=0.95, ours=0.95, job=True, place=True, follows=True, length=8)


def encode(texts):
    return np.array([PLACES[text] for text in texts], np.float32)


ENTRIES = {"faq.tours": (["tours"], "we show the campus"), "faq.fees": (["fees"], "it costs nothing")}
ASKED = Asked.load(Asked.fit(ENTRIES, encode).dump())
KNOWN = Known.load(Known.fit(["pay"], [], encode).dump())
EVERY = {"faq.tours", "faq.fees"}


def find(text, among=EVERY, known=KNOWN, beside=UNCLEAR, own=(), asked=ASKED, covered=(0, 0)):
    (vector,) = encode([text])
    shares = np.array(covered[: len(asked.items)], np.float32)
    return asked.find(lambda: vector, vector, shares, among, own, known, beside)


def test_other_words_of_the_same_meaning_find_the_entry():
    meant = find("visits")
    assert meant.items[0] == "faq.tours"
    assert 0.8 <= meant.weight <= 0.95


def test_what_the_bot_knows_without_is_left_to_it():
    assert find("pay") == Meant()


def test_an_entry_that_only_comes_near_may_be_offered():
    assert find("trips", covered=(0.6, 0), beside=CLEAR) == Meant(("faq.tours",), 0.0)


def test_what_the_bot_can_answer_as_well_speaks_against_an_entry():
    known = Known.fit(["visits"], [], encode)
    assert find("visits").weight > find("visits", known=known).weight


def test_where_something_else_is_clear_more_has_to_speak_for_an_entry():
    assert find("trips", covered=(0.6, 0)).weight > 0
    assert find("trips", covered=(0.6, 0), beside=CLEAR).weight == 0


def test_an_answer_that_speaks_of_what_is_asked_speaks_for_its_entry():
    other = Asked.fit(ENTRIES | {"faq.tours": (["tours"], "pay")}, encode)
    assert find("visits").weight > find("visits", asked=other).weight


def test_words_that_an_entry_has_as_well_speak_for_it():
    assert find("visits", covered=(0.9, 0)).weight > find("visits").weight
    assert find("trips", covered=(0.6, 0)).weight > find("trips").weight


def test_an_entry_that_is_hardly_nearer_than_the_next_has_less_to_speak_for_it():
    entries = {"faq.tours": (["tours"], "we show the campus"), "faq.days": (["visits"], "we show the campus")}
    near = Asked.fit(entries, encode)
    assert find("tours", asked=near, among=set(entries)).weight < find("tours", asked=ASKED).weight


def test_an_entry_that_outranks_the_rest_is_meant_where_it_comes_nearly_as_near():
    entries = {"faq.tours": (["tours"], "tours"), "faq.visits": (["visits"], "we show the campus")}
    both = Asked.fit(entries, encode)
    among = set(entries)
    assert find("tours", among, asked=both).items[0] == "faq.tours"
    assert find("tours", among, own=("faq.tours",), asked=both).items[0] == "faq.tours"
    assert find("we show the campus", among, own=("faq.visits",), asked=both).items[0] == "faq.visits"


@pytest.mark.parametrize("among", [set(), {"faq.fees"}])
def test_an_entry_that_does_not_count_is_not_found(among):
    assert find("tours", among) == Meant()


def test_texts_that_were_read_once_are_not_read_again():
    asked = []

    def listen(texts):
        asked.extend(texts)
        return encode(texts)

    vectors = ASKED.remember(listen)(["fees", "it costs nothing", "pay"])
    assert asked == ["pay"]
    assert vectors == pytest.approx(encode(["fees", "it costs nothing", "pay"]), abs=1e-3)


def test_without_entries_nothing_is_found():
    none = Asked.load(Asked.fit({}, encode).dump())
    assert find("tours", asked=none) == Meant()


def test_what_is_far_from_every_entry_without_its_names_is_not_read_with_them():
    read = []

    def named():
        read.append("tours")
        return encode(["tours"])[0]

    shares = np.array([0, 0], np.float32)
    visits, pay = encode(["visits", "pay"])
    assert ASKED.find(named, visits, shares, EVERY, (), KNOWN, UNCLEAR).items
    assert read == ["tours"]
    assert ASKED.find(named, pay, shares, EVERY, (), KNOWN, UNCLEAR) == Meant()
    assert read == ["tours"]
