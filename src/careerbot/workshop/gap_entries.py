"""A group of wordings without a good answer -> a FAQ entry in a counselor's folder, for them to write the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

from careerbot.bot import CareerBot
from careerbot.content.files import list_files
from careerbot.content.sources import Items, Table, read_yaml
from careerbot.model import Settings
from careerbot.reading.items import keep_content
from careerbot.reading.text import words
from careerbot.workshop.gaps import Placed, read_phrase

# As many phrasings as teach by likeness; more of the same add nothing.
MOST_ASKS = 12
_ID_WORDS = 4
_HEAD = """\
# Asked {count} × without a good answer, last on {day}.
# Until you write the answer under "say", this sends people to a counselor. Then run `careerbot check`.
"""


class EntryError(Exception):
    """An entry that cannot be written; the message says why."""


def write_entry(placed: Placed, bot: CareerBot, folder: Path, layers: Iterable[Path]) -> Path:
    """Writes a new file with one entry into the folder's faq/ and gives its path; nothing is written over.

    Ids and phrasings that the folder or a layer has already are not used again. Raises EntryError when no phrasing
    is left, OSError when the file cannot be written.
    """
    entries = [entry for layer in dict.fromkeys([*layers, folder]) for entry in _read_entries(layer)]
    asks = _choose_asks(placed, entries, bot.knowledge.words)
    used = {str(entry.get("id")) for entry in entries} | {path.stem for path in (folder / "faq").glob("*.yaml")}
    id = _make_id(asks[0], used)
    entry = {"id": id, "intent": _choose_intent(placed, bot), "asks": asks, "say": _make_answer(bot.knowledge.settings)}
    text = yaml.safe_dump({"entries": [entry]}, sort_keys=False, allow_unicode=True, width=110)
    path = folder / "faq" / f"{id}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(_HEAD.format(count=placed.group.count, day=placed.group.day) + text)
    return path


def _choose_asks(placed: Placed, entries: Iterable[Mapping[str, object]], folds: Mapping[str, str]) -> list[str]:
    """The group's phrasings that no entry has yet."""
    taken = {read_phrase(ask, folds) for entry in entries for ask in _texts(entry.get("asks"))}
    asks = [phrase for phrase in placed.group.phrases if phrase and phrase not in taken]
    if not asks:
        raise EntryError("each of these wordings stands at a FAQ entry already")
    return asks[:MOST_ASKS]


def _read_entries(layer: Path) -> Iterator[Mapping[str, object]]:
    """The FAQ entries of a folder; what is written wrongly is for `check` to tell."""
    for file in list_files(layer):
        table = read_yaml(file, []) if file.folder == "faq" and file.name.endswith(".yaml") else None
        found = table.get("entries") if table else None
        yield from (entry for entry in found if isinstance(entry, Table)) if isinstance(found, Items) else ()


def _texts(value: object) -> Iterator[str]:
    yield from (part for part in value if isinstance(part, str)) if isinstance(value, Items) else ()


def _make_id(ask: str, used: set[str]) -> str:
    """A name of the phrasing's own words that nothing has yet."""
    plain = ("".join(c for c in word if c.isascii() and c.isalnum()) for word in words(keep_content(ask) or ask))
    name = "-".join([part for part in plain if part][:_ID_WORDS]) or "question"
    numbered = (f"{name}-{number}" for number in range(2, len(used) + 3))
    return next(id for id in (name, *numbered) if id not in used)


def _choose_intent(placed: Placed, bot: CareerBot) -> str:
    """The likeliest topic, which only reports need; else any."""
    topics = (intent.id for intent in bot.knowledge.intents.values() if intent.kind == "topic")
    return placed.intent.id if placed.intent else str(next(topics, next(iter(bot.knowledge.intents))))


def _make_answer(settings: Settings) -> str:
    """What is said until a counselor has written the answer; it is true of any question."""
    return " ".join(f"Others have asked me this too. A counselor can answer it. {settings.contact}".split())
