"""Light Markdown (bold, italic, bullets, links) -> plain text, and Telegram's HTML."""

from __future__ import annotations

import re
from html import escape

BOLD = re.compile(r"\*\*(.+?)\*\*")
ITALIC = re.compile(r"(?<![\w\\])_(?!\s)(.+?)(?<!\s)_(?!\w)")
LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
BULLET = re.compile(r"^- ", re.MULTILINE)
MOST_BULLETS = 3
BLANKS = re.compile(r"\n{3,}")


def tidy(markdown: str) -> str:
    """The text without blank edges, trailing blanks and runs of empty lines."""
    return BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in markdown.strip().splitlines()))


def to_plain(markdown: str) -> str:
    """Plain text; a link keeps its address behind its words."""
    text = LINK.sub(r"\1 (\2)", BOLD.sub(r"\1", markdown))
    return BULLET.sub("• ", ITALIC.sub(r"\1", text))


def to_html(markdown: str) -> str:
    """Telegram's HTML: only b, i and a; everything else escaped."""
    text = escape(markdown, quote=True)
    text = LINK.sub(r'<a href="\2">\1</a>', BOLD.sub(r"<b>\1</b>", text))
    return BULLET.sub("• ", ITALIC.sub(r"<i>\1</i>", text))


def literal(text: str) -> str:
    """A person's own words as they may stand in an answer: no marks of ours, one line, not long."""
    clean = re.sub(r"[*_\[\]()`\s]+", " ", text).strip()
    return clean if len(clean) <= 60 else clean[:59] + "…"


def first_part(markdown: str) -> str:
    """The first paragraph, without a list that follows it unless it only introduces that list."""
    paragraph = markdown.split("\n\n")[0]
    lead, _, items = paragraph.partition("\n- ")
    if lead.startswith("- "):
        return "\n".join(paragraph.split("\n")[:MOST_BULLETS])
    return "\n- ".join([lead, *items.split("\n- ")[:MOST_BULLETS]]) if items and lead.endswith(":") else lead


def first_line(markdown: str) -> str:
    """The first line of the first part, with the list that it introduces, if it does."""
    part = first_part(markdown)
    lead = part.partition("\n")[0]
    return part if lead.startswith("- ") or lead.endswith(":") else lead
