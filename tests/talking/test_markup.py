"""Light Markdown becomes plain text and Telegram's HTML, and nothing a person wrote becomes markup."""

from __future__ import annotations

import pytest

from careerbot.talking.markup import first_line, first_part, literal, tidy, to_html, to_plain


def test_bold_italic_bullets_and_links_become_html() -> None:
    assert to_html("**Big** _small_\n- one\n[BLS](https://bls.gov/x)") == (
        '<b>Big</b> <i>small</i>\n• one\n<a href="https://bls.gov/x">BLS</a>'
    )


def test_plain_text_has_no_marks_and_keeps_addresses() -> None:
    assert to_plain("**Big** _small_\n- one\n[BLS](https://bls.gov/x)") == "Big small\n• one\nBLS (https://bls.gov/x)"


@pytest.mark.parametrize("text", ["I <3 you", "<script>", "a & b", '"q"', "1 < 2"])
def test_signs_that_mean_something_to_html_are_escaped(text: str) -> None:
    assert "<" not in to_html(text)


def test_snake_case_words_are_not_italic() -> None:
    assert to_html("a_b_c") == "a_b_c"


def test_a_persons_words_carry_no_marks_of_ours() -> None:
    assert literal("**x** [y](z)\n`q`") == "x y z q"
    assert len(literal("long " * 100)) <= 60


def test_the_first_part_ends_before_a_list_or_an_empty_line() -> None:
    assert first_part("One.\nTwo.\n- a\n- b\n\nThree.") == "One.\nTwo."
    assert first_part("MAPP says:\n- a\n- b") == "MAPP says:\n- a\n- b"
    assert first_part("- a\n- b\n- c\n- d") == "- a\n- b\n- c"


def test_tidy_drops_blank_edges_and_runs_of_empty_lines() -> None:
    assert tidy("\n a \n\n\n\nb  \n") == "a\n\nb"


def test_the_first_line_stands_for_all_unless_it_introduces_a_list() -> None:
    assert first_line("$5 an hour.\n(Counted there.)\n\nMore.") == "$5 an hour."
    assert first_line("Three of them:\n- a\n- b\n- c\n- d\n\nMore.") == "Three of them:\n- a\n- b\n- c"
    assert first_line("- a\n- b\n- c\n- d") == "- a\n- b\n- c"
