"""Knowledge -> the compiled indexes that reading needs, as bytes, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec
import numpy as np

from careerbot.model import Intent, Item, Knowledge, Mark
from careerbot.reading.alarm import find_parts
from careerbot.reading.asked import Asked, Known
from careerbot.reading.described import Described
from careerbot.reading.features import Floats
from careerbot.reading.intents import OUT_OF_SCOPE, IntentIndex, usual_encode
from careerbot.reading.items import Shelves
from careerbot.reading.meaning import Encode, encode_ahead
from careerbot.reading.mixture import spell_out
from careerbot.reading.names import Names
from careerbot.reading.quantities import find_mentions
from careerbot.reading.reader import Reader
from careerbot.reading.retrieval import Retriever
from careerbot.reading.spelling import English
from careerbot.reading.text import mask, normalise, words

Lines = tuple[tuple[str, Mark], ...]
# What the texts of an item weigh: how it is asked for, and what it says.
ASKED, SAID = 1.0, 0.6
# So many words of an answer say what it is about.
LONG = 80
# The name of a part, what it is made of, and how -> its bytes: those made of the same before, if they are at hand.
Recall = Callable[[str, object, Callable[[], bytes]], bytes]


class Resources(NamedTuple):
    """What compiling may use: parts made before, what gives texts their vectors, and who hears of stages done, 0..1."""

    recall: Recall
    encode: Encode | None
    tell: Callable[[str, float], None]


class Document(NamedTuple):
    """An item as it is looked for: whose it is, and its texts in normal form with their weights, 0..1."""

    id: str
    intent: str
    occupation: str
    texts: list[tuple[str, float]]


def compile_indexes(knowledge: Knowledge, resources: Resources) -> dict[str, bytes]:
    """The reading indexes of the knowledge as bytes, for the cache; what is dear to make is recalled if it can be."""
    recall, encode, tell = resources
    tell("names of jobs and places", 0.0)
    names = recall("names", _named(knowledge), lambda: _compile_names(knowledge))
    read = (names, knowledge.intents, knowledge.words)
    masked = recall("masked", read, lambda: _compile_masked(knowledge, names))
    learned = (masked, knowledge.settings.fillers, knowledge.words)
    intents = recall("intents", learned, lambda: _compile_intents(_load_masked(masked), knowledge, encode, tell))
    tell("questions and notes", 0.9)
    noted = (list(noted_items(knowledge)), knowledge.words)
    notes = recall("notes", noted, lambda: msgspec.msgpack.encode(_write_documents(noted_items(knowledge), knowledge)))
    known = recall("known", (masked,), lambda: _compile_known(_load_masked(masked), encode))
    described_by = [(o.id, o.title, o.singular, o.summary) for o in knowledge.occupations.values()]
    examples = (text for i in _load_masked(masked).values() for text, _ in (*i.examples, *i.patterns))
    return {
        "known": known,
        "described": recall("described", described_by, lambda: _compile_described(knowledge, encode)),
        "names": names,
        "masked": masked,
        "intents": intents,
        "notes": notes,
        "vocabulary": _encode_words(examples),
        "english": recall("english", (), lambda: English.general().dump()),
        "talk": _encode_ids(i for i in knowledge.intents.values() if i.kind in ("talk", "meta")),
        "roaming": _encode_ids(i for i in knowledge.intents.values() if not i.needs and "occupation" not in i.uses),
        **compile_items(knowledge, notes, encode),
    }


def compile_items(knowledge: Knowledge, notes: bytes, encode: Encode | None) -> dict[str, bytes]:
    """The indexes that know the FAQ: that of all items, those of the `notes` among them, and that of their words.

    `encode` gives the vectors of the FAQ's questions; None without a sentence model.
    """
    kept = msgspec.msgpack.decode(notes, type=list[Document])
    faq = _write_documents(faq_items(knowledge), knowledge)
    documents = [*faq, *kept]
    return {
        "items": Retriever.fit([(document.id, document.texts) for document in documents]).dump(),
        "asked": Asked.fit(_find_asks(faq) if encode else {}, encode or _no_vectors).dump(),
        "owners": msgspec.msgpack.encode({d.id: (d.intent, d.occupation) for d in documents}),
        "foreseen": msgspec.msgpack.encode(foresee(faq)),
        "within": msgspec.msgpack.encode(find_within(knowledge)),
        "own": _encode_words(str(entry.item.id) for entry in knowledge.faq if entry.layer),
        "words": _encode_words(text for document in documents for text, _ in document.texts),
    }


def _named(knowledge: Knowledge) -> tuple[object, ...]:
    """Everything that names are made of."""
    jobs = [(o.id, o.title, o.singular, o.also) for o in knowledge.occupations.values()]
    return jobs, list(knowledge.places.values()), list(knowledge.terms.values())


def _compile_names(knowledge: Knowledge) -> bytes:
    return Names.build(knowledge.occupations.values(), knowledge.places.values(), knowledge.terms.values()).dump()


def _compile_masked(knowledge: Knowledge, names: bytes) -> bytes:
    return msgspec.msgpack.Encoder(enc_hook=str).encode(mask_intents(knowledge, Names.load(names)))


def _load_masked(masked: bytes) -> dict[str, Intent]:
    return msgspec.msgpack.decode(masked, type=dict[str, Intent])


def _compile_intents(
    masked: Mapping[str, Intent], knowledge: Knowledge, encode: Encode | None, tell: Callable[[str, float], None]
) -> bytes:
    ahead = _encode_lines(masked.values(), encode, tell) if encode else None
    tell("learning the examples", 0.6)
    return IntentIndex.build(masked, knowledge.settings.fillers, knowledge.words, ahead).dump()


def _compile_described(knowledge: Knowledge, encode: Encode | None) -> bytes:
    return Described.fit(knowledge.occupations.values() if encode else (), encode or _no_vectors).dump()


def _compile_known(masked: Mapping[str, Intent], encode: Encode | None) -> bytes:
    careers = [intent for intent in masked.values() if intent.kind in ("topic", "meta")]
    sets = (careers, [intent for intent in masked.values() if intent.id == OUT_OF_SCOPE]) if encode else ((), ())
    ours, outside = ([spell_out(text) for i in intents for text, _ in i.examples] for intents in sets)
    return Known.fit(ours, outside, encode or _no_vectors).dump()


def _find_asks(faq: Iterable[Document]) -> dict[str, tuple[list[str], str]]:
    """The questions of each item that has any, and the beginning of its answer."""
    told = {entry.id: [text for text, weight in entry.texts if weight != ASKED] for entry in faq}
    asks = {entry.id: [text for text, weight in entry.texts if weight == ASKED and text] for entry in faq}
    return {item: (texts, " ".join(" ".join(told[item]).split()[:LONG])) for item, texts in asks.items() if texts}


def _no_vectors(texts: Sequence[str]) -> Floats:
    """What an encoder gives for no texts."""
    return np.empty((len(texts), 1), np.float32)


def _encode_words(texts: Iterable[str]) -> bytes:
    return msgspec.msgpack.encode(sorted({word for text in texts for word in text.split()}))


def _encode_ids(intents: Iterable[Intent]) -> bytes:
    return msgspec.msgpack.encode([str(intent.id) for intent in intents])


def _encode_lines(intents: Iterable[Intent], encode: Encode, tell: Callable[[str, float], None]) -> Encode:
    """The sentence model with the vectors of all lines that are learned from at hand."""
    learned = [text for i in intents for text, _ in (*i.examples, *(i.never if i.kind == "crisis" else ()))]
    lines = [spell_out(part) for text in learned for part in (text, *find_parts(text))]
    return encode_ahead(lines, encode, lambda share: tell("the meaning of the examples", 0.1 + 0.5 * share))


def mask_intents(knowledge: Knowledge, names: Names) -> dict[str, Intent]:
    """The intents with their examples and never lines as messages look once names are masked."""

    def read(text: str, terms: bool) -> str:
        normal = normalise(text, knowledge.words)
        return mask(normal, (m for m in find_mentions(normal, names, "") if terms or m.kind != "term"))

    def read_all(lines: Lines, terms: bool) -> Lines:
        return tuple((read(text, terms), mark) for text, mark in lines)

    def read_intent(intent: Intent) -> Intent:
        terms = "term" in intent.takes
        return replace(intent, examples=read_all(intent.examples, terms), never=read_all(intent.never, terms))

    return {intent.id: read_intent(intent) for intent in knowledge.intents.values()}


def faq_items(knowledge: Knowledge) -> Iterator[tuple[str, str, Item]]:
    """(intent, occupation, item) for the questions and answers of the FAQ."""
    for entry in knowledge.faq:
        yield entry.intent, entry.occupation, replace(entry.item, asks=entry.asks)


def noted_items(knowledge: Knowledge) -> Iterator[tuple[str, str, Item]]:
    """The same for the rest of what can be asked for by its own words: details of occupations, and terms."""
    for occupation in knowledge.occupations.values():
        for topic in occupation.topics.values():
            for item in topic.details:
                yield topic.intent, occupation.id, item
    explaining = next((i.id for i in knowledge.intents.values() if "term" in i.needs), "")
    for term in knowledge.terms.values() if explaining else ():
        yield explaining, "", replace(term.item, asks=(term.name, *term.also))


def _write_documents(items: Iterable[tuple[str, str, Item]], knowledge: Knowledge) -> list[Document]:
    return [Document(str(i.id), str(intent), str(job), texts_of(i, knowledge)) for intent, job, i in items]


def texts_of(item: Item, knowledge: Knowledge) -> list[tuple[str, float]]:
    """How an item is asked for, and more weakly what it says, in normal form."""
    asks = [(normalise(a, knowledge.words), ASKED) for a in item.asks]
    return [*asks, (normalise(item.wording, knowledge.words), SAID)]


def foresee(faq: Iterable[Document]) -> dict[str, list[str]]:
    """The questions of the FAQ as they read to the bot -> the items that answer them, the one that outranks first."""
    asked: dict[str, list[str]] = {}
    for entry in faq:
        for question in (" ".join(words(text)) for text, weight in entry.texts if weight == ASKED):
            asked.setdefault(question, []).append(entry.id)
    return {question: items for question, items in asked.items() if question}


def find_within(knowledge: Knowledge) -> dict[str, list[str]]:
    """Items of the FAQ that count in one place only -> that place and all that lie in it."""
    limited = {str(entry.item.id): str(entry.place) for entry in knowledge.faq if entry.place}
    lying = {area: [p.id for p in knowledge.places.values() if area in p.chain] for area in set(limited.values())}
    return {item: lying[area] for item, area in limited.items()}


def load_reader(indexes: Mapping[str, bytes]) -> Reader:
    """The reader over compiled indexes."""
    return Reader(
        names=Names.load(indexes["names"]),
        intents=IntentIndex.load(indexes["intents"], usual_encode()).knowing(_load_words(indexes["words"])),
        items=_load_items(indexes),
        vocabulary=_load_words(indexes["vocabulary"]) | _load_words(indexes["words"]),
        english=English.load(indexes["english"]),
        described=Described.load(indexes["described"]),
        asked=Asked.load(indexes["asked"]),
        known=Known.load(indexes["known"]),
        encode=usual_encode(),
        talk=_load_words(indexes["talk"]),
        roaming=_load_words(indexes["roaming"]),
    )


def renew_reader(reader: Reader, indexes: Mapping[str, bytes]) -> Reader:
    """The reader with the indexes of `compile_items` as they are now, and the vocabulary; all else is as it was."""
    return replace(
        reader,
        intents=reader.intents.knowing(_load_words(indexes["words"])),
        items=_load_items(indexes),
        asked=Asked.load(indexes["asked"]),
        vocabulary=_load_words(indexes["vocabulary"]) | _load_words(indexes["words"]),
    )


def _load_words(data: bytes) -> frozenset[str]:
    return frozenset(msgspec.msgpack.decode(data, type=list[str]))


def _load_items(indexes: Mapping[str, bytes]) -> Shelves:
    owners = msgspec.msgpack.decode(indexes["owners"], type=dict[str, tuple[str, str]])
    shelves: dict[str, list[int]] = {"": []}
    for number, (_, occupation) in enumerate(owners.values()):
        shelves.setdefault(occupation, []).append(number)
    held = {occupation: np.array(numbers, np.int32) for occupation, numbers in shelves.items()}
    return Shelves(
        Retriever.load(indexes["items"]),
        {item: intent for item, (intent, _) in owners.items()},
        {item: occupation for item, (_, occupation) in owners.items()},
        held,
        msgspec.msgpack.decode(indexes["foreseen"], type=dict[str, list[str]]),
        msgspec.msgpack.decode(indexes["within"], type=dict[str, frozenset[str]]),
        _load_words(indexes["own"]),
    )
