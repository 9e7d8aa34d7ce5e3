from __future__ import annotations

import io

import pytest

from careerbot.channels.terminal import clean, has_style, style_html, write_reply
from careerbot.model import Picture, Reply


class Screen(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\x07b", "a\x9b2Jb", "a\u202eb", "a\u200bb", "a\rb", "a\x00b"])
def test_nothing_that_steers_a_terminal_is_printed(text):
    assert clean(text).isprintable()


def test_line_ends_letters_and_dashes_are_kept():
    assert clean("é – $5\u00a0an hour\n• two") == "é – $5 an hour\n• two"


def test_a_pipe_gets_the_plain_text():
    out = io.StringIO()
    write_reply(Reply("$5 a year", "<b>$5</b> a year"), out)
    assert out.getvalue() == "$5 a year\n"


def test_a_picture_is_told_by_what_it_shows_and_where_it_lies_on_any_stream(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    reply = Reply("In C.", "<b>In C.</b>", picture=Picture("/k/map <1>.png", "The\x1b way"))
    for out in (io.StringIO(), Screen()):
        write_reply(reply, out)
        assert out.getvalue().endswith("\n\n[picture: The way] /k/map <1>.png\n")


def test_a_terminal_gets_bold_and_dim(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    out = Screen()
    write_reply(Reply("$5\nSource: x", "<b>$5</b>\n<i>Source: x</i>"), out)
    assert "\x1b[1m$5" in out.getvalue()
    assert "\x1b[2mSource: x" in out.getvalue()


def test_somebody_who_wants_no_colour_gets_plain_text(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    out = Screen()
    write_reply(Reply("$5", "<b>$5</b>"), out)
    assert out.getvalue() == "$5\n"
    assert not has_style(out)


def test_html_becomes_styled_text_without_its_tags():
    text = style_html('<b>Pay</b> &amp; more: <a href="https://bls.gov">BLS</a>\x1b[2J')
    assert text.plain == "Pay & more: BLS[2J"
    assert [(span.style, text.plain[span.start : span.end]) for span in text.spans] == [
        ("bold", "Pay"),
        ("underline", "BLS"),
    ]
