"""Knowledge -> the compiled indexes that reading needs, as bytes, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import msgspec
import numpy as np

from careerbot.model import Intent, Item, Knowledge, Mark
from careerbot.reading.alarm import find_parts
from careerbot.reading.described import Described
from careerbot.reading.features import Floats
from careerbot.reading.intents import IntentIndex, usual_encode
from careerbot.reading.items import Shelves
from careerbot.reading.meaning import Encode, encode_ahead
from careerbot.reading.mixture import spell_out
from careerbot.reading.names import Names
from careerbot.reading.quantities import find_mentions
from careerbot.reading.questions import Reader
from careerbot.reading.retrieval import Retriever
from careerbot.reading.spelling import English
from careerbot.reading.text import mask, normalise, words

Lines = tuple[tuple[str, Mark], ...]


def compile_indexes(knowledge: Knowledge, progress: Callable[[str, float], None] | None = None) -> dict[str, bytes]:
    """The reading indexes of the knowledge as bytes, for the cache."""
    tell = progress or (lambda stage, share: None)
    tell("names", 0.0)
    names = Names.build(knowledge.occupations.values(), knowledge.places.values(), knowledge.terms.values())
    masked = mask_intents(knowledge, names)
    prose = [normalise(i.wording, knowledge.words) for _, _, i in all_items(knowledge)]
    asks = [normalise(a, knowledge.words) for _, _, i in all_items(knowledge) for a in i.asks]
    known = [*asks, *prose]
    encode = _encode_lines(masked.values(), tell)
    tell("intents", 0.7)
    intents = IntentIndex.build(masked, knowledge.settings.fillers, known, knowledge.words, encode)
    examples = [text for intent in masked.values() for text, _ in (*intent.examples, *intent.patterns)]
    tell("items", 0.95)
    items = Retriever.fit([(i.id, texts_of(i, knowledge)) for _, _, i in all_items(knowledge)])
    owners = {str(i.id): (str(intent), str(occupation)) for intent, occupation, i in all_items(knowledge)}
    vocabulary = sorted({w for text in (*examples, *asks, *prose) for w in text.split()})
    described = Described.fit(knowledge.occupations.values() if encode else (), encode or _no_vectors)
    tell("items", 1.0)
    return {
        "described": described.dump(),
        "names": names.dump(),
        "intents": intents.dump(),
        "items": items.dump(),
        "owners": msgspec.msgpack.encode(owners),
        "foreseen": msgspec.msgpack.encode(foresee(knowledge)),
        "within": msgspec.msgpack.encode(find_within(knowledge)),
        "vocabulary": msgspec.msgpack.encode(vocabulary),
        "english": English.general().dump(),
        "talk": _encode_ids(i for i in knowledge.intents.values() if i.kind in ("talk", "meta")),
        "roaming": _encode_ids(i for i in knowledge.intents.values() if not i.needs and "occupation" not in i.uses),
    }


def _no_vectors(texts: Sequence[str]) -> Floats:
    """What an encoder gives for no texts."""
    return np.empty((len(texts), 1), np.float32)


def _encode_ids(intents: Iterable[Intent]) -> bytes:
    return msgspec.msgpack.encode([str(intent.id) for intent in intents])


def _encode_lines(intents: Iterable[Intent], tell: Callable[[str, float], None]) -> Encode | None:
    """The sentence model with the vectors of all lines that are learned from at hand; None without one."""
    encode = usual_encode()
    learned = [text for i in intents for text, _ in (*i.examples, *(i.never if i.kind == "crisis" else ()))]
    lines = [spell_out(part) for text in learned for part in (text, *find_parts(text))]
    return encode_ahead(lines, encode, lambda share: tell("meaning", 0.3 + 0.4 * share)) if encode else None


def mask_intents(knowledge: Knowledge, names: Names) -> dict[str, Intent]:
    """The intents with their examples and never lines as messages look once names are masked."""

    def read(text: str, terms: bool) -> str:
        normal = normalise(text, knowledge.words)
        return mask(normal, (m for m in find_mentions(normal, names, "") if terms or m.kind != "term"))

    def read_all(lines: Lines, terms: bool) -> Lines:
        return tuple((read(text, terms), mark) for text, mark in lines)

    def read_intent(intent: Intent) -> Intent:
        terms = "term" in (*intent.needs, *intent.uses)
        return replace(intent, examples=read_all(intent.examples, terms), never=read_all(intent.never, terms))

    return {intent.id: read_intent(intent) for intent in knowledge.intents.values()}


def all_items(knowledge: Knowledge) -> Iterator[tuple[str, str, Item]]:
    """(intent, occupation, item) for all that can be asked for by its own words."""
    for entry in knowledge.faq:
        yield entry.intent, entry.occupation, replace(entry.item, asks=entry.asks)
    for occupation in knowledge.occupations.values():
        for topic in occupation.topics.values():
            for item in topic.details:
                yield topic.intent, occupation.id, item
    explaining = next((i.id for i in knowledge.intents.values() if "term" in i.needs), "")
    for term in knowledge.terms.values() if explaining else ():
        yield explaining, "", replace(term.item, asks=(term.name, *term.also))


def texts_of(item: Item, knowledge: Knowledge) -> list[tuple[str, float]]:
    """How an item is asked for, and more weakly what it says, in normal form."""
    asks = [(normalise(a, knowledge.words), 1.0) for a in item.asks]
    return [*asks, (normalise(item.wording, knowledge.words), 0.6)]


def foresee(knowledge: Knowledge) -> dict[str, list[str]]:
    """The questions of the FAQ as they read to the bot -> the items that answer them, the one that outranks first."""
    asked: dict[str, list[str]] = {}
    for entry in knowledge.faq:
        for ask in entry.asks:
            asked.setdefault(" ".join(words(normalise(ask, knowledge.words))), []).append(str(entry.item.id))
    return {question: items for question, items in asked.items() if question}


def find_within(knowledge: Knowledge) -> dict[str, list[str]]:
    """Items of the FAQ that count in one place only -> that place and all that lie in it."""
    limited = {str(entry.item.id): str(entry.place) for entry in knowledge.faq if entry.place}
    lying = {area: [p.id for p in knowledge.places.values() if area in p.chain] for area in set(limited.values())}
    return {item: lying[area] for item, area in limited.items()}


def load_reader(indexes: Mapping[str, bytes]) -> Reader:
    """The reader over compiled indexes."""
    owners = msgspec.msgpack.decode(indexes["owners"], type=dict[str, tuple[str, str]])
    shelves: dict[str, list[int]] = {"": []}
    for number, (_, occupation) in enumerate(owners.values()):
        shelves.setdefault(occupation, []).append(number)
    english = English.load(indexes["english"])
    intents = {item: intent for item, (intent, _) in owners.items()}
    held = {occupation: np.array(numbers, np.int32) for occupation, numbers in shelves.items()}
    return Reader(
        names=Names.load(indexes["names"]),
        intents=IntentIndex.load(indexes["intents"], usual_encode()),
        items=Shelves(
            Retriever.load(indexes["items"]),
            intents,
            held,
            msgspec.msgpack.decode(indexes["foreseen"], type=dict[str, list[str]]),
            msgspec.msgpack.decode(indexes["within"], type=dict[str, frozenset[str]]),
        ),
        vocabulary=frozenset(msgspec.msgpack.decode(indexes["vocabulary"], type=list[str])),
        english=english,
        described=Described.load(indexes["described"]),
        encode=usual_encode(),
        talk=frozenset(msgspec.msgpack.decode(indexes["talk"], type=list[str])),
        roaming=frozenset(msgspec.msgpack.decode(indexes["roaming"], type=list[str])),
    )
