"""Nothing -> the keys of every kind of written file: how its value is written and what it is for.

Reading takes the names from here, and what editors complete and check by (schemas.py) is made of the same tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from careerbot.model import MentionKind

INTENT_KINDS = ("topic", "talk", "meta", "crisis")
MENTIONS: tuple[str, ...] = get_args(MentionKind)
# What turns an intent into a narrower one: a mention, the whole nation, or several occupations at once.
CIRCUMSTANCES = (*MENTIONS, "nation", "several")

# "lines" is a block with one phrase a line, "period" a date as coarse as 2025, "day" one in full, "cites" one source or
# several, "item" a sentence or a table that holds one, "entries" a list of tables, "table" names with a text or a table
# each.
Shape = Literal[
    "text", "id", "texts", "lines", "yes", "number", "period", "day", "cites", "item", "items", "entries", "table"
]


@dataclass(frozen=True, slots=True)
class Key:
    """How the value of a key is written and what it is for.

    `choices` are all values that a text may have, or the names of a table; `parts` the keys of each entry below it.
    `beside` is the key that must stand beside it; a text has at most `most` characters, where that is not 0.
    """

    shape: Shape
    about: str
    required: bool = False
    choices: tuple[str, ...] = ()
    parts: Mapping[str, Key] = field(default_factory=dict)
    beside: str = ""
    most: int = 0


Keys = Mapping[str, Key]

# What people write before they know our names, and the name that they mean where a file has it.
MEANT: Mapping[str, str] = {
    **dict.fromkeys(("question", "questions", "ask"), "asks"),
    **dict.fromkeys(("answer", "answers", "text", "reply", "response"), "say"),
    **dict.fromkeys(("source", "sources", "cite"), "from"),
    **dict.fromkeys(("place", "area", "state"), "where"),
    **dict.fromkeys(("image", "photo"), "picture"),
    **dict.fromkeys(("topic", "category"), "intent"),
    "audience": "for",
    "buttons": "next",
    "job": "occupation",
    "signed": "author",
}

_FROM = Key("cites", "Who says so: a source, or source@date, or a list of them.")
_EXAMPLE = Key("yes", "Yes for an invented illustration, which is never told as a fact.")
_SAY = Key("text", "The answer, in light Markdown.", required=True)

SETTING_KEYS: Keys = {
    "name": Key("text", "The bot's name."),
    "owner": Key("text", "Who runs the bot."),
    "occupation": Key("text", "The occupation taken, and said so, when a question names none and its notes answer it."),
    "home": Key("text", "The state in which a place name that several states have is looked for first."),
    "contact": Key("text", "Where to find a counselor."),
    "hours": Key("text", "When counselors answer in Telegram, as a sentence."),
    "wait": Key("text", "How long their answer takes, as a sentence."),
    "privacy": Key("text", "What is stored, and for how long."),
    "reading_level": Key("number", "The school grade that texts of this folder should be readable at, such as 9."),
    "fillers": Key("texts", "Phrases before or behind a question that change nothing."),
}
SOURCE_KEYS: Keys = {
    "publisher": Key("text", "Who publishes it.", required=True),
    "title": Key("text", "What it is called.", required=True),
    "label": Key("text", "Its short name under answers."),
    "published": Key("period", "2025, 2025-05, 2025-05-31, 2024-34 or undated.", required=True),
    "rank": Key("number", "1 official statistics … 5 a private page that names no source."),
    "licence": Key("text", "On what terms it may be used."),
    "note": Key("text", "What to know before trusting it."),
    "url": Key("text", "Its web address."),
}
ITEM_KEYS: Keys = {
    "asks": Key("texts", "How people ask for just this."),
    "say": _SAY,
    "from": _FROM,
    "example": _EXAMPLE,
}
TOPIC_KEYS: Keys = {
    "from": _FROM,
    "lead": Key("item", "The answer in one breath."),
    "points": Key("items", "A list, best first; the first few are shown, the rest on “more”."),
    "details": Key("items", "Answers to narrower questions, each complete in itself."),
    "lacking": Key("text", "What the sources do not say."),
}
OCCUPATION_KEYS: Keys = {
    "id": Key("id", "The code of the official figures, or a name of your own.", required=True),
    "title": Key("text", "The official title, in the plural."),
    "singular": Key("text", "As it stands in a sentence."),
    "names": Key("texts", "What people call it."),
    "from": _FROM,
    "note": Key("text", "What the official group covers beyond its name."),
    "summary": Key("item", "What they do, in one sentence."),
    "topics": Key("table", "What is known of it, by intent.", parts=TOPIC_KEYS),
}
TERM_KEYS: Keys = {
    "name": Key("text", "The word of the trade.", required=True),
    "also": Key("texts", "Other names of it."),
    "intents": Key("texts", "What else it answers where it is named, such as certifications."),
    "say": _SAY,
    "from": Key("cites", _FROM.about, required=True),
}
INTENT_KEYS: Keys = {
    "label": Key("text", "On buttons, at most 30 characters.", required=True),
    "kind": Key("text", "topic, unless it is talk, about the talk itself, or a cry for help.", choices=INTENT_KINDS),
    "needs": Key("texts", "What a question cannot do without.", choices=MENTIONS),
    "uses": Key("texts", "What it can take in.", choices=MENTIONS),
    "ask": Key("text", "How to ask for what is missing."),
    "patterns": Key("lines", "Questions that mean just this, one a line: (a|b), [x], {occupation}, *."),
    "examples": Key("lines", "Questions in people's own words, one a line."),
    "never": Key("lines", "Near misses that belong elsewhere, one a line."),
    "answer": Key("text", "The template in answers/; without it, the one named as the intent."),
    "next": Key("texts", "Intents that people ask for next."),
    "facts": Key("texts", "Figures to look up: a topic, or topic.measure."),
    "becomes": Key("table", "The narrower intent that it is when that is mentioned.", choices=CIRCUMSTANCES),
    "instead": Key("texts", "Intents whose notes stand in where an occupation has none on this."),
    "lacking": Key("text", "What to say where nothing stands in."),
}
FAQ_KEYS: Keys = {
    "id": Key("id", "A name of the entry; a later folder's entry replaces an earlier one of the same name.", True),
    "intent": Key("text", "The intent that it belongs to.", required=True),
    "asks": Key("texts", "Three to eight phrasings, as people type them.", required=True),
    "say": _SAY,
    "from": _FROM,
    "example": _EXAMPLE,
    "occupation": Key("text", "The code of the occupation that it is about, if it is about one."),
    "then": Key("text", "The code of the occupation that the next question is about, where it names none."),
    "next": Key("texts", "Buttons under the answer: intents, or other entries as faq.visits."),
    "author": Key("text", "Who wrote it; shown under the answer."),
    "date": Key("day", "The day it was written, such as 2026-03-01; shown with the author."),
    "review": Key("day", "The day by which somebody should look at it again; `check` and readers are told when past."),
    "where": Key("text", "A place; where the talk is of another one, the entry does not count."),
    "for": Key("texts", "Whom it is for, such as [veterans, their families]; shown before the answer."),
    "picture": Key("text", "A PNG or JPEG in faq/pictures/ that goes with the answer, by its name.", beside="alt"),
    "alt": Key("text", "What the picture shows, for those who do not see it.", beside="picture", most=200),
}
FAQ_FILE_KEYS: Keys = {"entries": Key("entries", "Questions with their answers.", parts=FAQ_KEYS)}
