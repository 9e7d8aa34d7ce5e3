"""Long HTML -> parts that are each complete."""

from __future__ import annotations

import pytest
from tests.telegram.double import read_html

from careerbot.channels.telegram.markup import is_empty, split_html, to_plain


def test_what_fits_stays_whole() -> None:
    assert split_html("<b>short</b>") == ["<b>short</b>"]


def test_tags_and_references_do_not_count_towards_the_limit() -> None:
    html = "<b>" + "&amp;" * 10 + "</b>"
    assert split_html(html, limit=10) == [html]


def test_a_part_ends_with_a_paragraph_past_its_middle() -> None:
    assert split_html("one two three\n\nfour five", limit=20) == ["one two three", "four five"]


def test_a_part_ends_with_a_line_when_no_paragraph_is_near() -> None:
    assert split_html("a\n\none two three\nfour five", limit=20) == ["a\n\none two three", "four five"]


def test_a_part_ends_with_a_word_when_no_line_is_near() -> None:
    assert split_html("one two three four", limit=10) == ["one two", "three four"]


def test_a_word_longer_than_a_part_is_cut() -> None:
    assert split_html("x" * 25, limit=10) == ["x" * 10, "x" * 10, "x" * 5]


def test_open_tags_are_closed_and_opened_again_with_their_attributes() -> None:
    parts = split_html('<a href="https://x.org/?a=1&amp;b=2"><b>one two three</b></a>', limit=8)
    assert parts == [
        '<a href="https://x.org/?a=1&amp;b=2"><b>one two</b></a>',
        '<a href="https://x.org/?a=1&amp;b=2"><b>three</b></a>',
    ]


def test_letters_keep_their_accents_and_emoji_stay_whole() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    for part in split_html(family * 9, limit=10):
        assert part == family
    assert split_html("e\u0301" * 6, limit=5) == ["e\u0301" * 2, "e\u0301" * 2, "e\u0301" * 2]


@pytest.mark.parametrize("limit", [7, 40, 333])
def test_no_word_is_lost_and_every_part_is_valid(limit: int) -> None:
    html = "".join(f"<b>w{n}</b> <i>x &lt;{n}</i>\n{chr(10) * (n % 3)}" for n in range(200))
    parts = split_html(html, limit)
    assert all(0 < len(read_html(p)) <= limit for p in parts)
    assert "".join(to_plain("".join(parts)).split()) == "".join(to_plain(html).split())


def test_a_long_text_is_split_in_no_time() -> None:
    assert len(split_html("<b>x</b> " * 40_000)) == 20


@pytest.mark.parametrize("html", ["", "<b> </b>", "\n", "<b></b>&#32;"])
def test_nothing_to_see_makes_no_part(html: str) -> None:
    assert is_empty(html)
    assert split_html(html) == []
