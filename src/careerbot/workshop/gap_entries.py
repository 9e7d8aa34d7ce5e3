"""A group of wordings without a good answer -> a FAQ entry in a counselor's folder, for them to write the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from careerbot.bot import CareerBot
from careerbot.content.files import list_files
from careerbot.content.sources import Items, Table, read_yaml
from careerbot.reading.items import keep_content
from careerbot.reading.text import words
from careerbot.workshop.filling import CannotMakeError, fill_faq, make_id, write_new
from careerbot.workshop.gaps import Placed, read_phrase

# As many phrasings as teach by likeness; more of the same add nothing.
MOST_ASKS = 12
_ID_WORDS = 4
_REMARK = "Asked {count} × without a good answer, last on {day}."


def write_entry(placed: Placed, bot: CareerBot, folder: Path, layers: Iterable[Path]) -> list[Path]:
    """Writes a new file with one entry into the folder's faq/, and the conversation that proves it; the entry's first.

    Nothing is written over; ids and phrasings that the folder or a layer has already are not used again. Raises
    CannotMakeError when no phrasing is left, OSError when a file cannot be written.
    """
    entries = [entry for layer in dict.fromkeys([*layers, folder]) for entry in _read_entries(layer)]
    asks = _choose_asks(placed, entries, bot.knowledge.words)
    written = [*folder.glob("faq/*.yaml"), *folder.glob("dialogues/*.txt")]
    id = _choose_id(asks[0], {str(entry.get("id")) for entry in entries} | {path.stem for path in written})
    remark = _REMARK.format(count=placed.group.count, day=placed.group.day)
    intent = placed.intent.id if placed.intent else ""
    return write_new(fill_faq(id, asks, intent, remark, bot.knowledge), folder)


def _choose_asks(placed: Placed, entries: Iterable[Mapping[str, object]], folds: Mapping[str, str]) -> list[str]:
    """The group's phrasings that no entry has yet."""
    taken = {read_phrase(ask, folds) for entry in entries for ask in _texts(entry.get("asks"))}
    asks = [phrase for phrase in placed.group.phrases if phrase and phrase not in taken]
    if not asks:
        raise CannotMakeError("each of these wordings stands at a FAQ entry already")
    return asks[:MOST_ASKS]


def _read_entries(layer: Path) -> Iterator[Mapping[str, object]]:
    """The FAQ entries of a folder; what is written wrongly is for `check` to tell."""
    for file in list_files(layer):
        table = read_yaml(file, []) if file.folder == "faq" and file.name.endswith(".yaml") else None
        found = table.get("entries") if table else None
        yield from (entry for entry in found if isinstance(entry, Table)) if isinstance(found, Items) else ()


def _texts(value: object) -> Iterator[str]:
    yield from (part for part in value if isinstance(part, str)) if isinstance(value, Items) else ()


def _choose_id(ask: str, used: set[str]) -> str:
    """A name of the phrasing's own words that nothing has yet."""
    plain = (word for word in words(keep_content(ask) or ask) if word.isascii() and any(map(str.isalnum, word)))
    name = make_id(" ".join([*plain][:_ID_WORDS]) or "question")
    numbered = (f"{name}-{number}" for number in range(2, len(used) + 3))
    return next(id for id in (name, *numbered) if id not in used)
