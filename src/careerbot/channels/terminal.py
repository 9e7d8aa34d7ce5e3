"""A reply -> text on a terminal or in a pipe; nothing that was typed or written can steer the terminal."""

from __future__ import annotations

import os
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, TextIO

from careerbot.model import Reply
from careerbot.workshop.differing import Part, find_differences

if TYPE_CHECKING:
    from rich.text import Text

# What Telegram's tags look like here. Sources stand in <i>, so that they step back behind the answer.
_STYLES = {"b": "bold", "strong": "bold", "i": "dim", "em": "dim", "u": "underline", "code": "cyan", "a": "underline"}

# How words that stay, go and come look on a terminal, and elsewhere.
_CHANGES = {"same": ("", "{}"), "gone": ("red strike", "[-{}-]"), "new": ("green", "{{+{}+}}")}


def clean(text: str) -> str:
    """The text without escape sequences, control and direction characters; line ends stay, other space is a blank."""
    return "".join(c if c.isprintable() or c == "\n" else " " if c.isspace() else "" for c in text)


def has_style(stream: TextIO) -> bool:
    """Whether a stream is a terminal that shows bold and colour, and whose user has not forbidden them."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write_plain(reply: Reply) -> str:
    """All of a reply as plain text: behind its words the picture, by what it shows and where it lies."""
    shown = reply.picture
    return f"{reply.text}\n\n[picture: {shown.alt}] {shown.path}" if shown else reply.text


def write_reply(reply: Reply, stream: TextIO) -> None:
    """The reply's text, ending in a line end: bold and dim on a terminal, plain elsewhere."""
    if not has_style(stream):
        write_lines(write_plain(reply), stream)
        return
    from rich.console import Console

    html = reply.html + escape(write_plain(reply).removeprefix(reply.text))
    Console(file=stream, highlight=False).print(style_html(html))


def write_difference(before: str, after: str, stream: TextIO) -> None:
    """The later text with the words that went and came: struck through and green on a terminal, else as [-…-]{+…+}."""
    parts = find_differences(clean(before), clean(after))
    if [kind for kind, _ in parts] == ["gone", "new"]:
        # Another answer begins on a line of its own.
        parts.insert(1, Part("same", "\n"))
    if all(kind == "same" for kind, _ in parts):
        write_lines("The answer stays as it was.", stream)
    elif has_style(stream):
        from rich.console import Console
        from rich.text import Text

        Console(file=stream, highlight=False).print(Text.assemble(*((text, _CHANGES[kind][0]) for kind, text in parts)))
    else:
        write_lines("".join(_CHANGES[kind][1].format(text) for kind, text in parts), stream)


def write_lines(text: str, stream: TextIO) -> None:
    """Plain text, cleaned, and a line end; at once, so that a pipe's reader need not wait."""
    stream.write(clean(text) + "\n")
    stream.flush()


def style_html(html: str) -> Text:
    """Telegram's HTML as styled text of the `rich` library; tags that mean nothing here are left out."""
    parser = _Styler()
    parser.feed(html)
    parser.close()
    return parser.text


class _Styler(HTMLParser):
    """Collects text with the styles of the tags around it."""

    def __init__(self) -> None:
        from rich.text import Text

        super().__init__(convert_charrefs=True)
        self.text = Text()
        self._styles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._styles.append(_STYLES.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if self._styles:
            self._styles.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(clean(data), style=" ".join(filter(None, self._styles)))
